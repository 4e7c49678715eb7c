"""A call that nobody answered: a ticket, and a task to call back; the next ones of that number go on there."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from app.db import UnitOfWork, raw_connection
from app.errors import Conflict, Invalid
from app.models import Call, Channel, Customer
from app.rules import call_words
from app.rules.actors import SYSTEM
from app.rules.statuses import UNSOLVED
from app.schemas.calls import PhoneSettings
from app.schemas.tickets import RequesterIn, TicketIn
from app.services import callbacks, ticket_access, tickets

# Two calls of a number that end at the same moment are one ticket.
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
_GOES_ON = """SELECT t.id FROM calls c JOIN tickets o ON o.id = c.ticket_id
JOIN tickets t ON t.id = coalesce(o.merged_into_id, o.id)
WHERE c.number = $1 AND c.missed AND c.id <> $2 AND c.started_at > $3
AND t.status IN ('new', 'open', 'pending', 'on_hold') ORDER BY c.started_at DESC, c.id DESC LIMIT 1"""


async def follow(work: UnitOfWork, channel: Channel, settings: PhoneSettings, call: Call, *, now: datetime) -> None:
    """Put a locked missed call on a ticket, and see that somebody calls back. A withheld number cannot be called: the
    call is kept, and nothing follows. Neither does from a call of ours that nobody took.
    """
    if call.number is None or call.direction != "in":
        return
    connection = await raw_connection(work.session)
    await connection.execute(_LOCK, f"otklik missed calls {call.number}")
    since = now - timedelta(hours=settings.repeat_hours)
    goes_on = await connection.fetchval(_GOES_ON, call.number, call.id, since)
    if goes_on is not None and (await ticket_access.lock(work.session, SYSTEM, goes_on)).status not in UNSOLVED:
        # It was closed at this very moment.
        goes_on = None
    call.ticket_id = await _ticket(work, channel, settings, call) if goes_on is None else UUID(int=goes_on.int)
    await work.session.flush()
    if not await callbacks.waits(work.session, call.ticket_id):
        after = max(now, call.started_at) + timedelta(minutes=settings.callback_minutes)
        plan = callbacks.Plan(
            ticket_id=call.ticket_id,
            number=call.number,
            title=call_words.call_back(call.number, settings.language),
            after=after,
            call_id=call.id,
            earliest=settings.earliest,
            latest=settings.latest,
        )
        # A ticket that has as many tasks as it can says all the same that a call was missed: it is not told twice.
        with suppress(Conflict):
            await callbacks.plan(work.session, SYSTEM, plan)


async def _ticket(work: UnitOfWork, channel: Channel, settings: PhoneSettings, call: Call) -> UUID:
    subject = call_words.missed(call.number or "", settings.language)
    known = None if call.customer_id is None else await work.session.get(Customer, call.customer_id)
    new = TicketIn(
        subject=subject,
        body=call_words.body(subject, call.ivr_path, settings.language),
        # By the very spelling by which they are known.
        requester=RequesterIn(phone=call.number if known is None or known.phone is None else known.phone),
        brand=channel.brand,
        team_id=channel.team_id,
        tags=["missed-call"],
    )
    try:
        made = await tickets.create(work, SYSTEM, new, channel="phone")
    except Invalid:
        # What the desk asks of its tickets a caller cannot have answered, or its team has gone: a ticket all the same.
        made = await tickets.create(work, SYSTEM, new.model_copy(update={"tags": [], "team_id": None}), channel="phone")
    if call.customer_id is None:
        call.customer_id = UUID(str(made["requester"]["id"]))
    return UUID(str(made["id"]))
