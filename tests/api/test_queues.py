"""`/v1/queues`: made, read, listed, changed, moved, archived; what is refused and what is warned of; who may."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from app.db import raw_connection
from app.hints import Hint
from app.ids import new_id
from app.rules.actors import SYSTEM
from app.rules.queue_problems import problems
from app.rules.texts import PLACEHOLDERS
from app.schemas.customers import CustomerPatch
from app.schemas.queues import QueueIn
from app.services import customers, queues
from app.services.queue_definitions import PARTS
from app.services.queues import MAX_QUEUES
from tests.conftest import Api, Callers, Desk

PATH = "/v1/queues"
DEFAULTS: dict[str, Any] = {
    "conditions": {"all": [], "any": []}, "team_ids": [], "overflow": [], "skills": [], "languages": "preferred",
    "language_drop_after_seconds": 120, "selection": "least_loaded", "prefer_last_agent": False, "auto_accept": False,
    "offer_seconds": None, "wrap_up_seconds": 0, "when_closed": {"do": "wait", "queue_id": None, "text": {}},
    "handover_text": {},
}  # fmt: skip


def body(name: str = "Main", **more: Any) -> dict[str, Any]:
    """A queue that is good."""
    return {"name": name, **more}


def _is(field: str, value: Any) -> dict[str, Any]:
    return {"field": field, "operator": "is", "value": value}


async def calendar(ada: Api, name: str = "Office") -> str:
    """A calendar, Mondays from nine to six."""
    week = {"mon": [{"opens": "09:00", "closes": "18:00"}]}
    made = await ada.post("/v1/calendars", {"name": name, "zone": "UTC", "weekly": week})
    return str(made["id"])


async def skill(ada: Api, name: str = "billing") -> str:
    """A skill."""
    return str((await ada.post("/v1/skills", {"name": name}))["id"])


async def names(api: Api, **query: Any) -> list[str]:
    """The names of the queues in their order; the places must be without gaps."""
    items = (await api.get(PATH, params={"limit": 200, **query}))["items"]
    if "archived" not in query:
        assert [each["position"] for each in items] == list(range(1, len(items) + 1))
    return [each["name"] for each in items]


Waits = Callable[..., Awaitable[None]]


@pytest.fixture
async def waits(desk: Desk) -> AsyncIterator[Waits]:
    """Lets something wait, in its place, in each of these queues (None: in none): of no ticket, so nobody moves it."""

    async def wait(*queues: str | None) -> None:
        async with desk.database.lean() as connection:
            await connection.executemany(
                "INSERT INTO queue_items (ticket_id, channel, line, queue_id, state, rank, urgency, due_at, queued_at,"
                " sorted) VALUES ($1, 'ticket', $2, $3, 'waiting', 0, 2, 'infinity', now(), true)",
                [(new_id(), each or UUID(int=0), each) for each in queues],
            )

    yield wait
    async with desk.database.lean() as connection:
        await connection.execute("DELETE FROM queue_items")


async def marked(desk: Desk) -> list[str | None]:
    """The queues of what is to be put in its place anew; then it has been."""
    async with desk.database.lean() as connection:
        rows = await connection.fetch(
            "UPDATE queue_items SET sorted = true WHERE NOT sorted RETURNING queue_id::text AS queue_id"
        )
    return sorted((row["queue_id"] for row in rows), key=str)


async def test_a_queue_is_made_read_and_listed(callers_: Callers) -> None:
    ada, lena = await callers_.admin(), await callers_.agent(role="lead")
    office, billing = await calendar(ada), await skill(ada)
    first, second = await callers_.team("First"), await callers_.team("Second")
    night = await ada.post(PATH, body("Night"))
    new: dict[str, Any] = {
        "name": " Gold chats ",
        "enabled": False,
        "position": 1,
        "calendar_id": office,
        "conditions": {
            "all": [_is("customer_tier", "gold"), {**_is("team_id", [str(first).upper()]), "operator": "in"}],
            "any": [],
        },
        "team_ids": [str(first), str(first)],
        "overflow": [{"after_seconds": 60, "team_ids": [str(second)]}],
        "skills": [
            {"skill_id": billing.upper(), "level": 3},
            {
                "skill_id": billing, "level": 5, "required": False, "drop_after_seconds": 30, "drop_order": 2,
                "conditions": {"all": [_is("customer_tier", "gold")], "any": []},
            },
        ],
        "languages": "required",
        "language_drop_after_seconds": 0,
        "selection": "longest_idle",
        "prefer_last_agent": True,
        "auto_accept": True,
        "offer_seconds": 5,
        "wrap_up_seconds": 3600,
        "when_closed": {"do": "queue", "queue_id": night["id"], "text": {"ru": " Закрыто до {opens_at} "}},
        "handover_text": {"en": "{customer}, {team} will help you: {reason}", "pt-BR": "{queue}"},
    }  # fmt: skip
    made = await ada("POST", PATH, expect=201, json=new)
    queue = made.json()
    assert made.headers["location"] == f"{PATH}/{queue['id']}"
    assert made.headers["etag"] == '"1"'
    expected = {
        **new, "name": "Gold chats", "team_ids": [str(first)],
        "conditions": {"all": [_is("customer_tier", "gold"), {**new["conditions"]["all"][1], "value": [str(first)]}],
                       "any": []},
        "skills": [
            {"skill_id": billing, "level": 3, "required": True, "drop_after_seconds": None, "drop_order": 0,
             "conditions": {"all": [], "any": []}},
            new["skills"][1],
        ],
        "when_closed": {**new["when_closed"], "text": {"ru": "Закрыто до {opens_at}"}},
        "version": 1, "archived_at": None,
    }  # fmt: skip
    for name, value in expected.items():
        assert queue[name] == value, name
    assert [each["code"] for each in queue["warnings"]] == ["no_agents"]
    assert await lena.get(f"{PATH}/{queue['id']}") == queue
    listed = (await lena.get(PATH))["items"]
    assert [each["id"] for each in listed] == [queue["id"], night["id"]]
    assert listed[0] == queue


async def test_what_is_not_said_has_a_plain_meaning(callers_: Callers) -> None:
    made = await (await callers_.admin()).post(PATH, body())
    assert set(DEFAULTS) == set(PARTS)
    assert {name: made[name] for name in DEFAULTS} == DEFAULTS
    assert (made["enabled"], made["position"], made["calendar_id"]) == (True, 1, None)


async def test_only_what_is_sent_changes(callers_: Callers) -> None:
    ada, team = await callers_.admin(), str(await callers_.team())
    made = await ada.post(PATH, body(team_ids=[team], offer_seconds=20, wrap_up_seconds=5))
    path = f"{PATH}/{made['id']}"
    changed = await ada.patch(path, {"selection": "most_spare", "offer_seconds": None}, headers={"if-match": '"1"'})
    assert changed == {
        **made, "selection": "most_spare", "offer_seconds": None, "version": 2, "updated_at": changed["updated_at"],
    }  # fmt: skip
    assert await ada.patch(path, {"selection": "most_spare", "position": 1, "name": "Main", "enabled": True}) == changed
    await ada.refused("PATCH", path, 412, "stale", json={"name": "Other"}, headers={"if-match": '"1"'})
    office = await calendar(ada)
    assert (await ada.patch(path, {"calendar_id": office}))["calendar_id"] == office
    assert (await ada.patch(path, {"calendar_id": None}))["version"] == 4
    for name in set(DEFAULTS) - {"offer_seconds"} | {"name", "enabled", "position"}:
        await ada.refused("PATCH", path, 422, "invalid", json={name: None})


async def test_places_have_no_gaps(callers_: Callers) -> None:
    ada = await callers_.admin()
    ids = {name: (await ada.post(PATH, body(name)))["id"] for name in "ABC"}
    assert (await ada.post(PATH, body("first", position=1)))["position"] == 1
    assert (await ada.post(PATH, body("last", position=99)))["position"] == 5
    assert await names(ada) == ["first", "A", "B", "C", "last"]
    assert (await ada.patch(f"{PATH}/{ids['C']}", {"position": 1}))["position"] == 1
    assert await names(ada) == ["C", "first", "A", "B", "last"]
    assert (await ada.patch(f"{PATH}/{ids['A']}", {"position": 9}))["position"] == 5
    assert await names(ada) == ["C", "first", "B", "last", "A"]
    # A place is shown, so whoever moved along has another ETag.
    await ada.refused("PATCH", f"{PATH}/{ids['B']}", 412, "stale", json={"name": "b"}, headers={"if-match": '"1"'})
    await ada("DELETE", f"{PATH}/{ids['C']}", expect=204)
    assert await names(ada) == ["first", "B", "last", "A"]


async def test_the_order_holds_whoever_changes_it_meanwhile(callers_: Callers) -> None:
    ada = await callers_.admin()
    answers = await asyncio.gather(*(ada("POST", PATH, json=body(f"P{n}", position=1)) for n in range(8)))
    assert {each.status_code for each in answers} == {201}
    ids = [each.json()["id"] for each in answers]
    moves = [ada("PATCH", f"{PATH}/{each}", json={"position": 1 + place % 3}) for place, each in enumerate(ids)]
    away = [ada("DELETE", f"{PATH}/{each}") for each in ids[:3]]
    made = [ada("POST", PATH, json=body(f"Q{n}", position=2)) for n in range(3)]
    answers = await asyncio.gather(*moves, *away, *made)
    assert {each.status_code for each in answers} <= {200, 201, 204, 409}
    assert len(await names(ada)) == 8


async def test_a_race_for_one_queue_has_one_winner(callers_: Callers) -> None:
    ada = await callers_.admin()
    first = await ada.post(PATH, body("A"), headers={"idempotency-key": "k1"})
    assert await ada.post(PATH, body("A"), headers={"idempotency-key": "k1"}) == first
    answers = await asyncio.gather(*(ada("POST", PATH, json=body("B")) for _ in range(5)))
    assert Counter(each.status_code for each in answers) == {201: 1, 409: 4}
    changes = [{"wrap_up_seconds": n} for n in range(1, 6)]
    path = f"{PATH}/{first['id']}"
    answers = await asyncio.gather(*(ada("PATCH", path, json=each, headers={"if-match": '"1"'}) for each in changes))
    assert Counter(each.status_code for each in answers) == {200: 1, 412: 4}


async def test_there_are_no_more_than_can_be_tried(callers_: Callers, desk: Desk) -> None:
    ada = await callers_.admin()
    made = await ada.post(PATH, body())
    async with desk.database.lean() as connection:
        await connection.execute(
            "INSERT INTO queues (id, name, position, enabled, definition, version, created_at, updated_at)"
            " SELECT gen_random_uuid(), 'P' || n, n, true, q.definition, 1, now(), now()"
            " FROM queues q, generate_series(2, $1::int) n",
            MAX_QUEUES - 1,
        )
    answers = await asyncio.gather(*(ada("POST", PATH, json=body(f"Q{n}")) for n in range(3)))
    assert Counter(each.status_code for each in answers) == {201: 1, 409: 2}
    await ada.refused("POST", PATH, 409, "too_many_queues", json=body("One more"))
    await ada("DELETE", f"{PATH}/{made['id']}", expect=204)
    assert (await ada.post(PATH, body("One more")))["position"] == MAX_QUEUES


async def test_an_archived_queue_is_out_of_the_order(callers_: Callers) -> None:
    ada = await callers_.admin()
    a, b = await ada.post(PATH, body("A")), await ada.post(PATH, body("B"))
    path = f"{PATH}/{a['id']}"
    await ada.refused("DELETE", path, 412, "stale", headers={"if-match": '"7"'})
    for _ in range(2):  # again: the same, also with the ETag of then
        await ada("DELETE", path, expect=204, headers={"if-match": '"1"'})
    archived = await ada.get(path)
    assert (archived["position"], archived["version"]) == (None, 2)
    assert await names(ada) == ["B"]
    assert await names(ada, archived=True) == ["A"]
    await ada.refused("POST", PATH, 409, "name_taken", json=body("A"))
    changes: list[dict[str, Any]] = [{"enabled": False}, {"position": 1}, {"team_ids": []}, {"calendar_id": None}]
    for change in changes:
        await ada.refused("PATCH", path, 409, "queue_archived", json=change)
    assert (await ada.patch(path, {"name": "Old"}))["name"] == "Old"
    closed = {"do": "queue", "queue_id": a["id"]}
    problem = await ada.refused("PATCH", f"{PATH}/{b['id']}", 422, "unknown_queue", json={"when_closed": closed})
    assert problem["errors"][0]["pointer"] == "/when_closed/queue_id"
    await ada.refused("DELETE", f"{PATH}/{new_id()}", 404, "not_found")


async def test_closed_queues_never_lead_in_a_circle(callers_: Callers) -> None:
    ada = await callers_.admin()
    a, b, c = [(await ada.post(PATH, body(name)))["id"] for name in "ABC"]

    def to(queue_id: str) -> dict[str, Any]:
        return {"when_closed": {"do": "queue", "queue_id": queue_id}}

    await ada.patch(f"{PATH}/{a}", to(b))
    await ada.patch(f"{PATH}/{b}", to(c))
    for one, other in ((c, a), (c, b), (c, c), (a, a)):
        problem = await ada.refused("PATCH", f"{PATH}/{one}", 422, "closed_queue_cycle", json=to(other))
        assert [each["pointer"] for each in problem["errors"]] == ["/when_closed/queue_id"]
    problem = await ada.refused("DELETE", f"{PATH}/{c}", 409, "queue_in_use")
    assert problem["used_by"] == [{"kind": "queue", "id": b, "name": "B"}]
    await ada("DELETE", f"{PATH}/{a}", expect=204)
    # What is archived leads nowhere.
    await ada.patch(f"{PATH}/{b}", {"when_closed": {"do": "wait"}})
    await ada("DELETE", f"{PATH}/{b}", expect=204)


async def test_two_halves_of_a_circle_do_not_both_pass(callers_: Callers) -> None:
    ada = await callers_.admin()
    for n in range(5):
        a, b = [(await ada.post(PATH, body(f"{name}{n}")))["id"] for name in "AB"]
        halves = [(a, b), (b, a)]
        answers = await asyncio.gather(
            *(
                ada("PATCH", f"{PATH}/{one}", json={"when_closed": {"do": "queue", "queue_id": other}})
                for one, other in halves
            )
        )
        assert sorted(each.status_code for each in answers) == [200, 422]


_SKILL = {"skill_id": str(UUID(int=7)), "level": 1}
_TEAM = str(UUID(int=8))
_WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"conditions": {"all": [_is("colour", "red")]}}, "/conditions/all/0", "unknown_field"),
    ({"conditions": {"any": [_is("priority", "hihg")]}}, "/conditions/any/0", "unknown_value"),
    ({"conditions": {"any": [_is("customer_tier", 7)]}}, "/conditions/any/0", "invalid_value"),
    ({"skills": [{**_SKILL, "conditions": {"all": [_is("tags", "x")]}}]}, "/skills/0/conditions/all/0",
     "operator_does_not_fit"),
    ({"skills": [{**_SKILL, "drop_after_seconds": 5}]}, "/skills/0/drop_after_seconds", "never_dropped"),
    ({"skills": [{**_SKILL, "required": False}]}, "/skills/0/drop_after_seconds", "drop_after_needed"),
    ({"overflow": [{"after_seconds": n, "team_ids": [_TEAM]} for n in (5, 5)]}, "/overflow/1/after_seconds",
     "overflow_not_later"),
    ({"when_closed": {"do": "queue"}}, "/when_closed/queue_id", "queue_needed"),
    ({"when_closed": {"queue_id": _TEAM}}, "/when_closed/queue_id", "queue_not_used"),
    ({"when_closed": {"do": "message", "text": {"ru": "{time}"}}}, "/when_closed/text/ru", "unknown_placeholder"),
    ({"handover_text": {"en": "{customer} {agent}"}}, "/handover_text/en", "unknown_placeholder"),
]  # fmt: skip


async def test_what_means_nothing_is_refused_by_name(callers_: Callers) -> None:
    ada = await callers_.admin()
    made = await ada.post(PATH, body("Good"))
    for change, place, code in _WRONG:
        for method, path, json in (("POST", PATH, body(**change)), ("PATCH", f"{PATH}/{made['id']}", change)):
            problem = await ada.refused(method, path, 422, "invalid", json=json)
            assert [(each["pointer"], each["code"]) for each in problem["errors"]] == [(place, code)], change
    assert (await ada.get(PATH))["items"] == [made]


async def test_what_it_names_must_be_there(callers_: Callers) -> None:
    ada, nowhere = await callers_.admin(), str(new_id())
    wrong: list[tuple[dict[str, Any], str, str]] = [
        ({"calendar_id": nowhere}, "/calendar_id", "unknown_calendar"),
        ({"team_ids": [nowhere]}, "/team_ids/0", "unknown_team"),
        ({"overflow": [{"after_seconds": 1, "team_ids": [nowhere]}]}, "/overflow/0/team_ids/0", "unknown_team"),
        ({"skills": [{"skill_id": nowhere}]}, "/skills/0/skill_id", "unknown_skill"),
        ({"when_closed": {"do": "queue", "queue_id": nowhere}}, "/when_closed/queue_id", "unknown_queue"),
        ({"conditions": {"all": [_is("brand", "no")]}}, "/conditions/all/0/value", "unknown_brand"),
        ({"conditions": {"any": [_is("requester_id", nowhere)]}}, "/conditions/any/0/value", "unknown_customer"),
    ]
    made = await ada.post(PATH, body("Good"))
    for change, place, code in wrong:
        for method, path, json in (("POST", PATH, body(**change)), ("PATCH", f"{PATH}/{made['id']}", change)):
            problem = await ada.refused(method, path, 422, code, json=json)
            assert [each["pointer"] for each in problem["errors"]] == [place], change
    asked = {"skill_id": await skill(ada), "conditions": {"all": [_is("team_id", nowhere)]}}
    problem = await ada.refused("POST", PATH, 422, "unknown_team", json=body(skills=[asked]))
    assert problem["errors"][0]["pointer"] == "/skills/0/conditions/all/0/value"
    assert (await ada.get(PATH))["items"] == [made]


_MANY = [str(UUID(int=n)) for n in range(1, 22)]
_BAD: list[tuple[dict[str, Any], str]] = [
    ({"name": ""}, "/name"),
    ({"colour": "red"}, "/colour"),
    ({"position": 0}, "/position"),
    ({"position": True}, "/position"),
    ({"team_ids": _MANY}, "/team_ids"),
    ({"team_ids": ["no"]}, "/team_ids/0"),
    ({"overflow": [{"after_seconds": 0, "team_ids": [_TEAM]}]}, "/overflow/0/after_seconds"),
    ({"overflow": [{"after_seconds": 86_401, "team_ids": [_TEAM]}]}, "/overflow/0/after_seconds"),
    ({"overflow": [{"after_seconds": 5, "team_ids": []}]}, "/overflow/0/team_ids"),
    ({"overflow": [{"after_seconds": n, "team_ids": [_TEAM]} for n in range(1, 7)]}, "/overflow"),
    ({"skills": [_SKILL] * 21}, "/skills"),
    ({"skills": [{**_SKILL, "level": 6}]}, "/skills/0/level"),
    ({"skills": [{**_SKILL, "level": True}]}, "/skills/0/level"),
    ({"skills": [{**_SKILL, "required": "no"}]}, "/skills/0/required"),
    ({"skills": [{"level": 1}]}, "/skills/0/skill_id"),
    ({"languages": "some"}, "/languages"),
    ({"language_drop_after_seconds": -1}, "/language_drop_after_seconds"),
    ({"language_drop_after_seconds": 2**63}, "/language_drop_after_seconds"),
    ({"selection": "random"}, "/selection"),
    ({"offer_seconds": 4}, "/offer_seconds"),
    ({"offer_seconds": 601}, "/offer_seconds"),
    ({"offer_seconds": 1e308}, "/offer_seconds"),
    ({"wrap_up_seconds": 3601}, "/wrap_up_seconds"),
    ({"when_closed": {"do": "sleep"}}, "/when_closed/do"),
    ({"when_closed": {"text": {"English": "x"}}}, "/when_closed/text"),
    ({"when_closed": {"text": {"en/../x": "x"}}}, "/when_closed/text"),
    ({"when_closed": {"text": {"en": " "}}}, "/when_closed/text/en"),
    ({"when_closed": {"text": {"en": "x" * 2001}}}, "/when_closed/text/en"),
    ({"handover_text": {f"a{chr(97 + n // 26)}{chr(97 + n % 26)}": "x" for n in range(51)}}, "/handover_text"),
    ({"conditions": {"none": []}}, "/conditions/none"),
]


async def test_bad_bodies_are_refused_at_their_place(callers_: Callers) -> None:
    ada = await callers_.admin()
    for change, place in _BAD:
        problem = await ada.refused("POST", PATH, 422, "invalid", json=body(**change))
        assert {each["pointer"] for each in problem["errors"]} == {place}, (change, problem["errors"])
    assert (await ada.get(PATH))["items"] == []


def test_every_placeholder_is_good() -> None:
    said = {"en": " ".join(f"{{{each}}}" for each in PLACEHOLDERS)}
    assert not list(problems({**DEFAULTS, "handover_text": said}))


async def test_what_will_never_be_served_is_said(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    billing, german = await skill(ada), await skill(ada, "German law")
    team, empty = await callers_.team("Team", anna), await callers_.team("Empty")
    made = await ada.post(PATH, body())
    path = f"{PATH}/{made['id']}"

    async def warned(**change: Any) -> list[str]:
        found = await ada.patch(path, change) if change else await ada.get(path)
        assert (await ada.get(PATH))["items"] == [found]
        assert all(each["detail"] for each in found["warnings"])
        return [each["code"] for each in found["warnings"]]

    assert await warned() == ["no_teams"]
    assert await warned(overflow=[{"after_seconds": 5, "team_ids": [str(empty)]}]) == ["no_teams", "no_agents"]
    assert await warned(overflow=[{"after_seconds": 5, "team_ids": [str(team)]}]) == ["no_teams"]
    assert await warned(team_ids=[str(empty)]) == []
    dropped = {"skill_id": german, "required": False, "drop_after_seconds": 5}
    assert await warned(skills=[{"skill_id": billing, "level": 3}, dropped]) == ["skill_nobody_has"]
    await ada.patch(f"/v1/agents/{anna.id}", {"skills": [{"name": "Billing", "level": 2}]})
    assert await warned() == ["skill_nobody_has"]
    await ada.patch(f"/v1/agents/{anna.id}", {"skills": [{"name": "Billing", "level": 3}]})
    assert await warned() == []
    await ada.patch(f"/v1/agents/{anna.id}", {"status": "disabled"})
    assert await warned() == ["no_agents"]


async def test_what_waits_is_looked_at_again(callers_: Callers, desk: Desk, waits: Waits) -> None:
    ada = await callers_.admin()
    a, b = [(await ada.post(PATH, body(name)))["id"] for name in "AB"]
    team, office = str(await callers_.team()), await calendar(ada)
    await waits(a, b, None)
    everything, of_a = sorted([a, b, None], key=str), [a]
    path = f"{PATH}/{a}"
    steps: list[tuple[dict[str, Any], list[Any]]] = [
        ({"name": "A1"}, []),
        ({"team_ids": [team]}, of_a),
        ({"team_ids": [team]}, []),
        ({"calendar_id": office}, of_a),
        ({"languages": "required", "name": "A2"}, of_a),
        ({"conditions": {"all": [_is("channel", "chat")]}}, everything),
        ({"position": 2}, everything),
        ({"position": 2}, []),
        ({"enabled": False}, everything),
        # Disabled, it stands in nobody's way whatever it says.
        ({"conditions": {}, "position": 1, "team_ids": []}, []),
        ({"enabled": True}, everything),
    ]
    for change, expected in steps:
        await ada.patch(path, change)
        assert await marked(desk) == expected, change
    await ada.post(PATH, body("C", enabled=False))
    assert await marked(desk) == []
    await ada.post(PATH, body("D"))
    assert await marked(desk) == everything
    await ada("DELETE", path, expect=204)
    assert await marked(desk) == everything
    # Refused is undone as a whole.
    await ada.refused("PATCH", f"{PATH}/{b}", 409, "name_taken", json={"name": "D", "enabled": False})
    assert await marked(desk) == []


async def test_new_hours_are_looked_at_again(callers_: Callers, desk: Desk, waits: Waits) -> None:
    ada = await callers_.admin()
    office = await calendar(ada)
    a, b = (await ada.post(PATH, body("A", calendar_id=office)))["id"], (await ada.post(PATH, body("B")))["id"]
    await waits(a, b)
    await ada.patch(f"/v1/calendars/{office}", {"name": "Office 2"})
    assert await marked(desk) == []
    await ada.patch(f"/v1/calendars/{office}", {"zone": "Europe/Moscow"})
    assert await marked(desk) == [a]
    await ada.post(f"/v1/calendars/{office}/restore-version", {"number": 1}, expect=200)
    assert await marked(desk) == [a]


_TICKET = """INSERT INTO tickets (id, subject, status, priority, type, channel, requester_id, episode, seq, public_seq,
version, created_at, updated_at, public_updated_at)
VALUES ($1, 'x', 'new', 'low', 'task', 'web', $2, 1, 0, 0, 1, now(), now(), now())"""


async def test_another_tier_of_a_customer_is_looked_at_again(callers_: Callers, desk: Desk) -> None:
    vera, oleg = await callers_.customer(), await callers_.customer(name="Oleg")
    assert vera.id
    async with desk.database.unit_of_work() as work:
        connection = await raw_connection(work.session)
        theirs = {each.id: new_id() for each in (vera, oleg)}
        for customer_id, ticket_id in theirs.items():
            await connection.execute(_TICKET, ticket_id, customer_id)
        for change, expected in (({"tier": "gold"}, {theirs[vera.id]}), ({"tier": "gold", "name": "Vera K."}, set())):
            await connection.execute("UPDATE queue_items SET sorted = true")
            await customers.patch(work.session, SYSTEM, vera.id, CustomerPatch(**change), version=None)
            rows = await connection.fetch("SELECT ticket_id FROM queue_items WHERE NOT sorted")
            assert {row["ticket_id"] for row in rows} == expected
        assert work.hints == [Hint("route", UUID(int=0))]
        # Nobody has seen these: tickets have logs.
        await work.session.rollback()


async def test_whoever_routes_hears_of_it(desk: Desk) -> None:
    async with desk.database.unit_of_work() as work:
        made = await queues.create(work.session, SYSTEM, QueueIn(name="Main"))
        assert work.hints == [Hint("route", made.id)]


@pytest.mark.parametrize("role", ["agent", "lead"])
async def test_admins_write_and_agents_read(callers_: Callers, role: str) -> None:
    ada, caller = await callers_.admin(), await callers_.agent(role=role)
    made = await ada.post(PATH, body())
    path = f"{PATH}/{made['id']}"
    reads: list[tuple[str, str, Any]] = [("GET", PATH, None), ("GET", path, None)]
    writes = [("POST", PATH, body("Other")), ("PATCH", path, {"name": "Other"}), ("DELETE", path, None)]
    for _, where, _ in reads:
        await caller.get(where)
    for method, where, json in [*reads, *writes]:
        for stranger in (await callers_.customer(), await callers_.partner("tickets:read", "people:read")):
            await stranger.refused(method, where, 403, "forbidden", json=json)
        await callers_.nobody().refused(method, where, 401, "unauthenticated", json=json)
    for method, where, json in writes:
        await caller.refused(method, where, 403, "forbidden", json=json)
    assert await ada.get(path) == made


async def test_calendars_and_queues_are_not_torn_apart(callers_: Callers) -> None:
    ada = await callers_.admin()
    for n in range(5):
        office, queue = await calendar(ada, f"Office {n}"), await ada.post(PATH, body(f"Q{n}"))
        archived, given = await asyncio.gather(
            ada("DELETE", f"/v1/calendars/{office}"),
            ada("PATCH", f"{PATH}/{queue['id']}", json={"calendar_id": office}),
        )
        assert (archived.status_code, given.status_code) in {(204, 422), (409, 200)}
