"""`/v1/sla-policies`: made, read, listed, changed, archived; versions, the order under races; who may."""

import asyncio
from collections import Counter
from typing import Any
from uuid import UUID

import pytest

from app import clock
from app.ids import new_id
from app.models import Calendar, CalendarVersion
from app.services.sla_policies import MAX_POLICIES
from tests.conftest import Api, Callers, Desk

PATH = "/v1/sla-policies"
HOUR = 3_600
TARGET = {"metric": "first_reply", "priority": "urgent", "seconds": HOUR}
NOTIFY = {"type": "notify", "recipients": [{"kind": "assignee"}]}
STEP = {"metrics": ["first_reply"], "after_seconds": 0, "actions": [NOTIFY]}


def body(name: str = "Gold", **more: Any) -> dict[str, Any]:
    """A policy that is good."""
    return {"name": name, "targets": [TARGET], **more}


async def calendar(desk: Desk, name: str = "Office", *, archived: bool = False) -> UUID:
    """A calendar, Monday to Friday from nine to six."""
    now = clock.now()
    hours = [{"opens": "09:00", "closes": "18:00"}]
    async with desk.database.unit_of_work() as work:
        made = Calendar(name=name, created_at=now, updated_at=now, archived_at=now if archived else None)
        work.session.add(made)
        await work.session.flush()
        week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), hours)
        version = CalendarVersion(calendar_id=made.id, number=1, zone="Europe/Moscow", weekly=week, created_at=now)
        work.session.add(version)
    return made.id


async def names(api: Api, **query: Any) -> list[str]:
    """The names of the policies in their order; the places must be without gaps."""
    items = (await api.get(PATH, params={"limit": 200, **query}))["items"]
    if "archived" not in query:
        assert [each["position"] for each in items] == list(range(1, len(items) + 1))
    return [each["name"] for each in items]


async def test_a_policy_is_made_read_and_listed(callers_: Callers, desk: Desk) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    office, team = await calendar(desk), await callers_.team()
    actions = [
        {
            "type": "notify",
            "recipients": [
                {"kind": "assignee"}, {"kind": "leads"}, {"kind": "followers"}, {"kind": "role", "role": "admin"},
                {"kind": "agent", "agent_id": str(anna.id)}, {"kind": "address", "email": "boss@desk.test"},
            ],
            "by_mail": True,
        },
        {"type": "raise_priority", "to": None},
        {"type": "raise_priority", "to": "urgent"},
        {"type": "requeue"},
        {"type": "transfer", "team_id": str(team)},
        {"type": "escalate"},
        {"type": "add_follower", "agent_id": str(anna.id)},
        {"type": "call_webhook", "url": "https://hooks.example.com:8443/sla?key=1"},
    ]  # fmt: skip
    new: dict[str, Any] = {
        "name": " Gold ",
        "enabled": False,
        "calendar_id": str(office),
        "conditions": {
            "all": [
                {"field": "team_id", "operator": "in", "value": [str(team).upper()]},
                {"field": "custom_fields.plan", "operator": "is", "value": True},
            ],
            "any": [{"field": "tags", "operator": "has_any", "value": ["vip"]}],
        },
        "targets": [{**TARGET, "hours": "business"}, {"metric": "resolution", "priority": "low", "seconds": 86_400}],
        "steps": [
            {"metrics": ["first_reply", "first_reply"], "percent": 50, "actions": actions},
            {"metrics": ["first_reply", "resolution"], "before_seconds": 900, "actions": [NOTIFY]},
            {"metrics": ["resolution"], "after_seconds": 0, "actions": [NOTIFY]},
        ],
        "pausable_updates": True,
        "paused_when_snoozed": ["requester_wait"],
    }
    made = await ada("POST", PATH, expect=201, json=new)
    policy = made.json()
    assert made.headers["location"] == f"{PATH}/{policy['id']}"
    assert made.headers["etag"] == '"1"'
    assert policy["conditions"]["all"][0]["value"] == [str(team)]
    assert policy["targets"] == [{**TARGET, "hours": "business"}, {**new["targets"][1], "hours": "calendar"}]
    assert policy["steps"][0] == {
        "key": "s1", "metrics": ["first_reply"], "percent": 50, "before_seconds": None, "after_seconds": None,
        "actions": actions,
    }  # fmt: skip
    assert [each["key"] for each in policy["steps"]] == ["s1", "s2", "s3"]
    assert policy["steps"][2]["after_seconds"] == 0
    for name, value in {
        "name": "Gold", "enabled": False, "position": 1, "calendar_id": str(office), "number": 1, "version": 1,
        "pausable_updates": True, "paused_when_snoozed": ["requester_wait"], "archived_at": None,
    }.items():  # fmt: skip
        assert policy[name] == value, name
    assert await ada.get(f"{PATH}/{policy['id']}") == policy
    assert await ada.get(PATH) == {"items": [policy], "next_cursor": None}


