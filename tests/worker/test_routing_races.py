"""The engine under bad luck: locked rows, crossing hand-overs, many changes at once, other databases' collations."""

import asyncio
from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from app import clock, db
from app.db import Connection, raw_connection
from app.errors import Beaten
from app.hints import Hint
from app.ids import new_id
from app.services import queue_items
from tests import routing
from tests.conftest import Api, Callers
from tests.desks import eventually, state_of
from tests.worker.test_routing import assignee, gets, ticket

pytestmark = pytest.mark.usefixtures("long_offers")


@pytest.fixture
def deadlocks(monkeypatch: pytest.MonkeyPatch) -> list[Beaten]:
    """Those that this desk is the loser of, while the test runs: Postgres counts them all, and tells later."""
    found: list[Beaten] = []

    class Noted(Beaten):
        def __init__(self) -> None:
            super().__init__()
            found.append(self)

    monkeypatch.setattr(db, "Beaten", Noted)
    return found


async def test_classes_are_in_byte_order_whatever_the_database_sorts_by(callers_: Callers) -> None:
    """A line is a range of names: in a dictionary's order it would be empty, and nothing would ever be given away."""
    collation = (
        "SELECT c.collname FROM pg_attribute a JOIN pg_collation c ON c.oid = a.attcollation"
        " WHERE a.attrelid = 'queue_items'::regclass AND a.attname = 'class'"
    )
    assert await state_of(callers_.desk.database, collation) == "C"


async def test_a_move_that_fails_is_made_later(callers_: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_items, "AGAIN", timedelta(seconds=1))
    boris = await callers_.agent(name="Boris")
    team = await callers_.team("Support", boris)
    vera = await callers_.customer()
    held, free = await ticket(vera), await ticket(vera)
    queued = "SELECT queue_id FROM tickets WHERE id = $1"
    database = callers_.desk.database
    async with database.lean() as connection, connection.transaction():
        await connection.execute("SELECT 1 FROM tickets WHERE id = $1 FOR UPDATE", UUID(held["id"]))
        queue = await routing.queue(callers_, "All", [team])
        await state_of(
            database, "UPDATE queue_items SET sorted = false, changes_at = NULL WHERE ticket_id = $1", UUID(free["id"])
        )
        await state_of(
            database, "UPDATE queue_items SET sorted = false, changes_at = NULL WHERE ticket_id = $1", UUID(held["id"])
        )
        await eventually(lambda: state_of(database, queued, UUID(free["id"])), lambda found: found == queue)
        await asyncio.sleep(1.5)
    await eventually(lambda: state_of(database, queued, UUID(held["id"])), lambda found: found == queue)


async def test_chats_and_tickets_for_people_with_a_bound_in_all_cross_without_a_deadlock(
    callers_: Callers, deadlocks: list[Beaten]
) -> None:
    agents = [await callers_.agent(name=f"Agent {n}", online=True, chat=500, ticket=500) for n in range(2)]
    for each in agents:
        await routing.weights(callers_, each.id, 1000)
    customers = [await callers_.customer(name=f"Customer {n}") for n in range(6)]

    async def opens(customer: Api, chats: int) -> Counter[int]:
        statuses: Counter[int] = Counter()
        for _ in range(8):
            path, body = ("/v1/chats", {"body": "Hi"}) if chats else ("/v1/tickets", {"subject": "Hi", "body": "Hi"})
            key = {"idempotency-key": str(new_id())}
            # Who waits too long for the others, on a busy machine, asks again; what waits in a circle is seen below.
            asked = partial(customer, "POST", path, json=body, headers=key)
            statuses[(await eventually(asked, lambda said: said.status_code != 503)).status_code] += 1
        return statuses

    found = await asyncio.gather(*(opens(each, n % 2) for n, each in enumerate(customers)))
    assert sum(found, Counter()) == {201: 48}
    assert deadlocks == []
    await routing.nothing_waits_needlessly(callers_.desk.database)


