"""The change feed from the inside: nothing is missed or comes twice, tickets keep their order, consumers take once."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest

from app import clock
from app.db import Connection, Database, UnitOfWork, raw_connection
from app.errors import Conflict
from app.feeding import Consumer, Consumers, Reader, Sequencer
from app.hints import Hint
from app.models import Brand, Customer
from app.rules.actors import SYSTEM
from app.schemas.tickets import TicketIn
from app.services import feed, feed_pages, messages, tickets
from app.services.feed import FeedEvent
from app.services.lean.messages import NewMessage
from app.settings import Settings
from tests.desks import a_database, eventually

WRITERS = 16


@asynccontextmanager
async def _its_own(postgres: str, settings: Settings) -> AsyncIterator[Database]:
    async with a_database(postgres) as url:
        database = Database(url, settings)
        async with database.unit_of_work() as work:
            now = clock.now()
            work.session.add(Brand(key="main", name="Main", created_at=now, updated_at=now))
        yield database
        await database.close()


@pytest.fixture(scope="module")
async def a_desk(postgres: str, settings: Settings) -> AsyncIterator[Database]:
    """A database of its own, in which nobody gives places but we."""
    async with _its_own(postgres, settings) as database:
        yield database


@pytest.fixture
async def a_new_desk(postgres: str, settings: Settings) -> AsyncIterator[Database]:
    """The same, in which nothing has happened yet."""
    async with _its_own(postgres, settings) as database:
        yield database


async def a_ticket(database: Database, subject: str = "Where is it?") -> UUID:
    async with database.unit_of_work() as work:
        new = TicketIn(subject=subject, body="?", requester={"email": "vera@example.com"})
        return UUID(str((await tickets.create(work, SYSTEM, new))["id"]))


async def say(database: Database, ticket: UUID, text: str) -> None:
    async with database.unit_of_work() as work:
        await messages.send(work, SYSTEM, ticket, NewMessage(text))


async def rows(database: Database) -> list[Any]:
    async with database.lean() as connection:
        return await connection.fetch(f"SELECT {feed.COLUMNS} FROM {feed.FROM} ORDER BY f.position")  # noqa: S608


async def give_all(database: Database) -> None:
    async with database.lean() as connection:
        while await feed.sequence(connection, epoch="one"):
            pass


async def test_no_gaps_under_sixteen_writers_and_each_ticket_keeps_its_order(a_new_desk: Database) -> None:
    """Two sequencers compete, a reader follows all the while: what it saw is everything, each once, in order."""
    a_desk = a_new_desk
    shared = [await a_ticket(a_desk, f"Shared {n}") for n in range(4)]
    seen: list[Any] = []
    done = asyncio.Event()

    async def write(number: int) -> None:
        own = await a_ticket(a_desk, f"Own {number}")
        for turn in range(12):
            await say(a_desk, shared[(number + turn) % 4] if turn % 2 else own, f"{number}.{turn}")

    async def give() -> None:
        async with a_desk.lean() as connection:
            while not done.is_set() or await feed.sequence(connection, epoch="one"):
                await feed.sequence(connection, epoch="one")

    async def follow() -> None:
        after = 0
        async with a_desk.lean() as connection:
            while True:
                over = done.is_set() and not await connection.fetchval("SELECT count(*) FROM feed_todo")
                found = await connection.fetch(
                    "SELECT position, ticket_id, seq FROM feed WHERE position > $1 ORDER BY position LIMIT 7", after
                )
                seen.extend(found)
                after = found[-1]["position"] if found else after
                if over and not found:
                    return

    others = [asyncio.create_task(each()) for each in (give, give, follow)]
    await asyncio.gather(*(write(number) for number in range(WRITERS)))
    done.set()
    await asyncio.gather(*others)
    async with a_desk.lean() as connection:
        events = await connection.fetch("SELECT ticket_id, seq FROM events ORDER BY ticket_id, seq")
    by_ticket: dict[UUID, list[int]] = defaultdict(list)
    for row in seen:
        if row["ticket_id"] is not None:
            by_ticket[row["ticket_id"]].append(row["seq"])
    assert [(ticket, seq) for ticket in sorted(by_ticket) for seq in by_ticket[ticket]] == [tuple(e) for e in events]
    assert [row["position"] for row in seen] == list(range(1, len(seen) + 1))


async def test_one_writer_waits_and_the_others_go_on_before_it(a_desk: Database) -> None:
    """A transaction that takes long holds up nobody's place but its own, and gets one when it is over."""
    slow, quick = await a_ticket(a_desk), await a_ticket(a_desk)
    await give_all(a_desk)
    async with a_desk.unit_of_work() as work:
        _ = work.session  # one transaction until the end of the block
        await messages.send(work, SYSTEM, slow, NewMessage("slow"))
        await say(a_desk, quick, "quick")
        await give_all(a_desk)
        last = (await rows(a_desk))[-1]
        assert (last["ticket_id"], last["seq"]) == (quick, 3)
    await give_all(a_desk)
    last = (await rows(a_desk))[-1]
    assert (last["ticket_id"], last["seq"]) == (slow, 3)


