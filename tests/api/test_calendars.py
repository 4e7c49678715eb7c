"""`/v1/calendars`: versions that never change, holidays as dates, every refusal, and what a preview says."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import pytest

from app import clock
from app.doctor import examine_calendars
from app.ids import new_id
from app.models import SlaPolicy, SlaPolicyVersion
from app.services import public_holidays
from app.services.calendars import MAX_CALENDARS
from tests.conftest import Api, Callers, Desk

NINE_TO_SIX = [{"opens": "09:00", "closes": "13:00"}, {"opens": "14:00", "closes": "18:00"}]
WEEK = {**dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), NINE_TO_SIX), "sat": [], "sun": []}
OFFICE: dict[str, Any] = {"name": "Office", "zone": "Europe/Moscow", "weekly": WEEK}
NIGHTS: dict[str, Any] = {
    "name": "Nights",
    "zone": "Europe/Berlin",
    "weekly": {day: [{"opens": "22:00", "closes": "06:00"}] for day in ("fri", "sat")},
}
RU = {"country": "RU", "region": None}
BAVARIA = {"country": "DE", "region": "BY"}


def special(day: str, name: str = "Special", *hours: tuple[str, str]) -> dict[str, Any]:
    """An exception."""
    return {"date": day, "name": name, "hours": [{"opens": opens, "closes": closes} for opens, closes in hours]}


async def made(api: Api, **changes: Any) -> Any:
    """A calendar like the office's."""
    return await api.post("/v1/calendars", {**OFFICE, **changes})


def path(calendar: dict[str, Any], more: str = "") -> str:
    """Its address."""
    return f"/v1/calendars/{calendar['id']}{more}"