async def test_chats_that_are_handed_to_each_others_agents_end_without_a_deadlock(
    callers_: Callers, deadlocks: list[Beaten]
) -> None:
    anna = await callers_.agent(name="Anna", online=True, chat=2)
    vera, oleg = await callers_.customer(), await callers_.customer(name="Oleg")
    first = await vera.post("/v1/chats", {"body": "Hello"})
    await anna.post(f"/v1/chats/{first['id']}/accept", expect=200)
    await routing.change(callers_, anna.id, presence="away")
    boris = await callers_.agent(name="Boris", online=True, chat=2)
    second = await oleg.post("/v1/chats", {"body": "Hello"})
    await boris.post(f"/v1/chats/{second['id']}/accept", expect=200)
    await routing.come(callers_, anna.id)
    await anna.post(f"/v1/chats/{first['id']}/transfer", {"agent_id": str(boris.id), "warm": True}, expect=200)
    await boris.post(f"/v1/chats/{second['id']}/transfer", {"agent_id": str(anna.id), "warm": True}, expect=200)
    await asyncio.gather(
        vera.post(f"/v1/chats/{first['id']}/end", {}, expect=200),
        oleg.post(f"/v1/chats/{second['id']}/end", {}, expect=200),
    )
    assert deadlocks == []


async def test_a_locked_ticket_does_not_take_the_only_place_from_those_behind_it(callers_: Callers) -> None:
    anna = await callers_.agent(name="Anna", ticket=1)
    vera = await callers_.customer()
    held, behind = await ticket(vera), await ticket(vera)
    database = callers_.desk.database
    async with database.lean() as connection, connection.transaction():
        await connection.execute("SELECT 1 FROM tickets WHERE id = $1 FOR UPDATE", UUID(held["id"]))
        await routing.come(callers_, anna.id)
        await gets(callers_, behind, anna)
    assert await assignee(callers_, held) is None


