"""Queues: create, read, list, change, archive, and their order; what waits is looked at again whenever they change."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, tuple_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Conflict, PreconditionFailed
from app.ids import new_id
from app.models import Queue
from app.rules.actors import Actor
from app.schemas.queues import QueueIn, QueueOut, QueuePage, QueuePatch, QueueWarning
from app.services import documents, keyset, naming, queue_definitions, queue_marks, queue_uses, queue_warnings, rows

# A ticket that comes in may try all of them.
MAX_QUEUES = 200


def visible_to(_actor: Actor) -> SelectOfScalar[Queue]:
    """The queues that a caller may see: who may read settings may see all of them."""
    return select(Queue)


async def create(session: AsyncSession, _actor: Actor, new: QueueIn) -> QueueOut:
    """Make a queue. Raises `Invalid`, and `Conflict`: `name_taken`, `too_many_queues`."""
    definition, queue_id = queue_definitions.parts_of(new.model_dump(mode="json")), new_id()
    await _one_at_a_time(session)
    await _refuse_calendar(session, new.calendar_id)
    await queue_definitions.refuse(session, queue_id, definition, about=definition)
    last = await _how_many(session) + 1
    if last > MAX_QUEUES:
        raise Conflict(f"There are {MAX_QUEUES} queues already: archive one", code="too_many_queues")
    now, place = clock.now(), min(new.position or last, last)
    await _shift(session, place, last, 1, now)
    queue = Queue(
        id=queue_id,
        name=new.name,
        position=place,
        enabled=new.enabled,
        calendar_id=new.calendar_id,
        definition=definition,
        created_at=now,
        updated_at=now,
    )
    session.add(queue)
    await session.flush()
    if queue.enabled:
        await queue_marks.of_queue(session, queue.id, everywhere=True)
    return (await _all_shown(session, [queue]))[0]


async def read(session: AsyncSession, actor: Actor, queue_id: UUID) -> QueueOut:
    """A queue. Raises `NotFound`."""
    queue = await rows.get(session, visible_to(actor).where(col(Queue.id) == queue_id))
    return (await _all_shown(session, [queue]))[0]


async def page(session: AsyncSession, actor: Actor, *, archived: bool, cursor: str | None, limit: int) -> QueuePage:
    """Queues in their order, those that are archived in the order of their making. Raises `Invalid`."""
    place, queue_id = col(Queue.position), col(Queue.id)
    query = visible_to(actor).where(col(Queue.archived_at).is_not(None) == archived)
    query = query.order_by(place, queue_id).limit(limit + 1)
    if cursor is not None:
        query = query.where(tuple_(place, queue_id) > keyset.by_place(cursor))
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.position, row.id)
    )
    return QueuePage(items=await _all_shown(session, found), next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, queue_id: UUID, change: QueuePatch, *, version: str | None
) -> QueueOut:
    """Change a queue. Raises `NotFound`, `PreconditionFailed`, as `create`, and `Conflict` (`queue_archived`)."""
    sent = change.model_dump(mode="json", include=change.model_fields_set)
    await _one_at_a_time(session)
    queue = await rows.lock(session, visible_to(actor).where(col(Queue.id) == queue_id), version=version)
    if queue.archived_at is not None and sent.keys() - {"name"}:
        raise Conflict("An archived queue takes a new name and nothing else", code="queue_archived")
    now, parts = clock.now(), queue_definitions.parts_of(sent)
    changed = documents.changed(queue.definition, parts)
    if changed:
        definition = {**queue.definition, **parts}
        await queue_definitions.refuse(session, queue.id, definition, about=changed)
        queue.definition = definition
    if "calendar_id" in sent and change.calendar_id != queue.calendar_id:
        await _refuse_calendar(session, change.calendar_id)
        queue.calendar_id = change.calendar_id
        changed.add("calendar_id")
    for name in ("name", "enabled"):
        if name in sent and sent[name] != getattr(queue, name):
            setattr(queue, name, sent[name])
            changed.add(name)
    if "position" in sent and await _move(session, queue, sent["position"], now):
        changed.add("position")
    if changed:
        _touch(queue, now)
        await session.flush()
    # One that is and was disabled has nothing, and stands in nobody's way.
    if changed - _AT_ONCE and (queue.enabled or "enabled" in changed):
        await queue_marks.of_queue(
            session, queue.id, everywhere=not changed.isdisjoint({"conditions", "enabled", "position"})
        )
    return (await _all_shown(session, [queue]))[0]


# What is read when something is given away, and what nothing is put in its place by.
_AT_ONCE = {
    "name", "selection", "prefer_last_agent", "auto_accept", "offer_seconds", "wrap_up_seconds", "handover_text",
}  # fmt: skip


async def archive(session: AsyncSession, actor: Actor, queue_id: UUID, *, version: str | None) -> None:
    """Take a queue out of the order; what waits in it finds another. Again: nothing.

    Raises `NotFound`, `PreconditionFailed`, and `Conflict` (`queue_in_use`) with the queues that lead to it.
    """
    await _one_at_a_time(session)
    queue = await rows.lock(session, visible_to(actor).where(col(Queue.id) == queue_id), version=None)
    if queue.archived_at is not None:
        return
    if version is not None and version != str(queue.version):
        raise PreconditionFailed
    others = select(Queue).where(col(Queue.archived_at).is_(None)).order_by(col(Queue.position))
    users = [
        each for each in (await session.exec(others)).all() if queue_definitions.sends_to(each.definition) == queue_id
    ]
    if users:
        used_by = [{"kind": "queue", "id": str(each.id), "name": each.name} for each in users]
        raise Conflict(f"The queue {users[0].name}, closed, leads to this one", code="queue_in_use", used_by=used_by)
    used_by = await queue_uses.now(session, queue_id)
    if used_by:
        detail = f"The {used_by[0]['kind']} {used_by[0]['name']} moves tickets to this queue"
        raise Conflict(detail, code="queue_in_use", used_by=used_by)
    now = clock.now()
    await _shift(session, queue.position + 1, MAX_QUEUES, -1, now)
    queue.position, queue.archived_at = 0, now
    _touch(queue, now)
    await session.flush()
    await queue_marks.of_queue(session, queue.id, everywhere=True)


async def _one_at_a_time(session: AsyncSession) -> None:
    """Whoever changes queues waits for the one before: places stay gapless, and of two halves of a circle the second
    sees the first.
    """
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik queues"))))


async def _refuse_calendar(session: AsyncSession, calendar_id: UUID | None) -> None:
    if calendar_id is not None:
        await naming.refuse(session, [(("calendar_id",), "calendar", calendar_id)])


async def _how_many(session: AsyncSession) -> int:
    return (await session.exec(select(func.count()).where(col(Queue.archived_at).is_(None)))).one()


async def _move(session: AsyncSession, queue: Queue, to: int, now: datetime) -> bool:
    """Give the queue this place, or the last one there is; whether it was another one."""
    to, was = min(to, await _how_many(session)), queue.position
    if to < was:
        await _shift(session, to, was - 1, 1, now)
    elif to > was:
        await _shift(session, was + 1, to, -1, now)
    queue.position = to
    return to != was


async def _shift(session: AsyncSession, first: int, last: int, by: int, now: datetime) -> None:
    """Those at these places move along. Their place is shown, so they get another ETag too."""
    place = col(Queue.position)
    await session.exec(
        update(Queue)
        .where(col(Queue.archived_at).is_(None), place.between(first, last))
        .values(position=place + by, version=col(Queue.version) + 1, updated_at=now)
        .execution_options(synchronize_session=False)
    )


def _touch(queue: Queue, now: datetime) -> None:
    queue.version += 1
    queue.updated_at = now


async def _all_shown(session: AsyncSession, queues: Sequence[Queue]) -> list[QueueOut]:
    warnings = await queue_warnings.of(session, queues)
    return [_shown(each, warnings[each.id]) for each in queues]


def _shown(queue: Queue, warnings: Collection[QueueWarning]) -> QueueOut:
    return QueueOut.model_validate(
        {
            **queue.definition,
            "id": queue.id,
            "name": queue.name,
            "enabled": queue.enabled,
            "position": None if queue.archived_at is not None else queue.position,
            "calendar_id": queue.calendar_id,
            "warnings": warnings,
            "version": queue.version,
            "archived_at": queue.archived_at,
            "created_at": queue.created_at,
            "updated_at": queue.updated_at,
        }
    )