async def test_a_calendar_is_made_read_listed_and_changed(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    short = special("2026-12-31", "Short day", ("09:00:00", "12:00"))
    answer = await ada("POST", "/v1/calendars", json={**OFFICE, "exceptions": [short], "holidays": [RU]}, expect=201)
    calendar = answer.json()
    assert answer.headers["location"] == path(calendar)
    assert answer.headers["etag"] == '"1"'
    assert (calendar["name"], calendar["number"], calendar["version"]) == ("Office", 1, 1)
    assert calendar["weekly"] == WEEK
    assert calendar["exceptions"] == [special("2026-12-31", "Short day", ("09:00", "12:00"))]
    assert calendar["holidays"] == [RU]
    assert await anna.get(path(calendar)) == calendar
    assert await anna.get("/v1/calendars") == {"items": [calendar], "next_cursor": None}
    changed = await ada.patch(path(calendar), {"zone": "Asia/Omsk"}, headers={"if-match": '"1"'})
    assert (changed["zone"], changed["number"], changed["version"]) == ("Asia/Omsk", 2, 2)
    assert changed["exceptions"] == calendar["exceptions"]
    assert changed["holiday_dates"] == calendar["holiday_dates"]


async def test_calendars_are_paged_by_name(callers_: Callers) -> None:
    ada = await callers_.admin()
    names = [f"Calendar {n}" for n in range(5)]
    for name in reversed(names):
        await made(ada, name=name)
    first = await ada.get("/v1/calendars", params={"limit": 3})
    second = await ada.get("/v1/calendars", params={"limit": 3, "cursor": first["next_cursor"]})
    assert [each["name"] for each in first["items"] + second["items"]] == names
    assert second["next_cursor"] is None
    await ada.refused("GET", "/v1/calendars", 422, "invalid_cursor", params={"cursor": "x"})


async def test_other_hours_are_another_version_and_a_name_is_not(callers_: Callers) -> None:
    ada = await callers_.admin()
    late, early = special("2027-03-08", "Late"), special("2026-03-08", "Early")
    calendar = await made(ada, exceptions=[late, early], holidays=[RU])
    assert [each["name"] for each in calendar["exceptions"]] == ["Early", "Late"]
    renamed = await ada.patch(path(calendar), {"name": "Main office"})
    assert (renamed["number"], renamed["version"]) == (1, 2)
    same: list[Any] = [
        {},
        {"name": "Main office", "zone": "Europe/Moscow"},
        {"weekly": {**WEEK, "mon": [{"opens": "09:00:00", "closes": "13:00:00"}, NINE_TO_SIX[1]]}},
        {"weekly": {key: value for key, value in WEEK.items() if value}},
        {"exceptions": [early, late], "holidays": [{"country": "RU"}]},
    ]
    for change in same:
        unchanged = await ada.patch(path(calendar), change)
        assert (unchanged["number"], unchanged["version"]) == (1, 2), change
    changes: list[Any] = [{"exceptions": [late]}, {"holidays": []}, {"weekly": {"mon": NINE_TO_SIX}}, {"zone": "UTC"}]
    for number, change in enumerate(changes, 2):
        changed = await ada.patch(path(calendar), change)
        assert (changed["number"], changed["version"]) == (number, number + 1)


async def test_versions_never_change_and_an_old_one_is_made_anew(callers_: Callers) -> None:
    ada, boris = await callers_.admin(), await callers_.agent(role="admin", name="Boris")
    calendar = await made(ada, holidays=[RU])
    first = (await ada.get(path(calendar, "/versions")))["items"]
    await boris.patch(path(calendar), {"zone": "UTC", "holidays": []})
    both = (await ada.get(path(calendar, "/versions")))["items"]
    assert [each["number"] for each in both] == [2, 1]
    assert both[1:] == first
    assert [each["created_by"]["name"] for each in both] == ["Boris", "Ada"]
    restored = await ada.post(path(calendar, "/restore-version"), {"number": 1}, expect=200, headers={"if-match": "2"})
    assert (restored["number"], restored["version"], restored["zone"]) == (3, 3, "Europe/Moscow")
    assert restored["holiday_dates"] == calendar["holiday_dates"]
    again = await ada.post(path(calendar, "/restore-version"), {"number": 1}, expect=200)
    assert (again["number"], again["version"]) == (3, 3)
    pages = await ada.get(path(calendar, "/versions"), params={"limit": 2})
    last = await ada.get(path(calendar, "/versions"), params={"limit": 2, "cursor": pages["next_cursor"]})
    assert [each["number"] for each in pages["items"] + last["items"]] == [3, 2, 1]
    problem = await ada.refused("POST", path(calendar, "/restore-version"), 422, "unknown_version", json={"number": 9})
    assert problem["errors"][0]["pointer"] == "/number"
    stale = {"json": {"number": 1}, "headers": {"if-match": '"1"'}}
    await ada.refused("POST", path(calendar, "/restore-version"), 412, "stale", **stale)


async def test_public_holidays_become_dates_from_last_year_to_ten_years_ahead(callers_: Callers) -> None:
    ada, year = await callers_.admin(), clock.now().year
    dates = (await made(ada, holidays=[RU]))["holiday_dates"]
    assert {day[:4] for day in dates} == {str(each) for each in range(year - 1, year + 11)}
    assert dates[f"{year}-01-01"] == "Новогодние каникулы"  # in the country's language, whatever the server's is
    assert list(dates) == sorted(dates)
    bavaria = (await made(ada, name="Bavaria", holidays=[BAVARIA]))["holiday_dates"]
    germany = (await made(ada, name="Germany", holidays=[{"country": "DE"}]))["holiday_dates"]
    assert bavaria[f"{year}-01-06"] == "Heilige Drei Könige"
    assert f"{year}-01-06" not in germany
    assert germany.items() <= bavaria.items()
    both = (await made(ada, name="Both", holidays=[RU, BAVARIA, RU]))["holiday_dates"]
    assert both.keys() == dates.keys() | bavaria.keys()
    assert both[f"{year}-01-01"] == "Новогодние каникулы; Neujahr"


async def test_moved_days_are_as_the_library_has_them_and_years_that_it_does_not_know_are_no_error() -> None:
    moved = public_holidays.expand([RU], 2026)
    assert "03.01.2026" in moved["2026-01-09"]
    assert "2026-05-11" in moved
    assert public_holidays.expand([{"country": "IN", "region": None}], 2034)


async def test_the_horizon_moves_when_the_hours_are_sent_again(callers_: Callers, desk: Desk) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    calendar = await made(ada, holidays=[BAVARIA])
    old = public_holidays.expand([BAVARIA], clock.now().year - 9)
    async with desk.database.lean() as connection:
        await connection.execute(
            "UPDATE calendar_versions SET holiday_dates = ($1::text)::jsonb", orjson.dumps(old).decode()
        )
    assert (await ada.patch(path(calendar), {"name": "Bavaria"}))["holiday_dates"] == old
    moved = await ada.patch(path(calendar), {"holidays": [BAVARIA]})
    assert (moved["number"], moved["holiday_dates"]) == (2, calendar["holiday_dates"])
    kept = (await anna.get(path(calendar, "/versions")))["items"][1]
    assert kept["holiday_dates"] == old


_WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"zone": "Europe/Mosco"}, "/zone", "unknown_zone"),
    ({"zone": "localtime"}, "/zone", "unknown_zone"),
    ({"zone": "../etc/passwd"}, "/zone", "unknown_zone"),
    ({"zone": ""}, "/zone", "unknown_zone"),
    ({"weekly": {}}, "/weekly", "never_open"),
    ({"weekly": {"mon": [{"opens": "09:00", "closes": "09:59"}]}}, "/weekly", "barely_open"),
    ({"weekly": {"mon": []}, "exceptions": [special("2026-12-31", "X", ("09:00", "12:00"))]}, "/weekly", "never_open"),
    ({"weekly": {"wed": [{"opens": "24:00", "closes": "06:00"}]}}, "/weekly/wed/0", "invalid_hours"),
    (
        {"weekly": {"tue": [NINE_TO_SIX[0], {"opens": "12:59", "closes": "18:00"}]}},
        "/weekly/tue/1",
        "overlapping_hours",
    ),
    (
        {"weekly": {"sun": [{"opens": "22:00", "closes": "06:00"}], "mon": [{"opens": "05:00", "closes": "09:00"}]}},
        "/weekly/mon/0",
        "overlapping_hours",
    ),
    (
        {"exceptions": [special("2026-12-31"), special("2026-01-01", "X", ("09:00", "12:00"), ("11:00", "13:00"))]},
        "/exceptions/1/hours/1",
        "overlapping_hours",
    ),
    (
        {"exceptions": [special("2026-12-31", "X", ("24:00", "12:00"))]},
        "/exceptions/0/hours/0",
        "invalid_hours",
    ),
    (
        {"exceptions": [special("2026-12-31"), special("2026-12-30"), special("2026-12-31", "Again")]},
        "/exceptions/2/date",
        "duplicate_date",
    ),
    ({"holidays": [RU, {"country": "XX"}]}, "/holidays/1/country", "unknown_country"),
    ({"holidays": [{"country": "ru"}]}, "/holidays/0/country", "unknown_country"),
    ({"holidays": [{"country": "HolidayBase"}]}, "/holidays/0/country", "unknown_country"),
    ({"holidays": [{"country": "DE", "region": "XX"}]}, "/holidays/0/region", "unknown_region"),
    ({"holidays": [{"country": "RU", "region": "MOW"}]}, "/holidays/0/region", "unknown_region"),
]


