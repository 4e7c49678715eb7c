"""Reports of tickets: what is counted, of whom and when, that the tickets behind a number are as many, and that what is
kept is what the logs say, whatever happened, in whatever order, whoever crashed.
"""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Iterable
from random import Random
from typing import Any
from uuid import UUID

import pytest

from app import clock
from app.rules.report_states import DIMENSIONS
from app.services import report_keeping, report_rebuilds, report_segments
from app.settings import Settings, configure
from tests.api.test_sla_policies import calendar
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually, state_of

PATH = "/v1/reports"
# Nobody keeps what a test keeps by itself.
_ALONE = "UPDATE feed_cursors SET position = 9000000000000000 WHERE name = 'reports'"
_AGAIN = "UPDATE feed_cursors SET position = (SELECT position FROM feed_state) WHERE name = 'reports'"


@pytest.fixture(autouse=True)
async def _reporting(settings: Settings) -> AsyncIterator[None]:
    configure(settings.model_copy(update={"reports": True}))
    yield
    configure(settings)


@pytest.fixture
async def alone(desk: Desk) -> AsyncIterator[None]:
    """The desk's own reader stands aside."""
    async with desk.database.lean() as connection:
        await connection.execute(_ALONE)
        yield
        await connection.execute(_AGAIN)


async def kept(desk: Desk, *tickets: str) -> None:
    """What has happened to these tickets is in the facts."""
    async with desk.database.lean() as connection, connection.transaction():
        await report_keeping.keep(connection, [UUID(each) for each in tickets])


async def packed(desk: Desk) -> None:
    """All days are in columns."""
    async with desk.database.lean() as connection, connection.transaction():
        await report_segments.pack(connection, clock.now(), 1000)


async def wrong(desk: Desk) -> list[report_rebuilds.Difference]:
    """Where what is kept is not what the logs say."""
    return [each async for each in report_rebuilds.verify(desk.database)]


async def report(caller: Api, name: str, **asked: Any) -> Any:
    """A report; `from_` is `from`."""
    return await caller.get(f"{PATH}/{name}", params={key.rstrip("_"): value for key, value in asked.items()})


async def behind(caller: Api, address: str) -> list[Any]:
    """All that is behind a number, few at a time."""
    items: list[Any] = []
    cursor = ""
    while True:
        page = await caller.get(f"{address}&limit=3{cursor}")
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        cursor = f"&cursor={page['next_cursor']}"


async def adds_up(caller: Api, found: Any) -> None:
    """Behind each number are as many as it says, and the rows are the whole."""
    for row in [found["total"], *found["rows"]]:
        lines = [] if row["tickets"] is None else await behind(caller, row["tickets"])
        assert len(lines) == row["n"], (found["report"], row)
        assert len({(each["ticket_id"], each["metric"], each["at"]) for each in lines}) == len(lines)
    if found["rows"] and found["report"] != "backlog":
        assert sum(each["n"] for each in found["rows"]) == found["total"]["n"]


async def opened(caller: Api, subject: str, **fields: Any) -> str:
    """A ticket's id."""
    return str((await caller.post("/v1/tickets", {"subject": subject, "body": "Hello", **fields}))["id"])


