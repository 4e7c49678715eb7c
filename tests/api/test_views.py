"""Saved views: who may make which, what they list, and counts that follow what happens to tickets."""

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import orjson
import pytest

from app.db import Database, raw_connection
from app.rules.conditions import Condition, Conditions
from app.rules.views import asked
from app.services import view_counts, view_lists
from app.services.view_sql import Places, where
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually

OPEN = {"field": "status", "operator": "in", "value": ["new", "open"]}
MINE = {"field": "assignee_id", "operator": "is", "value": "me"}
OURS = {"field": "team_id", "operator": "is", "value": "my_teams"}


def a_view(name: str, *every: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "conditions": {"all": list(every)}, **more}


async def followed(desk: Desk) -> None:
    """Wait until counts are made and what was committed is in them."""

    async def behind() -> int:
        async with desk.database.lean() as connection:
            left: int = await connection.fetchval(
                "SELECT (SELECT count(*) FROM feed_todo WHERE ticket_id IS NOT NULL) + s.position - c.position"
                " + (SELECT count(*) FROM views WHERE counted <> asked OR counted_at IS NULL)"
                " FROM feed_state s, feed_cursors c WHERE c.name = 'views'"
            )
            return left

    await eventually(behind, lambda left: left == 0)


@pytest.fixture(autouse=True)
async def _counts_are_right(desk: Desk) -> AsyncIterator[None]:
    """After every test: what is stored is what counting anew gives."""
    yield
    await followed(desk)
    await right(desk.database)


async def right(database: Database) -> None:
    async with database.unit_of_work() as work:
        connection = await raw_connection(work.session)
        for row in await connection.fetch(
            "SELECT id, asked, counted, conditions::text AS conditions FROM views FOR NO KEY UPDATE"
        ):
            stored, found = await view_counts.recount(connection, row)
            assert +stored == +found, row["conditions"]


async def counts(desk: Desk, caller: Api) -> dict[str, int]:
    await followed(desk)
    names = {each["id"]: each["name"] for each in (await caller.get("/v1/views"))["items"]}
    found = (await caller.get("/v1/views/counts"))["items"]
    assert all(each["exact"] for each in found)
    return {names[each["view_id"]]: each["tickets"] for each in found}


