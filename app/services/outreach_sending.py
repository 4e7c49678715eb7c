"""Sending an outreach: its people are gathered, and then a few at a time are written to, at the pace that was set.

Each turn is one transaction that also moves the outreach on: killed at any moment, nobody is left out or written to
twice. What leaves by mail leaves from the outbox.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import structlog
from sqlmodel import col, select

from app import clock
from app.db import Connection, Database, UnitOfWork, raw_connection
from app.errors import AppError, Beaten
from app.ids import new_id
from app.models import Channel, Outreach, OutreachRecipient
from app.rules import outreaches as rules
from app.rules.actors import SYSTEM
from app.services import messages, opt_outs, outbox, outreach_audiences, outreach_ways
from app.services.lean.messages import NewMessage
from app.services.outbox import Mailbox
from app.services.outreach_ways import Reached

log = structlog.get_logger("otklik.outreach")

# After an error of ours the others go on, and this one is tried again.
PARK = timedelta(seconds=60)
_DUE = "SELECT true FROM outreaches WHERE state IN ('scheduled', 'running') AND next_at <= $1 LIMIT 1"
_GATHER = """INSERT INTO outreach_recipients (id, outreach_id, customer_id, state)
SELECT id, $1, person, 'waiting' FROM unnest($2::uuid[], $3::uuid[]) AS one (id, person) ON CONFLICT DO NOTHING"""
_PARK = "UPDATE outreaches SET next_at = $2 WHERE id = $1 AND state IN ('scheduled', 'running')"


async def send_next(database: Database) -> bool:
    """Take the outreach that is due the longest one step on; whether there may be more at once."""
    async with database.lean() as connection:
        if not await connection.fetchval(_DUE, clock.now()):
            return False
    which: UUID | None = None
    try:
        async with database.unit_of_work() as work:
            now = clock.now()
            query = select(Outreach).where(
                col(Outreach.state).in_(("scheduled", "running")), col(Outreach.next_at) <= now
            )
            query = query.order_by(col(Outreach.next_at)).limit(1).with_for_update(skip_locked=True)
            outreach = (await work.session.exec(query.execution_options(populate_existing=True))).first()
            if outreach is None:
                return False
            which = outreach.id
            await _step(work, outreach)
    except Exception as error:
        # Whatever it is, one that cannot go on holds up no other. With the database away the parking fails too, and the
        # loop waits for it. Given up in favour of other work, which is done by now, it goes on as soon as that.
        if which is None or isinstance(error, Beaten):
            raise
        log.exception("an outreach pauses after an error", outreach=str(which))
        async with database.lean() as connection:
            await connection.execute(_PARK, which, clock.now() + PARK)
    return True


async def _step(work: UnitOfWork, outreach: Outreach) -> None:
    now, connection = clock.now(), await raw_connection(work.session)
    if outreach.state == "scheduled":
        outreach.state, outreach.started_at, outreach.version = "running", now, outreach.version + 1
    if outreach.gathered_at is None:
        found = await outreach_audiences.window(connection, outreach.audience, outreach.cursor, now=now)
        await connection.execute(_GATHER, outreach.id, [new_id() for _ in found.people], list(found.people))
        outreach.cursor, outreach.next_at = found.cursor, now
        if found.cursor is None:
            outreach.gathered_at = now
        work.session.add(outreach)
        return
    together, pause = rules.pace(outreach.per_minute)
    query = (
        select(OutreachRecipient)
        .where(col(OutreachRecipient.outreach_id) == outreach.id, col(OutreachRecipient.state) == "waiting")
        .order_by(col(OutreachRecipient.number))
        .limit(together)
    )
    waiting = (await work.session.exec(query)).all()
    if waiting:
        await _send(work, connection, outreach, waiting)
        outreach.next_at = now + pause
    else:
        outreach.state, outreach.ended_at, outreach.next_at = "done", now, None
        outreach.version, outreach.updated_at = outreach.version + 1, now
    work.session.add(outreach)


async def _send(
    work: UnitOfWork, connection: Connection, outreach: Outreach, waiting: Sequence[OutreachRecipient]
) -> None:
    people = [each.customer_id for each in waiting]
    reached = {
        each.asked_id: each
        for each in await outreach_ways.of(
            connection, people, texts=outreach.texts, ways=outreach.ways, channel=outreach.channel_id
        )
    }
    channel = None if outreach.channel_id is None else await work.session.get(Channel, outreach.channel_id)
    # In the order of their tickets, in which everybody locks several.
    for each in sorted(waiting, key=lambda one: str(reached[one.customer_id].thread_id)):
        found = reached[each.customer_id]
        each.at, each.locale, each.said = clock.now(), found.locale, f"{found.subject}\n\n{found.body}"
        if found.customer_id != each.customer_id and await _known(work, outreach.id, found.customer_id):
            each.state, each.why, each.said = "left_out", "merged", None
        elif found.why is not None:
            each.state, each.why, each.said = "left_out", found.why, None
        else:
            await _reach(work, channel, each, found)
        work.session.add(each)
        await work.session.flush()


async def _known(work: UnitOfWork, outreach_id: UUID, customer_id: UUID) -> bool:
    query = select(OutreachRecipient.id).where(
        col(OutreachRecipient.outreach_id) == outreach_id, col(OutreachRecipient.customer_id) == customer_id
    )
    return (await work.session.exec(query)).first() is not None


async def _reach(work: UnitOfWork, channel: Channel | None, each: OutreachRecipient, found: Reached) -> None:
    each.way, each.customer_id = found.way, found.customer_id
    if found.thread_id is not None:
        # Not the answer that they wait for: no agent has replied, and no clock stops.
        new = NewMessage(found.body, client_message_id=f"outreach:{each.id}")
        each.ticket_id = found.thread_id
        try:
            await messages.send(work, SYSTEM, found.thread_id, new)
        except AppError as refusal:
            if refusal.temporary:
                raise
            each.state, each.detail = "failed", refusal.detail
        else:
            each.state = "sent"
        return
    each.address = found.address
    if channel is None or found.address is None:
        each.state, each.detail = "failed", "the mailbox is gone"
        return
    link = opt_outs.url(found.customer_id, "outreach", clock.now())
    try:
        added = await outbox.mail(
            work.session,
            key=f"outreach:{each.id}",
            to=found.address,
            subject=found.subject,
            text=f"{found.body}\n\n-- \n{opt_outs.line(link, [found.locale])}\n",
            headers=opt_outs.headers(link),
            mailbox=Mailbox(channel.id, each.id, found.customer_id),
            now=clock.now(),
        )
    except ValueError as error:
        each.state, each.detail = "failed", str(error)[:300]
        return
    each.state = "queued" if added else "sent"
