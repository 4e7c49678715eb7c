"""Mails of senders whom a ticket does not know: held until an agent says whether they may speak there."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from app import clock
from app.channels.base import Account
from app.db import Connection, UnitOfWork, raw_connection
from app.errors import NotFound
from app.ids import new_id
from app.models import Ticket
from app.rules.actors import SYSTEM
from app.rules.mail_threading import Decision
from app.schemas.events import EventType
from app.services import events, mail_threads, notifications, people_to_tell, ticket_access
from app.services.inbound_types import Row, Taken
from app.services.mail_reading import Letter
from app.services.mail_threads import Place

MAX_TEXT = 4_000

# The ticket is locked: whoever decides waits for us, or has decided.
_KNOWN = "SELECT * FROM ticket_participants WHERE ticket_id = $1 AND address = $2"
_NEW = """INSERT INTO ticket_participants (id, ticket_id, address, name, status, reason, why, ignored, created_at,
updated_at) VALUES ($1, $2, $3, $4, 'pending', $5, $6, false, $7, $7)
ON CONFLICT (ticket_id, address) DO UPDATE SET status = 'pending', reason = excluded.reason, why = excluded.why,
name = coalesce(excluded.name, ticket_participants.name), decided_by = NULL, decided_at = NULL, updated_at = $7
RETURNING id"""
# So many wait on one ticket, and so many mails of each of them: whoever decides looks at them all, at once.
MOST_PENDING, MOST_MAILS = 50, 200
_FULL = """SELECT CASE WHEN p.id IS NULL OR p.status <> 'pending' THEN
 (SELECT count(*) FROM (SELECT FROM ticket_participants WHERE ticket_id = $1 AND status = 'pending' LIMIT $3) k) >= $3
ELSE (SELECT count(*) FROM (SELECT FROM held_mails WHERE participant_id = p.id LIMIT $4) k) >= $4 END
FROM (SELECT) one LEFT JOIN ticket_participants p ON p.ticket_id = $1 AND p.address = $2"""
_HOLD = """INSERT INTO held_mails (inbound_id, participant_id, subject, text, files, received_at)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (inbound_id) DO NOTHING"""
_MOVED = "UPDATE ticket_participants SET moved_to_id = $2, updated_at = $3 WHERE id = $1"
_REQUESTER = "SELECT requester_id FROM tickets WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`taken`: it is held, or nobody wants it. Else where it goes; `moves` is the sender whose own ticket that is."""

    place: Place
    taken: Taken | None = None
    follows: UUID | None = None
    moves: UUID | None = None


async def judge(work: UnitOfWork, account: Account, row: Row, letter: Letter, place: Place) -> Verdict:
    """Hold a mail, unless somebody has decided on its sender: looked at again under the ticket's lock."""
    connection = await raw_connection(work.session)
    root = place.root
    if root is None:
        raise NotFound
    ticket = await ticket_access.lock(work.session, SYSTEM, root)
    place = await mail_threads.place(connection, account, letter)
    if not place.decision.held or place.root != root:
        # Somebody was quicker.
        return Verdict(place)
    known: Any = await connection.fetchrow(_KNOWN, root, letter.sender.email)
    if known is not None and known["status"] == "declined":
        return await _declined(connection, letter, place, known)
    if await connection.fetchval(_FULL, root, letter.sender.email, MOST_PENDING, MOST_MAILS):
        problem = f"Too much waits for a decision on ticket {ticket.number} already"
        return Verdict(place, Taken("held", root, status="held", problem=problem))
    participant_id = await _pending(connection, letter, place, root)
    await connection.execute(
        _HOLD,
        row.id,
        participant_id,
        letter.subject[:500],
        letter.folded.reply[:MAX_TEXT],
        len(letter.mail.parts),
        row.received_at,
    )
    if known is None or known["status"] != "pending":
        await _tell(work, connection, ticket, letter, place, participant_id)
    problem = f"Somebody whom ticket {ticket.number} does not know: {place.decision.why}"
    return Verdict(place, Taken("held", root, status="held", problem=problem))


async def moved(connection: Connection, participant_id: UUID, ticket_id: UUID) -> None:
    """Remember where somebody who was declined goes on."""
    await connection.execute(_MOVED, participant_id, ticket_id, clock.now())


async def _declined(connection: Connection, letter: Letter, place: Place, known: Any) -> Verdict:  # noqa: ANN401 - a record
    if known["ignored"]:
        return Verdict(place, Taken("declined", place.root))
    moves = UUID(int=known["id"].int)
    if known["moved_to_id"] is None:
        return Verdict(mail_threads.anew(letter, place.decision), follows=place.root, moves=moves)
    theirs = UUID(int=known["moved_to_id"].int)
    requester: Any = await connection.fetchval(_REQUESTER, theirs)
    decision = Decision(theirs, place.decision.by, "participant", "they have a ticket of their own for it")
    at = replace(place, decision=decision, root=theirs, over=False, claimed=UUID(int=requester.int))
    return Verdict(at, moves=moves)


async def _pending(connection: Connection, letter: Letter, place: Place, root: UUID) -> UUID:
    made: Any = await connection.fetchval(
        _NEW,
        new_id(),
        root,
        letter.sender.email,
        letter.sender.name,
        _reason(place),
        place.decision.why,
        clock.now(),
    )
    return UUID(int=made.int)


def _reason(place: Place) -> str:
    return "unproven" if place.decision.trust == "unproven" else "unknown"


async def _tell(
    work: UnitOfWork, connection: Connection, ticket: Ticket, letter: Letter, place: Place, participant_id: UUID
) -> None:
    who = {"id": str(participant_id), "address": letter.sender.email, "name": letter.sender.name}
    data = {"participant": who, "reason": _reason(place)}
    events.record(work.session, SYSTEM, ticket, EventType.TICKET_PARTICIPANT_PENDING, data=data)
    people = people_to_tell.Directory(connection)
    told = await people.find(ticket, [{"kind": "assignee"}]) or await people.find(ticket, [{"kind": "leads"}])
    await notifications.tell(
        work.session,
        [each.id for each in told if each.id is not None],
        kind="ticket.participant_pending",
        ticket_id=ticket.id,
        data={"number": ticket.number, "subject": ticket.subject, **data},
        key=None,
        now=clock.now(),
    )