@pytest.mark.usefixtures("alone")
async def test_every_report_says_what_happened_and_leads_to_it(callers_: Callers, desk: Desk) -> None:
    ada, anna = await callers_.admin(), await callers_.agent(name="=cmd()")
    team = await callers_.team("Cards", anna)
    office = await calendar(desk)
    await state_of(desk.database, "UPDATE teams SET calendar_id = $2 WHERE id = $1 RETURNING id", team, office)
    vera = await callers_.customer()
    target = {"metric": "first_reply", "priority": "normal", "seconds": 3600}
    await ada.post("/v1/sla-policies", {"name": "All", "targets": [target]})
    first = await opened(vera, "Card", topic="cards/lost")
    second, third = await opened(vera, "Loan", topic="loans"), await opened(vera, "Other")
    await anna.post(f"/v1/tickets/{first}/assign", {"assignee_id": str(anna.who), "team_id": str(team)}, expect=200)
    for each in (first, first, second):
        await anna.post(f"/v1/tickets/{each}/messages", {"body": "Oh"})
    await anna.patch(f"/v1/tickets/{first}", {"status": "solved"})
    await vera.post(f"/v1/tickets/{first}/messages", {"body": "Not yet"})
    await anna.patch(f"/v1/tickets/{first}", {"topic": "cards/stolen"})
    await anna.patch(f"/v1/tickets/{first}", {"status": "solved"})
    await kept(desk, first, second, third)
    said = {
        "volume": 3, "backlog": 2, "first-reply": 2, "first-human-reply": 2, "resolution": 2, "full-resolution": 1,
        "first-contact": 1, "one-touch": 1, "sla": 2, "sla-first-reply": 2, "reopens": 1, "assignments": 1,
        "waits-for-agent": 1, "replies": 3, "reply-times": 2, "topics": 3,
        "channels": 3, "languages": 3,
    }  # fmt: skip
    # Agents' time has no topics.
    names = [each["name"] for each in (await ada.get(PATH))["items"] if "topic" in each["group_by"]]
    for name in names:
        found = await report(ada, name, group_by="topic", interval="week")
        if found["report"] in said or found["total"]["n"]:
            assert found["total"]["n"] == said[name], name
            await adds_up(ada, found)
    # Of packed days the same, and by anything.
    await packed(desk)
    for name, by in zip(said, (*DIMENSIONS, *DIMENSIONS), strict=False):
        again = await report(
            ada, name, group_by="none" if by == "source" else by, interval="hour", zone="Asia/Kathmandu"
        )
        assert again["total"]["n"] == said[name]
        assert again["as_of"]
        assert again["complete"]
    topics = {row["key"]: row["n"] for row in (await report(ada, "topics"))["rows"]}
    assert topics == {"cards/lost": 1, "loans": 1, None: 1}, "it came as what it was then"
    by_topic = await report(ada, "resolution", group_by="topic")
    assert {row["key"]: row["n"] for row in by_topic["rows"]} == {"cards/lost": 1, "cards/stolen": 1}
    assert (await report(ada, "resolution", topic="cards/*"))["total"]["n"] == 2
    assert (await report(ada, "resolution", topic="cards"))["total"]["n"] == 0
    assert (await report(ada, "volume", topic=["loans", "-"]))["total"]["n"] == 2
    kept_in_time = (await report(ada, "sla-first-reply"))["total"]
    assert (kept_in_time["share"], kept_in_time["figures"]) == (1, {"yes": 2})
    assert 0.3 < kept_in_time["low"] < 0.4
    judged = (await report(ada, "first-contact"))["total"]
    assert (judged["n"], judged["share"]) == (1, 0)
    assert (await report(ada, "resolution", hours="business"))["total"]["n"] == 2, "those of the team with hours"
    assert (await report(ada, "full-resolution", hours="business", team="-"))["total"]["n"] == 0
    [mine] = (await report(ada, "replies", group_by="agent"))["rows"]
    assert (mine["key"], mine["name"], mine["n"]) == (str(anna.who), "=cmd()", 3)
    lines = (await ada("GET", f"{PATH}/replies", params={"group_by": "agent", "format": "csv"}, expect=200)).text
    rows = list(csv.DictReader(io.StringIO(lines)))
    assert [(each["row"], each["name"], each["n"]) for each in rows] == [("total", "", "3"), ("row", "'=cmd()", "3")]
    lines = (await ada("GET", f"{PATH}/volume/tickets", headers={"accept": "text/csv"}, expect=200)).text
    assert {each["ticket_id"] for each in csv.DictReader(io.StringIO(lines))} == {first, second, third}
    assert await wrong(desk) == []


