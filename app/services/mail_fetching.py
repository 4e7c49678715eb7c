"""Mails out of a mailbox into the spool: each once, in the order of the mailbox, none lost while the desk was away.

The cursor is a uid and moves in the transaction that stores the mail, so that nothing depends on how long the desk or
the server was gone. When the server has numbered its mails anew, those that may be new are found again by when they
arrived, and the names of mails tell which are known.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import structlog

from app import clock
from app.channels.mail.imap import Found, Mailbox, MailboxError
from app.channels.mail.limits import MAX_RAW
from app.db import Connection, Database, raw_connection
from app.hints import Hint
from app.rules.inbound import key
from app.services import inbound, mail_cursors
from app.services.inbound import Item
from app.services.mail_cursors import Cursor, Held, LostError

log = structlog.get_logger("otklik.mail")

# Mails about which the server is asked at once.
AT_ONCE = 100
# A mail at which reading broke off so often is passed over: its headers are parked, it stays in the mailbox.
TRIES = 5
# Before the newest one that is known, when a mailbox has lost its numbers: servers deliver late, and out of order.
OVERLAP = timedelta(days=7)

_KNOWN = "SELECT external_id FROM inbound WHERE channel_id = $1 AND external_id = ANY ($2::text[])"
_PARK = """UPDATE inbound SET status = 'parked', problem = $2, next_attempt_at = NULL
WHERE id = $1 AND status = 'waiting' AND attempts = 0"""


class InThread(Protocol):
    """Does something that blocks, in the thread of this mailbox."""

    def __call__(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Awaitable[Any]: ...  # noqa: ANN401, D102 - whatever it takes


async def take(database: Database, held: Held, box: Mailbox, said: dict[str, Any], in_thread: InThread) -> int:
    """Store what is new in an open mailbox; how many there were. `said` are the channel's settings of IMAP.

    Raises `MailboxError`, `LostError`, and what the database raises.
    """
    cursor = await _place(database, held, box, said)
    stored = 0
    while True:
        since = _search_from(cursor)
        uids = await in_thread(box.behind, cursor.last_uid, since=since)
        for some in _pieces(uids):
            stored += await _take_some(database, held, cursor, box, some, said, in_thread)
        async with database.unit_of_work() as work:
            connection = await raw_connection(work.session)
            if cursor.last_uid < cursor.old_uid:
                # Older ones than were asked for are passed over.
                await mail_cursors.move(connection, held, cursor.old_uid)
            await mail_cursors.checked(connection, held, now=clock.now())
            cursor = await mail_cursors.read(connection, held)
        if not uids:
            return stored


async def _place(database: Database, held: Held, box: Mailbox, said: dict[str, Any]) -> Cursor:
    """Where to go on: the cursor, put where it belongs when the mailbox is new or has new numbers."""
    async with database.unit_of_work() as work:
        connection = await raw_connection(work.session)
        cursor = await mail_cursors.read(connection, held)
        if cursor.uid_validity == box.uid_validity:
            return cursor
        again = cursor.uid_validity is not None
        if again:
            log.warning("a mailbox has new numbers", mailbox=held.mailbox, channel_id=str(held.channel_id))
        floor = _floor(cursor, said)
        await mail_cursors.begin(
            connection,
            held,
            uid_validity=box.uid_validity,
            old_uid=max(0, box.uid_next - 1),
            floor=floor,
            again=again,
        )
        return await mail_cursors.read(connection, held)


def _floor(cursor: Cursor, said: dict[str, Any]) -> datetime | None:
    """What arrived before this is old. None: nothing is."""
    if said.get("import_all"):
        return None
    since = said.get("import_since")
    # Servers write whole seconds.
    return (datetime.fromisoformat(since).astimezone(UTC) if since else cursor.begun_at).replace(microsecond=0)


def _search_from(cursor: Cursor) -> Any:  # noqa: ANN401 - a date or None
    """The day from which the server is asked for old mails; None when there are none to pass over."""
    if cursor.last_uid >= cursor.old_uid:
        return None
    first = cursor.floor
    if cursor.again and cursor.seen_at is not None:
        known = cursor.seen_at - OVERLAP
        first = known if first is None else max(first, known)
    # Days are the server's, wherever it is.
    return None if first is None else (first - timedelta(days=1)).date()


async def _take_some(
    database: Database,
    held: Held,
    cursor: Cursor,
    box: Mailbox,
    uids: Sequence[int],
    said: dict[str, Any],
    in_thread: InThread,
) -> int:
    found: list[Found] = await in_thread(box.about, uids, heads=cursor.again)
    known: set[str] = set()
    if cursor.again:
        names = [key(each.message_id) for each in found if each.message_id is not None]
        async with database.lean() as connection:
            known = {row["external_id"] for row in await connection.fetch(_KNOWN, held.channel_id, names)}
    done: list[int] = []
    for each in found:
        old = each.uid <= cursor.old_uid
        if old and cursor.floor is not None and each.arrived_at < cursor.floor:
            continue
        if each.message_id is not None and key(each.message_id) in known:
            continue
        if await _take_one(database, held, cursor, box, each, in_thread, old=old and not cursor.again):
            done.append(each.uid)
    async with database.unit_of_work() as work:
        await mail_cursors.move(await raw_connection(work.session), held, uids[-1])
    try:
        await in_thread(box.settle, done, said.get("after", "nothing"), said.get("move_to") or "")
    except MailboxError as error:
        # They are stored, which is what counts.
        log.warning("mails could not be settled in their mailbox", mailbox=held.mailbox, problem=str(error))
    return len(done)


async def _take_one(
    database: Database, held: Held, cursor: Cursor, box: Mailbox, found: Found, in_thread: InThread, *, old: bool
) -> bool:
    """Store a mail; whether it was there."""
    given_up = found.uid == cursor.stuck_uid and cursor.stuck_times >= TRIES
    try:
        fetched = await in_thread(box.fetch, found, whole=not given_up)
    except MailboxError:
        async with database.lean() as connection:
            await mail_cursors.stuck(connection, held, found.uid)
        raise
    if fetched is None:
        return False
    problem = None
    if not fetched.whole:
        size = max(found.size, len(fetched.raw))
        problem = f"It is too large: {size:,} bytes, and at most {MAX_RAW:,} are read. Only its headers were taken"
        if given_up:
            problem = f"It could not be fetched in {TRIES} attempts. Only its headers were taken"
        problem += f"; the mail is in the mailbox (UID {found.uid})"
        log.warning("a mail was parked", mailbox=held.mailbox, uid=found.uid, problem=problem)
    envelope = {"uid": found.uid, "uid_validity": box.uid_validity, "arrived_at": found.arrived_at.isoformat()}
    if old:
        # It was there before the desk was asked to look: nobody waits for an answer by machine.
        envelope["imported"] = True
    async with database.unit_of_work() as work:
        connection = await raw_connection(work.session)
        # First, so that a mail is stored only by whoever reads the mailbox.
        await mail_cursors.move(connection, held, found.uid, found.arrived_at)
        await _store(connection, held, inbound.of_mail(fetched.raw, envelope), problem)
        work.hints.append(Hint("inbound", held.channel_id))
    return True


async def _store(connection: Connection, held: Held, item: Item, problem: str | None) -> None:
    [stored] = await inbound.store(connection, held.channel_id, "imap", [item], now=clock.now())
    if problem is not None and stored.new:
        await connection.execute(_PARK, stored.id, problem)


def _pieces(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(uids), AT_ONCE):
        yield uids[at : at + AT_ONCE]


__all__ = ["InThread", "LostError", "take"]
