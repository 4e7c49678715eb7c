"""Mailboxes at a real IMAP server: every new mail once, none of the old ones, whatever happens in between."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.channels.mail.imap import Mailbox, Place
from app.fetching import Fetcher
from app.ids import new_id
from app.services import mail_cursors, mail_fetching
from app.services.mail_cursors import Held, LostError
from tests import dovecot
from tests.channels.mails import mail
from tests.conftest import Callers, Desk
from tests.desks import eventually, state_of
from tests.dovecot import Dovecot
from tests.gates import gate

if dovecot.missing():
    pytest.skip(str(dovecot.missing()), allow_module_level=True)

LONG_AGO = 1_500_000_000.0
_PEOPLE = (f"user{number}" for number in count())


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    """A mail server. Not below pytest's folders, which are for one user: the server has users of its own."""
    with tempfile.TemporaryDirectory(prefix="otklik-dovecot-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        with dovecot.running(Path(name)) as made:
            yield made


@pytest.fixture(autouse=True)
async def _quiet(desk: Desk) -> AsyncIterator[None]:
    """Mailboxes are followed during a test; after it what came is taken, and nothing more comes."""
    fetcher = desk.app.state.worker._beside._fetcher
    await fetcher.stop()
    fetcher.start()
    yield
    await fetcher.stop()
    waiting = "SELECT count(*) FROM inbound WHERE status = 'waiting'"
    await eventually(lambda: state_of(desk.database, waiting), lambda found: found == 0)


@pytest.fixture
def user() -> str:
    """Somebody with a mailbox that nobody else has."""
    return next(_PEOPLE)


async def follow(callers: Callers, user: str, port: int, *, password: str = dovecot.PASSWORD, **imap: Any) -> UUID:
    """Have the desk follow a mailbox; the channel."""
    admin = await callers.admin()
    settings = {"host": "127.0.0.1", "port": port, "tls": "none", "username": user, "poll_seconds": 1, **imap}
    made = await admin.post(
        "/v1/channels",
        {
            "kind": "email",
            "name": "Help",
            "address": f"{user}.{new_id().hex[-6:]}@desk.example",
            "settings": {"imap": settings},
            "secrets": {"imap_password": password},
        },
    )
    callers.desk.app.state.worker._beside._fetcher.wake()
    return UUID(made["id"])


async def looked(callers: Callers, channel: UUID) -> None:
    """Wait until the mailbox was looked at."""
    query = "SELECT coalesce(max(to_jsonb(k)::text), '') FROM mail_cursors k WHERE channel_id = $1"
    await eventually(lambda: state_of(callers.desk.database, query, channel), lambda row: '"checked_at": "' in row)


async def stored(callers: Callers, channel: UUID) -> list[str]:
    """The names of what is in the spool, in its order."""
    query = "SELECT array_agg(coalesce(external_id, '-') ORDER BY number) FROM inbound WHERE channel_id = $1"
    return await state_of(callers.desk.database, query, channel) or []


async def there(callers: Callers, channel: UUID, *names: str) -> None:
    """Wait until these are in the spool, and nothing else is."""
    seen = await eventually(lambda: stored(callers, channel), lambda found: len(found) >= len(names))
    assert sorted(seen) == sorted(names)


async def hurry(callers: Callers, channel: UUID) -> None:
    """Do not wait for the next attempt, once the one before it has ended."""
    now = """WITH u AS (UPDATE mail_cursors SET next_look_at = now() WHERE channel_id = $1 AND holder IS NULL
     RETURNING true) SELECT EXISTS (SELECT FROM u)
     OR EXISTS (SELECT FROM mail_cursors WHERE channel_id = $1 AND problem IS NULL)"""
    await eventually(lambda: state_of(callers.desk.database, now, channel), bool)
    callers.desk.app.state.worker._beside._fetcher.wake()


async def failed(callers: Callers, channel: UUID) -> str:
    """Wait until the mailbox could not be read; why."""
    query = "SELECT problem FROM mail_cursors WHERE channel_id = $1"
    found: str = await eventually(lambda: state_of(callers.desk.database, query, channel), bool)
    return found


def named(name: str, *headers: bytes, body: bytes = b"Hello") -> bytes:
    """A mail of this name."""
    return mail(body, b"Message-ID: <" + name.encode() + b">", *headers)


async def test_of_20_000_old_mails_none_is_taken_and_the_new_ones_are_at_once(
    callers_: Callers, server: Dovecot, user: str
) -> None:
    server.put(user, named("old"), arrived=LONG_AGO, times=20_000)
    channel = await follow(callers_, user, server.port, poll_seconds=600)
    query = "SELECT uid_validity IS NOT NULL AND checked_at IS NOT NULL FROM mail_cursors WHERE channel_id = $1"
    await eventually(lambda: state_of(callers_.desk.database, query, channel), bool)
    begun = time.monotonic()
    server.put(user, named("1@x"))
    server.put(user, mail(b"without a name"))
    # The server says so: the next look would be in ten minutes.
    assert await eventually(lambda: stored(callers_, channel), lambda found: len(found) >= 2) == ["1@x", "-"]
    assert time.monotonic() - begun < 60
    assert server.flags(user) <= {"", "S"} - {"S"}
    assert server.count(user) == 20_002


async def test_old_mails_are_taken_when_they_are_wanted(callers_: Callers, server: Dovecot, user: str) -> None:
    server.put(user, named("old@x"), arrived=LONG_AGO)
    server.put(user, named("later@x"), arrived=LONG_AGO + 86_400)
    since = await follow(callers_, user, server.port, import_since="2017-07-14T12:00:00Z")
    everything = await follow(callers_, user, server.port, import_all=True)
    await there(callers_, since, "later@x")
    await there(callers_, everything, "old@x", "later@x")
    query = "SELECT bool_and((envelope->>'imported')::boolean) FROM inbound WHERE channel_id = $1"
    assert await state_of(callers_.desk.database, query, everything)
    server.put(user, named("new@x"))
    await there(callers_, since, "later@x", "new@x")


async def test_the_same_mail_in_two_mailboxes_is_in_both_and_once_in_each(
    callers_: Callers, server: Dovecot, user: str
) -> None:
    other = next(_PEOPLE)
    channels = [await follow(callers_, each, server.port) for each in (user, other)]
    for each in channels:
        await looked(callers_, each)
    for name in (user, other, user):
        server.put(name, named("same@x"))
    for each in channels:
        await there(callers_, each, "same@x")


async def test_three_days_without_the_server_lose_nothing(callers_: Callers, server: Dovecot, user: str) -> None:
    async with gate(server.port) as line:
        channel = await follow(callers_, user, line.port)
        await looked(callers_, channel)
        line.close()
        assert "reached" in await failed(callers_, channel) or "broke" in await failed(callers_, channel)
        for hours in (72, 48, 1):
            server.put(user, named(f"{hours}@x"), arrived=time.time() - hours * 3600)
        line.open = True
        await hurry(callers_, channel)
        await there(callers_, channel, "72@x", "48@x", "1@x")
        query = "SELECT problem FROM mail_cursors WHERE channel_id = $1"
        await eventually(lambda: state_of(callers_.desk.database, query, channel), lambda said: said is None)


async def test_a_line_cut_in_the_middle_of_a_mail(callers_: Callers, server: Dovecot, user: str) -> None:
    async with gate(server.port) as line:
        channel = await follow(callers_, user, line.port)
        await looked(callers_, channel)
        line.cut_after = 150_000
        server.put(user, named("first@x", body=b"x" * 120_000))
        server.put(user, named("cut@x", body=b"y" * 120_000))
        server.put(user, named("behind@x"))
        await eventually(lambda: _of(lambda: line.cut_after), lambda left: left is None)
        await hurry(callers_, channel)
        await there(callers_, channel, "first@x", "cut@x", "behind@x")
        query = "SELECT min(size) FROM inbound WHERE channel_id = $1 AND external_id <> 'behind@x'"
        assert await state_of(callers_.desk.database, query, channel) > 120_000


async def _of(look: Any) -> Any:
    return look()


async def test_new_numbers_bring_no_mail_twice_and_no_old_one(callers_: Callers, server: Dovecot, user: str) -> None:
    for number in range(150):
        server.put(user, named(f"old{number}@x"), arrived=LONG_AGO)
    async with gate(server.port) as line:
        channel = await follow(callers_, user, line.port)
        await looked(callers_, channel)
        server.put(user, named("known@x"))
        server.put(user, mail(b"known without a name"))
        await there(callers_, channel, "known@x", "-")
        line.close()
        await failed(callers_, channel)
        # Somewhere between, the server has lost its numbers; and moved one old mail to now.
        server.put(user, named("missed@x"))
        moved = b"Received: from a by b; Fri, 14 Jul 2017 02:40:00 +0000"
        server.put(user, mail(b"moved", b"Message-ID: <moved@x>").replace(b"From:", moved + b"\r\nFrom:", 1))
        await eventually(lambda: _of(lambda: server.left(user)), bool)
        server.renumber(user)
        line.open = True
        await hurry(callers_, channel)
        await there(callers_, channel, "known@x", "-", "missed@x")
        server.put(user, named("after@x"))
        await there(callers_, channel, "known@x", "-", "missed@x", "after@x")


async def test_a_mail_of_100_mb_is_parked_and_those_behind_it_are_not(
    callers_: Callers, server: Dovecot, user: str
) -> None:
    channel = await follow(callers_, user, server.port)
    await looked(callers_, channel)
    server.put(user, named("large@x", b"Subject: All of it"), size=100_000_000)
    server.put(user, named("behind@x"))
    await there(callers_, channel, "large@x", "behind@x")
    query = "SELECT status || ' ' || problem FROM inbound WHERE channel_id = $1 AND external_id = 'large@x'"
    said = await state_of(callers_.desk.database, query, channel)
    assert said.startswith("parked It is too large: 100,000,000 bytes")
    query = "SELECT raw FROM inbound WHERE channel_id = $1 AND external_id = 'large@x'"
    raw = bytes(await state_of(callers_.desk.database, query, channel))
    assert b"Subject: All of it" in raw
    assert len(raw) < 1000


async def test_a_mail_that_breaks_the_line_each_time_is_passed_over(
    callers_: Callers, server: Dovecot, user: str
) -> None:
    async with gate(server.port) as line:
        channel = await follow(callers_, user, line.port)
        await looked(callers_, channel)
        line.cut_after = 60_000
        server.put(user, named("bad@x", body=b"z" * 120_000))
        server.put(user, named("behind@x"))
        query = "SELECT stuck_times FROM mail_cursors WHERE channel_id = $1"
        assert await eventually(lambda: state_of(callers_.desk.database, query, channel), bool) == 1
        async with callers_.desk.database.lean() as connection:
            given_up = "UPDATE mail_cursors SET stuck_times = $2, next_look_at = now() WHERE channel_id = $1"
            await connection.execute(given_up, channel, mail_fetching.TRIES)
        await there(callers_, channel, "bad@x", "behind@x")
        query = "SELECT problem FROM inbound WHERE channel_id = $1 AND status = 'parked'"
        assert "could not be fetched" in await state_of(callers_.desk.database, query, channel)


async def test_one_process_reads_a_mailbox_and_another_one_when_that_has_died(
    callers_: Callers, server: Dovecot, user: str
) -> None:
    database = callers_.desk.database
    async with gate(server.port) as line:
        channel = await follow(callers_, user, line.port)
        await looked(callers_, channel)
        other = Fetcher(database)
        other.start()
        try:
            server.put(user, named("1@x"))
            await there(callers_, channel, "1@x")
            assert line.connections == 1
            # As if the one that reads had been stopped for longer than its lease, and does not know.
            expired = "UPDATE mail_cursors SET lease_until = now() - interval '1 s' WHERE channel_id = $1"
            async with database.lean() as connection:
                await connection.execute(expired, channel)
            await eventually(lambda: _of(lambda: line.connections), lambda found: found == 2)
            server.put(user, named("2@x"))
            await there(callers_, channel, "1@x", "2@x")
        finally:
            await other.stop()
        server.put(user, named("3@x"))
        await hurry(callers_, channel)
        await there(callers_, channel, "1@x", "2@x", "3@x")


async def test_who_has_lost_a_mailbox_stores_nothing(callers_: Callers, server: Dovecot, user: str) -> None:
    channel = await follow(callers_, user, server.port)
    await looked(callers_, channel)
    server.put(user, named("1@x"))
    await there(callers_, channel, "1@x")
    database = callers_.desk.database
    mailbox = await state_of(database, "SELECT mailbox FROM mail_cursors WHERE channel_id = $1", channel)
    late = Held(channel, mailbox, new_id(), 1)
    place = Place("127.0.0.1", server.port, "none", user, dovecot.PASSWORD, "INBOX")
    box = await asyncio.to_thread(Mailbox.open, place)
    try:
        with pytest.raises(LostError):
            await mail_fetching.take(database, late, box, {}, asyncio.to_thread)
        async with database.lean() as connection:
            with pytest.raises(LostError):
                await mail_cursors.move(connection, late, 99)
    finally:
        await asyncio.to_thread(box.close)
    assert await stored(callers_, channel) == ["1@x"]


async def test_a_wrong_password_is_said_and_goes_on_when_it_is_right(
    callers_: Callers, server: Dovecot, user: str
) -> None:
    channel = await follow(callers_, user, server.port, password="wrong")
    assert await failed(callers_, channel) == "The server does not take this name and password"
    server.put(user, named("meanwhile@x"))
    admin = await callers_.admin()
    found = await admin("GET", f"/v1/channels/{channel}", expect=200)
    # Whoever looks at all channels sees which one is in trouble.
    assert found.json()["problem"] == "The server does not take this name and password"
    seen = await admin.get(f"/v1/channels/{channel}/mailbox")
    assert (seen["followed"], seen["problem"][:10], seen["mailbox"]) == (False, "The server", f"127.0.0.1 {user} INBOX")
    right = {"secrets": {"imap_password": dovecot.PASSWORD}}
    await admin.patch(f"/v1/channels/{channel}", right, headers={"If-Match": found.headers["etag"]})
    # It came after the channel was made.
    await there(callers_, channel, "meanwhile@x")
    query = "SELECT problem IS NULL FROM mail_cursors WHERE channel_id = $1"
    await eventually(lambda: state_of(callers_.desk.database, query, channel), bool)
    seen = await admin.get(f"/v1/channels/{channel}/mailbox")
    assert (seen["followed"], seen["problem"], seen["next_look_at"]) == (True, None, None)
    assert seen["arrived_at"] is not None


async def test_stored_mails_are_settled_when_that_is_set(callers_: Callers, server: Dovecot) -> None:
    users = {after: next(_PEOPLE) for after in ("seen", "move", "delete")}
    channels = {}
    for after, user in users.items():
        server.put(user, named("old@x"), arrived=LONG_AGO)
        # There is no such folder: what is stored stays stored, and where it was.
        more = {"move_to": "INBOX.Done"} if after == "move" else {}
        channels[after] = await follow(callers_, user, server.port, after=after, **more)
    for after, user in users.items():
        await looked(callers_, channels[after])
        server.put(user, named("1@x"))
    for channel in channels.values():
        await there(callers_, channel, "1@x")
    await eventually(lambda: _of(lambda: server.count(users["delete"])), lambda found: found == 1)
    await eventually(lambda: _of(lambda: server.flags(users["seen"])), lambda found: found == {"", "S"})
    assert server.count(users["move"]) == 2


async def test_settings_that_make_no_sense_are_refused(callers_: Callers) -> None:
    admin = await callers_.admin()
    for wrong in (
        {"host": "a b"},
        {"host": "x\r\ny"},
        {"port": 0},
        {"tls": "maybe"},
        {"after": "move"},
        {"move_to": "Done"},
        {"poll_seconds": 0},
        {"import_since": "yesterday"},
        {"unknown": 1},
    ):
        settings = {"imap": {"host": "127.0.0.1", "username": "a", **wrong}}
        new = {"kind": "email", "name": "Help", "address": "help@desk.example", "settings": settings}
        await admin.refused("POST", "/v1/channels", 422, "channel_settings", json=new)