@pytest.mark.usefixtures("alone")
async def test_who_may_see_what_and_what_is_no_question(callers_: Callers, desk: Desk) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    tickets = [await opened(vera, "Help") for _ in range(3)]
    for each in tickets:
        await anna.post(f"/v1/tickets/{each}/messages", {"body": "Oh"})
    await ada.post(f"/v1/tickets/{tickets[0]}/assign", {"assignee_id": str(anna.who)}, expect=200)
    await kept(desk, *tickets)
    assert (await report(anna, "replies"))["total"]["n"] == 3
    assert (await report(anna, "volume"))["total"]["n"] == 1
    boris = await callers_.agent(name="Boris")
    assert (await report(boris, "replies"))["total"]["n"] == 0
    await boris.refused("GET", f"{PATH}/replies", 403, "forbidden", params={"agent": str(anna.who)})
    await boris.refused("GET", f"{PATH}/replies/tickets", 403, "forbidden", params={"agent": "-"})
    await vera.refused("GET", f"{PATH}/replies", 403, "forbidden")
    key = await callers_.partner("reports:read")
    assert (await report(key, "volume"))["total"]["n"] == 3
    await ada.refused("GET", f"{PATH}/nothing", 404, "not_found")
    for code, asked in (
        ("invalid_period", {"from": "2026-02-30"}), ("invalid_period", {"from": "2026-02-03", "to": "2026-02-03"}),
        ("invalid_period", {"zone": "Mars/Base"}), ("invalid_period", {"from": "2026-02-03T10:00:00"}),
        ("invalid_period", {"from": "2020-01-01", "interval": "hour"}), ("invalid_filter", {"agent": "anna"}),
        ("not_of_this_report", {"hours": "business"}), ("unknown_parameter", {"group": "team"}),
    ):  # fmt: skip
        await ada.refused("GET", f"{PATH}/volume", 422, code, params=asked)
    for ahead in ({"from": "2100-01-01", "to": "2100-02-01"}, {"from": "1999-01-01", "to": "2000-02-29"}):
        nothing = await report(
            ada, "first-reply", interval="week", **{k if k != "from" else "from_": v for k, v in ahead.items()}
        )
        assert nothing["total"]["n"] == 0
        assert nothing["total"]["mean"] is None
    await ada.refused("GET", f"{PATH}/volume/tickets", 422, "invalid_cursor", params={"cursor": "x"})


class History:
    """Random things that happen to a few tickets, as people do them."""

    def __init__(self, chance: Random, ada: Api, anna: Api, vera: Api, team: UUID) -> None:
        self.chance, self.ada, self.anna, self.vera, self.team = chance, ada, anna, vera, team
        self.tickets: list[str] = []

    async def step(self) -> None:
        """One of them; what the desk refuses has not happened."""
        chance = self.chance
        if len(self.tickets) < 2 or (len(self.tickets) < 5 and chance.random() < 0.2):
            self.tickets.append(await opened(self.vera, "Help", topic=chance.choice([None, "cards"])))
            return
        ticket = chance.choice(self.tickets)
        path = f"/v1/tickets/{ticket}"
        agent = chance.choice([None, str(self.anna.who), str(self.ada.who)])
        who, method, rest, body = chance.choice(
            [
                (self.anna, "POST", "/messages", {"body": "Yes"}),
                (self.vera, "POST", "/messages", {"body": "And?"}),
                (self.anna, "PATCH", "", {"status": chance.choice(["solved", "pending", "open"])}),
                (self.anna, "PATCH", "", {"topic": chance.choice(["cards", "loans", None])}),
                (self.anna, "PATCH", "", {"priority": chance.choice(["low", "high"])}),
                (self.ada, "POST", "/assign", {"assignee_id": agent}),
                (self.ada, "POST", "/assign", {"team_id": str(self.team)}),
                (self.anna, "POST", "/merge", {"source_ids": [chance.choice(self.tickets)]}),
                (self.anna, "POST", "/unmerge", None),
                (self.anna, "PUT", "/spam", {"spam": chance.random() < 0.5}),
            ]
        )
        await who(method, path + rest, json=body)


async def _crash(desk: Desk, tickets: Iterable[str]) -> None:
    """A process that dies in the middle: all of what it did is taken back."""
    async with desk.database.lean() as connection:
        work = connection.transaction()
        await work.start()
        await report_keeping.keep(connection, [UUID(each) for each in tickets])
        await report_segments.pack(connection, clock.now(), 5)
        await work.rollback()


