"""`/v1/agents`: made, listed, changed, present, and never without an admin."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from app import clock
from app.db import Database, raw_connection
from app.hints import Hint
from app.rules.actors import SYSTEM
from app.schemas.agents import AgentPatch
from app.services import agents as agents_
from app.services.bootstrap import first_admin
from app.settings import Settings
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually

NEW = {"email": "anna@desk.example", "name": "Anna"}
_TICKET = """INSERT INTO tickets (id, subject, status, priority, type, channel, requester_id, assignee_id, chat_id,
episode, seq, public_seq, version, created_at, updated_at, public_updated_at)
VALUES ($1, 'x', $2, 'low', 'task', 'web', $3, $4, $5, 1, 0, 0, 1, now(), now(), now())"""
FULL = NEW | {
    "password": "an agreeable sentence",
    "role": "lead",
    "languages": ["ru", "en-GB"],
    "skills": [{"name": "billing", "level": 4}, {"name": "Ремонт", "level": 1}],
    "capacity": {"chat": 5, "ticket": 0},
}


def levels(agent: dict[str, Any]) -> dict[str, int]:
    """The skills of an agent by name."""
    return {each["name"]: each["level"] for each in agent["skills"]}


async def test_an_agent_is_made_with_what_was_said_and_sensible_defaults(callers_: Callers) -> None:
    admin = await callers_.admin()
    made = await admin("POST", "/v1/agents", expect=201, json=FULL)
    anna = made.json()
    assert made.headers["location"] == f"/v1/agents/{anna['id']}"
    assert made.headers["etag"] == '"1"'
    assert {name: anna[name] for name in ("email", "name", "role", "status", "languages", "tier", "by_shifts")} == {
        "email": "anna@desk.example", "name": "Anna", "role": "lead", "status": "active", "languages": ["ru", "en-GB"],
        "tier": 0, "by_shifts": False,
    }  # fmt: skip
    assert levels(anna) == {"billing": 4, "Ремонт": 1}
    assert anna["capacity"] == {"chat": 5, "ticket": 0, "call": 1, "total": None}
    assert anna["weights"] == {"chat": 1, "ticket": 1, "call": 1}
    assert anna["load"] == {"chat": 0, "ticket": 0, "call": 0, "total": 0}
    assert (anna["calendar_id"], anna["duty"]) == (None, {"off": None, "changes_at": None})
    assert anna["presence"] == {"status": "offline", "channels": [], "since": None}
    assert "invitation_token" not in anna
    assert "password" not in str(anna)
    assert await admin.get(made.headers["location"]) == anna
    oleg = await admin.post("/v1/agents", {"email": "oleg@desk.local", "name": "Oleg"})
    assert (oleg["status"], oleg["role"]) == ("invited", "agent")
    assert oleg["capacity"] == {"chat": 3, "ticket": 20, "call": 1, "total": None}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"email": "nobody"}, "/email"),
        ({"email": "a b@desk.example"}, "/email"),
        ({"email": "Anna <anna@desk.example>"}, "/email"),
        ({"email": "a" * 250 + "@desk.example"}, "/email"),
        ({"name": "  "}, "/name"),
        ({"password": "eleven char"}, "/password"),
        ({"password": "x" * 201}, "/password"),
        ({"role": "owner"}, "/role"),
        ({"languages": ["Russian"]}, "/languages/0"),
        ({"languages": ["ru", "ru"]}, "/languages"),
        ({"skills": [{"name": "billing", "level": 6}]}, "/skills/0/level"),
        ({"skills": [{"name": "billing", "level": 1}, {"name": "Billing", "level": 2}]}, "/skills"),
        ({"capacity": {"chat": -1}}, "/capacity/chat"),
        ({"capacity": {"chat": 1001}}, "/capacity/chat"),
        ({"capacity": {"fax": 1}}, "/capacity/fax"),
        ({"capacity": {"total": -1}}, "/capacity/total"),
        ({"capacity": {"total": 100_001}}, "/capacity/total"),
        ({"capacity": {"total": True}}, "/capacity/total"),
        ({"weights": {"chat": 0}}, "/weights/chat"),
        ({"weights": {"call": 101}}, "/weights/call"),
        ({"weights": {"total": 1}}, "/weights/total"),
        ({"tier": 10}, "/tier"),
        ({"tier": -1}, "/tier"),
        ({"tier": True}, "/tier"),
        ({"calendar_id": "office"}, "/calendar_id"),
        ({"by_shifts": "yes"}, "/by_shifts"),
        ({"status": "active"}, "/status"),
    ],
)
async def test_what_no_agent_can_have_is_refused(callers_: Callers, change: dict[str, Any], place: str) -> None:
    admin = await callers_.admin()
    problem = await admin.refused("POST", "/v1/agents", 422, "invalid", json=NEW | change)
    assert [error["pointer"] for error in problem["errors"]] == [place]


async def test_an_address_belongs_to_one_agent_also_in_a_race(callers_: Callers) -> None:
    admin = await callers_.admin()
    spelled = [NEW | {"email": email} for email in ("Anna@desk.example", "anna@desk.example", "ANNA@DESK.EXAMPLE")]
    answers = await asyncio.gather(*(admin("POST", "/v1/agents", json=body) for body in spelled))
    assert sorted(each.status_code for each in answers) == [201, 409, 409]
    problem = await admin.refused("POST", "/v1/agents", 409, "email_taken", json=NEW)
    assert problem["errors"][0]["pointer"] == "/email"


async def test_a_retry_with_the_same_key_makes_one_agent_and_shows_its_invitation_again(callers_: Callers) -> None:
    admin = await callers_.admin()
    headers = {"idempotency-key": "agent-1"}
    first = await admin.post("/v1/agents", NEW, headers=headers)
    assert await admin.post("/v1/agents", NEW, headers=headers) == first
    assert first["invitation_token"].startswith("oti_")


async def test_agents_are_listed_in_pages_and_filtered(callers_: Callers) -> None:
    admin = await callers_.admin()
    anna = await callers_.agent(name="Anna")
    oleg = await callers_.agent(name="Oleg", role="lead")
    team = await callers_.team("Night", oleg)
    await admin.patch(f"/v1/agents/{anna.id}", {"status": "disabled"})
    seen, cursor = [], None
    for _ in range(3):
        page = await oleg.get("/v1/agents", params={"limit": 1} | ({"cursor": cursor} if cursor else {}))
        seen += [item["name"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert (seen, cursor) == (["Ada", "Anna", "Oleg"], None)

    async def names(**filters: Any) -> list[str]:
        return [item["name"] for item in (await oleg.get("/v1/agents", params=filters))["items"]]

    assert await names(status="active") == ["Ada", "Oleg"]
    assert await names(role="admin") == ["Ada"]
    assert await names(team_id=team) == ["Oleg"]
    assert await names(team_id=uuid4()) == []
    for cursor in ("x", "e30", "Ww", "WyJhIiwiYiJd"):
        await oleg.refused("GET", "/v1/agents", 422, "invalid_cursor", params={"cursor": cursor})
    await oleg.refused("GET", "/v1/agents", 422, "invalid", params={"limit": 201})


async def test_a_change_needs_the_version_that_was_seen(callers_: Callers) -> None:
    admin, anna = await callers_.admin(), await callers_.agent()
    path = f"/v1/agents/{anna.id}"
    changed = await admin("PATCH", path, expect=200, headers={"if-match": '"1"'}, json={"name": "Anna K."})
    assert changed.headers["etag"] == '"2"'
    assert changed.json()["name"] == "Anna K."
    await admin.refused("PATCH", path, 412, "stale", headers={"if-match": '"1"'}, json={"name": "Anna L."})
    same = await admin("PATCH", path, expect=200, json={"name": "Anna K.", "capacity": {"chat": 3}, "languages": []})
    assert same.headers["etag"] == '"2"'
    both = [{"name": "First"}, {"name": "Second"}]
    answers = await asyncio.gather(*(admin("PATCH", path, headers={"if-match": '"2"'}, json=body) for body in both))
    assert sorted(each.status_code for each in answers) == [200, 412]


async def test_changes_are_only_what_was_sent(callers_: Callers) -> None:
    admin = await callers_.admin()
    before = await admin.post("/v1/agents", FULL)
    path = f"/v1/agents/{before['id']}"
    after = await admin.patch(path, {"skills": [{"name": "phones", "level": 2}], "capacity": {"call": 2}})
    assert levels(after) == {"phones": 2}
    assert after["capacity"] == {"chat": 5, "ticket": 0, "call": 2, "total": None}
    kept = ("email", "name", "role", "languages", "status", "created_at")
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    for body in ({"name": None}, {"email": "other@desk.example"}, {"status": "invited"}, {"capacity": None}):
        await admin.refused("PATCH", path, 422, "invalid", json=body)
    await admin.refused("PATCH", f"/v1/agents/{uuid4()}", 404, "not_found", json={"name": "Nobody"})
    await admin.refused("GET", f"/v1/agents/{uuid4()}", 404, "not_found")
    await admin.refused("GET", "/v1/agents/nobody", 422, "invalid")


async def test_what_an_agent_holds_in_all_is_bounded_and_weighed(callers_: Callers, desk: Desk) -> None:
    admin = await callers_.admin()
    made = await admin.post("/v1/agents", NEW | {"tier": 9, "capacity": {"total": 10}, "weights": {"call": 100}})
    assert (made["tier"], made["capacity"]["total"], made["weights"]["call"]) == (9, 10, 100)
    path = f"/v1/agents/{made['id']}"
    changed = await admin.patch(path, {"weights": {"chat": 3}, "tier": 1}, headers={"if-match": '"1"'})
    assert changed["weights"] == {"chat": 3, "ticket": 1, "call": 100}
    assert (changed["capacity"], changed["tier"]) == (made["capacity"], 1)
    kept = await admin.patch(path, {"capacity": {"chat": 4}})
    assert (kept["capacity"]["total"], kept["weights"]) == (10, changed["weights"])
    same = await admin.patch(path, {"capacity": {"total": 10, "chat": 4}, "weights": {"chat": 3, "call": 100}})
    assert same == kept
    freed = await admin.patch(path, {"capacity": {"total": None}})
    assert (freed["capacity"]["total"], freed["version"]) == (None, 4)
    async with desk.database.lean() as connection:
        await connection.execute(
            "UPDATE agent_loads SET load = 2 WHERE agent_id = $1 AND channel = 'chat'", UUID(made["id"])
        )
        await connection.execute(
            "UPDATE agent_loads SET load = 1 WHERE agent_id = $1 AND channel = 'call'", UUID(made["id"])
        )
    assert (await admin.get(path))["load"] == {"chat": 2, "ticket": 0, "call": 1, "total": 106}
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE agent_loads SET load = 0")
    for body in ({"tier": None}, {"weights": None}, {"by_shifts": None}):
        await admin.refused("PATCH", path, 422, "invalid", json=body)


async def test_an_agent_works_by_a_calendar(callers_: Callers) -> None:
    admin = await callers_.admin()
    never = {"mon": [{"opens": "00:00", "closes": "24:00"}]}
    always = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), never["mon"])
    monday = clock.now().weekday() == 0
    calendar = await admin.post("/v1/calendars", {"name": "Mondays", "zone": "UTC", "weekly": never})
    made = await admin.post("/v1/agents", NEW | {"calendar_id": calendar["id"]})
    path = f"/v1/agents/{made['id']}"
    assert made["calendar_id"] == calendar["id"]
    assert made["duty"]["off"] == (None if monday else "off_shift")
    assert datetime.fromisoformat(made["duty"]["changes_at"]) > clock.now()
    assert (await admin.patch(path, {"calendar_id": None}))["duty"] == {"off": None, "changes_at": None}
    planned = await admin.patch(path, {"by_shifts": True})
    assert (planned["duty"], planned["version"]) == ({"off": "off_shift", "changes_at": None}, 3)
    back = await admin.patch(path, {"calendar_id": calendar["id"], "by_shifts": False})
    assert back["duty"] == made["duty"]
    # New hours of the calendar: the router works them out.
    await admin.patch(f"/v1/calendars/{calendar['id']}", {"weekly": always})
    free = {"off": None, "changes_at": None}
    seen = await eventually(lambda: admin.get(path), lambda found: found["duty"] == free)
    assert seen["version"] == back["version"]
    for method, where in (("POST", "/v1/agents"), ("PATCH", path)):
        body = (NEW if method == "POST" else {}) | {"calendar_id": str(uuid4())}
        problem = await admin.refused(method, where, 422, "unknown_calendar", json=body)
        assert problem["errors"][0]["pointer"] == "/calendar_id"


async def test_a_skill_is_found_whatever_its_case_and_made_when_it_is_new(callers_: Callers) -> None:
    admin = await callers_.admin()
    anna = await admin.post(
        "/v1/agents", NEW | {"skills": [{"name": "Ремонт", "level": 2}, {"name": "VAT", "level": 5}]}
    )
    oleg = await admin.post("/v1/agents", {"email": "oleg@desk.example", "name": "Oleg"})
    path = f"/v1/agents/{oleg['id']}"
    changed = await admin.patch(path, {"skills": [{"name": "Ремонт".upper(), "level": 1}, {"name": "vat", "level": 1}]})
    assert {each["id"] for each in changed["skills"]} == {each["id"] for each in anna["skills"]}
    assert (levels(changed), changed["version"]) == ({"Ремонт": 1, "VAT": 1}, 2)
    same = await admin.patch(path, {"skills": [{"name": "Vat", "level": 1}, {"name": "ремонт", "level": 1}]})
    assert same == changed
    listed = (await admin.get("/v1/agents"))["items"]
    assert [levels(each) for each in listed] == [{}, {"Ремонт": 2, "VAT": 5}, {"Ремонт": 1, "VAT": 1}]
    assert levels(await admin.patch(path, {"skills": []})) == {}
    # Skills that nobody has stay.
    assert [each["name"] for each in (await admin.get("/v1/skills"))["items"]] == ["VAT", "Ремонт"]


async def test_many_who_name_the_same_new_skills_at_once_make_each_once(callers_: Callers) -> None:
    admin = await callers_.admin()
    agents = [await admin.post("/v1/agents", {"email": f"a{n}@desk.example", "name": "A"}) for n in range(6)]
    names = [f"skill {n}" for n in range(8)]
    bodies = [
        {"skills": [{"name": (name.upper(), name)[n % 2], "level": 1} for name in names[:: (1, -1)[n % 2]]]}
        for n in range(len(agents))
    ]
    answers = await asyncio.gather(
        *(admin("PATCH", f"/v1/agents/{each['id']}", json=body) for each, body in zip(agents, bodies, strict=True))
    )
    assert {each.status_code for each in answers} == {200}
    assert len({skill["id"] for each in answers for skill in each.json()["skills"]}) == len(names)


async def test_what_a_disabled_agent_has_goes_back_to_be_routed(callers_: Callers, desk: Desk) -> None:
    vera, anna = await callers_.customer(), await callers_.agent()
    statuses = ("new", "open", "pending", "on_hold", "solved", "closed")
    async with desk.database.unit_of_work() as work:
        connection = await raw_connection(work.session)
        ids = {status: uuid4() for status in statuses}
        for status, ticket_id in ids.items():
            await connection.execute(_TICKET, ticket_id, status, vera.id, anna.id, None)
        await connection.execute(_TICKET, uuid4(), "open", vera.id, anna.id, uuid4())
        await connection.execute("INSERT INTO returning_tickets VALUES ($1, $2)", ids["open"], anna.id)
        assert anna.id
        await agents_.patch(work.session, SYSTEM, anna.id, AgentPatch(status="disabled"), version=None)
        rows = await connection.fetch("SELECT ticket_id, agent_id FROM returning_tickets")
        expected = {(ids[status], anna.id) for status in ("new", "open", "pending", "on_hold")}
        assert {(row["ticket_id"], row["agent_id"]) for row in rows} == expected
        assert Hint("route", agents_.NOBODY) in work.hints
        # Nobody has seen these: tickets have logs.
        await work.session.rollback()


async def test_capacity_may_be_cut_below_what_is_held(callers_: Callers) -> None:
    admin, anna = await callers_.admin(), await callers_.agent(online=True, ticket=2)
    for n in range(2):
        await admin.post("/v1/tickets", {"subject": f"{n}", "body": "Hello", "assignee_id": str(anna.id)})
    cut = await admin.patch(f"/v1/agents/{anna.id}", {"capacity": {"ticket": 1}})
    assert (cut["capacity"]["ticket"], cut["load"]["ticket"]) == (1, 2)


async def test_presence_is_what_was_said_last(callers_: Callers) -> None:
    anna = await callers_.agent(chat=0)
    path = "/v1/agents/me/presence"
    online = await anna.put(path, {"status": "online"})
    assert (online["status"], online["channels"]) == ("online", ["ticket", "call"])
    narrowed = await anna.put(path, {"status": "online", "channels": ["ticket"]})
    assert narrowed == {"status": "online", "channels": ["ticket"], "since": online["since"]}
    away = await anna.put(path, {"status": "away", "channels": ["ticket", "chat"]})
    assert away["channels"] == ["chat", "ticket"]
    assert away["since"] > online["since"]
    assert (await anna.get(f"/v1/agents/{anna.id}"))["presence"] == away
    offline = await anna.put(path, {"status": "offline"})
    assert offline["channels"] == []
    seen = await anna("GET", f"/v1/agents/{anna.id}", expect=200)
    assert seen.headers["etag"] == '"1"', "presence is not an edit of the record"
    twice, fax = {"status": "online", "channels": ["chat", "chat"]}, {"status": "online", "channels": ["fax"]}
    none, more = {"status": "online", "channels": []}, {"status": "online", "until": 5}
    for body in ({}, {"status": "here"}, none, more, twice, fax):
        await anna.refused("PUT", path, 422, "invalid", json=body)


async def test_work_comes_only_to_who_is_there_on_that_channel(callers_: Callers) -> None:
    anna, vera = await callers_.agent(), await callers_.customer()
    ticket = {"subject": "Help", "body": "Please"}
    presence = "/v1/agents/me/presence"

    async def has(ticket_id: str) -> bool:
        return bool((await anna.get(f"/v1/tickets/{ticket_id}"))["assignee_id"] == str(anna.id))

    made = [(await vera.post("/v1/tickets", ticket))["id"]]
    for said in ({"status": "online", "channels": ["chat"]}, {"status": "busy", "channels": ["ticket"]}):
        await anna.put(presence, said)
        made.append((await vera.post("/v1/tickets", ticket))["id"])
    assert not [each for each in made if await has(each)]
    await anna.put(presence, {"status": "online", "channels": ["ticket"]})
    made.append((await vera.post("/v1/tickets", ticket))["id"])
    # Those that wait go first; all of them are for whoever is there now.
    for _ in range(500):
        if all([await has(each) for each in made]):
            break
        await asyncio.sleep(0.02)
    assert all([await has(each) for each in made])


async def test_a_disabled_agent_is_offline_and_comes_back_as_they_were(callers_: Callers) -> None:
    admin, anna = await callers_.admin(), await callers_.agent(online=True)
    path = f"/v1/agents/{anna.id}"
    gone = await admin.patch(path, {"status": "disabled"})
    assert gone["presence"]["status"] == "offline"
    await anna.refused("PUT", "/v1/agents/me/presence", 401, "signed_out", json={"status": "online"})
    # This one never chose a password, so enabling them means inviting them.
    assert (await admin.patch(path, {"status": "active"}))["status"] == "invited"
    oleg = await admin.post("/v1/agents", FULL | {"email": "oleg@desk.example"})
    for status in ("disabled", "active"):
        assert (await admin.patch(f"/v1/agents/{oleg['id']}", {"status": status}))["status"] == status


async def test_the_last_admin_stays(callers_: Callers) -> None:
    ada = await callers_.admin()
    path = f"/v1/agents/{ada.id}"
    for body in ({"status": "disabled"}, {"role": "lead"}, {"role": "agent", "name": "Nobody"}):
        await ada.refused("PATCH", path, 409, "last_admin", json=body)
    assert (await ada.patch(path, {"name": "Ada L."}))["role"] == "admin"
    await ada.post("/v1/agents", {"email": "guest@desk.example", "name": "Guest", "role": "admin"})
    await ada.refused("PATCH", path, 409, "last_admin", json={"role": "lead"})  # the other has not accepted yet
    await callers_.admin()
    assert (await ada.patch(path, {"role": "lead"}))["role"] == "lead"


@pytest.mark.parametrize("change", [{"status": "disabled"}, {"role": "agent"}])
async def test_admins_who_all_step_down_at_once_leave_one(callers_: Callers, change: dict[str, str]) -> None:
    admins = [await callers_.admin() for _ in range(4)]
    answers = await asyncio.gather(*(each("PATCH", f"/v1/agents/{each.id}", json=change) for each in admins))
    assert sorted(each.status_code for each in answers) == [200, 200, 200, 409]
    left = next(each for each, answer in zip(admins, answers, strict=True) if answer.status_code == 409)
    still = (await left.get("/v1/agents", params={"role": "admin", "status": "active"}))["items"]
    assert [each["id"] for each in still] == [str(left.id)]


OPERATIONS: list[tuple[str, str, Any, set[str]]] = [
    ("POST", "/v1/agents", NEW, {"admin"}),
    ("GET", "/v1/agents", None, {"agent", "lead", "admin", "partner"}),
    ("GET", "/v1/agents/{id}", None, {"agent", "lead", "admin", "partner"}),
    ("PATCH", "/v1/agents/{id}", {"name": "Anna"}, {"admin"}),
    ("POST", "/v1/agents/{id}/invitation", None, {"admin"}),
    ("PUT", "/v1/agents/me/presence", {"status": "away"}, {"agent", "lead", "admin"}),
    ("POST", "/v1/agents/me/password", {"current": "x", "new": "an agreeable sentence"}, {"agent", "lead", "admin"}),
]


@pytest.mark.parametrize(("method", "path", "body", "may"), OPERATIONS)
async def test_who_may_call(callers_: Callers, method: str, path: str, body: Any, may: set[str]) -> None:
    who: dict[str, Api] = {role: await callers_.agent(role=role) for role in ("agent", "lead", "admin")}
    who |= {"customer": await callers_.customer(), "partner": await callers_.partner("people:read")}
    stranger = await callers_.partner("tickets:read", "tickets:write")
    place = path.format(id=who["agent"].id)
    options = {"json": body} if body is not None else {}
    for name, api in who.items():
        answer = await api(method, place, **options)
        if name in may:
            assert answer.status_code not in {401, 403}, (name, answer.text)
        else:
            assert answer.json()["code"] == "forbidden", (name, answer.text)
    await stranger.refused(method, place, 403, "forbidden", **options)
    await callers_.nobody().refused(method, place, 401, "unauthenticated", **options)


def first(settings: Settings, email: str | None, password: str | None) -> Settings:
    """Settings that name a first admin."""
    named = {"admin_email": email, "admin_password": password}
    return Settings.model_validate(settings.model_dump() | named)


async def test_the_first_admin_is_made_once_by_any_number_of_processes(
    callers_: Callers, desk: Desk, settings: Settings
) -> None:
    assert desk.database.url
    named = first(settings, "ada@desk.local", "an agreeable sentence")
    processes = [Database(desk.database.url, settings) for _ in range(3)]
    try:
        made = await asyncio.gather(*(first_admin(each, named) for each in processes))
    finally:
        for each in processes:
            await each.close()
    assert sorted(made, key=str) == [None, None, "ada@desk.local"]
    signed = await callers_.nobody().post(
        "/v1/auth/token", {"email": "ada@desk.local", "password": "an agreeable sentence"}, expect=200
    )
    api = Api(desk, signed["access_token"])
    callers_.opened.append(api)
    listed = (await api.get("/v1/agents"))["items"]
    assert [(agent["name"], agent["role"]) for agent in listed] == [("ada", "admin")]


async def test_a_desk_with_people_gets_no_first_admin(callers_: Callers, desk: Desk, settings: Settings) -> None:
    anna = await callers_.agent()
    assert await first_admin(desk.database, first(settings, "ada@desk.local", "an agreeable sentence")) is None
    assert await first_admin(desk.database, first(settings, None, None)) is None
    assert len((await anna.get("/v1/agents"))["items"]) == 1


@pytest.mark.parametrize(
    ("email", "password", "named"),
    [
        ("ada@desk.local", None, "OTKLIK_ADMIN_PASSWORD"),
        (None, "an agreeable sentence", "OTKLIK_ADMIN_EMAIL"),
        ("ada", "an agreeable sentence", "OTKLIK_ADMIN_EMAIL"),
        ("ada@desk.local", "eleven char", "12 characters"),
    ],
)
async def test_a_first_admin_that_cannot_be_made_is_explained(
    desk: Desk, settings: Settings, email: str | None, password: str | None, named: str
) -> None:
    with pytest.raises(ValueError, match=named) as caught:
        await first_admin(desk.database, first(settings, email, password))
    assert password is None or password not in str(caught.value)


async def test_places_in_the_ledger_are_changed_in_the_order_in_which_everybody_locks_them(
    callers_: Callers, desk: Desk
) -> None:
    admin, anna = await callers_.admin(), await callers_.agent()
    row = "SELECT 1 FROM agent_loads WHERE agent_id = $1 AND channel = $2 FOR UPDATE NOWAIT"
    async with desk.database.lean() as other, other.transaction():
        # Ending a chat locks an agent's places by channel: call first.
        await other.execute(row, anna.id, "call")
        change = {"capacity": {"chat": 7, "ticket": 7, "call": 7}}
        changing = asyncio.create_task(admin.patch(f"/v1/agents/{anna.id}", change))
        await asyncio.sleep(0.3)
        await other.execute(row, anna.id, "chat")
    await changing
