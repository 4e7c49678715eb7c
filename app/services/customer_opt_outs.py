"""What a customer gets none of, as staff see and set it: somebody says so on the telephone, too."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.models import CustomerOptOut
from app.rules.actors import Actor
from app.rules.opt_outs import KINDS
from app.schemas.customer_opt_outs import CustomerOptOutOut, CustomerOptOutsIn, CustomerOptOutsOut
from app.services import customer_merges, customers, opt_outs


def visible_to(_actor: Actor) -> SelectOfScalar[CustomerOptOut]:
    """The opt-outs that a caller may see: who may see customers sees all of them."""
    return select(CustomerOptOut)


async def read(session: AsyncSession, actor: Actor, customer_id: UUID) -> CustomerOptOutsOut:
    """What a customer and who is the same person gets none of, each kind once. Raises `NotFound`."""
    await customers.read(session, actor, customer_id)
    everybody = await customer_merges.group(session, customer_id)
    query = visible_to(actor).where(col(CustomerOptOut.customer_id).in_(everybody)).order_by(col(CustomerOptOut.at))
    found = {each.kind: each for each in reversed((await session.exec(query)).all())}
    return CustomerOptOutsOut(
        items=[CustomerOptOutOut(kind=kind, by=found[kind].by, at=found[kind].at) for kind in KINDS if kind in found]
    )


async def put(session: AsyncSession, actor: Actor, customer_id: UUID, wanted: CustomerOptOutsIn) -> CustomerOptOutsOut:
    """Set what a customer gets none of; what was set before keeps who said it, and when. Raises `NotFound`."""
    await customers.read(session, actor, customer_id)
    before = {each.kind for each in (await read(session, actor, customer_id)).items}
    for kind in KINDS:
        if kind in wanted.kinds and kind not in before:
            await opt_outs.add(session, customer_id, kind, by="staff")
        elif kind not in wanted.kinds and kind in before:
            await opt_outs.remove(session, customer_id, kind)
    return await read(session, actor, customer_id)