@pytest.mark.usefixtures("alone")
async def test_whatever_happens_what_is_kept_is_what_the_logs_say(callers_: Callers, desk: Desk) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    team = await callers_.team("Support", anna, ada)
    target = {"metric": "resolution", "priority": "normal", "seconds": 1}
    await ada.post("/v1/sla-policies", {"name": "All", "targets": [target, {**target, "metric": "first_reply"}]})
    chance = Random(7)
    history = History(chance, ada, anna, vera, team)
    for _ in range(45):
        await history.step()
        some = chance.sample(history.tickets, k=chance.randint(1, len(history.tickets)))
        match chance.randrange(8):
            case 0:
                await _crash(desk, some)
            case 1:
                await kept(desk, *some)
            case 2:
                await asyncio.gather(
                    kept(desk, *some), kept(desk, *history.tickets), packed(desk), return_exceptions=False
                )
            case 3:
                await packed(desk)

    async def off() -> list[Any]:
        # Promises are broken by themselves meanwhile, and the log goes on.
        await kept(desk, *history.tickets)
        return await wrong(desk)

    # Late: some have not been looked at for long.
    await eventually(off, lambda found: found == [])
    for _ in range(2):
        now_open = await state_of(
            desk.database,
            "SELECT count(*) FROM tickets WHERE spam <> 'marked' AND status IN ('new', 'open', 'pending', 'on_hold')",
        )
        counts = "SELECT count(*) FROM tickets WHERE spam <> 'marked' AND status <> 'merged'"
        assert (await report(ada, "backlog"))["total"]["n"] == now_open
        assert (await report(ada, "volume"))["total"]["n"] == await state_of(desk.database, counts)
        for name, by in (
            ("volume", "team"), ("backlog", "agent"), ("backlog", "topic"), ("resolution", "agent"),
            ("replies", "priority"), ("sla", "topic"),
        ):  # fmt: skip
            found = await report(ada, name, group_by=by)
            await adds_up(ada, found)
            assert sum(each["n"] for each in found["rows"]) == found["total"]["n"]
        await packed(desk)
        await eventually(off, lambda found: found == [])


async def test_it_is_kept_a_moment_later_and_mended_by_a_rebuild(callers_: Callers, desk: Desk) -> None:
    ada, anna, vera = await callers_.admin(), await callers_.agent(), await callers_.customer()
    tickets = [await opened(vera, "Help") for _ in range(3)]
    await anna.post(f"/v1/tickets/{tickets[0]}/messages", {"body": "Yes"})

    async def seen() -> Any:
        return [(await report(ada, name))["total"]["n"] for name in ("volume", "replies", "backlog")]

    await eventually(seen, lambda found: found == [3, 1, 3])
    await packed(desk)
    async with desk.database.lean() as connection:
        # What nobody does, and what a desk is that had tickets before it had reports.
        await connection.execute("DELETE FROM report_facts WHERE ticket_id = $1", UUID(tickets[0]))
        await connection.execute("UPDATE report_facts SET at = at - interval '3 days' WHERE metric = 'created'")
        await connection.execute("DELETE FROM report_tickets WHERE ticket_id = $1", UUID(tickets[1]))
        await connection.execute("INSERT INTO report_state (one, incomplete_since) VALUES (true, now())")
    assert {each.ticket_id for each in await wrong(desk)} >= {UUID(tickets[0]), UUID(tickets[2])}
    assert not (await report(ada, "volume"))["complete"]
    job = await ada.post("/v1/report-rebuilds", expect=202)
    again = await ada("POST", "/v1/report-rebuilds")
    assert again.status_code in {202, 409}
    done = await eventually(
        lambda: ada.get(f"/v1/jobs/{job['id']}"), lambda found: found["status"] in {"done", "failed"}
    )
    assert (done["status"], done["result"]["tickets"]) == ("done", 3)
    assert done["result"]["mended"] >= 3
    await eventually(lambda: wrong(desk), lambda found: not found)
    assert await seen() == [3, 1, 3]
    assert (await report(ada, "volume"))["complete"]
    await anna.refused("POST", "/v1/report-rebuilds", 403, "forbidden")


@pytest.mark.usefixtures("alone")
async def test_a_day_that_is_packed_while_it_changes(callers_: Callers, desk: Desk) -> None:
    """Whoever is first, what is written is in the columns, or they are stale."""
    ada, vera = await callers_.admin(), await callers_.customer()
    first, second, third = [await opened(vera, "Help") for _ in range(3)]
    await kept(desk, first)
    async with desk.database.lean() as connection:
        async with connection.transaction():
            assert await report_segments.pack(connection, clock.now(), 1000)
            # The day's row is taken: this is written when it is free, and marks it again.
            writing = asyncio.create_task(kept(desk, second))
            await eventually(
                lambda: state_of(desk.database, "SELECT count(*) FROM pg_locks WHERE NOT granted"), lambda n: n > 0
            )
        await writing
        assert (await report(ada, "volume"))["total"]["n"] == 2
        async with connection.transaction():
            await report_keeping.keep(connection, [UUID(third)])
            await packed(desk)
            assert (await report(ada, "volume"))["total"]["n"] == 2
    assert (await report(ada, "volume"))["total"]["n"] == 3
    await packed(desk)
    assert (await report(ada, "volume"))["total"]["n"] == 3
    assert await wrong(desk) == []