async def test_what_is_no_ticket_is_there_too(a_desk: Database) -> None:
    """A customer who comes and changes; only the columns that changed, and never one that is not named."""
    now = clock.now()
    async with a_desk.unit_of_work() as work:
        vera = Customer(name="Vera", email="v@example.com", created_at=now, updated_at=now)
        work.session.add(vera)
    async with a_desk.unit_of_work() as work:
        vera = await work.session.get_one(Customer, vera.id)
        vera.name, vera.version = "Vera P.", 2
        work.session.add(vera)
    async with a_desk.unit_of_work() as work:
        vera = await work.session.get_one(Customer, vera.id)
        vera.version = 3
        work.session.add(vera)
    await give_all(a_desk)
    events = [feed.event(row) for row in await rows(a_desk) if row["about_id"] == vera.id]
    assert [(each.type, each.actor_kind) for each in events] == [("customer.created", None), ("customer.updated", None)]
    assert events[1].data == {"set": {"name": "Vera P."}, "was": {"name": "Vera"}}
    assert "version" not in events[0].data["set"]


async def test_who_reads_while_the_beginning_is_deleted_is_told_of_the_gap(a_desk: Database) -> None:
    """A reader in the middle of its pages or its stream, not only one that comes back."""
    ticket = await a_ticket(a_desk)
    await say(a_desk, ticket, "one more")
    await give_all(a_desk)
    async with a_desk.lean() as connection:
        first, second, *_, last = [row["position"] for row in await rows(a_desk)][-4:]
        page = await feed_pages.page(connection, SYSTEM, after=first - 1, types=None, limit=1)
        assert page.next == first
        await connection.execute("DELETE FROM feed WHERE position <= $1", second)
        with pytest.raises(Conflict) as told:
            await feed_pages.page(connection, SYSTEM, after=page.next, types=None, limit=10)
        assert (told.value.code, told.value.extra) == ("position_expired", {"after": second})
        page = await feed_pages.page(connection, SYSTEM, after=second, types=None, limit=10)
        assert page.items[-1]["position"] == last


async def test_another_history_goes_on_far_behind(a_desk: Database) -> None:
    """Places that a lost future may have given away are not given again."""
    ticket = await a_ticket(a_desk)
    await give_all(a_desk)
    before = (await rows(a_desk))[-1]["position"]
    async with a_desk.lean() as connection:
        await connection.execute("UPDATE feed_state SET epoch = 'older'")
        await say(a_desk, ticket, "after the restore")
        await feed.sequence(connection, epoch="one")
        jump = await connection.fetchrow('SELECT "after", upto FROM feed_jumps')
    assert jump is not None
    assert tuple(jump) == (before, 1_000_000_000)
    assert (await rows(a_desk))[-1]["position"] == 1_000_000_001


class Follower:
    """A consumer's function that remembers, fails as told, and counts what was committed."""

    def __init__(self) -> None:
        self.seen: list[FeedEvent] = []
        self.poison: str | None = None

    async def __call__(self, work: UnitOfWork, events: Sequence[FeedEvent]) -> None:
        for each in events:
            if each.data.get("set", {}).get("subject") == self.poison and each.type == "ticket.created":
                raise ValueError(self.poison)
        connection = await raw_connection(work.session)
        for each in events:
            await connection.execute("INSERT INTO handled VALUES ($1)", each.position)
        self.seen.extend(events)