@pytest.mark.parametrize(("change", "pointer", "code"), _WRONG, ids=[f"{code} {at}" for _, at, code in _WRONG])
async def test_what_means_nothing_is_refused_by_name(
    callers_: Callers, change: dict[str, Any], pointer: str, code: str
) -> None:
    ada = await callers_.admin()
    calendar = await made(ada)
    draft = {**OFFICE, "name": "Other", **change}
    for method, where, body in (
        ("POST", "/v1/calendars", draft),
        ("POST", "/v1/calendars/preview", draft),
        ("PATCH", path(calendar), change),
    ):
        problem = await ada.refused(method, where, 422, "invalid", json=body)
        assert {"pointer": pointer, "code": code} in [
            {"pointer": each["pointer"], "code": each["code"]} for each in problem["errors"]
        ], problem
    assert (await ada.get("/v1/calendars"))["items"] == [calendar]


_BAD: list[dict[str, Any]] = [
    {"weekly": {"mon": [{"opens": "9:00", "closes": "13:00"}]}},
    {"weekly": {"mon": [{"opens": "09:00", "closes": "24:01"}]}},
    {"weekly": {"mon": [{"opens": "09:60", "closes": "13:00"}]}},
    {"weekly": {"mon": [{"opens": "٠٩:00", "closes": "13:00"}]}},
    {"weekly": {"mon": [{"opens": "09:00"}]}},
    {"weekly": {"mon": [{"opens": f"{n:02}:00", "closes": f"{n:02}:30"} for n in range(21)]}},
    {"weekly": {"monday": []}},
    {"weekly": []},
    {"weekly": None},
    {"zone": None},
    {"exceptions": [{"date": "2026-12-31", "name": "No hours"}]},
    {"exceptions": [special("2026-02-30")]},
    {"exceptions": [special("2026-1-1")]},
    {"exceptions": [special("1969-12-31")]},
    {"exceptions": [special("2201-01-01")]},
    {"exceptions": [{**special("2026-12-31"), "date": 1798675200}]},
    {"exceptions": [special("2026-12-31", "")]},
    {"exceptions": [special(f"{1970 + n // 300}-{1 + n % 12:02}-{1 + n % 25:02}") for n in range(2_001)]},
    {"holidays": [RU] * 11},
    {"holidays": [{}]},
    {"holidays": ["RU"]},
    {"holiday_dates": {"2026-01-01": "Mine"}},
]


