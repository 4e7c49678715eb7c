"""What keeps coming back: a burst in a stream of real requests is found, named and explained; who comes again."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from app import clock
from app.ids import new_id
from app.services import insight_counting, insight_gathering
from app.settings import Settings
from tests.api.test_articles import article, brand, text_of
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually, state_of
from tests.insights import REQUESTS, before, counted, counting, look, opened, requests

PATH = "/v1/insights"
BURST = "card_swallowed"


@pytest.fixture(autouse=True)
async def _counting(desk: Desk, settings: Settings) -> AsyncIterator[None]:
    async with counting(desk, settings):
        yield


async def _by_twos(caller: Api, path: str, asked: dict[str, str]) -> list[Any]:
    """All of a list, two at a time."""
    items: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        page = await caller.get(path, params={**asked, **cursor, "limit": "2"})
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        cursor = {"cursor": page["next_cursor"]}


@pytest.mark.skipif(not REQUESTS.exists(), reason="shared/data/requests.csv is not there")
async def test_a_burst_in_a_stream_of_everything_is_found(callers_: Callers) -> None:
    ada = await callers_.admin()
    anna = await callers_.agent()
    names = sorted(set(requests()) - {BURST})[::2]
    then = await opened(ada, (requests()[name][0] for name in names))
    now = await opened(ada, (requests()[name][1] for name in names[::2]))
    burst = await opened(ada, requests()[BURST][:14], topic="cards/lost")
    database = callers_.desk.database
    await counted(database, [*then, *now, *burst])
    await before(database, then)
    await look(database)
    at = clock.now().isoformat()
    asked = {"by": "day", "at": at}

    found = await anna.get(f"{PATH}/rising", params=asked)
    assert (found["period"]["weeks"], found["period"]["zone"], found["period"]["share"]) == (8, "UTC", 1)
    by_kind = {kind: [each for each in found["items"] if each["kind"] == kind] for kind in ("topic", "phrase")}
    # Its topic, and not also the topic above it of which it is all there is.
    [topic] = by_kind["topic"]
    assert (topic["key"], topic["observed"], topic["expected"], topic["ratio"]) == ("cards/lost", 14, 0, None)
    assert topic["why"] == "14 people wrote of it in this day; in the same day of the 8 weeks before nobody did"
    assert {each["id"] for each in topic["examples"]} <= set(burst)
    atm = next(each for each in by_kind["phrase"] if each["key"] == "atm")
    assert atm["observed"] > 8 * atm["expected"]
    assert atm["q_value"] < 1e-4
    back = next(each for each in by_kind["phrase"] if "card back" in {each["title"], *each["also"]})
    assert {each["id"] for each in back["examples"]} <= set(burst)
    # Page by page it is the same, and nothing of it in the weeks before.
    seen = await _by_twos(anna, f"{PATH}/rising", asked)
    assert [each["key"] for each in seen] == [each["key"] for each in found["items"]]
    assert (await anna.get(f"{PATH}/rising", params={**asked, "brand": "other"}))["period"]["weeks"] == 0
    assert (await anna.get(f"{PATH}/rising", params={"by": "day", "kind": "category"}))["items"] == []

    clusters = (await anna.get(f"{PATH}/clusters"))["items"]
    cluster = max(clusters, key=lambda each: each["people"])
    assert "card back" in cluster["name"]
    assert {each["text"] for each in cluster["rising"]} >= {"atm"}
    assert {each["id"] for each in cluster["examples"]} <= set(burst)
    tickets = (await anna.get(f"{PATH}/clusters/{cluster['id']}/tickets"))["items"]
    ours = {each["id"] for each in tickets} & set(burst)
    assert len(ours) >= 0.8 * len(tickets)
    assert len(tickets) == cluster["tickets"] >= 5
    assert await _by_twos(anna, f"{PATH}/clusters/{cluster['id']}/tickets", {}) == tickets
    # More of it come, and it is still the same one by the same name.
    more = await opened(ada, requests()[BURST][14:20])
    await counted(database, more)
    await look(database)
    again = await anna.get(f"{PATH}/clusters/{cluster['id']}")
    assert (again["name"], again["ended_at"]) == (cluster["name"], None)
    assert again["tickets"] > cluster["tickets"]
    assert (await anna.get(f"{PATH}/clusters", params={"rising": True, "limit": 1}))["items"][0]["id"] == again["id"]


async def test_a_customer_who_comes_again_is_seen(callers_: Callers) -> None:
    ada = await callers_.admin()
    vera = {"requester": {"email": "vera@example.com", "name": "Vera"}}
    first = await opened(ada, ["The parcel from the shop has not arrived"], **vera)
    other = await opened(ada, ["Change my address please"], **vera)
    stranger = await opened(ada, ["The parcel from the shop has not arrived"])
    await counted(callers_.desk.database, [*first, *other, *stranger])
    again = await opened(ada, ["My parcel has still not arrived, where is the parcel from your shop?"], **vera)
    await counted(callers_.desk.database, again)
    [repeat] = (await ada.get(f"{PATH}/repeated-contacts"))["items"]
    assert (repeat["customer"]["name"], repeat["contacts"]) == ("Vera", 2)
    assert (repeat["first"]["id"], repeat["last"]["id"]) == (first[0], again[0])
    assert set(repeat["words"]) == {"parcel", "shop", "arrived"}
    # A ticket of the same topic counts whatever its words are; one that is merged does not count any more.
    for ticket in (*first, *again):
        await ada.patch(f"/v1/tickets/{ticket}", {"topic": "delivery"})
    third = await opened(ada, ["Bring it at last!!!"], topic="delivery", **vera)
    await counted(callers_.desk.database, third)

    async def contacts() -> list[int]:
        return [each["contacts"] for each in (await ada.get(f"{PATH}/repeated-contacts"))["items"]]

    await eventually(contacts, lambda found: found == [3])
    assert (await ada.get(f"{PATH}/repeated-contacts", params={"at_least": 4}))["items"] == []
    await ada.post(f"/v1/tickets/{again[0]}/merge", {"source_ids": third}, expect=200)
    await eventually(contacts, lambda found: found == [2])


async def test_what_is_counted_is_made_anew_from_the_tickets(callers_: Callers) -> None:
    ada = await callers_.admin()
    texts = ["Где мой заказ?", "Where is my order?", "😀😀😀", "\u202eevil <script>alert(1)</script>", "a" * 9_000, "?"]
    tickets = await opened(ada, texts)
    problem = await opened(ada, ["Orders are late"], type="problem")
    database = callers_.desk.database
    await counted(database, tickets)
    rows = "SELECT json_agg(i ORDER BY ticket_id)::text FROM insight_tickets i"
    kept = await state_of(database, rows)
    assert problem[0] not in kept
    async with database.lean() as connection:
        await connection.execute("DELETE FROM insight_tickets")
    job = await ada.post(f"{PATH}/recount", expect=202)
    await eventually(lambda: ada.get(f"/v1/jobs/{job['id']}"), lambda found: found["status"] == "done")
    assert await state_of(database, rows) == kept
    # Words that are redacted are not counted any more, not even as numbers.
    message = (await ada.get(f"/v1/tickets/{tickets[1]}/messages"))["items"][0]
    await ada.post(f"/v1/tickets/{tickets[1]}/messages/{message['id']}/redact", {"reason": "asked for"}, expect=200)
    await ada.patch(f"/v1/tickets/{tickets[1]}", {"subject": "…"})
    one = "SELECT cardinality(words) FROM insight_tickets WHERE ticket_id = $1"
    await eventually(lambda: state_of(database, one, tickets[1]), lambda found: found == 0)
    async with database.lean() as connection:
        await connection.execute(
            "UPDATE insight_tickets SET at = at - interval '71 days' WHERE ticket_id = $1", tickets[0]
        )
        await insight_counting.tidy(connection)
        assert await connection.fetchval("SELECT count(*) FROM insight_tickets") == len(tickets) - 1


async def test_what_no_article_answers_is_an_open_question(callers_: Callers) -> None:
    ada, nobody = await callers_.admin(), callers_.nobody()
    await brand(ada)
    made = await article(ada, draft={"title": "Return a parcel", "body": "Put the parcel back to the shop."})
    url = (await ada.post(f"{text_of(made)}/publish", {}, expect=200))["url"]
    parcels = await opened(ada, [f"How to return a parcel, {n}?" for n in ("quick", "big", "late")], brand="shop")
    keys = await opened(ada, [f"My bicycle key is broken, {n}" for n in ("really", "again", "help")], brand="shop")
    for text in ("bicycle key", "keys bicycle", "trampoline height", "return a parcel"):
        asked = {"q": text, "brand": "shop", "session": text.replace(" ", "-").ljust(20, "x")}
        await nobody.get("/v1/help/search", params=asked)
    await ada.post("/v1/insight-rules", {"name": "Gaps", "kind": "knowledge_gap", "at_least": 4, "brand": "shop"})
    await counted(callers_.desk.database, [*parcels, *keys])
    await look(callers_.desk.database)
    path = f"{PATH}/knowledge-gaps"
    by_cluster, by_search = (await ada.get(path, params={"brand": "shop", "at_least": 1}))["items"]
    assert (by_cluster["kind"], by_cluster["tickets"], by_cluster["searches"]) == ("cluster", 3, 2)
    assert {each["id"] for each in by_cluster["examples"]} == set(keys)
    assert set(by_cluster["queries"]) == {"bicycle key", "keys bicycle"}
    assert (by_search["kind"], by_search["title"], by_search["people"]) == ("search", "trampoline height", 1)
    assert (await ada.get(path, params={"limit": 1}))["items"] == [by_cluster]
    [alert] = (await ada.get("/v1/insight-alerts"))["items"]
    assert (alert["subject"], alert["key"], alert["tickets"]) == ("knowledge_gap", by_cluster["key"], 3)
    # An agent knows an article that says it in other words: there is one.
    await ada.post(f"/v1/tickets/{keys[0]}/messages", {"body": f"Look here: {url}"})
    uses = "SELECT count(*) FROM article_uses"
    await eventually(lambda: state_of(callers_.desk.database, uses), lambda found: found == 1)
    await look(callers_.desk.database)
    kinds = [each["kind"] for each in (await ada.get(path, params={"at_least": 1}))["items"]]
    assert "cluster" not in kinds
    # Another day others ask it: that is no other question.
    async with callers_.desk.database.lean() as connection:
        await connection.execute("DELETE FROM insight_tickets")
        await insight_gathering.gather(callers_.desk.database, "shop", clock.now())
    more = await opened(ada, [f"My bicycle key is broken, {n}" for n in ("today", "now", "please")], brand="shop")
    await counted(callers_.desk.database, more)
    await look(callers_.desk.database)
    [one] = (await ada.get("/v1/insight-alerts"))["items"]
    assert (one["id"], one["tickets"]) == (alert["id"], 6)


async def test_a_desk_in_its_first_week_compares_with_nothing(callers_: Callers) -> None:
    ada = await callers_.admin()
    await counted(callers_.desk.database, await opened(ada, ["It is down"] * 5, topic="down"))
    found = await ada.get(f"{PATH}/rising", params={"by": "hour"})
    assert (found["period"]["weeks"], found["items"]) == (0, [])


async def test_who_may_and_what_is_refused(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    nothing: dict[str, Any] = {"items": [], "next_cursor": None}
    for path in ("clusters", "repeated-contacts", "knowledge-gaps"):
        assert await anna.get(f"{PATH}/{path}") == nothing
    for caller in (await callers_.customer(), await callers_.partner("tickets:read")):
        for path in (
            "rising",
            "clusters",
            f"clusters/{new_id()}",
            f"clusters/{new_id()}/tickets",
            "repeated-contacts",
            "knowledge-gaps",
        ):
            await caller.refused("GET", f"{PATH}/{path}", 403, "forbidden")
    await anna.refused("POST", f"{PATH}/recount", 403, "forbidden")
    for path in (f"clusters/{new_id()}", f"clusters/{new_id()}/tickets"):
        await ada.refused("GET", f"{PATH}/{path}", 404, "not_found")
    for bad in ({"by": "week"}, {"kind": "x"}, {"false_share": 0}, {"at_least": 0}, {"at": "soon"}, {"brand": "<b>"}):
        await ada.refused("GET", f"{PATH}/rising", 422, "invalid", params=bad)
    for path in ("rising", "clusters", "repeated-contacts", "knowledge-gaps"):
        for bad_cursor in ("x", "WyJhIl0", "WyJuYW4iLCJiIl0"):
            await ada.refused("GET", f"{PATH}/{path}", 422, "invalid_cursor", params={"cursor": bad_cursor})
    for at in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"):
        for by in ("hour", "day"):
            found = await ada.get(f"{PATH}/rising", params={"at": at, "by": by})
            assert found["items"] == []