async def test_what_is_not_said_has_a_plain_meaning(callers_: Callers) -> None:
    made = await (await callers_.admin()).post(PATH, body())
    assert (made["enabled"], made["calendar_id"], made["steps"]) == (True, None, [])
    assert made["conditions"] == {"all": [], "any": []}
    assert (made["pausable_updates"], made["paused_when_snoozed"]) == (False, [])
    assert made["targets"][0]["hours"] == "calendar"


async def test_places_have_no_gaps(callers_: Callers) -> None:
    ada = await callers_.admin()
    ids = {name: (await ada.post(PATH, body(name)))["id"] for name in "ABC"}
    assert (await ada.post(PATH, body("first", position=1)))["position"] == 1
    assert (await ada.post(PATH, body("third", position=3)))["position"] == 3
    assert (await ada.post(PATH, body("last", position=99)))["position"] == 6
    assert await names(ada) == ["first", "A", "third", "B", "C", "last"]
    for name, place, wanted in (
        ("C", 1, ["C", "first", "A", "third", "B", "last"]),
        ("C", 3, ["first", "A", "C", "third", "B", "last"]),
        ("A", 100, ["first", "C", "third", "B", "last", "A"]),
        ("A", 6, ["first", "C", "third", "B", "last", "A"]),
    ):
        moved = await ada.patch(f"{PATH}/{ids[name]}", {"position": place})
        assert moved["position"] == min(place, 6)
        assert moved["number"] == 1
        assert await names(ada) == wanted
    await ada("DELETE", f"{PATH}/{ids['C']}", expect=204)
    assert await names(ada) == ["first", "third", "B", "last", "A"]
    assert (await ada.post(PATH, body("D")))["position"] == 6


async def test_who_moves_along_gets_another_etag(callers_: Callers) -> None:
    ada = await callers_.admin()
    first = await ada.post(PATH, body("A"))
    await ada.post(PATH, body("B", position=1))
    moved = await ada.get(f"{PATH}/{first['id']}")
    assert (moved["position"], moved["version"], moved["number"]) == (2, 2, 1)
    await ada.refused(
        "PATCH", f"{PATH}/{first['id']}", 412, "stale", json={"enabled": False}, headers={"if-match": '"1"'}
    )


