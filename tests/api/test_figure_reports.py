"""Reports of agents' time, waits and what customers say: exact, however cut, and with the tickets behind them."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from app import clock
from app.ids import new_id
from app.models import Brand, Call, Channel, Chat, Feedback, HelpVisit, SurveyInvitation
from app.services import agent_sums
from tests.conftest import Api, Callers, Desk
from tests.desks import put_in_brand

PATH = "/v1/reports"
BERLIN = ZoneInfo("Europe/Berlin")
# A day of 25 hours.
DAY = {"from": "2025-10-26", "to": "2025-10-27", "zone": "Europe/Berlin"}
BEGIN, END = (datetime(2025, 10, day, tzinfo=BERLIN).astimezone(UTC) for day in (26, 27))


async def report(caller: Api, name: str, **asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = await caller.get(f"{PATH}/{name}", params={**DAY, **asked})
    return found


async def all_behind(caller: Api, address: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = await caller.get(address + "&limit=7" + cursor)
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        cursor = f"&cursor={page['next_cursor']}"


def added_up(found: dict[str, Any], *names: str) -> None:
    """The rows are the parts of the total."""
    assert sum(row["n"] for row in found["rows"]) == found["total"]["n"]
    for name in names:
        assert sum(row["figures"][name] for row in found["rows"]) == found["total"]["figures"][name], name


async def test_agents_time_adds_up_by_hours_and_agents(callers_: Callers, desk: Desk) -> None:
    lead, anna, boris = await callers_.agent(role="lead"), await callers_.agent(), await callers_.agent(name="Boris")
    one, two = await callers_.team("First", anna, boris), await callers_.team("Second", anna)
    hour = timedelta(hours=1)
    async with desk.database.lean() as connection:
        await connection.execute("DELETE FROM agent_spans")
        spans: list[tuple[Any, ...]] = [
            (anna.who, "state", None, BEGIN - hour, BEGIN + 10 * hour, "online"),
            (anna.who, "chat", new_id(), BEGIN + hour, BEGIN + 5 * hour, None),
            (anna.who, "chat", new_id(), BEGIN + 3 * hour, BEGIN + 6 * hour, None),
            (anna.who, "wrap_up", new_id(), BEGIN + 6 * hour, BEGIN + 7 * hour, None),
            (boris.who, "state", None, BEGIN + 20 * hour, None, "away"),
        ]
        await connection.executemany(
            "INSERT INTO agent_spans (agent_id, kind, about_id, from_at, to_at, presence) VALUES ($1,$2,$3,$4,$5,$6)",
            spans,
        )
    for _ in range(2):
        whole = await report(lead, "occupancy", interval="hour")
        assert len(whole["rows"]) == 25
        total = whole["total"]
        assert (total["n"], total["share"]) == (2, 0.6)
        assert total["figures"]["chats_at_once"] == 7 / 5
        figures = {name: each for name, each in total["figures"].items() if name.endswith("_seconds")}
        for name, each in figures.items():
            assert sum(row["figures"][name] for row in whole["rows"]) == each, name
        parts = ("handling", "idle", "busy", "away", "off")
        assert sum(figures[f"{each}_seconds"] for each in parts) == figures["signed_in_seconds"] == 15 * 3600
        by_agent = await report(lead, "occupancy", group_by="agent")
        assert {row["name"]: row["share"] for row in by_agent["rows"]} == {"Anna": 0.6, "Boris": None}
        by_team = await report(lead, "occupancy", group_by="team")
        assert {row["name"]: row["n"] for row in by_team["rows"]} == {"First": 2, "Second": 1}
        narrowed = await report(lead, "occupancy", team=str(two), group_by="team")
        assert [row["key"] for row in narrowed["rows"]] == [str(two)]
        # The same from sums.
        async with desk.database.lean() as connection, connection.transaction():
            await connection.execute("LOCK TABLE agent_slots_until IN SHARE ROW EXCLUSIVE MODE")
            await agent_sums.rebuild(connection)
            await agent_sums.add_sums(connection, BEGIN, BEGIN + 12 * hour)
            await connection.execute("INSERT INTO agent_slots_until VALUES (true, $1)", BEGIN + 12 * hour)
    shift = {"agent_id": str(anna.id), "starts_at": (BEGIN + 8 * hour).isoformat()}
    await lead.post("/v1/shifts", {**shift, "ends_at": (BEGIN + 12 * hour).isoformat()})
    async with desk.database.lean() as connection:
        await connection.execute("UPDATE agents SET by_shifts = true WHERE id = $1", anna.who)
    kept = await report(lead, "adherence", group_by="team", interval="day")
    assert (kept["total"]["n"], kept["total"]["share"]) == (1, 0.5)
    assert {row["key"] for row in kept["rows"]} == {str(one), str(two)}
    # An agent sees their own; nobody is asked about by a key of one source; nothing is cut by what time has not.
    assert (await report(anna, "occupancy"))["total"]["n"] == 1
    await anna.refused("GET", f"{PATH}/occupancy", 403, "forbidden", params={**DAY, "agent": str(boris.id)})
    await lead.refused("GET", f"{PATH}/occupancy", 422, "not_of_this_report", params={**DAY, "brand": "b"})
    empty = await report(lead, "adherence", **{"from": "2031-02-28", "to": "2031-03-01"})
    assert (empty["total"]["n"], empty["total"]["share"], empty["rows"]) == (0, None, [])


async def test_who_waited_and_who_gave_up(callers_: Callers, desk: Desk) -> None:
    lead, anna, vera = await callers_.agent(role="lead"), await callers_.agent(), await callers_.customer()
    team = await callers_.team("First", anna)
    await put_in_brand(callers_, team)
    luck = Random("waits")
    tickets = [
        (await vera.post("/v1/tickets", {"subject": f"Kettle {n}", "body": "It leaks", "topic": "tea/kettle"}))["id"]
        for n in range(3)
    ]
    waits: list[float] = []
    counted = {"answered": 0, "given_up": 0, "gone_at_once": 0, "ended_otherwise": 0}
    async with desk.database.unit_of_work() as work:
        channel = Channel(kind="phone", name="Line", address="line", created_at=BEGIN, updated_at=BEGIN)
        work.session.add(channel)
    for n in range(40):
        at = BEGIN + (END - BEGIN) * luck.random()
        wait = luck.randrange(1, 600)
        what = luck.choice(list(counted))
        seconds = {"gone_at_once": wait % 10, "given_up": wait + 10}.get(what, wait)
        until = at + timedelta(seconds=seconds)
        counted[what] += 1
        if what == "answered":
            waits.append(seconds)
        # One at a time: who holds one ticket and waits for the next may meet a loop of the desk that comes from there.
        async with desk.database.unit_of_work() as work:
            work.session.add(
                Chat(
                    ticket_id=UUID(luck.choice(tickets)), customer_id=vera.who, status="ended", team_id=team,
                    agent_id=anna.who if what == "answered" else None, queued_at=at, created_at=at, updated_at=until,
                    accepted_at=until if what == "answered" else None, ended_at=until,
                    ended_by="agent" if what in {"answered", "ended_otherwise"} else "customer",
                )
            )  # fmt: skip
            if what != "ended_otherwise":
                work.session.add(
                    Call(
                        channel_id=channel.id, external_id=f"c{n}", state="ended" if what == "answered" else "missed",
                        agent_id=anna.who if what == "answered" else None, started_at=at, created_at=at,
                        answered_at=until if what == "answered" else None, ended_at=until, updated_at=until,
                    )
                )  # fmt: skip
    ordered = sorted(waits)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    for name, otherwise in (("waits", counted["ended_otherwise"]), ("call-waits", 0)):
        found = await report(lead, name, interval="hour")
        total = found["total"]
        assert len(found["rows"]) == 25
        added_up(found, *counted)
        assert total["figures"] == {
            **counted, "ended_otherwise": otherwise, "waiting": 0, "longest_seconds": ordered[-1],
        }  # fmt: skip
        assert total["p50"] == middle
        assert total["mean"] == round(sum(waits) / len(waits), 3)
        served = counted["answered"] + counted["given_up"]
        assert total["share"] == round(counted["given_up"] / served, 6)
        assert 0 < total["low"] < total["share"] < total["high"] < 1
        assert (total["tickets"] is None) == (name == "call-waits")
    by = await report(lead, "waits", group_by="agent")
    assert [(row["name"], row["n"]) for row in by["rows"]] == [
        ("Anna", counted["answered"]), (None, 40 - counted["answered"]),
    ]  # fmt: skip
    for asked in ({"group_by": "team"}, {"group_by": "agent"}, {"topic": "tea/*", "group_by": "topic"}):
        for row in (await report(lead, "waits", **asked))["rows"]:
            assert len(await all_behind(lead, row["tickets"])) == row["n"]
    assert (await report(lead, "waits", topic="coffee"))["total"]["n"] == 0
    assert (await report(anna, "waits"))["total"]["n"] == counted["answered"]
    text = (await lead("GET", f"{PATH}/waits", params={**DAY, "format": "csv"}, expect=200)).text
    assert "given_up" in text.splitlines()[0]


async def test_what_customers_say_counts_at_its_invitation(callers_: Callers, desk: Desk) -> None:
    lead, anna, vera = await callers_.agent(role="lead"), await callers_.agent(), await callers_.customer()
    ticket = UUID((await vera.post("/v1/tickets", {"subject": "Kettle", "body": "It leaks"}))["id"])
    late = END + timedelta(days=2)
    given: dict[str, list[int | None]] = {
        "csat": [5, 5, 4, 3, 1, None, None], "nps": [10, 9, 9, 8, 7, 6, 0, None], "ces": [7, 5, 4, None],
    }  # fmt: skip
    episode = 0
    async with desk.database.unit_of_work() as work:
        for metric, scores in given.items():
            for place, score in enumerate(scores):
                episode += 1
                at = BEGIN + timedelta(hours=3 * place)
                invitation = SurveyInvitation(
                    ticket_id=ticket, episode=episode, customer_id=vera.who, agent_id=anna.who if place else None,
                    metric=metric, token_hash=str(new_id()), created_at=at, sent_at=at, expires_at=late,
                    answered_at=late if score is not None else None,
                )  # fmt: skip
                # Cancelled before it was answered: nobody was asked.
                gone = SurveyInvitation(
                    ticket_id=ticket, episode=100 + episode, customer_id=vera.who, metric=metric, created_at=at,
                    token_hash=str(new_id()), sent_at=at, expires_at=late, cancelled_at=at,
                    cancelled_because="reopened",
                )  # fmt: skip
                work.session.add_all([invitation, gone])
                await work.session.flush()
                if score is not None:
                    # Late, and changed since: it counts once, when it was asked for.
                    work.session.add(
                        Feedback(
                            invitation_id=invitation.id, ticket_id=ticket, customer_id=vera.who, metric=metric,
                            agent_id=invitation.agent_id, score=score, created_at=late, number=2, edited_at=late,
                        )
                    )  # fmt: skip
        brand = new_id().hex
        work.session.add(Brand(key=brand, name="Shop", created_at=BEGIN, updated_at=BEGIN))
        await work.session.flush()
        for outcome in ("answered", "answered", "answered", "contacted", "said_no", "unread", None):
            work.session.add(
                HelpVisit(brand=brand, searches=1, outcome=outcome, started_at=BEGIN, last_at=BEGIN, due_at=None)
            )
    for metric, scores in given.items():
        answered = [each for each in scores if each is not None]
        found = await report(lead, metric, interval="hour")
        added_up(found, "sent", *(f"score_{each}" for each in set(answered)))
        total = found["total"]
        assert (total["n"], total["figures"]["sent"]) == (len(answered), len(scores))
        assert total["figures"]["response_rate"] == round(len(answered) / len(scores), 6)
        assert total["mean"] == round(sum(answered) / len(answered), 6)
        assert total["low"] < total["share"] < total["high"]
        items = await all_behind(lead, total["tickets"])
        assert sorted(each["value"] for each in items) == sorted(answered)
        by = await report(lead, metric, group_by="agent")
        assert [(row["name"], row["n"]) for row in by["rows"]] == [("Anna", len(answered) - 1), (None, 1)]
        assert len(await all_behind(lead, by["rows"][1]["tickets"])) == 1
    nps = (await report(lead, "nps", group_by="channel"))["rows"][0]
    assert nps["figures"]["nps"] == round(100 * (3 - 2) / 7, 2)
    assert nps["figures"]["nps_low"] < nps["figures"]["nps"] < nps["figures"]["nps_high"]
    deflected = (await report(lead, "help-deflection", group_by="brand"))["total"]
    assert (deflected["n"], deflected["share"], deflected["figures"]["waiting"]) == (5, 0.6, 1)
    # Nothing of nothing is no number.
    for metric in ("csat", "nps", "ces", "waits", "call-waits", "help-deflection"):
        nothing = (await report(lead, metric, **{"from": "2024-02-29", "to": "2024-03-01"}))["total"]
        assert (nothing["n"], nothing["share"], nothing["mean"], nothing["tickets"]) == (0, None, None, None)
    assert clock.now() > late