async def test_consumers_take_each_event_once_on_any_number_of_processes(a_desk: Database) -> None:
    """Woken by what is committed; two processes share one cursor; one that fails for good holds up nobody."""
    async with a_desk.lean() as connection:
        await connection.execute("CREATE TABLE handled (position bigint PRIMARY KEY)")
        await give_all(a_desk)
        await feed.begin(connection, "test")
    follower = Follower()
    follower.poison = "poison"
    sequencers = [Sequencer(a_desk), Sequencer(a_desk)]
    consumers = [Consumer(a_desk, "test", Reader(follower, 8)) for _ in range(2)]
    for one in consumers:
        one.TRIES = 1

    async def publish(hints: Sequence[Hint]) -> None:
        for each in sequencers:
            each.wake()
        if any(each.kind == "feed" for each in hints):
            for one in consumers:
                one.wake()

    a_desk.publish = publish
    loops: list[Sequencer | Consumer] = [*sequencers, *consumers]
    for loop in loops:
        loop.start()
    try:
        made = [await a_ticket(a_desk, subject) for subject in ("a", "poison", "b")]
        await eventually(lambda: _handled(a_desk, made), lambda n: n == 5)
        # At once, unless the machine is busy with something else each time.
        took: list[float] = []
        while len(took) < 5 or (min(took) >= 0.5 and len(took) < 40):
            took.append(await _time_to_be_handled(a_desk, made, 6 + len(took)))
        assert min(took) < 0.5
    finally:
        a_desk.publish = None
        for loop in loops:
            await loop.stop()
    positions = [each.position for each in follower.seen]
    assert positions == sorted(set(positions))


async def test_what_nobody_waits_for_is_passed_and_whoever_comes_meanwhile_misses_nothing(a_desk: Database) -> None:
    """Somebody begins to wait just after the look: what happens from then on comes, though the cursor moves as well."""
    begun = False

    async def idle(_connection: Connection) -> bool:
        nonlocal begun
        if begun:
            return False
        begun = True
        await a_ticket(a_desk, "just after")
        await give_all(a_desk)
        return True

    async def remember(_work: UnitOfWork, events: Sequence[FeedEvent]) -> None:
        seen.extend(each.data["set"]["subject"] for each in events if each.type == "ticket.created")

    seen: list[str] = []
    consumers = Consumers(a_desk, {"waits": Reader(remember, 8, idle)})
    await give_all(a_desk)
    assert not await consumers.turn(), "whoever is new begins with what comes"
    await a_ticket(a_desk, "before")
    await give_all(a_desk)
    consumers.start()
    try:
        await eventually(lambda: asyncio.sleep(0, seen[:]), lambda it: it == ["just after"])
    finally:
        await consumers.stop()
    assert seen == ["just after"]


async def test_one_that_cannot_tell_who_waits_holds_up_no_other(a_desk: Database) -> None:
    """Nor does one that is at work elsewhere at this moment, or fails each time."""

    async def unknown(_connection: Connection) -> bool:
        raise ValueError("unknown")

    async def nobody(_connection: Connection) -> bool:
        return True

    async def never(_work: UnitOfWork, _events: Sequence[FeedEvent]) -> None:
        raise ValueError("never")

    async def remember(_work: UnitOfWork, events: Sequence[FeedEvent]) -> None:
        seen.extend(each.position for each in events)

    async def lag(name: str) -> int:
        async with a_desk.lean() as connection:
            return await feed.behind(connection, name)

    seen: list[int] = []
    readers = {
        "cannot tell": Reader(remember, 8, unknown), "fails": Reader(never, 8), "at work": Reader(remember, 8, nobody),
        "nobody's": Reader(never, 8, nobody),
    }  # fmt: skip
    consumers = Consumers(a_desk, readers)
    await consumers.turn()
    await a_ticket(a_desk, "one")
    await give_all(a_desk)
    consumers.start()
    try:
        async with a_desk.lean() as elsewhere, elsewhere.transaction():
            await elsewhere.execute("SELECT FROM feed_cursors WHERE name = 'at work' FOR UPDATE")
            await eventually(lambda: lag("cannot tell"), lambda left: left == 0)
            assert len(seen) == 2
            assert await lag("fails") == await lag("at work") == 2
        # Beside one that cannot tell it is woken, and reads what nobody waits for; alone it is passed over.
        await eventually(lambda: lag("at work"), lambda left: left == 0)
    finally:
        await consumers.stop()
    only = Consumers(a_desk, {"nobody's": readers["nobody's"]})
    await eventually(only.turn, lambda late: not late)
    assert await lag("nobody's") == 0


async def _time_to_be_handled(database: Database, made: list[UUID], count: int) -> float:
    started = clock.monotonic()
    await say(database, made[0], "quick")
    await eventually(lambda: _handled(database, made), lambda n: n == count, every=0.002)
    return clock.monotonic() - started


async def _handled(database: Database, made: list[UUID]) -> int:
    async with database.lean() as connection:
        count: int = await connection.fetchval(
            "SELECT count(*) FROM handled JOIN feed USING (position) WHERE ticket_id = ANY ($1)", made
        )
        return count