async def test_policies_are_paged_in_their_order(callers_: Callers) -> None:
    ada = await callers_.admin()
    for n in reversed(range(7)):
        await ada.post(PATH, body(f"P{n}", position=1))
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = await ada.get(PATH, params={"limit": 3} | ({"cursor": cursor} if cursor else {}))
        seen += [each["name"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == [f"P{n}" for n in range(7)]
    for bad in ("x", "bnVsbA", "WyJhIiwiYiJd", "😀", "WyIxIiwieCJd"):
        await ada.refused("GET", PATH, 422, "invalid_cursor", params={"cursor": bad})


async def test_a_change_of_what_it_says_makes_a_new_version(callers_: Callers, desk: Desk) -> None:
    ada = await callers_.admin()
    made = await ada.post(PATH, body(steps=[STEP], conditions={"all": [_is("custom_fields.n", 1)]}))
    path, office = f"{PATH}/{made['id']}", await calendar(desk)
    same = await ada.patch(
        path,
        {
            "name": "Gold", "enabled": True, "position": 1, "calendar_id": None, "targets": [TARGET], "steps": [STEP],
            "conditions": {"all": [_is("custom_fields.n", 1)], "any": []}, "pausable_updates": False,
            "paused_when_snoozed": [],
        },
    )  # fmt: skip
    assert same == made
    renamed = await ada.patch(path, {"name": "Silver", "enabled": False}, headers={"if-match": '"1"'})
    assert (renamed["number"], renamed["version"], renamed["name"], renamed["enabled"]) == (1, 2, "Silver", False)
    changes: list[dict[str, Any]] = [
        {"targets": [{**TARGET, "seconds": 2 * HOUR}]},
        {"calendar_id": str(office)},
        {"conditions": {"all": [_is("custom_fields.n", True)]}},
        {"steps": []},
        {"pausable_updates": True},
        {"paused_when_snoozed": ["agent_work"], "name": "Bronze"},
    ]
    for number, change in enumerate(changes, 2):
        changed = await ada.patch(path, change)
        assert (changed["number"], changed["version"]) == (number, number + 1), change
        assert await ada.get(path) == changed
    listed = (await ada.get(f"{path}/versions"))["items"]
    assert [each["number"] for each in listed] == [7, 6, 5, 4, 3, 2, 1]
    assert {each["created_by"]["name"] for each in listed} == {"Ada"}
    assert [each["name"] for each in listed] == ["Bronze", *["Silver"] * 5, "Gold"]
    assert listed[-1]["definition"] == {name: made[name] for name in listed[-1]["definition"]}
    assert listed[0]["definition"] == {name: changed[name] for name in listed[0]["definition"]}
    first = await ada.get(f"{path}/versions", params={"limit": 4})
    rest = await ada.get(f"{path}/versions", params={"limit": 4, "cursor": first["next_cursor"]})
    assert [*first["items"], *rest["items"]] == listed
    assert rest["next_cursor"] is None
    await ada.refused("GET", f"{path}/versions", 422, "invalid_cursor", params={"cursor": "x"})


def _is(field: str, value: Any) -> dict[str, Any]:
    return {"field": field, "operator": "is", "value": value}


async def test_an_old_version_comes_back_as_a_new_one(callers_: Callers, desk: Desk) -> None:
    ada, team, office = await callers_.admin(), await callers_.team(), await calendar(desk)
    step = {**STEP, "actions": [{"type": "transfer", "team_id": str(team)}]}
    made = await ada.post(PATH, body(steps=[step], calendar_id=str(office)))
    path = f"{PATH}/{made['id']}"
    await ada.patch(path, {"steps": [], "calendar_id": None, "targets": [{**TARGET, "seconds": 60}]})
    back = await ada.post(f"{path}/restore-version", {"number": 1}, expect=200)
    assert (back["number"], back["version"]) == (3, 3)
    assert {name: back[name] for name in ("steps", "calendar_id", "targets")} == {
        name: made[name] for name in ("steps", "calendar_id", "targets")
    }
    again = await ada.post(f"{path}/restore-version", {"number": 1}, expect=200)
    assert again == back
    await ada.refused("POST", f"{path}/restore-version", 412, "stale", json={"number": 2}, headers={"if-match": '"1"'})
    problem = await ada.refused("POST", f"{path}/restore-version", 422, "unknown_version", json={"number": 4})
    assert problem["errors"][0]["pointer"] == "/number"
    await ada.post(f"{path}/restore-version", {"number": 2}, expect=200)
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE calendars SET archived_at = now()")
    problem = await ada.refused("POST", f"{path}/restore-version", 422, "unknown_calendar", json={"number": 1})
    assert problem["errors"][0]["pointer"] == "/number"
    assert (await ada.get(path))["number"] == 4


async def test_an_archived_policy_leaves_the_order_and_stays(callers_: Callers) -> None:
    ada = await callers_.admin()
    made, other = await ada.post(PATH, body("A")), await ada.post(PATH, body("B"))
    path = f"{PATH}/{made['id']}"
    await ada.refused("DELETE", path, 412, "stale", headers={"if-match": '"9"'})
    await ada("DELETE", path, expect=204, headers={"if-match": '"1"'})
    archived = await ada.get(path)
    assert archived["archived_at"] is not None
    assert (archived["position"], archived["version"], archived["number"]) == (None, 2, 1)
    await ada("DELETE", path, expect=204, headers={"if-match": '"1"'})
    assert await ada.get(path) == archived
    assert await names(ada) == ["B"]
    assert (await ada.get(f"{PATH}/{other['id']}"))["position"] == 1
    assert await names(ada, archived=True) == ["A"]
    assert len((await ada.get(f"{path}/versions"))["items"]) == 1
    for change in ({"enabled": False}, {"position": 1}, {"targets": [TARGET]}, {"name": "C", "enabled": True}):
        await ada.refused("PATCH", path, 409, "policy_archived", json=change)
    await ada.refused("POST", f"{path}/restore-version", 409, "policy_archived", json={"number": 1})
    await ada.refused("POST", PATH, 409, "name_taken", json=body("A"))
    assert (await ada.patch(path, {"name": "A of old"}))["name"] == "A of old"
    assert (await ada.post(PATH, body("A")))["position"] == 2


async def test_concurrent_makers_get_a_total_order(callers_: Callers) -> None:
    ada = await callers_.admin()
    answers = await asyncio.gather(*(ada("POST", PATH, json=body(f"P{n}", position=1)) for n in range(8)))
    assert {each.status_code for each in answers} == {201}
    ids = [each.json()["id"] for each in answers]
    assert sorted(await names(ada)) == [f"P{n}" for n in range(8)]
    moves = [ada("PATCH", f"{PATH}/{each}", json={"position": 1 + place % 3}) for place, each in enumerate(ids)]
    away = [ada("DELETE", f"{PATH}/{each}") for each in ids[:3]]
    made = [ada("POST", PATH, json=body(f"Q{n}", position=2)) for n in range(3)]
    answers = await asyncio.gather(*moves, *away, *made)
    # Who is moved after being archived is refused; everybody else has done something.
    assert {each.status_code for each in answers} <= {200, 201, 204, 409}
    assert len(await names(ada)) == 8


async def test_a_race_for_one_policy_has_one_winner(callers_: Callers) -> None:
    ada = await callers_.admin()
    first = await ada.post(PATH, body("A"), headers={"idempotency-key": "k1"})
    assert await ada.post(PATH, body("A"), headers={"idempotency-key": "k1"}) == first
    answers = await asyncio.gather(*(ada("POST", PATH, json=body("B")) for _ in range(6)))
    assert Counter(each.status_code for each in answers) == {201: 1, 409: 5}
    path = f"{PATH}/{first['id']}"
    changes = [{"targets": [{**TARGET, "seconds": n}]} for n in range(1, 7)]
    answers = await asyncio.gather(*(ada("PATCH", path, json=each, headers={"if-match": '"1"'}) for each in changes))
    assert Counter(each.status_code for each in answers) == {200: 1, 412: 5}
    answers = await asyncio.gather(*(ada("PATCH", path, json=each) for each in changes))
    assert {each.status_code for each in answers} == {200}
    numbers = [each["number"] for each in (await ada.get(f"{path}/versions"))["items"]]
    assert numbers == list(range(len(numbers), 0, -1))


async def test_there_are_no_more_than_can_be_tried(callers_: Callers, desk: Desk) -> None:
    ada = await callers_.admin()
    made = await ada.post(PATH, body())
    async with desk.database.lean() as connection:
        await connection.execute(
            "INSERT INTO sla_policies (id, name, position, enabled, number, version, created_at, updated_at)"
            " SELECT gen_random_uuid(), 'P' || n, n, true, 1, 1, now(), now() FROM generate_series(2, $1::int) n",
            MAX_POLICIES - 1,
        )
    answers = await asyncio.gather(*(ada("POST", PATH, json=body(f"Q{n}")) for n in range(3)))
    assert Counter(each.status_code for each in answers) == {201: 1, 409: 2}
    await ada.refused("POST", PATH, 409, "too_many_policies", json=body("One more"))
    await ada("DELETE", f"{PATH}/{made['id']}", expect=204)
    assert (await ada.post(PATH, body("One more")))["position"] == MAX_POLICIES
    async with desk.database.lean() as connection:
        await connection.execute("DELETE FROM sla_policies WHERE name LIKE 'P%'")


_AT = "/steps/0/actions/0"
_WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"targets": []}, "/targets", "no_targets"),
    ({"targets": [{**TARGET, "seconds": 0}]}, "/targets/0/seconds", "invalid_target"),
    ({"targets": [{**TARGET, "seconds": -1}]}, "/targets/0/seconds", "invalid_target"),
    ({"targets": [{**TARGET, "seconds": 10 * 366 * 86_400}]}, "/targets/0/seconds", "invalid_target"),
    ({"targets": [{**TARGET, "seconds": 2**63}]}, "/targets/0/seconds", "invalid_target"),
    ({"targets": [TARGET, TARGET]}, "/targets/1", "target_twice"),
    ({"targets": [{**TARGET, "hours": "business"}]}, "/targets/0/hours", "calendar_needed"),
    ({"steps": [{**STEP, "metrics": ["resolution"]}]}, "/steps/0/metrics", "step_without_target"),
    ({"steps": [_STEP_BEFORE := {"metrics": ["first_reply"], "before_seconds": HOUR, "actions": [NOTIFY]}]}, "/steps/0",
     "step_before_start"),
    ({"steps": [{**STEP, "after_seconds": 366 * 86_400}]}, "/steps/0", "step_too_late"),
    ({"conditions": {"all": [_is("colour", "red")]}}, "/conditions/all/0", "unknown_field"),
    ({"conditions": {"any": [_is("custom_fields.", "red")]}}, "/conditions/any/0", "unknown_field"),
    ({"conditions": {"any": [_is("tags", "red")]}}, "/conditions/any/0", "operator_does_not_fit"),
    ({"conditions": {"any": [_is("brand", ["red"])]}}, "/conditions/any/0", "invalid_value"),
    ({"conditions": {"any": [_is("priority", "hihg")]}}, "/conditions/any/0", "unknown_value"),
]  # fmt: skip


