"""Notes on customers: for agents only; whoever wrote one, a lead or an admin changes it."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Forbidden
from app.models import CustomerNote
from app.rules.actors import Actor
from app.schemas.customer_notes import CustomerNoteIn, CustomerNoteOut, CustomerNotePage, CustomerNotePatch
from app.services import customer_merges, customers, keyset, rows


def visible_to(_actor: Actor, customer_id: UUID) -> SelectOfScalar[CustomerNote]:
    """The notes on one customer: who may see customers sees all of them."""
    return select(CustomerNote).where(col(CustomerNote.customer_id) == customer_id)


async def create(session: AsyncSession, actor: Actor, customer_id: UUID, new: CustomerNoteIn) -> CustomerNoteOut:
    """Write a note. Raises `NotFound`."""
    await customers.read(session, actor, customer_id)
    now = clock.now()
    note = CustomerNote(
        customer_id=customer_id,
        author_id=actor.id,
        author_name=actor.name,
        body=new.body,
        pinned=new.pinned,
        created_at=now,
        updated_at=now,
    )
    session.add(note)
    await session.flush()
    return shown(note)


async def page(
    session: AsyncSession, actor: Actor, customer_id: UUID, *, cursor: str | None, limit: int
) -> CustomerNotePage:
    """Notes on a customer and on those who were merged into them, newest first. Raises `NotFound`, `Invalid`."""
    await customers.read(session, actor, customer_id)
    everybody = await customer_merges.group(session, customer_id)
    query = keyset.newest_first(
        select(CustomerNote).where(col(CustomerNote.customer_id).in_(everybody)),
        CustomerNote.created_at,
        CustomerNote.id,
        cursor=cursor,
        limit=limit,
    )
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.created_at, row.id)
    )
    return CustomerNotePage(items=[shown(each) for each in found], next_cursor=following)


async def read(session: AsyncSession, actor: Actor, customer_id: UUID, note_id: UUID) -> CustomerNoteOut:
    """A note. Raises `NotFound`."""
    return shown(await rows.get(session, visible_to(actor, customer_id).where(col(CustomerNote.id) == note_id)))


async def patch(
    session: AsyncSession,
    actor: Actor,
    customer_id: UUID,
    note_id: UUID,
    change: CustomerNotePatch,
    *,
    version: str | None,
) -> CustomerNoteOut:
    """Change a note. Raises `NotFound`, `Forbidden` and `PreconditionFailed`."""
    note = await _own(session, actor, customer_id, note_id, version)
    sent = {name: getattr(change, name) for name in change.model_fields_set}
    wanted = {name: value for name, value in sent.items() if getattr(note, name) != value}
    for name, value in wanted.items():
        setattr(note, name, value)
    if wanted:
        note.version += 1
        note.updated_at = clock.now()
        session.add(note)
        await session.flush()
    return shown(note)


async def delete(session: AsyncSession, actor: Actor, customer_id: UUID, note_id: UUID, *, version: str | None) -> None:
    """Delete a note. Raises as `patch`."""
    await session.delete(await _own(session, actor, customer_id, note_id, version))


async def _own(
    session: AsyncSession, actor: Actor, customer_id: UUID, note_id: UUID, version: str | None
) -> CustomerNote:
    query = visible_to(actor, customer_id).where(col(CustomerNote.id) == note_id)
    note = await rows.lock(session, query, version=version)
    if note.author_id != actor.id and actor.role not in {"lead", "admin"}:
        raise Forbidden("Whoever wrote the note, a lead or an admin may change it", code="not_the_author")
    return note


def shown(row: CustomerNote) -> CustomerNoteOut:
    """A note as agents see it."""
    return CustomerNoteOut(
        id=row.id,
        customer_id=row.customer_id,
        author_id=row.author_id,
        author_name=row.author_name,
        body=row.body,
        pinned=row.pinned,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
