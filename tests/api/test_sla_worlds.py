"""What the SLA rules are given: policies in order as they count now, old versions, calendars; and when it is read."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest

from app import clock
from app.db import Database
from app.ids import new_id
from app.models import CalendarVersion
from app.rules.schedules import ALWAYS
from app.rules.sla_policies import Policy, Target
from app.services import sla_worlds
from app.services.sla_worlds import Snapshot
from tests.api.test_sla_policies import HOUR, NOTIFY, PATH, TARGET, body, calendar
from tests.conftest import Callers, Desk

Decision = tuple[UUID | None, UUID | None]


async def snapshot(database: Database) -> Snapshot:
    """As a connection of the hot paths sees it."""
    async with database.lean() as connection:
        return await sla_worlds.current(connection)


def _noted(name: str, compiled: list[str]) -> Callable[[Mapping[str, Any]], Any]:
    make = getattr(sla_worlds, name)

    def noting(row: Mapping[str, Any]) -> Any:
        compiled.append(name)
        return make(row)

    return noting


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is compiled meanwhile."""
    compiled: list[str] = []
    with monkeypatch.context() as patch:
        for name in ("rule_policy", "schedule"):
            patch.setattr(sla_worlds, name, _noted(name, compiled))
        yield compiled


def about(field: str, value: str) -> dict[str, Any]:
    """Conditions on one field."""
    return {"all": [{"field": field, "operator": "is", "value": value}]}


async def test_without_policies_nothing_is_promised(desk: Desk) -> None:
    found = await snapshot(desk.database)
    assert found.standings == ()
    assert found.decide({"priority": "urgent"}, clock.now()) == (None, None)


async def test_the_first_whose_conditions_hold_is_chosen(callers_: Callers, desk: Desk) -> None:
    ada, office = await callers_.admin(), await calendar(desk)
    gold = await ada.post(PATH, body("Gold", conditions=about("priority", "urgent")))
    every = await ada.post(PATH, body("Everybody", calendar_id=str(office)))
    off = await ada.post(PATH, body("Off", position=1, enabled=False))
    gone = await ada.post(PATH, body("Gone", position=1))
    await ada("DELETE", f"{PATH}/{gone['id']}", expect=204)

    async def chosen(priority: str, at: datetime | None = None) -> tuple[str | None, UUID | None]:
        found = await snapshot(desk.database)
        version, hours = found.decide({"priority": priority}, at or clock.now())
        return next((each.policy.name for each in found.standings if each.policy.version_id == version), None), hours

    hours = await _version_of(desk, office)
    assert await chosen("urgent") == ("Gold", None)
    assert await chosen("low") == ("Everybody", hours)
    await ada.patch(f"{PATH}/{every['id']}", {"position": 1})
    assert await chosen("urgent") == ("Everybody", hours)
    await ada.patch(f"{PATH}/{off['id']}", {"enabled": True, "position": 1})
    assert await chosen("urgent") == ("Off", None)
    await ada.patch(f"{PATH}/{off['id']}", {"conditions": about("priority", "low")})
    assert await chosen("urgent") == ("Everybody", hours)
    assert await chosen("low") == ("Off", None)
    # What happened before a policy was made is not for it.
    at = datetime.fromisoformat(every["created_at"])
    assert await chosen("urgent", at - timedelta(microseconds=1)) == ("Gold", None)
    assert await chosen("low", at) == ("Everybody", hours)
    assert await chosen("urgent", datetime.fromisoformat(gold["created_at"]) - timedelta(seconds=1)) == (None, None)


async def _version_of(desk: Desk, calendar_id: UUID) -> UUID:
    async with desk.database.lean() as connection:
        query = "SELECT v.id FROM calendars c JOIN calendar_versions v ON v.calendar_id = c.id AND v.number = c.number"
        found: UUID = await connection.fetchval(f"{query} WHERE c.id = $1", calendar_id)
        return found