async def test_bad_bodies_are_refused(callers_: Callers) -> None:
    ada = await callers_.admin()
    for change in _BAD:
        await ada.refused("POST", "/v1/calendars", 422, "invalid", json={**OFFICE, **change})
    for name in ("", " ", None, 7, "x" * 256):
        await ada.refused("POST", "/v1/calendars", 422, "invalid", json={**OFFICE, "name": name})
    assert (await ada.get("/v1/calendars"))["items"] == []


async def test_everything_wrong_is_said_at_once(callers_: Callers) -> None:
    ada = await callers_.admin()
    twice = [special("2026-12-31"), special("2026-12-31")]
    body = {**OFFICE, "zone": "Mars", "exceptions": twice, "holidays": [{"country": "XX"}]}
    problem = await ada.refused("POST", "/v1/calendars", 422, "invalid", json=body)
    assert {each["code"] for each in problem["errors"]} == {"unknown_zone", "duplicate_date", "unknown_country"}


async def test_the_most_exceptions_there_may_be(callers_: Callers) -> None:
    ada = await callers_.admin()
    days = [f"{2020 + n // 336}-{1 + n // 28 % 12:02}-{1 + n % 28:02}" for n in range(2_000)]
    calendar = await made(ada, exceptions=[special(day, "Closed") for day in days])
    assert len(calendar["exceptions"]) == 2_000


async def test_names_are_unique_also_under_a_race(callers_: Callers) -> None:
    ada = await callers_.admin()
    answers = await asyncio.gather(*(ada("POST", "/v1/calendars", json=OFFICE) for _ in range(5)))
    assert Counter(each.status_code for each in answers) == {201: 1, 409: 4}
    problem = await ada.refused("POST", "/v1/calendars", 409, "name_taken", json=OFFICE)
    assert problem["errors"][0]["pointer"] == "/name"
    other = await made(ada, name="Other")
    await ada.refused("PATCH", path(other), 409, "name_taken", json={"name": "Office"})
    retried = [await ada.post("/v1/calendars", {**OFFICE, "name": "K"}, headers={"idempotency-key": "k"})] * 2
    assert retried[0]["id"] == retried[1]["id"]


async def test_a_race_of_changes_has_one_winner_and_no_version_is_lost(callers_: Callers) -> None:
    ada = await callers_.admin()
    calendar = await made(ada)
    zones = ("Europe/Berlin", "Asia/Omsk", "UTC", "Europe/Paris", "Asia/Tokyo")
    matched = {"if-match": '"1"'}
    answers = await asyncio.gather(
        *(ada("PATCH", path(calendar), json={"zone": zone}, headers=matched) for zone in zones)
    )
    assert Counter(each.status_code for each in answers) == {200: 1, 412: 4}
    await asyncio.gather(*(ada.patch(path(calendar), {"zone": f"Etc/GMT+{n}"}) for n in range(1, 6)))
    items = (await ada.get(path(calendar, "/versions")))["items"]
    assert [each["number"] for each in items] == [7, 6, 5, 4, 3, 2, 1]
    assert len({each["zone"] for each in items}) == 7
    await ada.refused("PATCH", path({"id": new_id()}), 404, "not_found", json={"name": "X"})