async def test_what_means_nothing_is_refused_by_name(callers_: Callers) -> None:
    ada = await callers_.admin()
    made = await ada.post(PATH, body("Good"))
    for change, place, code in _WRONG:
        for method, path, json in (("POST", PATH, body(**change)), ("PATCH", f"{PATH}/{made['id']}", change)):
            problem = await ada.refused(method, path, 422, "invalid", json=json)
            assert [(each["pointer"], each["code"]) for each in problem["errors"]] == [(place, code)], change
    several: dict[str, Any] = {"targets": [{**TARGET, "seconds": 0}], "steps": [{**STEP, "metrics": ["resolution"]}]}
    problem = await ada.refused("POST", PATH, 422, "invalid", json=body(**several))
    assert {each["code"] for each in problem["errors"]} == {"invalid_target", "step_without_target"}
    assert await ada.get(PATH) == {"items": [made], "next_cursor": None}


async def test_a_calendar_in_use_cannot_be_taken_from_business_hours(callers_: Callers, desk: Desk) -> None:
    ada, office = await callers_.admin(), await calendar(desk)
    made = await ada.post(PATH, body(calendar_id=str(office), targets=[{**TARGET, "hours": "business"}]))
    problem = await ada.refused("PATCH", f"{PATH}/{made['id']}", 422, "invalid", json={"calendar_id": None})
    assert problem["errors"] == [
        {
            "pointer": "/targets/0/hours", "code": "calendar_needed",
            "detail": "Business hours need a calendar: set calendar_id",
        }
    ]  # fmt: skip


