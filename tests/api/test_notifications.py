"""`/v1/notifications`: told once, listed newest first, read, counted; to each agent their own."""

import asyncio
from typing import Any
from uuid import UUID

from app import clock
from app.ids import new_id
from app.services import notifications
from app.services.notifications import Told
from tests.conftest import Api, Callers
from tests.desks import state_of

PATH = "/v1/notifications"


async def tell(callers: Callers, *agents: Api, key: str | None = None, **data: Any) -> int:
    async with callers.desk.database.unit_of_work() as work:
        ids = [each.id for each in agents if each.id]
        return await notifications.tell(
            work.session, ids, kind="sla.step", ticket_id=None, data=data, key=key, now=clock.now()
        )
    raise AssertionError


async def tell_many(callers: Callers, told: list[Told]) -> int:
    async with callers.desk.database.unit_of_work() as work:
        return await notifications.tell_many(work.session, told, clock.now())
    raise AssertionError


def told(agent: Api, key: str | None, ticket: UUID | None = None, **data: Any) -> Told:
    assert agent.id is not None
    return Told(agent.id, "sla.step", ticket, data, key)


async def test_what_is_told_is_listed_read_and_counted(callers_: Callers) -> None:
    anna, boris = await callers_.agent(), await callers_.agent(name="Boris")
    ticket = (await (await callers_.customer()).post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    assert await tell_many(callers_, [told(anna, "a", UUID(ticket), metric="first_reply"), told(boris, None)]) == 2
    (only,) = (await anna.get(PATH))["items"]
    assert {**only, "id": "", "created_at": ""} == {
        "id": "", "kind": "sla.step", "ticket_id": ticket, "data": {"metric": "first_reply"}, "created_at": "",
        "read_at": None,
    }  # fmt: skip
    assert await anna.get(f"{PATH}/count") == {"unread": 1}
    read = await anna.post(f"{PATH}/{only['id']}/read", expect=200)
    assert read["read_at"] is not None
    assert await anna.post(f"{PATH}/{only['id']}/read", expect=200) == read
    assert await anna.get(f"{PATH}/count") == {"unread": 0}
    assert (await anna.get(PATH, params={"unread": "true"}))["items"] == []
    assert (await anna.get(PATH))["items"] == [read]
    assert await boris.get(f"{PATH}/count") == {"unread": 1}


async def test_the_same_thing_is_told_once_to_each(callers_: Callers) -> None:
    anna, boris = await callers_.agent(), await callers_.agent(name="Boris")
    assert await tell(callers_, anna, anna, boris, key="k") == 2
    assert await tell(callers_, anna, boris, key="k") == 0
    assert await tell(callers_, anna, key="other") == 1
    assert await tell(callers_, anna) + await tell(callers_, anna) == 2
    assert await tell(callers_) == 0
    assert (await anna.get(f"{PATH}/count"), await boris.get(f"{PATH}/count")) == ({"unread": 4}, {"unread": 1})
    # Two workers that decide the same at once, in different orders.
    agents = [await callers_.agent() for _ in range(6)]
    counts = await asyncio.gather(*(tell(callers_, *agents[::way], key="race") for way in (1, -1) * 4))
    assert sum(counts) == len(agents)


async def test_nobody_who_is_gone_is_told(callers_: Callers) -> None:
    admin, anna = await callers_.admin(), await callers_.agent()
    await admin.patch(f"/v1/agents/{anna.id}", {"status": "disabled"})
    assert await tell(callers_, anna) == 0
    assert await tell_many(callers_, [Told(new_id(), "sla.step")]) == 0


async def test_pages_go_back_from_the_newest(callers_: Callers) -> None:
    anna = await callers_.agent()
    for number in range(7):
        await tell(callers_, anna, number=number)
    seen: list[int] = []
    cursor: str | None = None
    while True:
        page = await anna.get(PATH, params={"limit": 3} | ({"cursor": cursor} if cursor else {}))
        seen += [each["data"]["number"] for each in page["items"]]
        # What comes meanwhile is newer, and shifts nothing.
        await tell(callers_, anna, number=99)
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == [6, 5, 4, 3, 2, 1, 0]
    for bad in ("x", "WyJ4Il0", "WyJhIiwiYiJd", "W10", "😀"):
        await anna.refused("GET", PATH, 422, "invalid_cursor", params={"cursor": bad})


async def test_all_up_to_one_are_read(callers_: Callers) -> None:
    anna, boris = await callers_.agent(), await callers_.agent(name="Boris")
    for number in range(4):
        await tell(callers_, anna, boris, number=number)
    items = (await anna.get(PATH))["items"]
    for _ in range(2):
        assert await anna.post(f"{PATH}/read", {"up_to": items[1]["id"]}, expect=200) == {"unread": 1}
    unread = (await anna.get(PATH, params={"unread": "true"}))["items"]
    assert [each["id"] for each in unread] == [items[0]["id"]]
    assert await boris.get(f"{PATH}/count") == {"unread": 4}
    # It need not be there, nor be the caller's: it is a place in time.
    assert await anna.post(f"{PATH}/read", {"up_to": str(new_id())}, expect=200) == {"unread": 0}
    again = await anna.post(f"{PATH}/read", {"up_to": str(UUID(int=0))}, expect=200, headers={"idempotency-key": "k"})
    assert again == {"unread": 0}


async def test_counting_stops_at_a_thousand(callers_: Callers) -> None:
    anna = await callers_.agent()
    await state_of(
        callers_.desk.database,
        "WITH made AS (INSERT INTO notifications (id, agent_id, kind, created_at)"
        " SELECT gen_random_uuid(), $1, 'sla.step', now() FROM generate_series(1, 1200) RETURNING 1)"
        " SELECT count(*) FROM made",
        anna.id,
    )
    assert await anna.get(f"{PATH}/count") == {"unread": 1000}


async def test_a_catch_up_is_one_notification(callers_: Callers) -> None:
    anna, boris = await callers_.agent(), await callers_.agent(name="Boris")
    ticket = UUID(
        (await (await callers_.customer()).post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"]
    )
    others = [new_id() for _ in range(60)]
    many = [told(anna, f"k{n}", each) for n, each in enumerate([ticket, ticket, *others])]
    few = [told(boris, f"k{n}", ticket) for n in range(notifications.DIGEST_OVER)]
    assert await tell_many(callers_, [*many, *few]) == 1 + len(few)
    (digest,) = (await anna.get(PATH))["items"]
    assert (digest["kind"], digest["ticket_id"], digest["data"]["count"]) == ("sla.digest", None, 62)
    assert digest["data"]["ticket_ids"] == [str(each) for each in [ticket, *others][:50]]
    assert {each["kind"] for each in (await boris.get(PATH))["items"]} == {"sla.step"}
    # The same catch-up again, after a crash that nobody heard of: nothing new.
    assert await tell_many(callers_, [*reversed(many), *few]) == 0


async def test_the_notifications_of_others_are_not_there(callers_: Callers) -> None:
    anna, admin = await callers_.agent(), await callers_.admin()
    await tell(callers_, anna)
    (only,) = (await anna.get(PATH))["items"]
    assert (await admin.get(PATH))["items"] == []
    await admin.refused("POST", f"{PATH}/{only['id']}/read", 404, "not_found")
    await anna.refused("POST", f"{PATH}/{new_id()}/read", 404, "not_found")
    await admin.post(f"{PATH}/read", {"up_to": str(new_id())}, expect=200)
    assert await anna.get(f"{PATH}/count") == {"unread": 1}


async def test_notifications_are_for_agents(callers_: Callers) -> None:
    asked = [("GET", PATH), ("GET", f"{PATH}/count"), ("POST", f"{PATH}/read"), ("POST", f"{PATH}/{new_id()}/read")]
    for api in (await callers_.customer(), await callers_.partner()):
        for method, path in asked:
            await api.refused(method, path, 403, "forbidden", json={"up_to": str(new_id())})
    for method, path in asked:
        await callers_.nobody().refused(method, path, 401, "unauthenticated", json={"up_to": str(new_id())})


async def test_bad_bodies_are_refused(callers_: Callers) -> None:
    anna = await callers_.agent()
    bad: list[Any] = [{}, {"up_to": None}, {"up_to": "x"}, {"up_to": 7}, {"up_to": str(new_id()), "more": 1}, [], "x"]
    for body in bad:
        await anna.refused("POST", f"{PATH}/read", 422, "invalid", json=body)