async def policy_of(desk: Desk, calendar: dict[str, Any], *, enabled: bool = True) -> UUID:
    """A policy by this calendar, straight in the database."""
    now = clock.now()
    async with desk.database.unit_of_work() as work:
        policy = SlaPolicy(name="Gold", position=1, enabled=enabled, created_at=now, updated_at=now)
        work.session.add(policy)
        await work.session.flush()
        definition: dict[str, Any] = {
            "conditions": {"all": [], "any": []},
            "targets": [{"metric": "first_reply", "priority": "normal", "seconds": 60, "hours": "business"}],
            "steps": [],
            "pausable_updates": False,
            "paused_when_snoozed": [],
        }
        work.session.add(
            SlaPolicyVersion(
                policy_id=policy.id,
                number=1,
                name="Gold",
                calendar_id=UUID(calendar["id"]),
                definition=definition,
                created_at=now,
            )
        )
    return policy.id


async def test_a_calendar_is_archived_unless_somebody_works_by_it(callers_: Callers, desk: Desk) -> None:
    ada = await callers_.admin()
    calendar, team = await made(ada), await ada.post("/v1/teams", {"name": "Billing"})
    await ada.patch(f"/v1/teams/{team['id']}", {"calendar_id": calendar["id"]})
    policy_id, anna = await policy_of(desk, calendar), await callers_.agent()
    await ada.patch(f"/v1/agents/{anna.id}", {"calendar_id": calendar["id"]})
    queue = await ada.post("/v1/queues", {"name": "Main", "calendar_id": calendar["id"]})
    problem = await ada.refused("DELETE", path(calendar), 409, "calendar_in_use")
    assert problem["used_by"] == [
        {"kind": "policy", "id": str(policy_id), "name": "Gold"},
        {"kind": "team", "id": team["id"], "name": "Billing"},
        {"kind": "agent", "id": str(anna.id), "name": "Anna"},
        {"kind": "queue", "id": queue["id"], "name": "Main"},
    ]
    await ada.patch(f"/v1/agents/{anna.id}", {"calendar_id": None})
    await ada("DELETE", f"/v1/queues/{queue['id']}", expect=204)
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE sla_policies SET enabled = false")
    problem = await ada.refused("DELETE", path(calendar), 409, "calendar_in_use")
    assert [each["kind"] for each in problem["used_by"]] == ["team"]
    await ada.patch(f"/v1/teams/{team['id']}", {"calendar_id": None})
    await ada.refused("DELETE", path(calendar), 412, "stale", headers={"if-match": '"9"'})
    for _ in range(2):  # again: the same, also with the ETag of then
        assert not (await ada("DELETE", path(calendar), expect=204, headers={"if-match": '"1"'})).content
    archived = await ada.get(path(calendar))
    assert archived["archived_at"] is not None
    assert (await ada.get("/v1/calendars"))["items"] == []
    assert (await ada.get("/v1/calendars", params={"archived": True}))["items"] == [archived]
    await ada.refused("PATCH", path(calendar), 409, "calendar_archived", json={"zone": "UTC"})
    await ada.refused("POST", path(calendar, "/restore-version"), 409, "calendar_archived", json={"number": 1})
    await ada.refused("POST", "/v1/calendars", 409, "name_taken", json=OFFICE)
    renamed = await ada.patch(path(calendar), {"name": "Old office"})
    assert (renamed["name"], renamed["number"]) == ("Old office", 1)
    await made(ada)
    body = {"calendar_id": calendar["id"]}
    await ada.refused("PATCH", f"/v1/teams/{team['id']}", 422, "unknown_calendar", json=body)
    await ada.refused("DELETE", path({"id": new_id()}), 404, "not_found")


async def test_a_team_never_gets_a_calendar_that_is_archived_meanwhile(callers_: Callers) -> None:
    ada = await callers_.admin()
    for n in range(6):
        calendar = await made(ada, name=f"Calendar {n}")
        team = await ada.post("/v1/teams", {"name": f"Team {n}"})
        archived, given = await asyncio.gather(
            ada("DELETE", path(calendar)),
            ada("PATCH", f"/v1/teams/{team['id']}", json={"calendar_id": calendar["id"]}),
        )
        assert (archived.status_code, given.status_code) in {(204, 422), (409, 200)}


