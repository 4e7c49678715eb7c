"""Ranges of custom fields in lists, search and views; and lists by what few tickets have, wherever these lie."""

import random
from typing import Any

import pytest

from app.services.lean import sparse_lists
from tests.api.test_fields import HELP, field, text
from tests.api.test_search import followed
from tests.conftest import Api, Callers, Desk

VALUES: dict[str, dict[str, Any]] = {
    "a": {"seats": 7, "due": "2026-05-31", "at": "2026-05-31T10:00:00Z", "free": 17},
    "b": {"seats": 70, "due": "2026-06-01", "at": "2026-05-31T23:30:00Z", "free": "17"},
    "c": {"seats": -3, "due": "2027-01-01", "free": "2026-05-31"},
    "d": {"free": 17.5},
    "e": {},
}


async def some(callers: Callers) -> tuple[Api, Api, dict[str, str]]:
    """Tickets with numbers, dates and times, of an agent and a customer."""
    ada, anna = await callers.admin(), await callers.agent()
    for key, kind in (("seats", "integer"), ("due", "date"), ("at", "datetime"), ("name", "text")):
        await field(ada, **text(key, kind=kind))
    made = {}
    for name, values in VALUES.items():
        body = {**HELP, "subject": f"A parcel {name}", "custom_fields": values}
        made[(await anna.post("/v1/tickets", body))["id"]] = name
    return ada, anna, made


async def test_tickets_are_found_between_two_values(callers_: Callers, desk: Desk) -> None:
    ada, anna, made = await some(callers_)
    vera = await callers_.customer()
    await followed(desk)

    async def found(caller: Api, query: str) -> str:
        page = await caller.get(f"/v1/tickets?{query}")
        hits = await caller.get(f"/v1/search?q=parcel&kind=ticket&{query}")
        names = "".join(sorted(made[each["id"]] for each in page["items"]))
        assert names == "".join(sorted(made[each["ticket"]["id"]] for each in hits["items"])), "search says the same"
        return names

    for query, names in {
        "field.seats.gte=7": "ab", "field[seats.gte]=8": "b", "field.seats.lte=7": "ac", "field.seats.gte=6.5": "ab",
        "field.seats.gte=-5&field.seats.lte=7": "ac", "field.seats.gte=8&field.seats.lte=7": "",
        "field.due.lte=2026-06-01": "ab", "field.due.gte=2026-06-01&field.seats.gte=0": "b",
        "field.at.gte=2026-06-01T00:00:00%2B01:00": "b", "field.due.gte=2026-01-01&field.seats=7": "a",
        "field.free.gte=17": "ad", "field.free.lte=2026-12-31": "c", "field.seats.lte=7&field.seats=7": "a",
    }.items():  # fmt: skip
        assert await found(anna, query) == names, query
    assert await found(vera, "field.seats.gte=0") == "", "nothing is told by an empty page"
    for wrong in (
        "field.seats.gte=many", "field.seats.gte=", "field.due.lte=2026-02-30", "field.at.gte=2026-05-31",
        "field.name.gte=a", "field.free.gte=x", "field.free.lte=%00", "field.seats.lte=" + "9" * 40,
        "field.seats.gte=NaN", "field.free.gte=' OR true --",
    ):  # fmt: skip
        problem = await anna.refused("GET", f"/v1/tickets?{wrong}", 422, "invalid_filter")
        assert problem["errors"][0]["parameter"].startswith("field.")
        await anna.refused("GET", f"/v1/search?q=parcel&{wrong}", 422, "invalid_filter")
    # A value that has changed is found where it is now.
    first = next(key for key, name in made.items() if name == "a")
    await anna.patch(f"/v1/tickets/{first}", {"custom_fields": {"seats": 700}})
    await followed(desk)
    assert await found(anna, "field.seats.gte=100") == "a"
    assert await found(anna, "field.due.lte=2026-05-31") == ""
    # Views ask the same, and count it.
    until = {"field": "custom_fields.due", "operator": "at_most", "value": "2026-06-30"}
    view = await ada.post("/v1/views", {"name": "Due", "conditions": {"all": [until]}})
    assert [made[each["id"]] for each in (await ada.get(f"/v1/views/{view['id']}/tickets"))["items"]] == ["b"]
    until["value"] = "2026-6-30"
    await ada.refused("POST", "/v1/views", 422, "invalid", json={"name": "X", "conditions": {"all": [until]}})


@pytest.mark.parametrize(("walked", "few"), [(1, 100), (1, 0), (2_000, 5_000)])
async def test_a_list_is_whole_wherever_its_tickets_lie(
    callers_: Callers, monkeypatch: pytest.MonkeyPatch, walked: int, few: int
) -> None:
    """By the walk, by the index and by walking on: each ticket once, in order, page by page."""
    for name, value in (("WALKED", walked), ("_LEAST", walked), ("FEW", few), ("FURTHER", walked)):
        monkeypatch.setattr(sparse_lists, name, value)
    anna = await callers_.agent()
    chance = random.Random(5)
    made: list[dict[str, Any]] = []
    for number in range(12):
        values = chance.choice([{"plan": "gold", "n": number}, {"plan": "free"}, {"n": number}, {}])
        topic = chance.choice(["billing", "billing/refund", None])
        more = {} if topic is None else {"topic": topic}
        made.append(
            await anna.post(
                "/v1/tickets", {**HELP, **more, "priority": chance.choice(["low", "high"]), "custom_fields": values}
            )
        )

    async def listed(query: str) -> list[str]:
        ids: list[str] = []
        cursor = ""
        for _ in range(60):
            page = await anna.get(f"/v1/tickets?{query}&limit=2{cursor}")
            ids += [each["id"] for each in page["items"]]
            if page["next_cursor"] is None:
                return ids
            cursor = f"&cursor={page['next_cursor']}"
        raise AssertionError(query)

    def of(*conditions: Any) -> list[str]:
        return [each["id"] for each in reversed(made) if all(condition(each) for condition in conditions)]

    def plan(each: dict[str, Any]) -> bool:
        return bool(each["custom_fields"].get("plan") == "gold")

    def billing(each: dict[str, Any]) -> bool:
        return bool((each["topic"] or "").startswith("billing"))

    def late(each: dict[str, Any]) -> bool:
        return bool(each["custom_fields"].get("n", -1) >= 4)

    assert await listed("field.plan=gold") == of(plan)
    assert await listed("field.plan=gold&topic=billing&sort=-created_at") == of(plan, billing)
    assert await listed("topic=billing&sort=created_at") == of(billing)[::-1]
    assert await listed("field.n.gte=4&priority=low&priority=high&status=new") == of(late)
    assert await listed("field.n.gte=4&priority=low") == of(late, lambda each: each["priority"] == "low")
    assert await listed("field.plan=none") == []


async def test_a_list_says_where_to_go_on_when_it_would_take_too_long(
    callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("WALKED", 1), ("_LEAST", 1), ("FEW", 0), ("FURTHER", 1), ("SECONDS", -1.0)):
        monkeypatch.setattr(sparse_lists, name, value)
    anna = await callers_.agent()
    found = await anna.post("/v1/tickets", {**HELP, "custom_fields": {"plan": "gold"}})
    await anna.post("/v1/tickets", HELP)
    page = await anna.get("/v1/tickets?field.plan=gold")
    assert page["items"] == []
    page = await anna.get(f"/v1/tickets?field.plan=gold&cursor={page['next_cursor']}")
    assert [each["id"] for each in page["items"]] == [found["id"]]