def _acts(*actions: dict[str, Any]) -> dict[str, Any]:
    return {"steps": [{**STEP, "actions": list(actions)}]}


_MANY = [f"{n}" for n in range(101)]
_BAD: list[tuple[dict[str, Any], str]] = [
    ({"name": ""}, "/name"),
    ({"name": None}, "/name"),
    ({"colour": "red"}, "/colour"),
    ({"position": 0}, "/position"),
    ({"position": True}, "/position"),
    ({"position": 10**30}, "/position"),
    ({"calendar_id": "no"}, "/calendar_id"),
    ({"targets": None}, "/targets"),
    ({"targets": [TARGET] * 101}, "/targets"),
    ({"targets": [{**TARGET, "metric": "smile"}]}, "/targets/0/metric"),
    ({"targets": [{**TARGET, "priority": "huge"}]}, "/targets/0/priority"),
    ({"targets": [{**TARGET, "seconds": True}]}, "/targets/0/seconds"),
    ({"targets": [{**TARGET, "seconds": "60"}]}, "/targets/0/seconds"),
    ({"targets": [{**TARGET, "seconds": 1.5}]}, "/targets/0/seconds"),
    ({"targets": [{**TARGET, "seconds": 1e308}]}, "/targets/0/seconds"),
    ({"targets": [{**TARGET, "hours": "some"}]}, "/targets/0/hours"),
    ({"targets": [{**TARGET, "more": 1}]}, "/targets/0/more"),
    ({"targets": [{"metric": "first_reply", "priority": "low"}]}, "/targets/0/seconds"),
    ({"steps": [STEP] * 21}, "/steps"),
    ({"steps": [{**STEP, "key": "s1"}]}, "/steps/0/key"),
    ({"steps": [{**STEP, "percent": 50}]}, "/steps/0"),
    ({"steps": [{"metrics": ["first_reply"], "actions": [NOTIFY]}]}, "/steps/0"),
    ({"steps": [{**STEP, "after_seconds": -1}]}, "/steps/0/after_seconds"),
    ({"steps": [{**STEP, "after_seconds": 366 * 86_400 + 1}]}, "/steps/0/after_seconds"),
    ({"steps": [{**STEP, "metrics": []}]}, "/steps/0/metrics"),
    ({"steps": [{**STEP, "metrics": ["smile"]}]}, "/steps/0/metrics/0"),
    (_acts(), "/steps/0/actions"),
    (_acts(*[NOTIFY] * 11), "/steps/0/actions"),
    (_acts({"type": "explode"}), _AT),
    (_acts({}), _AT),
    (_acts({"type": "notify"}), f"{_AT}/recipients"),
    (_acts({"type": "notify", "recipients": []}), f"{_AT}/recipients"),
    (_acts({"type": "notify", "recipients": [{"kind": "boss"}]}), f"{_AT}/recipients/0"),
    (_acts({"type": "notify", "recipients": [{"kind": "role"}]}), f"{_AT}/recipients/0/role"),
    (_acts({"type": "notify", "recipients": [{"kind": "role", "role": "boss"}]}), f"{_AT}/recipients/0/role"),
    (_acts({"type": "notify", "recipients": [{"kind": "agent", "agent_id": 7}]}), f"{_AT}/recipients/0/agent_id"),
    (_acts({"type": "notify", "recipients": [{"kind": "address", "email": "x"}]}), f"{_AT}/recipients/0/email"),
    (_acts({"type": "notify", "recipients": [{"kind": "leads", "role": "lead"}]}), f"{_AT}/recipients/0/role"),
    (_acts({"type": "raise_priority", "to": "huge"}), f"{_AT}/to"),
    (_acts({"type": "requeue", "team_id": None}), f"{_AT}/team_id"),
    (_acts({"type": "transfer"}), f"{_AT}/team_id"),
    (_acts({"type": "call_webhook", "url": "ftp://x"}), f"{_AT}/url"),
    (_acts({"type": "call_webhook", "url": "https://"}), f"{_AT}/url"),
    (_acts({"type": "call_webhook", "url": "https://me:secret@host/"}), f"{_AT}/url"),
    (_acts({"type": "call_webhook", "url": "https://host:99999/"}), f"{_AT}/url"),
    (_acts({"type": "call_webhook", "url": "https://ho st/"}), f"{_AT}/url"),
    (_acts({"type": "call_webhook", "url": "https://127.1/"}), f"{_AT}/url"),
    (_acts({"type": "call_webhook", "url": "https://host/" + "x" * 2000}), f"{_AT}/url"),
    ({"conditions": {"all": [_is("priority", "low")] * 26, "any": [_is("priority", "low")] * 25}}, "/conditions"),
    ({"conditions": {"all": [_is("priority", "low")] * 51}}, "/conditions/all"),
    ({"conditions": {"all": [{"field": "priority", "operator": "like", "value": "x"}]}}, "/conditions/all/0/operator"),
    ({"conditions": {"all": [{"field": "tags", "operator": "has_any", "value": _MANY}]}}, "/conditions/all/0/value"),
    ({"conditions": {"none": []}}, "/conditions/none"),
    ({"paused_when_snoozed": ["smile"]}, "/paused_when_snoozed/0"),
    ({"enabled": None}, "/enabled"),
]


