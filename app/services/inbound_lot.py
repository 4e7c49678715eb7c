"""The parking lot: what came in and could not be taken is seen, replayed or discarded; nothing is lost by being bad."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import hint, raw_connection
from app.errors import Conflict, NotFound
from app.hints import Hint
from app.models import Channel, Inbound
from app.rules.actors import Actor
from app.rules.inbound import key
from app.schemas.inbound import InboundOut, InboundPage, InboundStatus
from app.services import inbound, keyset, rows


def visible_to(_actor: Actor) -> SelectOfScalar[Inbound]:
    """What came in, for who may look at settings; without the bytes."""
    return select(Inbound).options(defer(Inbound.raw, raiseload=True))  # type: ignore[arg-type]  # a column, to the mapper


async def page(
    session: AsyncSession,
    actor: Actor,
    *,
    status: InboundStatus | None,
    channel_id: UUID | None,
    external_id: str | None,
    cursor: str | None,
    limit: int,
) -> InboundPage:
    """In the order of their coming. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor).order_by(col(Inbound.id)).limit(limit + 1)
    if status is not None:
        query = query.where(col(Inbound.status) == status)
    if channel_id is not None:
        query = query.where(col(Inbound.channel_id) == channel_id)
    if external_id is not None:
        # With the channels, which are few, each is found by the index that makes it one.
        query = query.where(
            col(Inbound.external_id) == key(external_id), col(Inbound.channel_id).in_(select(Channel.id))
        )
    if cursor is not None:
        query = query.where(col(Inbound.id) > keyset.by_id(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda last: keyset.encode(last.id))
    there = await _with_raw(session, [each.id for each in found])
    return InboundPage(items=[shown(each, has_raw=each.id in there) for each in found], next_cursor=following)


async def read(session: AsyncSession, actor: Actor, inbound_id: UUID) -> InboundOut:
    """One of them. Raises `NotFound`."""
    return await _shown(session, await rows.get(session, _one(actor, inbound_id)))


async def raw(session: AsyncSession, _actor: Actor, inbound_id: UUID) -> tuple[bytes, str]:
    """The bytes as they came, and a name for them. Raises `NotFound`, also when they were tidied away."""
    row: Any = await (await raw_connection(session)).fetchrow(
        "SELECT i.raw, c.kind FROM inbound i JOIN channels c ON c.id = i.channel_id WHERE i.id = $1", inbound_id
    )
    if row is None or row["raw"] is None:
        raise NotFound
    return row["raw"], f"{inbound_id}.{'eml' if row['kind'] == 'email' else 'txt'}"


async def replay(session: AsyncSession, actor: Actor, inbound_id: UUID) -> InboundOut:
    """Let it be tried again, as if it had just come. What waits or is done already stays so.

    Raises `NotFound` and `Conflict` (`inbound_over`: it was discarded, or its bytes are gone).
    """
    row = await _lock(session, actor, inbound_id)
    if row.status in {"waiting", "done"}:
        await _next(session, row)
        return await _shown(session, row)
    if row.status == "discarded":
        raise Conflict("It was discarded", code="inbound_over")
    if row.id not in await _with_raw(session, [row.id]):
        raise Conflict("Its bytes are gone", code="inbound_over")
    row.status, row.attempts, row.problem, row.delayed_since = "waiting", 0, None, None
    row.next_attempt_at = clock.now() if row.lane is None else None
    session.add(row)
    await session.flush()
    await _next(session, row)
    hint(session, Hint("inbound", row.channel_id))
    return await _shown(session, row)


async def discard(session: AsyncSession, actor: Actor, inbound_id: UUID, *, reason: str) -> InboundOut:
    """Throw it away; it stays in the list with the reason. What is being taken at this moment is not any more.

    Raises `NotFound` and `Conflict` (`inbound_over`: it has been taken).
    """
    row = await _lock(session, actor, inbound_id)
    if row.status == "done":
        raise Conflict("It has been taken", code="inbound_over")
    if row.status != "discarded":
        row.status, row.reason, row.next_attempt_at = "discarded", reason, None
        row.ended_at, row.ended_by = clock.now(), actor.id
        session.add(row)
        await session.flush()
        await _next(session, row)
        hint(session, Hint("inbound", row.channel_id))
    return await _shown(session, row)


async def _lock(session: AsyncSession, actor: Actor, inbound_id: UUID) -> Inbound:
    """First its row, then its lane: in the order of whoever takes it."""
    query = _one(actor, inbound_id).with_for_update().execution_options(populate_existing=True)
    row = await rows.get(session, query)
    if row.lane is not None:
        await inbound.hold(await raw_connection(session), row.channel_id, [row.lane])
    return row


async def _next(session: AsyncSession, row: Inbound) -> None:
    if row.lane is not None:
        connection = await raw_connection(session)
        await inbound.next_of_lane(connection, row.channel_id, row.lane, now=clock.now())
        await session.refresh(row, ["next_attempt_at"])


async def _with_raw(session: AsyncSession, ids: list[UUID]) -> set[UUID]:
    query = select(Inbound.id).where(col(Inbound.id).in_(ids), col(Inbound.raw).is_not(None))
    return set((await session.exec(query)).all()) if ids else set()


def _one(actor: Actor, inbound_id: UUID) -> SelectOfScalar[Inbound]:
    return visible_to(actor).where(col(Inbound.id) == inbound_id)


async def _shown(session: AsyncSession, row: Inbound) -> InboundOut:
    return shown(row, has_raw=row.id in await _with_raw(session, [row.id]))


def shown(row: Inbound, *, has_raw: bool) -> InboundOut:
    """One of them as admins see it."""
    return InboundOut(
        id=row.id,
        channel_id=row.channel_id,
        door=row.door,
        external_id=row.external_id,
        lane=row.lane,
        status=row.status,
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        problem=row.problem,
        outcome=row.outcome,
        reason=row.reason,
        ticket_id=row.ticket_id,
        message_id=row.message_id,
        size=row.size,
        has_raw=has_raw,
        received_at=row.received_at,
        ended_at=row.ended_at,
    )