async def test_a_chat_does_not_wait_behind_thousands_that_are_put_in_their_places(
    callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await callers_.agent(name="Anna")
    team = await callers_.team("Chats", anna)
    vera = await callers_.customer()
    await routing.queue(callers_, "Chats", [team], conditions=routing.about("chat"))
    made = await ticket(vera)
    # So many that wait for nobody who is there: copies of one, each with its log.
    await state_of(
        callers_.desk.database,
        "WITH more AS (INSERT INTO tickets (id, subject, status, priority, type, channel, requester_id, queued_at,"
        " episode, seq, public_seq, version, created_at, updated_at, public_updated_at)"
        " SELECT gen_random_uuid(), 'x', 'new', 'normal', 'question', 'web', requester_id, queued_at, 1, 1, 1, 1,"
        "  created_at, created_at, created_at FROM tickets, generate_series(1, 4000) WHERE id = $1 RETURNING *)"
        " INSERT INTO events (ticket_id, seq, public_seq, type, actor_kind, actor_id, actor_name, data, at)"
        " SELECT id, 1, 1, 'ticket.created', 'customer', requester_id, 'Vera', jsonb_build_object('set',"
        "  to_jsonb(more) - '{seq,public_seq,version,updated_at,public_updated_at}'::text[]), created_at FROM more",
        UUID(made["id"]),
    )
    database, seen = callers_.desk.database, list[str]()
    unsorted = "SELECT count(*) FROM queue_items WHERE NOT sorted"
    # Whoever puts them in their places for the first time would hold up what is done to all of them next.
    await eventually(lambda: state_of(database, unsorted), lambda left: left == 0, seconds=40)
    chat = await (await callers_.customer(name="Oleg")).post("/v1/chats", {"body": "Hello", "topic": "chat"})
    status = "SELECT status FROM chats WHERE id = $1"
    real = queue_items.sort_next

    async def noted(connection: Connection) -> tuple[int, list[queue_items.Errand]]:
        seen.append(await connection.fetchval(status, UUID(chat["id"])))
        return await real(connection)

    monkeypatch.setattr(queue_items, "sort_next", noted)
    async with database.unit_of_work() as work:
        # Both at once: who comes, and all that is to be looked at again.
        connection = await raw_connection(work.session)
        await connection.execute("UPDATE queue_items SET sorted = false, changes_at = NULL")
        await connection.execute(
            "UPDATE agents SET presence = 'online', presence_channels = '{chat}', version = version + 1 WHERE id = $1",
            anna.id,
        )
        work.hints.append(Hint("route", anna.who))
    before = len(seen)
    await eventually(lambda: state_of(database, unsorted), lambda left: left == 0, seconds=40)
    assert len(seen) > before + 10, "they are looked at a part at a time"
    assert "offered" in seen[before : before + 4], "it waits for a turn or two, not for all of them"


async def test_whose_customer_it_is_counts_as_soon_as_it_is_known(callers_: Callers) -> None:
    anna, ada = await callers_.agent(name="Anna", online=True), await callers_.admin()
    team = await callers_.team("VIP", anna)
    organization = await ada.post("/v1/organizations", {"name": "Big"})
    big = {"all": [{"field": "organization_id", "operator": "is", "value": organization["id"]}], "any": []}
    await routing.queue(callers_, "Big ones", [team], conditions=big)
    await routing.queue(callers_, "Rest", [await callers_.team("Nobody")])
    vera = await callers_.customer()
    made = await ticket(vera)
    assert await assignee(callers_, made) is None
    await ada.patch(f"/v1/customers/{vera.id}", {"organization_id": organization["id"]})
    await gets(callers_, made, anna)


async def test_another_episode_waits_from_its_own_beginning(callers_: Callers) -> None:
    vera, ada = await callers_.customer(), await callers_.admin()
    made = await ticket(vera)
    path = f"/v1/tickets/{made['id']}"
    queued = "SELECT queued_at FROM queue_items WHERE ticket_id = $1"
    first = await state_of(callers_.desk.database, queued, UUID(made["id"]))
    for reopen in ("customer", "agent"):
        await ada.patch(path, {"status": "solved"})
        began = clock.now()
        if reopen == "customer":
            await vera.post(f"{path}/messages", {"body": "It is back"})
        else:
            await ada.patch(path, {"status": "open"})
        again = await state_of(callers_.desk.database, queued, UUID(made["id"]))
        assert again >= began > first


async def test_first_in_one_queue_is_not_first_in_the_next(callers_: Callers) -> None:
    lead, vera = await callers_.agent(role="lead", name="Lena"), await callers_.customer()
    made = await ticket(vera)
    team = await callers_.team("Other")
    rank = "SELECT rank FROM queue_items WHERE ticket_id = $1"
    path = f"/v1/tickets/{made['id']}"
    await lead.post(f"{path}/queue-place", {"place": "first"}, expect=200)
    assert await state_of(callers_.desk.database, rank, UUID(made["id"])) == -1
    await lead.patch(path, {"team_id": str(team)})
    assert await state_of(callers_.desk.database, rank, UUID(made["id"])) == 0
    await lead.post(f"{path}/queue-place", {"place": "first"}, expect=200)
    await lead.patch(path, {"status": "solved"})
    await lead.patch(path, {"status": "open"})
    assert await state_of(callers_.desk.database, rank, UUID(made["id"])) == 0


async def test_what_is_read_only_when_work_is_given_away_puts_nothing_in_its_place_anew(callers_: Callers) -> None:
    ada, vera = await callers_.admin(), await callers_.customer()
    team = await callers_.team("Nobody")
    queue = await routing.queue(callers_, "All", [team])
    made = await ticket(vera)
    database = callers_.desk.database
    settled = "SELECT sorted FROM queue_items WHERE ticket_id = $1"
    await eventually(lambda: state_of(database, settled, UUID(made["id"])), bool)
    mark = "UPDATE queue_items SET changes_at = '2100-01-01' WHERE ticket_id = $1"
    await state_of(database, mark, UUID(made["id"]))
    change: dict[str, Any] = {"selection": "longest_idle", "wrap_up_seconds": 5, "handover_text": {"en": "Hello"}}
    await ada.patch(f"/v1/queues/{queue}", change)
    kept = "SELECT changes_at FROM queue_items WHERE ticket_id = $1"
    assert (await state_of(database, kept, UUID(made["id"]))).year == 2100
