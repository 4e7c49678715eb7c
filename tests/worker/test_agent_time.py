"""What agents' time went to: kept by the desk as it happens, summed by quarters, and the same however it is cut."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from app import clock
from app.ids import new_id
from app.rules import agent_time as rules
from app.rules import report_periods
from app.rules.agent_time import Parts, Stretch
from app.services import agent_adherence, agent_days, agent_stretches, agent_sums, agent_time
from app.services.agent_adherence import Adherence
from tests import routing
from tests.conftest import Api, Callers, Desk

BERLIN = ZoneInfo("Europe/Berlin")
_SHIFT = """INSERT INTO shifts (id, agent_id, starts_at, ends_at, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, 1, $5, $5)"""
_ADD = """INSERT INTO agent_spans (agent_id, kind, about_id, from_at, to_at, presence)
VALUES ($1, $2, $3, $4, $5, $6)"""


async def spans(desk: Desk, agent: Api) -> list[tuple[str, str | None, bool]]:
    """Kind, presence, and whether it is over; and nothing of a kind that is one at a time overlaps."""
    async with desk.database.lean() as connection:
        rows = await connection.fetch("SELECT * FROM agent_spans WHERE agent_id = $1 ORDER BY from_at, id", agent.who)
    states = [row for row in rows if row["kind"] == "state"]
    assert all(one["to_at"] == other["from_at"] for one, other in pairwise(states))
    now = clock.now()
    return [(row["kind"], row["presence"], row["to_at"] is not None and row["to_at"] <= now) for row in rows]


async def test_what_an_agent_is_and_has_is_kept(callers_: Callers, desk: Desk) -> None:
    anna, boris, vera = await callers_.agent(online=True), await callers_.agent(online=True), await callers_.customer()
    team = await callers_.team("Support", anna, boris)
    await routing.queue(callers_, "Chats", [team], auto_accept=False, wrap_up_seconds=600)
    async with desk.database.lean() as connection:
        # Only Anna is offered anything.
        await connection.execute("UPDATE agents SET presence_channels = '{}' WHERE id = $1", boris.who)
    chat = await vera.post("/v1/chats", {"body": "Hello"})
    path = f"/v1/chats/{chat['id']}"
    await anna.post(f"{path}/accept", expect=200)
    assert await spans(desk, anna) == [("state", "online", False), ("chat", None, False)]
    await anna.post(f"{path}/end", {}, expect=200)
    assert await spans(desk, anna) == [
        ("state", "online", False), ("chat", None, True), ("wrap_up", None, False),
    ]  # fmt: skip
    await anna.post(f"{path}/wrapped-up", expect=200)
    for presence in ("away", "away", "busy"):
        await anna.put("/v1/agents/me/presence", {"status": presence, "channels": ["chat"]})
    assert await spans(desk, anna) == [
        ("state", "online", True), ("chat", None, True), ("wrap_up", None, True), ("state", "away", True),
        ("state", "busy", False),
    ]  # fmt: skip
    assert await spans(desk, boris) == [("state", "online", False)]


async def a_history(connection: Any, agent_id: UUID, begin: datetime, end: datetime, luck: Random) -> None:
    """Days of an agent, to the microsecond, all of it over but the last state and the last chat."""

    def some(low: datetime, high: datetime) -> datetime:
        return low + timedelta(microseconds=luck.randrange((high - low) // timedelta(microseconds=1)))

    await connection.execute("DELETE FROM agent_spans WHERE agent_id = $1", agent_id)
    marks = [begin, *sorted(some(begin, end) for _ in range(30)), None]
    rows: list[tuple[Any, ...]] = [
        (agent_id, "state", None, low, high, luck.choice(["online", "online", "busy", "away", "offline"]))
        for low, high in pairwise(marks)
    ]
    for kind in luck.choices(["chat", "chat", "call", "wrap_up"], k=15):
        low = some(begin, end)
        rows.append((agent_id, kind, new_id(), low, min(end, low + timedelta(minutes=luck.randrange(90))), None))
    rows.append((agent_id, "chat", new_id(), some(end - timedelta(hours=5), end), None, None))
    await connection.executemany(_ADD, rows)


async def test_the_sum_of_the_parts_is_the_whole_on_days_of_23_and_25_hours(callers_: Callers, desk: Desk) -> None:
    """Before anything is summed, after, and after it was made anew: hours, days and periods that cut quarters agree."""
    agents = [await callers_.agent(online=True) for _ in range(2)]
    zones = [(datetime(2026, month, day, tzinfo=BERLIN), hours) for month, day, hours in ((3, 29, 23), (10, 25, 25))]
    luck = Random("time")
    async with desk.database.lean() as connection, connection.transaction():
        # Nobody sums meanwhile.
        await connection.execute("LOCK TABLE agent_slots_until IN SHARE ROW EXCLUSIVE MODE")
        await agent_sums.rebuild(connection)
        for midnight, hours in zones:
            begin = midnight.astimezone(UTC)
            end = (midnight + timedelta(days=1)).astimezone(UTC)
            assert end - begin == timedelta(hours=hours)
            for each in agents:
                await a_history(connection, each.who, begin - timedelta(hours=2), end, luck)
            cuts = [
                [begin + timedelta(hours=each) for each in range(hours + 1)],
                [begin, begin + timedelta(hours=7, minutes=3, microseconds=5), end],
                [begin, end],
            ]
            raw = [await agent_time.parts(connection, bounds) for bounds in cuts]
            wholes = [{agent_id: whole(each) for agent_id, each in found.items()} for found in raw]
            assert wholes[0] == wholes[1] == wholes[2]
            assert set(wholes[0]) == {each.who for each in agents}
            assert all(0 < each.signed_in < hours * 3600 * 10**6 for each in wholes[0].values())
            # Summed up to in the middle, as it is at any moment of a day; then to the end.
            for until in (begin + timedelta(hours=9), end):
                edges = begin - timedelta(hours=2), until
                await agent_sums.rebuild(connection)
                await agent_sums.add_sums(connection, *edges)
                await connection.execute("INSERT INTO agent_slots_until VALUES (true, $1)", until)
                assert [await agent_time.parts(connection, bounds) for bounds in cuts] == raw
                # And in days, as far as they are over.
                while await agent_days.pack(connection, until):
                    pass
                assert [await agent_time.parts(connection, bounds) for bounds in cuts] == raw
                one = agents[0].who
                assert await agent_time.parts(connection, cuts[0], [one]) == {one: raw[0][one]}


def whole(found: list[Parts]) -> Parts:
    together = Parts()
    for each in found:
        together.add(each)
    return together


async def test_quarters_are_summed_once_they_are_over(callers_: Callers, desk: Desk) -> None:
    """By one at a time, from the first stretch on; what is summed again is the same."""
    anna = await callers_.agent(online=True)
    now = clock.now()
    begun = now - timedelta(hours=20)
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE agent_spans SET from_at = $1", begun)
        await connection.execute(_ADD, anna.who, "chat", new_id(), now - timedelta(hours=3), None, None)

    async def slots() -> list[tuple[Any, ...]]:
        while await agent_sums.sum_next(desk.database):
            pass
        async with desk.database.lean() as connection:
            return [tuple(row) for row in await connection.fetch("SELECT * FROM agent_slots ORDER BY at")]

    found = await slots()
    # The last one may not be over for long enough.
    assert 79 <= len(found) <= 81
    async with desk.database.lean() as connection:
        until = await connection.fetchval("SELECT until FROM agent_slots_until")
        assert now - timedelta(minutes=18) < until <= now
        parts = (await agent_time.parts(connection, [now - timedelta(hours=24), now]))[anna.who][0]
        assert parts.signed_in == timedelta(hours=20) // timedelta(microseconds=1)
        assert parts.occupancy == 3 / 20
        async with connection.transaction():
            await agent_sums.rebuild(connection)
    assert await slots() == found
    async with desk.database.lean() as connection:
        # What has not been is in no figure.
        later = await agent_time.parts(connection, [clock.now() + timedelta(hours=each) for each in (1, 2)])
        assert later == {}


async def test_adherence_is_the_plan_less_absences_held_against_who_was_there(callers_: Callers, desk: Desk) -> None:
    lead, anna, boris = [await callers_.agent(role=role, online=True) for role in ("lead", "agent", "agent")]
    now = clock.now()
    hour = timedelta(hours=1)
    micros = hour // timedelta(microseconds=1)
    shift = {"agent_id": str(anna.id), "starts_at": (now - 8 * hour).isoformat(), "ends_at": now.isoformat()}
    await lead.post("/v1/shifts", {**shift, "ends_at": (now + 2 * hour).isoformat()})
    await lead.post("/v1/shifts", {**shift, "agent_id": str(boris.id)})
    away = {"starts_at": (now - 6 * hour).isoformat(), "ends_at": (now - 5 * hour).isoformat()}
    await lead.post("/v1/absences", {**away, "agent_id": str(anna.id)})
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE agents SET by_shifts = true WHERE id = $1", anna.who)
        await connection.execute("DELETE FROM agent_spans")
        marks = [(now - 20 * hour, now - 7 * hour, "away"), (now - 7 * hour, now - 2 * hour, "online")]
        for begins, ends, presence in [*marks, (now - 2 * hour, None, "away")]:
            await connection.execute(_ADD, anna.who, "state", None, begins, ends, presence)
        # Something in hand is work, whatever they say they are.
        await connection.execute(_ADD, anna.who, "call", new_id(), now - hour, now - hour / 2, None)
        found = await agent_adherence.adherence(connection, [now - 24 * hour, now - 4 * hour, now])
        # Boris does not work by shifts: there is nothing to hold him against.
        assert set(found) == {anna.who}
        first, second = found[anna.who]
        # From -8 to -4 without the hour of the absence, there from -7 on; she was there in her absence, too.
        assert (first.scheduled, first.kept, first.besides) == (3 * micros, 2 * micros, micros)
        assert (second.scheduled, second.kept, second.besides) == (4 * micros, 5 * micros // 2, 0)
        assert agent_adherence.total([first, second]).share == 4.5 / 7
        # Nobody is held against a plan from before they came, nor after they have left.
        for each, came, left in ((anna, 20, None), (boris, 3, None), (lead, 20, 5)):
            await connection.execute(
                "UPDATE agents SET by_shifts = true, created_at = $2, presence_at = $3, status = $4 WHERE id = $1",
                each.who, now - came * hour, None if left is None else now - left * hour,
                "active" if left is None else "disabled",
            )  # fmt: skip
            await connection.execute("DELETE FROM agent_spans WHERE agent_id = $1 AND $1 <> $2", each.who, anna.who)
        await connection.execute(
            "INSERT INTO shifts SELECT (jsonb_populate_record(s, jsonb_build_object('id', $2::uuid, "
            "'agent_id', $1::uuid))).* FROM shifts s WHERE agent_id = $3",
            lead.who, new_id(), boris.who,
        )  # fmt: skip
        found = await agent_adherence.adherence(connection, [now - 24 * hour, now])
        assert {who: each.scheduled // micros for who, (each,) in found.items()} == {
            anna.who: 7, boris.who: 3, lead.who: 3,
        }  # fmt: skip


def unsummed(known: list[Stretch], plan: list[tuple[int, int]], bounds: list[datetime]) -> list[Adherence]:
    """Span by span, from the stretches themselves."""
    work = rules.there(known, bounds[0], bounds[-1])
    sums = [rules.by_interval(each, bounds) for each in (plan, rules.common(plan, work), rules.without(work, plan))]
    return [Adherence(*each) for each in zip(*sums, strict=True)]


async def test_days_in_columns_say_what_stretches_say(callers_: Callers, desk: Desk) -> None:
    """Occupancy and adherence of random histories, over both days on which clocks change, in zones of 30 and 45
    minutes, by hours and by days, with nothing packed, with some of it, and all.
    """
    agents = [await callers_.agent(online=True) for _ in range(2)]
    luck = Random("columns")
    async with desk.database.lean() as connection, connection.transaction():
        await connection.execute("LOCK TABLE agent_slots_until IN SHARE ROW EXCLUSIVE MODE")
        await agent_sums.rebuild(connection)
        await connection.execute(
            "UPDATE agents SET by_shifts = true WHERE id = ANY ($1)", [each.who for each in agents]
        )
        for month, day in ((3, 28), (10, 24)):
            begin = datetime(2026, month, day, tzinfo=UTC)
            end = begin + timedelta(days=3)
            await connection.execute("DELETE FROM agent_spans")
            await connection.execute("DELETE FROM shifts")
            plans = {}
            for each in agents:
                await a_history(connection, each.who, begin, end, luck)
                spans = []
                for _ in range(6):
                    low = begin + timedelta(seconds=luck.randrange(70 * 3600))
                    high = low + timedelta(seconds=luck.randrange(1, 12 * 3600))
                    await connection.execute(_SHIFT, new_id(), each.who, low, high, begin)
                    spans.append((rules.micros(low), min(rules.micros(high), rules.micros(end))))
                plans[each.who] = rules.merged(spans)
            known = await agent_stretches.stretches(connection, begin, end, None)
            asked = [
                (zone, interval, begin + timedelta(hours=first, milliseconds=luck.randrange(3_600_000)), interval)
                for zone, interval, first in (
                    ("Europe/Berlin", "hour", 0), ("Europe/Berlin", "day", 5), ("Asia/Kolkata", "hour", 1),
                    ("Asia/Kathmandu", "day", 2), ("Australia/Lord_Howe", "hour", 0), ("UTC", "none", 3),
                )
            ]  # fmt: skip
            for until in (None, begin + timedelta(hours=31), end):
                await agent_sums.rebuild(connection)
                if until is not None:
                    await agent_sums.add_sums(connection, begin, until)
                    await connection.execute("INSERT INTO agent_slots_until VALUES (true, $1)", until)
                    while await agent_days.pack(connection, until):
                        pass
                    days = (until - begin).days
                    assert await connection.fetchval("SELECT count(*) FROM agent_days") == 3 * days
                for zone, _, first, interval in asked:
                    bounds = list(report_periods.of(first, end, zone, interval, end).edges)  # type: ignore[arg-type]
                    parts = await agent_time.parts(connection, bounds)
                    kept = await agent_adherence.adherence(connection, bounds)
                    for each in agents:
                        assert parts[each.who] == rules.shares(known[each.who], bounds), (zone, until)
                        plan = rules.common(plans[each.who], [(rules.micros(bounds[0]), rules.micros(end))])
                        assert kept[each.who] == unsummed(known[each.who], plan, bounds), (zone, until)
