"""Deciding on senders whom a ticket does not know: they are put in copy, or get a ticket of their own, or nothing."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import raw_connection
from app.errors import Conflict, NotFound
from app.models import HeldMail, Ticket, TicketParticipant
from app.rules.actors import Actor
from app.schemas.events import EventType
from app.schemas.ticket_ccs import CcIn
from app.schemas.ticket_participants import HeldMailOut, ParticipantOut, ParticipantPage, ParticipantStatus
from app.services import events, inbound_lot, keyset, ticket_access, ticket_ccs

# Shown of each of them.
MAILS = 20

_SHOWN = f"""SELECT h.* FROM unnest($1::uuid[]) AS p (id) CROSS JOIN LATERAL (
 SELECT participant_id, inbound_id, subject, text, files, received_at FROM held_mails m
 WHERE m.participant_id = p.id ORDER BY inbound_id LIMIT {MAILS}) h"""  # noqa: S608 - a number of ours
# So that they come one after the other, whatever the door gave them.
_IN_ONE_LANE = """UPDATE inbound SET lane = coalesce(lane, $2) WHERE id = ANY ($1) AND status = 'held'"""
# A ticket and all that was merged into it: whoever is unknown there is seen where it goes on.
_PARTS = """WITH RECURSIVE part (id) AS (
 SELECT $1::uuid UNION ALL SELECT t.id FROM part JOIN tickets t ON t.merged_into_id = part.id
) SELECT id FROM part"""
_HELD = "SELECT id FROM inbound WHERE id = ANY ($1) AND status = 'held' ORDER BY number"


def visible_to(_actor: Actor) -> SelectOfScalar[TicketParticipant]:
    """Those whom agents may see: all; of one ticket, that ticket is asked for first."""
    return select(TicketParticipant)


async def page(
    session: AsyncSession,
    actor: Actor,
    ticket_id: UUID,
    *,
    status: ParticipantStatus | None,
    cursor: str | None,
    limit: int,
) -> ParticipantPage:
    """Those of a ticket and of what was merged into it. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    await ticket_access.get(session, actor, ticket_id)
    query = visible_to(actor).where(col(TicketParticipant.ticket_id).in_(await _parts(session, ticket_id)))
    query = query.order_by(col(TicketParticipant.id)).limit(limit + 1)
    if status is not None:
        query = query.where(col(TicketParticipant.status) == status)
    if cursor is not None:
        query = query.where(col(TicketParticipant.id) > keyset.by_id(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda last: keyset.encode(last.id))
    return ParticipantPage(items=await _shown(session, found), next_cursor=following)


async def approve(session: AsyncSession, actor: Actor, ticket_id: UUID, participant_id: UUID) -> ParticipantOut:
    """Let somebody speak: in copy, and what they wrote is taken. Raises `NotFound`, `Conflict`
    (`participant_decided`, `too_many`).
    """
    ticket, one = await _lock(session, actor, ticket_id, participant_id, unless="declined")
    if one.status == "pending":
        if one.reason == "unknown":
            await ticket_ccs.add(session, actor, ticket.id, CcIn(email=one.address, name=one.name))
        await _decide(session, actor, one, "approved")
        who = {"id": str(one.id), "address": one.address, "name": one.name}
        events.record(session, actor, ticket, EventType.TICKET_PARTICIPANT_APPROVED, data={"participant": who})
        await session.flush()
        for each in await _release(session, one):
            await inbound_lot.replay(session, actor, each)
    return (await _shown(session, [one]))[0]


async def decline(
    session: AsyncSession, actor: Actor, ticket_id: UUID, participant_id: UUID, *, own_ticket: bool
) -> ParticipantOut:
    """Keep somebody out: a ticket of their own, or nothing. Raises `NotFound`, `Conflict` (`participant_decided`)."""
    ticket, one = await _lock(session, actor, ticket_id, participant_id, unless="approved")
    if one.status == "pending":
        one.ignored = not own_ticket
        await _decide(session, actor, one, "declined")
        who = {"id": str(one.id), "address": one.address, "name": one.name}
        data = {"participant": who, "own_ticket": own_ticket}
        events.record(session, actor, ticket, EventType.TICKET_PARTICIPANT_DECLINED, data=data)
        await session.flush()
        for each in await _release(session, one):
            if own_ticket:
                await inbound_lot.replay(session, actor, each)
            else:
                await inbound_lot.discard(session, actor, each, reason="Its sender was declined")
    return (await _shown(session, [one]))[0]


async def _lock(
    session: AsyncSession, actor: Actor, ticket_id: UUID, participant_id: UUID, *, unless: str
) -> tuple[Ticket, TicketParticipant]:
    """Somebody of this ticket, or of one that was merged into it, and the ticket that does not know them."""
    await ticket_access.get(session, actor, ticket_id)
    query = visible_to(actor).where(col(TicketParticipant.id) == participant_id)
    found = (await session.exec(query)).first()
    if found is None or found.ticket_id not in await _parts(session, ticket_id):
        raise NotFound
    ticket = await ticket_access.lock(session, actor, found.ticket_id)
    found = (await session.exec(query.with_for_update().execution_options(populate_existing=True))).one()
    if found.status == unless:
        raise Conflict(f"Somebody has {found.status} them already", code="participant_decided", status_now=found.status)
    return ticket, found


async def _parts(session: AsyncSession, ticket_id: UUID) -> list[UUID]:
    rows = await (await raw_connection(session)).fetch(_PARTS, ticket_id)
    return [UUID(int=row["id"].int) for row in rows]


async def _decide(session: AsyncSession, actor: Actor, one: TicketParticipant, status: ParticipantStatus) -> None:
    now = clock.now()
    one.status, one.decided_by, one.decided_at, one.updated_at = status, actor.id, now, now
    session.add(one)
    await session.flush()


async def _release(session: AsyncSession, one: TicketParticipant) -> list[UUID]:
    """The rows of the mails that waited for this decision, in the order of their coming."""
    connection = await raw_connection(session)
    query = select(HeldMail).where(col(HeldMail.participant_id) == one.id)
    held = (await session.exec(query)).all()
    ids = [each.inbound_id for each in held]
    for each in held:
        await session.delete(each)
    await session.flush()
    await connection.execute(_IN_ONE_LANE, ids, f"participant {one.id}")
    return [UUID(int=row["id"].int) for row in await connection.fetch(_HELD, ids)]


async def _shown(session: AsyncSession, found: Sequence[TicketParticipant]) -> list[ParticipantOut]:
    await session.flush()
    rows = await (await raw_connection(session)).fetch(_SHOWN, [each.id for each in found])
    mails: dict[UUID, list[HeldMailOut]] = {}
    for row in rows:
        shown = {**dict(row)}
        mails.setdefault(UUID(int=shown.pop("participant_id").int), []).append(HeldMailOut.model_validate(shown))
    return [
        ParticipantOut.model_validate(
            {
                **each.model_dump(include=set(ParticipantOut.model_fields) - {"mails"}),
                "mails": mails.get(each.id, []),
            }
        )
        for each in found
    ]
