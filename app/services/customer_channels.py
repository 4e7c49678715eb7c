"""As whom channels know a customer, and everybody who was merged into them: one person, one history."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models import ChannelIdentity, Customer
from app.rules.actors import Actor
from app.schemas.customers import CustomerChannelOut
from app.services import customer_merges, customers

# Nobody writes from more accounts; a list that somebody has grown on purpose ends here.
MOST = 200


async def of(session: AsyncSession, actor: Actor, customer_id: UUID) -> list[CustomerChannelOut]:
    """Their identities, the latest that wrote first. A key of one source sees those of whom it may know."""
    everybody = await customer_merges.group(session, customer_id)
    if actor.source_id is not None:
        known = customers.visible_to(actor).where(col(Customer.id).in_(everybody))
        everybody = [each.id for each in (await session.exec(known)).all()]
    query = (
        select(ChannelIdentity)
        .where(col(ChannelIdentity.customer_id).in_(everybody))
        .order_by(col(ChannelIdentity.last_inbound_at).desc().nulls_last(), col(ChannelIdentity.external_id))
        .limit(MOST)
    )
    return [
        CustomerChannelOut(
            kind=each.channel_kind,
            channel_id=None if each.scope == each.channel_kind else UUID(each.scope),
            external_id=each.external_id,
            username=each.username,
            name=each.name,
            customer_id=each.customer_id,
            blocked=each.blocked,
            last_inbound_at=each.last_inbound_at,
        )
        for each in (await session.exec(query)).all()
    ]