async def test_a_policy_is_compiled_as_it_was_sent(callers_: Callers, desk: Desk) -> None:
    ada, office = await callers_.admin(), await calendar(desk)
    steps = [
        {"metrics": ["first_reply"], "percent": 50, "actions": [NOTIFY]},
        {"metrics": ["first_reply", "resolution"], "before_seconds": 60, "actions": [NOTIFY, {"type": "requeue"}]},
        {"metrics": ["resolution"], "after_seconds": 0, "actions": [NOTIFY]},
    ]
    made = await ada.post(
        PATH,
        body(
            calendar_id=str(office), steps=steps, pausable_updates=True, paused_when_snoozed=["agent_work"],
            targets=[{**TARGET, "hours": "business"}, {"metric": "resolution", "priority": "low", "seconds": 70}],
            conditions=about("custom_fields.plan", "gold"),
        ),
    )  # fmt: skip
    found = await snapshot(desk.database)
    (standing,) = found.standings
    policy: Policy = standing.policy
    assert (str(policy.policy_id), policy.number, policy.name) == (made["id"], 1, "Gold")
    assert policy.targets == {
        ("first_reply", "urgent"): Target("first_reply", "urgent", HOUR, business=True),
        ("resolution", "low"): Target("resolution", "low", 70, business=False),
    }
    assert [(each.key, each.percent, each.before, each.after) for each in policy.steps] == [
        ("s1", 50, None, None), ("s2", None, 60, None), ("s3", None, None, 0),
    ]  # fmt: skip
    assert [each.key for each in policy.steps_of("resolution")] == ["s2", "s3"]
    assert policy.steps[1].actions == ({**NOTIFY, "by_mail": False}, {"type": "requeue"})
    assert (policy.pausable_updates, policy.paused_when_snoozed) == (True, frozenset({"agent_work"}))
    assert policy.conditions.hold({"custom_fields": {"plan": "gold"}})
    assert not policy.conditions.hold({"custom_fields": {}})
    # Friday, half an hour before six in Moscow: the rest of the hour is on Monday.
    friday = datetime(2026, 11, 6, 14, 30, tzinfo=UTC)
    assert found.hours[standing.calendar].due(friday, HOUR) == datetime(2026, 11, 9, 6, 30, tzinfo=UTC)
    assert found.hours[None] is ALWAYS


async def test_versions_that_no_longer_count_are_in_the_world(callers_: Callers, desk: Desk) -> None:
    ada, office = await callers_.admin(), await calendar(desk)
    made = await ada.post(PATH, body(calendar_id=str(office)))
    old = await snapshot(desk.database)
    version, hours = old.decide({}, clock.now())
    assert version is not None
    assert hours is not None
    await ada.patch(f"{PATH}/{made['id']}", {"targets": [{**TARGET, "seconds": 60}]})
    newer = await _new_calendar_version(desk, office)
    now = await snapshot(desk.database)
    assert now.decide({}, clock.now())[1] == newer
    async with desk.database.lean() as connection:
        world = await sla_worlds.world(connection, [version, version], [hours], snapshot=now)
        alone = await sla_worlds.world(connection, [version], [], snapshot=None)
        with pytest.raises(LookupError):
            await sla_worlds.world(connection, [new_id()], [], snapshot=now)
        with pytest.raises(LookupError):
            await sla_worlds.world(connection, [], [new_id()], snapshot=None)
    assert {each.number for each in world.policies.values()} == {1, 2}
    assert set(world.hours) == {None, hours, newer}
    assert (set(alone.policies), set(alone.hours)) == ({version}, {None})


async def _new_calendar_version(desk: Desk, calendar_id: UUID) -> UUID:
    async with desk.database.unit_of_work() as work:
        made = CalendarVersion(
            calendar_id=calendar_id, number=2, zone="UTC", weekly={"mon": [{"opens": "10:00", "closes": "11:00"}]},
            created_at=clock.now(),
        )  # fmt: skip
        work.session.add(made)
        await work.session.flush()
        connection = await work.lean()
        await connection.execute("UPDATE calendars SET number = 2, version = 2 WHERE id = $1", calendar_id)
    return made.id