async def test_bad_bodies_are_refused_at_their_place(callers_: Callers) -> None:
    ada = await callers_.admin()
    for change, place in _BAD:
        problem = await ada.refused("POST", PATH, 422, "invalid", json=body(**change))
        assert place in {each["pointer"] for each in problem["errors"]}, (change, problem["errors"])
        assert len({each["pointer"] for each in problem["errors"]}) == 1, (change, problem["errors"])
    assert (await ada.get(PATH))["items"] == []
    made = await ada.post(PATH, body())
    for name in ("name", "enabled", "position", "conditions", "targets", "steps", "paused_when_snoozed"):
        await ada.refused("PATCH", f"{PATH}/{made['id']}", 422, "invalid", json={name: None})


async def test_what_it_names_must_be_there(callers_: Callers, desk: Desk) -> None:
    ada, nowhere = await callers_.admin(), str(new_id())
    gone = await calendar(desk, archived=True)
    anna = await callers_.agent()
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE agents SET status = 'disabled' WHERE id = $1", anna.id)
    wrong: list[tuple[dict[str, Any], str, str]] = [
        ({"calendar_id": nowhere}, "/calendar_id", "unknown_calendar"),
        ({"calendar_id": str(gone)}, "/calendar_id", "unknown_calendar"),
        (_acts(NOTIFY, {"type": "transfer", "team_id": nowhere}), "/steps/0/actions/1/team_id", "unknown_team"),
        (_acts({"type": "add_follower", "agent_id": nowhere}), f"{_AT}/agent_id", "unknown_agent"),
        (_acts({"type": "add_follower", "agent_id": str(anna.id)}), f"{_AT}/agent_id", "unknown_agent"),
        (
            _acts({"type": "notify", "recipients": [{"kind": "leads"}, {"kind": "agent", "agent_id": nowhere}]}),
            f"{_AT}/recipients/1/agent_id",
            "unknown_agent",
        ),
        ({"conditions": {"all": [_is("team_id", nowhere)]}}, "/conditions/all/0/value", "unknown_team"),
        ({"conditions": {"all": [_is("team_id", "billing")]}}, "/conditions/all/0/value", "unknown_team"),
        ({"conditions": {"any": [_is("brand", "no")]}}, "/conditions/any/0/value", "unknown_brand"),
        ({"conditions": {"any": [_is("requester_id", nowhere)]}}, "/conditions/any/0/value", "unknown_customer"),
        ({"conditions": {"any": [_is("organization_id", nowhere)]}}, "/conditions/any/0/value", "unknown_organization"),
    ]
    made = await ada.post(PATH, body("Good"))
    for change, place, code in wrong:
        for method, path, json in (("POST", PATH, body(**change)), ("PATCH", f"{PATH}/{made['id']}", change)):
            problem = await ada.refused(method, path, 422, code, json=json)
            assert [(each["pointer"], each["code"]) for each in problem["errors"]] == [(place, code)], change
    await ada.refused("POST", PATH, 409, "name_taken", json=body("Good"))
    await ada.refused("PATCH", f"{PATH}/{new_id()}", 404, "not_found", json={"name": "Other"})
    assert (await ada.get(PATH))["items"] == [made]