async def test_an_agent_never_works_by_a_calendar_that_is_archived_meanwhile(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    for n in range(6):
        calendar = await made(ada, name=f"Calendar {n}")
        archived, given = await asyncio.gather(
            ada("DELETE", path(calendar)),
            ada("PATCH", f"/v1/agents/{anna.id}", json={"calendar_id": calendar["id"]}),
        )
        assert (archived.status_code, given.status_code) in {(204, 422), (409, 200)}


async def test_new_hours_and_agents_who_work_by_them_change_together(callers_: Callers) -> None:
    ada = await callers_.admin()
    agents = [await callers_.agent() for _ in range(4)]
    calendar = await made(ada)
    zones = ["UTC", "Europe/Berlin", "Asia/Tokyo", "Europe/Moscow"]
    answers = await asyncio.gather(
        *(ada("PATCH", f"/v1/agents/{each.id}", json={"calendar_id": calendar["id"]}) for each in agents),
        *(ada("PATCH", path(calendar), json={"zone": zone}) for zone in zones),
        *(ada("PATCH", f"/v1/agents/{each.id}", json={"by_shifts": True}) for each in agents),
    )
    assert {each.status_code for each in answers} == {200}


async def test_there_are_only_so_many_calendars(callers_: Callers, desk: Desk) -> None:
    ada = await callers_.admin()
    gone = await made(ada, name="Gone")
    async with desk.database.lean() as connection:
        await connection.execute(
            "INSERT INTO calendars (id, name, number, version, created_at, updated_at)"
            " SELECT gen_random_uuid(), 'Filler ' || n, 1, 1, now(), now() FROM generate_series(1, $1::int) n",
            MAX_CALENDARS - 4,
        )
    answers = await asyncio.gather(*(ada("POST", "/v1/calendars", json={**OFFICE, "name": f"C{n}"}) for n in range(6)))
    assert Counter(each.status_code for each in answers) == {201: 3, 409: 3}
    await ada.refused("POST", "/v1/calendars", 409, "too_many_calendars", json={**OFFICE, "name": "C9"})
    await ada("DELETE", path(gone), expect=204)
    await made(ada, name="C10")


async def test_agents_read_and_only_admins_write(callers_: Callers) -> None:
    ada, agent, lead = await callers_.admin(), await callers_.agent(), await callers_.agent(role="lead")
    calendar = await made(ada)
    reads = ["/v1/calendars", path(calendar), path(calendar, "/versions"), path(calendar, "/preview")]
    writes: list[tuple[str, str, Any]] = [
        ("POST", "/v1/calendars", OFFICE),
        ("PATCH", path(calendar), {"name": "X"}),
        ("DELETE", path(calendar), None),
        ("POST", path(calendar, "/restore-version"), {"number": 1}),
    ]
    draft = ("POST", "/v1/calendars/preview", OFFICE)
    for api in (agent, lead):
        for where in reads:
            await api.get(where)
        for method, where, body in writes:
            await api.refused(method, where, 403, "forbidden", json=body)
    await lead.post("/v1/calendars/preview", OFFICE, expect=200)
    await agent.refused("POST", "/v1/calendars/preview", 403, "forbidden", json=OFFICE)
    for stranger in (await callers_.customer(), await callers_.partner("tickets:read", "people:read")):
        for method, where, body in [*(("GET", where, None) for where in reads), *writes, draft]:
            await stranger.refused(method, where, 403, "forbidden", json=body)
    assert await ada.get(path(calendar)) == calendar


def reason(kind: str, name: str | None = None) -> dict[str, Any]:
    """Why it is open or closed."""
    return {"kind": kind, "name": name}


async def test_a_preview_says_when_it_is_open_and_why(callers_: Callers) -> None:
    ada, anna = await callers_.admin(), await callers_.agent()
    days = [special("2026-12-31", "Short day", ("09:00", "12:00")), special("2026-12-29", "Stocktaking")]
    calendar = await made(ada, exceptions=days, holidays=[RU])
    period = {"from": "2026-12-28T00:00:00+03:00", "to": "2027-01-02T00:00:00+03:00"}
    asked = {**period, "at": "2026-12-30T17:00:00+03:00", "due_after": 2 * 3600}
    seen = await anna.get(path(calendar, "/preview"), params=asked)
    assert (seen["number"], seen["zone"]) == (1, "Europe/Moscow")
    assert (seen["from"], seen["to"]) == ("2026-12-27T21:00:00Z", "2027-01-01T21:00:00Z")
    assert [(each["date"], each["opens"], each["closes"], each["reason"]) for each in seen["openings"]] == [
        ("2026-12-28", "2026-12-28T06:00:00Z", "2026-12-28T10:00:00Z", reason("weekly")),
        ("2026-12-28", "2026-12-28T11:00:00Z", "2026-12-28T15:00:00Z", reason("weekly")),
        ("2026-12-30", "2026-12-30T06:00:00Z", "2026-12-30T10:00:00Z", reason("weekly")),
        ("2026-12-30", "2026-12-30T11:00:00Z", "2026-12-30T15:00:00Z", reason("weekly")),
        # A holiday by the library (a moved day); the exception wins.
        ("2026-12-31", "2026-12-31T06:00:00Z", "2026-12-31T09:00:00Z", reason("exception", "Short day")),
    ]
    assert seen["openings_left_off"] == 0
    assert seen["open_seconds"] == (8 + 8 + 3) * 3600
    assert seen["closed_days"] == [
        {"date": "2026-12-29", "reason": reason("exception", "Stocktaking")},
        {"date": "2027-01-01", "reason": reason("holiday", "Новогодние каникулы")},
    ]
    assert (seen["is_open"], seen["reason"]) == (True, reason("weekly"))
    assert seen["next_change_at"] == "2026-12-30T15:00:00Z"
    assert seen["due_at"] == "2026-12-31T07:00:00Z"
    closed = await anna.get(path(calendar, "/preview"), params={**period, "at": "2026-12-31T15:00:00+03:00"})
    assert (closed["is_open"], closed["reason"], closed["due_at"]) == (False, reason("exception", "Short day"), None)
    draft = {**OFFICE, "exceptions": days, "holidays": [RU], **asked}
    assert await ada.post("/v1/calendars/preview", draft, expect=200) == {**seen, "number": None}


async def test_a_preview_of_an_old_version(callers_: Callers) -> None:
    ada = await callers_.admin()
    calendar = await made(ada)
    await ada.patch(path(calendar), {"zone": "UTC"})
    asked = {"from": "2026-11-23T00:00:00Z"}
    for number, zone, opens in ((1, "Europe/Moscow", "06"), (2, "UTC", "09")):
        seen = await ada.get(path(calendar, "/preview"), params={**asked, "number": number})
        assert (seen["number"], seen["zone"]) == (number, zone)
        assert seen["openings"][0]["opens"] == f"2026-11-23T{opens}:00:00Z"
        assert seen["to"] == "2026-12-07T00:00:00Z"
    assert (await ada.get(path(calendar, "/preview"), params=asked))["number"] == 2
    await ada.refused("GET", path(calendar, "/preview"), 422, "unknown_version", params={"number": 3})


async def test_a_night_shift_over_the_change_of_the_clocks(callers_: Callers) -> None:
    ada = await callers_.admin()
    nights = await ada.post("/v1/calendars", NIGHTS)
    # Saturday 22:00 to Sunday 06:00: an hour less in spring, one more in autumn, and nobody counts wrong.
    for since, until, opens, closes, hours in (
        ("2026-03-28", "2026-03-30", "2026-03-28T21:00:00Z", "2026-03-29T04:00:00Z", 7),
        ("2026-10-24", "2026-10-26", "2026-10-24T20:00:00Z", "2026-10-25T05:00:00Z", 9),
        ("2026-07-04", "2026-07-06", "2026-07-04T20:00:00Z", "2026-07-05T04:00:00Z", 8),
    ):
        asked = {"from": f"{since}T12:00:00Z", "to": f"{until}T00:00:00Z", "at": opens, "due_after": hours * 3600}
        seen = await ada.get(path(nights, "/preview"), params=asked)
        assert seen["openings"] == [{"date": since, "opens": opens, "closes": closes, "reason": reason("weekly")}]
        assert (seen["open_seconds"], seen["due_at"]) == (hours * 3600, closes)
    # Cut in the middle, it still belongs to the day on which it began, and its name is that day's.
    fair = special("2026-07-03", "Fair", ("22:00", "06:00"))
    draft = {**NIGHTS, "exceptions": [fair, special("2026-07-04")], "from": "2026-07-04T00:00:00Z"}
    seen = await ada.post(
        "/v1/calendars/preview", {**draft, "to": "2026-07-05T00:00:00Z", "at": draft["from"]}, expect=200
    )
    assert [(each["date"], each["opens"], each["reason"]) for each in seen["openings"]] == [
        ("2026-07-03", "2026-07-04T00:00:00Z", reason("exception", "Fair"))
    ]
    assert (seen["is_open"], seen["reason"], seen["next_change_at"]) == (
        True, reason("exception", "Fair"), "2026-07-04T04:00:00Z",
    )  # fmt: skip
    assert [each["date"] for each in seen["closed_days"]] == ["2026-07-04", "2026-07-05"]


async def test_a_calendar_that_never_closes(callers_: Callers) -> None:
    ada = await callers_.admin()
    whole = {day: [{"opens": "00:00", "closes": "24:00"}] for day in WEEK}
    draft = {"zone": "Europe/Berlin", "weekly": whole, "from": "2026-03-01T00:00:00Z", "to": "2026-04-01T00:00:00Z"}
    seen = await ada.post("/v1/calendars/preview", draft, expect=200)
    assert [(each["opens"], each["closes"]) for each in seen["openings"]] == [(draft["from"], draft["to"])]
    assert seen["open_seconds"] == timedelta(days=31).total_seconds()
    assert (seen["is_open"], seen["next_change_at"], seen["closed_days"]) == (True, None, [])


async def test_the_limits_of_a_preview(callers_: Callers) -> None:
    ada = await callers_.admin()
    calendar = await made(ada)
    preview = path(calendar, "/preview")
    for asked in (
        {"from": "2026-01-01T00:00:00Z", "to": "2026-01-01T00:00:00Z"},
        {"from": "2026-01-02T00:00:00Z", "to": "2026-01-01T00:00:00Z"},
        {"from": "2026-01-01T00:00:00Z", "to": "2027-01-02T00:00:01Z"},
    ):
        await ada.refused("GET", preview, 422, "invalid_period", params=asked)
        await ada.refused("POST", "/v1/calendars/preview", 422, "invalid_period", json={**OFFICE, **asked})
    bad: list[dict[str, Any]] = [
        {"from": "1969-12-31T23:59:59Z"},
        {"at": "2201-01-01T00:00:00Z"},
        {"from": "2026-01-01T00:00:00"},
        {"due_after": 0},
        {"due_after": 366 * 86_400 + 1},
        {"number": 0},
    ]
    for asked in bad:
        await ada.refused("GET", preview, 422, "invalid", params=asked)
    await ada.refused("POST", "/v1/calendars/preview", 422, "invalid", json={**OFFICE, "due_after": True})
    await ada.refused("GET", path({"id": new_id()}, "/preview"), 404, "not_found")
    year = {"from": "2026-01-01T00:00:00Z", "to": "2027-01-02T00:00:00Z", "due_after": 366 * 86_400}
    assert (await ada.get(preview, params=year))["due_at"] > "2030"
    minutes = [{"opens": f"{n:02}:00", "closes": f"{n:02}:01"} for n in range(20)]
    busy = {"zone": "UTC", "weekly": dict.fromkeys(WEEK, minutes)}
    seen = await ada.post("/v1/calendars/preview", {**busy, **year, "due_after": 60}, expect=200)
    assert (len(seen["openings"]), seen["openings_left_off"]) == (2_000, 366 * 20 - 2_000)
    assert seen["open_seconds"] == 366 * 20 * 60
    assert (await ada.get("/v1/calendars"))["items"] == [calendar]


@pytest.mark.parametrize(
    ("where", "body"),
    [
        ("/v1/teams", {"name": "Billing"}),
        ("/v1/queues", {"name": "Main"}),
        ("/v1/agents", {"name": "Anna", "email": "anna@desk.example"}),
    ],
)
async def test_the_doctor_warns_of_holidays_that_end_within_a_year(
    callers_: Callers, desk: Desk, where: str, body: dict[str, Any]
) -> None:
    ada = await callers_.admin()
    used, unused = await made(ada, name="Used", holidays=[RU]), await made(ada, name="Unused", holidays=[RU])
    await ada.post(where, {**body, "calendar_id": used["id"]})
    connection = await asyncpg.connect(desk.database.url)
    try:
        fine = await examine_calendars(connection)
        assert (fine.ok, fine.advice) == (True, "")
        soon = (clock.now() + timedelta(days=300)).date().isoformat()
        await connection.execute(
            "UPDATE calendar_versions SET holiday_dates = jsonb_build_object($1::text, 'Last')", soon
        )
        warned = await examine_calendars(connection)
    finally:
        await connection.close()
    assert soon in warned.detail
    assert "Used" in warned.detail
    assert "Unused" not in warned.detail
    assert "PATCH" in warned.advice
    assert unused["id"] != used["id"]
