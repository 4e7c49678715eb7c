"""What comes in by mail becomes something on a ticket: the door behind every mailbox.

A person's words are written as theirs, by the same path as everybody's. What a machine wrote is kept on the thread and
moves nothing there. Who is not known on a thread waits for an agent. Whatever it is, it is taken once, in one
transaction with the end of its row; until then, and for some days after, the mail is there as it came.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from app import clock
from app.channels.base import Account
from app.db import Connection, Database, UnitOfWork, raw_connection
from app.rules import inbound as rules
from app.services import (
    mail_bounces,
    mail_files,
    mail_holding,
    mail_people,
    mail_reading,
    mail_threads,
    mail_writing_in,
    message_originals,
    outreach_answers,
)
from app.services.inbound_types import Finish, NotYetError, Row, Taken
from app.services.mail_files import Files
from app.services.mail_reading import Letter
from app.services.mail_threads import Place

# What it answers is on its way in: so long it waits for that, at each of its first attempts.
SECONDS = 1.0
LOOKS = 3

_SEEN = "SELECT ticket_id, message_id FROM channel_messages WHERE channel_id = $1 AND external_id = $2"
# What is in our lane waits for us.
_COMING = """SELECT true FROM inbound WHERE channel_id = $1 AND external_id = ANY ($2) AND status = 'waiting'
AND id <> $3 AND (lane IS NULL OR lane <> coalesce($4::text, '')) LIMIT 1"""
_KEEP = """INSERT INTO channel_messages (channel_id, external_id, ticket_id, message_id, direction, thread, created_at)
VALUES ($1, $2, $3, $4, 'in', NULL, $5)"""
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
# The same mail by another mailbox of the desk, on the thread where this one goes.
_THERE = """SELECT k.ticket_id, k.message_id
FROM channel_messages k JOIN message_sources s ON s.message_id = k.message_id
WHERE k.channel_id = ANY (ARRAY(SELECT id FROM channels WHERE kind = 'email')) AND k.external_id = $1
AND k.direction = 'in' AND s.sender ->> 'email' = $2 AND desk_merge_root(k.ticket_id) = $3 LIMIT 1"""


async def prepare(database: Database, account: Account, row: Row) -> Finish:
    """Read a mail and store its files. Raises `UnreadableError`; `NotYetError` for an answer that came too early."""
    letter = await mail_reading.read(database, account, row)
    async with database.lean() as connection:
        seen = await connection.fetchrow(_SEEN, account.id, letter.key)
        keys = [rules.key(each) for each in letter.answers]
        if row.attempts <= LOOKS and keys and await connection.fetchval(_COMING, account.id, keys, row.id, row.lane):
            raise NotYetError("The mail that it answers is being taken", seconds=SECONDS)
    files = mail_files.NONE if seen is not None or letter.itself else await mail_files.keep(database, row, letter)
    return partial(take, account=account, row=row, letter=letter, files=files)


async def take(work: UnitOfWork, account: Account, row: Row, letter: Letter, files: Files) -> Taken:
    """Take a mail that was read, within the caller's transaction. Raises what the services of tickets raise."""
    connection = await raw_connection(work.session)
    # One after the other: two mails of one sender, and one mail by two doors.
    await connection.execute(_ALONE, f"mail {account.id} {letter.sender.email}")
    # And then its copies in other mailboxes.
    await connection.execute(_ALONE, f"mail {letter.key}")
    seen: Any = None if letter.itself else await connection.fetchrow(_SEEN, account.id, letter.key)
    if seen is not None:
        return Taken("repeated", seen["ticket_id"], seen["message_id"])
    taken = await _take(_Taking(work, connection, account, row, letter, files))
    if taken.status == "done" and taken.ticket_id is not None and not letter.itself:
        await connection.execute(_KEEP, account.id, letter.key, taken.ticket_id, taken.message_id, clock.now())
    return taken


@dataclass(frozen=True, slots=True)
class _Taking:
    """One mail while it is taken."""

    work: UnitOfWork
    connection: Connection
    account: Account
    row: Row
    letter: Letter
    files: Files


async def _take(now: _Taking) -> Taken:
    letter = now.letter
    if letter.itself is not None:
        return await _own(now)
    if letter.kind.is_bounce:
        return await mail_bounces.take(now.work, now.connection, now.account, now.row, letter)
    place = await mail_threads.place(now.connection, now.account, letter)
    if place.root is not None:
        there: Any = await now.connection.fetchrow(_THERE, letter.key, letter.sender.email, place.root)
        if there is not None:
            return Taken("repeated", there["ticket_id"], there["message_id"])
    if letter.kind.kind in {"auto_reply", "loop"} and place.root is not None:
        return await mail_writing_in.note(now.work, now.account, now.row, letter, now.files, place)
    return await _alone(now, place)


async def _alone(now: _Taking, place: Place) -> Taken:
    """What no machine has put on a thread."""
    letter = now.letter
    if letter.kind.kind in {"auto_reply", "loop"} and letter.outreach is not None:
        # Half of those who are written to are on holiday: nobody asks anything.
        return Taken("auto_reply")
    if letter.kind.kind == "loop" and not await message_originals.may_go_on(now.connection, letter.sender.email):
        return Taken("held", status="held", problem="A machine writes too often: its mails wait for somebody to look")
    return await _said(now, place)


async def _own(now: _Taking) -> Taken:
    """A mail of the desk's own has come back: it is on its ticket already."""
    itself = now.letter.itself
    known: Any = itself and await now.connection.fetchrow(
        "SELECT ticket_id, id FROM messages WHERE id = $1", itself.message_id
    )
    return Taken("own", known["ticket_id"], known["id"]) if known else Taken("own")


async def _said(now: _Taking, place: Place) -> Taken:
    """A person's words."""
    follows: UUID | None = None
    moves: UUID | None = None
    if place.decision.held and not place.over:
        verdict = await mail_holding.judge(now.work, now.account, now.row, now.letter, place)
        if verdict.taken is not None:
            return verdict.taken
        place, follows, moves = verdict.place, verdict.follows, verdict.moves
    if place.decision.held:
        # Nobody looks at what is over: they get a ticket of their own, and agents see what it came from.
        place, follows = mail_threads.anew(now.letter, place.decision), place.root
    writer = await mail_people.writer(now.connection, now.letter, place)
    outreach = await outreach_answers.about(now.connection, now.letter.outreach if now.letter.proven else None)
    said = mail_writing_in.Said(
        now.letter, place, writer, now.files, follows, type="question" if outreach is None else outreach.ticket_type
    )
    taken = await mail_writing_in.say(now.work, now.connection, now.account, now.row, said)
    if outreach is not None and taken.outcome == "created" and taken.ticket_id is not None:
        await outreach_answers.keep(now.work, outreach, taken.ticket_id, writer.actor)
    if moves is not None and taken.ticket_id is not None:
        await mail_holding.moved(now.connection, moves, taken.ticket_id)
    return taken