async def test_what_has_gone_since_does_not_stop_other_changes(callers_: Callers, desk: Desk) -> None:
    ada, anna, office = await callers_.admin(), await callers_.agent(), await calendar(desk)
    steps = [{**STEP, "actions": [{"type": "add_follower", "agent_id": str(anna.id)}]}]
    made = await ada.post(PATH, body(steps=steps, calendar_id=str(office)))
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE agents SET status = 'disabled' WHERE id = $1", anna.id)
        await connection.execute("UPDATE calendars SET archived_at = now()")
    sent = {"calendar_id": str(office), "steps": steps, "targets": [{**TARGET, "seconds": 60}]}
    assert (await ada.patch(f"{PATH}/{made['id']}", sent))["number"] == 2
    await ada.refused("PATCH", f"{PATH}/{made['id']}", 422, "unknown_agent", json={"steps": steps * 2})


@pytest.mark.parametrize("role", ["agent", "lead"])
async def test_admins_write_and_leads_read(callers_: Callers, role: str) -> None:
    ada, caller = await callers_.admin(), await callers_.agent(role=role)
    made = await ada.post(PATH, body())
    path = f"{PATH}/{made['id']}"
    reads = [("GET", PATH, None), ("GET", path, None), ("GET", f"{path}/versions", None)]
    writes = [
        ("POST", PATH, body("Other")), ("PATCH", path, {"name": "Other"}), ("DELETE", path, None),
        ("POST", f"{path}/restore-version", {"number": 1}),
    ]  # fmt: skip
    strangers = [await callers_.customer(), await callers_.partner("tickets:read", "people:read")]
    for method, where, _ in reads:
        if role == "lead":
            await caller.get(where)
        else:
            await caller.refused(method, where, 403, "forbidden")
    for method, where, json in [*reads, *writes]:
        for stranger in strangers:
            await stranger.refused(method, where, 403, "forbidden", json=json)
        await callers_.nobody().refused(method, where, 401, "unauthenticated", json=json)
    for method, where, json in writes:
        await caller.refused(method, where, 403, "forbidden", json=json)
    assert await ada.get(path) == made
