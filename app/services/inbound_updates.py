"""Updates of messengers: read by their adapter, their files fetched and kept, then taken one after the other."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from app.channels.adapters import ADAPTERS
from app.channels.base import Account, Adapter, Incoming
from app.db import Database, UnitOfWork
from app.services import inbound_files, inbound_people, inbound_taking
from app.services.inbound_files import Kept
from app.services.inbound_types import Finish, NotYetError, Row, Taken, UnreadableError

# An update is one thing that happened, or a few that came together; a vendor's own limits are far below.
MOST = 200
# What becomes a message, an edit where the message itself never came.
_WORDS = frozenset({"message", "edit"})


async def prepare(database: Database, account: Account, row: Row) -> Finish:
    """Read an update. Raises `UnreadableError`, and whatever a file that cannot be had now raises."""
    adapter = ADAPTERS.get(account.kind)
    if adapter is None:
        raise UnreadableError(f"The desk has no adapter for {account.kind}")
    try:
        found = adapter.read(account, row.raw)
    except ValueError as error:
        raise UnreadableError(f"It is none of the channel's shapes: {error}") from error
    if len(found) > MOST:
        raise UnreadableError(f"It says more than {MOST} things at once")
    things = [await _with_files(database, adapter, account, row, each) for each in found]
    return partial(_finish, account, row, things)


async def _with_files(
    database: Database, adapter: Adapter, account: Account, row: Row, incoming: Incoming
) -> tuple[Incoming, Kept]:
    if incoming.what not in _WORDS:
        return incoming, inbound_files.NONE
    nameless = await inbound_people.is_nameless(database, account, incoming.person)
    files = bool(incoming.files) or inbound_files.is_long(incoming.text)
    if not (nameless or files):
        return incoming, inbound_files.NONE
    if await inbound_taking.is_there(database, account, incoming):
        if incoming.what != "edit" or not files:
            return incoming, inbound_files.NONE
        return incoming, await inbound_files.keep_new(database, adapter, account, row, incoming)
    if nameless:
        incoming = await _introduced(adapter, account, row, incoming)
    kept = await inbound_files.keep(database, adapter, account, row, incoming) if files else inbound_files.NONE
    return incoming, kept


async def _introduced(adapter: Adapter, account: Account, row: Row, incoming: Incoming) -> Incoming:
    assert incoming.person is not None  # noqa: S101 - somebody without a name is somebody
    try:
        return replace(incoming, person=await adapter.introduce(account, incoming.person))
    except OSError:
        if row.attempts > 1:
            # What they have to say matters more than how they are called.
            return incoming
        raise


async def _finish(account: Account, row: Row, things: Sequence[tuple[Incoming, Kept]], work: UnitOfWork) -> Taken:
    """The last thing that became a message says what the row became."""
    done = Taken("nothing")
    receipts = all(incoming.what == "receipt" for incoming, _ in things)
    for incoming, kept in things:
        try:
            taken = await inbound_taking.take(work, account, row, incoming, kept)
        except NotYetError as early:
            # Where staff write in the vendor's own app, too, most receipts are about nothing of ours, and whatever the
            # order of those that are: they only ever say that a message has come further.
            early.aside = receipts
            raise
        if done.message_id is None or taken.message_id is not None:
            done = taken
    return done