async def listed(caller: Api, view: Any, limit: int = 50) -> list[str]:
    subjects, cursor = [], None
    while True:
        more: dict[str, str] = {"cursor": cursor} if cursor else {}
        page = await caller.get(f"/v1/views/{view['id']}/tickets", params={"limit": limit, **more})
        subjects += [each["subject"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return subjects


async def test_counts_follow_what_happens(desk: Desk, callers_: Callers) -> None:
    lead, anna, boris = await callers_.agent(role="lead"), await callers_.agent(), await callers_.agent(name="Boris")
    team = await callers_.team("Billing", anna)
    before = await lead.post("/v1/tickets", {"subject": "Before", "body": "x", "assignee_id": str(anna.who)})
    for name, every in (("Open", [OPEN]), ("Mine", [MINE, OPEN]), ("Ours", [OURS])):
        await lead.post("/v1/views", a_view(name, *every, scope="shared"))
    tagged = {"field": "tags", "operator": "has_any", "value": ["late"]}
    gold = {"field": "custom_fields.plan", "operator": "is", "value": "gold"}
    own = await anna.post("/v1/views", a_view("Late or gold") | {"conditions": {"any": [tagged, gold]}})
    assert await counts(desk, anna) == {"Open": 1, "Mine": 1, "Ours": 0, "Late or gold": 0}
    assert await counts(desk, boris) == {"Open": 1, "Mine": 0, "Ours": 0}

    one = await lead.post("/v1/tickets", {"subject": "One", "body": "x", "team_id": str(team), "tags": ["late"]})
    await lead.post("/v1/tickets", {"subject": "Two", "body": "x", "custom_fields": {"plan": "gold"}})
    assert await counts(desk, anna) == {"Open": 3, "Mine": 1, "Ours": 1, "Late or gold": 2}
    await lead.post(f"/v1/tickets/{one['id']}/assign", {"assignee_id": str(boris.who)}, expect=200)
    await lead.patch(f"/v1/tickets/{before['id']}", {"status": "solved", "tags": ["late"]})
    await anna.post(f"/v1/tickets/{one['id']}/messages", {"body": "A word"})
    assert await counts(desk, anna) == {"Open": 2, "Mine": 0, "Ours": 1, "Late or gold": 3}
    assert (await counts(desk, boris))["Mine"] == 1
    # Other conditions are counted anew, and the same are not.
    changed = await anna.patch(f"/v1/views/{own['id']}", {"conditions": {"all": [tagged]}, "name": "Late"})
    assert changed["version"] == 2
    assert (await counts(desk, anna))["Late"] == 2
    assert await listed(anna, own, limit=1) == ["One", "Before"]
    await anna("DELETE", f"/v1/views/{own['id']}", expect=204, headers={"if-match": '"2"'})
    assert "Late" not in await counts(desk, anna)


async def test_counts_are_right_whatever_happens_meanwhile(desk: Desk, callers_: Callers) -> None:
    """Views are made and changed while eight writers write: nothing is counted twice or missed."""
    lead = await callers_.agent(role="lead")
    chance = random.Random(7)
    tickets = [await lead.post("/v1/tickets", {"subject": f"{n}", "body": "x"}) for n in range(6)]

    async def write(number: int) -> None:
        for _ in range(4):
            ticket = tickets[number % len(tickets)]["id"]
            change = {"status": chance.choice(["open", "pending", "on_hold"]), "tags": [chance.choice("ab")]}
            await lead("PATCH", f"/v1/tickets/{ticket}", json=change)
            await lead.post("/v1/tickets", {"subject": "New", "body": "x", "tags": [chance.choice("ab")]})

    async def look() -> None:
        for number in range(5):
            tag = {"field": "tags", "operator": "has_any", "value": ["a"]}
            view = await lead.post("/v1/views", a_view(f"{number}", OPEN, tag, scope="shared"))
            await lead.patch(f"/v1/views/{view['id']}", {"conditions": {"any": [OPEN, tag]}})

    await asyncio.gather(look(), *(write(number) for number in range(8)))
    found = await counts(desk, lead)
    assert len(set(found.values())) == 1
    await right(desk.database)


async def test_a_wrong_count_is_mended(desk: Desk, callers_: Callers) -> None:
    lead, anna = await callers_.agent(role="lead"), await callers_.agent()
    await anna.post("/v1/tickets", {"subject": "x", "body": "x"})
    view = await lead.post("/v1/views", a_view("All", scope="shared"))
    assert await counts(desk, anna) == {"All": 1}
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE view_counts SET tickets = 7")
    assert await counts(desk, anna) == {"All": 7}
    await anna.refused("POST", f"/v1/views/{view['id']}/recount", 403, "forbidden")
    await lead("POST", f"/v1/views/{view['id']}/recount", expect=202)
    assert await counts(desk, anna) == {"All": 1}


async def test_what_is_part_of_another_ticket_is_in_no_view_unless_it_is_asked_for(
    desk: Desk, callers_: Callers
) -> None:
    lead, vera = await callers_.agent(role="lead"), await callers_.customer()
    one, two = [await vera.post("/v1/tickets", {"subject": each, "body": "x"}) for each in ("One", "Two")]
    undone = {"field": "status", "operator": "not_in", "value": ["solved", "closed"]}
    merged = {"field": "status", "operator": "in", "value": ["merged", "closed"]}
    views = [await lead.post("/v1/views", a_view(str(each["operator"]), each)) for each in (undone, merged)]
    assert await counts(desk, lead) == {"not_in": 2, "in": 0}
    await lead.post(f"/v1/tickets/{one['id']}/merge", {"source_ids": [two["id"]]}, expect=200)
    assert await counts(desk, lead) == {"not_in": 1, "in": 1}
    assert [await listed(lead, each) for each in views] == [["One"], ["Two"]]
    bulk = {"conditions": {"all": [undone]}, "actions": [{"type": "add_tags", "tags": ["late"]}]}
    assert (await lead.post("/v1/tickets/bulk/preview", bulk, expect=200))["tickets"] == 1
    await lead.post(f"/v1/tickets/{two['id']}/unmerge", expect=200)
    assert await counts(desk, lead) == {"not_in": 2, "in": 0}


async def test_whose_views_they_are(desk: Desk, callers_: Callers) -> None:
    lead, anna, boris = await callers_.agent(role="lead"), await callers_.agent(), await callers_.agent(name="Boris")
    team = await callers_.team("Billing", anna)
    for body in (a_view("x", scope="shared"), a_view("x", scope="team", team_id=str(team))):
        await anna.refused("POST", "/v1/views", 403, "forbidden", json=body)
    shared = await lead.post("/v1/views", a_view("Shared", scope="shared", position=2))
    theirs = await lead.post("/v1/views", a_view("Theirs", scope="team", team_id=str(team), position=1))
    own = await anna.post("/v1/views", a_view("Own", position=3))
    names = [[each["name"] for each in (await who.get("/v1/views"))["items"]] for who in (lead, anna, boris)]
    assert names == [["Theirs", "Shared"], ["Theirs", "Shared", "Own"], ["Shared"]]
    page = await anna.get("/v1/views", params={"limit": 2})
    rest = await anna.get("/v1/views", params={"limit": 2, "cursor": page["next_cursor"]})
    assert [each["name"] for each in rest["items"]] == ["Own"]
    for who, view in ((boris, theirs), (boris, own), (lead, own)):
        await who.refused("GET", f"/v1/views/{view['id']}", 404, "not_found")
        await who.refused("GET", f"/v1/views/{view['id']}/tickets", 404, "not_found")
        await who.refused("DELETE", f"/v1/views/{view['id']}", 404, "not_found")
    await anna.refused("PATCH", f"/v1/views/{shared['id']}", 403, "forbidden", json={"name": "Mine now"})
    await anna.refused("PATCH", f"/v1/views/{own['id']}", 412, "stale", json={"name": "y"}, headers={"if-match": '"9"'})
    customer = await callers_.customer()
    await customer.refused("GET", "/v1/views", 403, "forbidden")
    await followed(desk)


async def test_what_means_nothing_is_refused(callers_: Callers) -> None:
    anna = await callers_.agent()
    for name, operator, value, code in (
        ("organization_id", "is", "x", "unknown_field"),
        ("assignee_id", "is_not", "me", "placeholder_does_not_fit"),
        ("assignee_id", "is", "nobody", "unknown_agent"),
        ("team_id", "is", "me", "unknown_team"),
        ("snoozed_until", "is", "x", "operator_does_not_fit"),
        ("status", "is", "gone", "unknown_value"),
        ("tags", "has_any", ["x" * 1_001], "value_error"),
        ("custom_fields.x", "is", "x" * 1_001, "value_error"),
    ):
        condition = {"field": name, "operator": operator, "value": value}
        problem = (await anna("POST", "/v1/views", expect=422, json=a_view("x", condition))).json()
        assert problem["errors"][0]["code"] == code
        assert problem["errors"][0]["pointer"].startswith("/conditions/all/0")


async def test_there_is_an_end_to_views(callers_: Callers) -> None:
    anna = await callers_.agent()
    await asyncio.gather(*(anna.post("/v1/views", a_view(f"{n}")) for n in range(19)))
    answers = await asyncio.gather(*(anna("POST", "/v1/views", json=a_view("x")) for _ in range(3)))
    assert sorted(each.status_code for each in answers) == [201, 409, 409]


async def test_the_sql_says_what_the_rules_say(desk: Desk, callers_: Callers) -> None:
    """Random conditions on random tickets: the list and the count have just those for which the conditions hold."""
    lead = await callers_.agent(role="lead")
    team = str(await callers_.team("Billing", lead))
    chance = random.Random(11)
    fields: list[Any] = [{}, {"n": 1}, {"n": 2.5}, {"n": True}, {"n": "1"}, {"n": None}, {"n": ""}, {"n": []}, {"n": 0}]
    fields += [{"n": "2026-05-31"}, {"n": "2026-06-01"}, {"n": "2026-05-31T12:00:00Z"}, {"n": "2026-05-xx"}]
    for number in range(24):
        body = {
            "subject": f"{number}", "body": "x", "priority": chance.choice(["low", "normal", "urgent"]),
            "tags": chance.choice([[], ["a"], ["a", "b"], ["c"]]), "custom_fields": fields[number % len(fields)],
            "team_id": chance.choice([None, team]), "assignee_id": chance.choice([None, str(lead.who)]),
            "topic": chance.choice([None, "x", "x/y", "xy"]),
        }  # fmt: skip
        await lead.post("/v1/tickets", {name: value for name, value in body.items() if value is not None})

    def a_condition() -> Condition:
        kind = chance.randrange(5)
        if kind == 4:
            return Condition("topic", "under", chance.choice(["x", "x/y"]))
        if kind == 0:
            operator: Any = chance.choice(["has_any", "has_all", "has_none", "present", "absent"])
            value: Any = None if operator in {"present", "absent"} else chance.choice([["a"], ["a", "b"], ["z", "c"]])
            return Condition("tags", operator, value)
        if kind == 1:
            operator = chance.choice(["is", "is_not", "in", "not_in", "present", "absent", "at_least", "at_most"])
            value = {"in": [1, "1"], "not_in": [True, 2.5], "present": None, "absent": None}.get(
                operator,
                chance.choice(
                    [1, 2.5, 0, "2026-05-31", "2026-05-31T09:00:00Z"]
                    if operator.startswith("at")
                    else [1, True, "1", ""]
                ),
            )
            return Condition("custom_fields.n", operator, value)
        name, values = chance.choice(
            [
                ("priority", ["low", "urgent"]),
                ("topic", ["x", "y"]),
                ("team_id", [team]),
                ("assignee_id", [str(lead.who)]),
            ]
        )
        operator = chance.choice(["is", "is_not", "in", "not_in", "present", "absent"])
        one = chance.choice(values)
        return Condition(name, operator, {"is": one, "is_not": one, "in": values, "not_in": values}.get(operator))

    async with desk.database.lean() as connection:
        rows = await connection.fetch("SELECT t.id, to_jsonb(t)::text AS facts FROM tickets t")
    facts = {row["id"]: orjson.loads(row["facts"]) for row in rows}
    actor: Any = type("Actor", (), {"kind": "agent", "id": lead.who, "sees_internal": True})()
    for _ in range(60):
        conditions = Conditions(
            tuple(a_condition() for _ in range(chance.randrange(3))),
            tuple(a_condition() for _ in range(chance.randrange(3))),
        )
        wanted = {UUID(int=each.int) for each, said in facts.items() if asked(conditions).place("v", said)}
        async with desk.database.unit_of_work() as work:
            connection = await raw_connection(work.session)
            places = Places(1)
            condition = where(conditions, places.put)
            found = await connection.fetch(f"SELECT t.id FROM tickets t WHERE {condition}", *places.values)  # noqa: S608
            assert {UUID(int=row["id"].int) for row in found} == wanted, conditions
            few = chance.choice([0, 10**9])
            was, view_lists.FEW = view_lists.FEW, few
            try:
                page = await view_lists.page(
                    connection, actor, conditions, teams=[], sort=chance.choice(["-updated_at", "created_at"]),
                    cursor=None, limit=50,
                )  # fmt: skip
            finally:
                view_lists.FEW = was
            assert {UUID(str(each["id"])) for each in page["items"]} == wanted, conditions