async def test_what_is_known_is_not_compiled_again(
    callers_: Callers, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, office = await callers_.admin(), await calendar(desk)
    made = await ada.post(PATH, body(calendar_id=str(office)))
    with counted(monkeypatch) as compiled:
        first = await snapshot(desk.database)
        assert sorted(compiled) == ["rule_policy", "schedule"]
        assert await snapshot(desk.database) is first
        await ada.patch(f"{PATH}/{made['id']}", {"name": "Other"})
        assert await snapshot(desk.database) is first
        other = await ada.post(PATH, body("B", position=1))
        second = await snapshot(desk.database)
        assert [each.policy.policy_id for each in second.standings] == [UUID(other["id"]), UUID(made["id"])]
        assert second.standings[1].policy is first.standings[0].policy
        assert sorted(compiled) == ["rule_policy", "rule_policy", "schedule"]


async def test_a_change_is_seen_when_it_is_committed(callers_: Callers, desk: Desk) -> None:
    """Whatever commits first, and whatever its clock says: each snapshot is what its statement saw."""
    ada = await callers_.admin()
    made = await ada.post(PATH, body())
    path = f"{PATH}/{made['id']}"
    async with desk.database.unit_of_work() as slow:
        connection = await slow.lean()
        await connection.execute("BEGIN")
        await connection.execute(
            "UPDATE sla_policies SET enabled = false, updated_at = '2020-01-01' WHERE id = $1", UUID(made["id"])
        )
        assert await sla_worlds.current(connection) == Snapshot((), {None: ALWAYS})
        assert len((await snapshot(desk.database)).standings) == 1
        await ada.post(PATH, body("B", conditions=about("priority", "low")))
        assert len((await snapshot(desk.database)).standings) == 2
        await connection.execute("COMMIT")
    found = await snapshot(desk.database)
    assert [each.policy.name for each in found.standings] == ["B"]
    assert (await ada.patch(path, {"enabled": True}))["number"] == 1
    assert len((await snapshot(desk.database)).standings) == 2


def test_only_so_many_are_kept() -> None:
    kept: sla_worlds._Recent[int] = sla_worlds._Recent(2)
    one, two, three = new_id(), new_id(), new_id()
    kept.put(one, 1)
    kept.put(two, 2)
    assert kept.get(one) == 1
    kept.put(three, 3)
    assert (len(kept), kept.get(one), kept.get(two), kept.get(three)) == (2, 1, None, 3)


@pytest.mark.parametrize("as_text", [True, False])
def test_stored_hours_mean_what_people_read(as_text: bool) -> None:  # noqa: FBT001
    row: dict[str, Any] = {
        "weekly": {
            "mon": [{"opens": "09:00", "closes": "13:00"}, {"opens": "22:00", "closes": "06:00"}],
            "sat": [{"opens": "00:00", "closes": "24:00"}],
            "sun": [{"opens": "08:00", "closes": "08:00"}],
        },
        "exceptions": [
            {"date": "2026-11-09", "name": "Stocktaking", "hours": []},
            {"date": "2026-11-11", "name": "Long night", "hours": [{"opens": "10:00:30", "closes": "10:01"}]},
        ],
        "holiday_dates": {"2026-11-16": "A feast", "2026-11-11": "Not this one"},
    }
    if as_text:
        row = {name: orjson.dumps(value).decode() for name, value in row.items()}
    schedule = sla_worlds.schedule({"zone": "UTC", **row})

    def opened(day: int, month: int = 11) -> int:
        begin = datetime(2026, month, day, tzinfo=UTC)
        return schedule.open_seconds(begin, begin + timedelta(days=1))

    assert opened(2) == (8 + 4 + 2) * HOUR  # what Sunday left, Monday, and the beginning of its night
    assert opened(3) == 6 * HOUR
    assert opened(7) == 24 * HOUR
    assert opened(8) == 16 * HOUR  # a whole day from eight on Sunday
    assert opened(9) == 8 * HOUR  # of Sunday's; the Monday itself is closed
    assert opened(11) == 30
    assert opened(16) == 8 * HOUR
    assert schedule.reason(datetime(2026, 11, 16, 10, tzinfo=UTC)).holiday == "A feast"
