"""What if: the desk's own past through other queues and other people, by the rules that decide live."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app import clock
from tests import routing
from tests.conftest import Api, Callers
from tests.desks import eventually, state_of

pytestmark = pytest.mark.usefixtures("long_offers")

SIMULATE, STAFFING = "/v1/queues/simulate", "/v1/queues/staffing"
MOMENT = timedelta(seconds=1)


def period(**more: Any) -> dict[str, Any]:
    """The last hour."""
    now = clock.now()
    return {"since": (now - timedelta(hours=1)).isoformat(), "until": (now + MOMENT).isoformat(), **more}


async def simulated(lead: Api, body: dict[str, Any]) -> dict[str, Any]:
    """The result of a simulation."""
    job = await lead.post(SIMULATE, body, expect=202)
    done = await eventually(
        lambda: lead.get(f"/v1/jobs/{job['id']}"), lambda found: found["status"] in {"done", "failed"}
    )
    assert done["status"] == "done", done["error"]
    result: dict[str, Any] = done["result"]
    return result


async def an_hour_of_chats(callers: Callers, number: int = 12) -> UUID:
    """One agent and chats that came a minute apart, of two minutes each, the last of whom nobody answered; the team."""
    anna = await callers.agent(name="Anna", online=True, chat=1)
    team = await callers.team("Support", anna)
    queue = await routing.queue(callers, "Chats", [team], auto_accept=True)
    database = callers.desk.database
    for n in range(number):
        vera = await callers.customer(name=f"Customer {n}")
        if n == number - 1:
            await routing.change(callers, anna.id, presence="away")
        chat = await vera.post("/v1/chats", {"body": "Hello", "topic": "billing" if n % 2 else None})
        if n < number - 1:
            assert chat["status"] == "active"
            await anna.post(f"/v1/chats/{chat['id']}/end", {"solve": True}, expect=200)
        else:
            await vera.post(f"/v1/chats/{chat['id']}/end", {}, expect=200)
        begins = clock.now() - timedelta(minutes=40) + timedelta(minutes=n)
        times = (UUID(chat["id"]), begins, begins + timedelta(seconds=20), begins + timedelta(seconds=140))
        await state_of(
            database,
            "UPDATE chats SET queued_at = $2, accepted_at = CASE WHEN accepted_at IS NOT NULL THEN $3::timestamptz END,"
            " ended_at = CASE WHEN accepted_at IS NOT NULL THEN $4::timestamptz ELSE $3::timestamptz END WHERE id = $1",
            *times,
        )
    return queue


def working(count: int, team: UUID | str, **more: Any) -> dict[str, Any]:
    """So many agents of a team, each with one chat at a time."""
    return {"count": count, "team_ids": [str(team)], "capacity": {"chat": 1, "ticket": 20}, **more}


async def test_more_people_wait_less_and_the_past_stays_as_it_was(callers_: Callers) -> None:
    queue = await an_hour_of_chats(callers_)
    lead = await callers_.agent(role="lead", name="Lena")
    team = await state_of(callers_.desk.database, "SELECT id FROM teams")
    asked = period(staffing=[working(1, team)], target_seconds={"chat": 30}, patience_seconds=100_000)
    one = await simulated(lead, asked)
    three = await simulated(lead, {**asked, "staffing": [working(3, team)]})
    assert one["arrivals"] == three["arrivals"] == 12
    assert one["unfinished"] == 1
    assert one["now"] == three["now"], "the same people come, and the desk as it is serves them the same"
    few, many = one["then"]["service"], three["then"]["service"]
    assert few["arrivals"] == few["served"] + few["abandoned"] + few["waiting"] + few["turned_away"]
    assert many["served"] == 12, "also whoever gave up then"
    assert many["attainment"] == 1
    # One at a time, two minutes each, a minute apart: the queue only grows.
    assert few["attainment"] < 0.5
    assert few["waits"]["max"] > 8 * 60
    assert few["handling"] == pytest.approx(120, abs=1)
    assert three["then"]["occupancy"] < one["then"]["occupancy"] <= 1
    (shown,) = three["then"]["queues"]
    assert (shown["queue_id"], shown["name"]) == (str(queue), "Chats")
    assert sum(hour["service"]["arrivals"] for hour in shown["hours"]) == 12
    assert await simulated(lead, asked) == one, "a simulation comes out again"


async def test_drafted_queues_go_by_their_conditions(callers_: Callers) -> None:
    queue = await an_hour_of_chats(callers_, 6)
    lead = await callers_.agent(role="lead", name="Lena")
    team = str(await state_of(callers_.desk.database, "SELECT id FROM teams"))
    drafts = [
        {"name": "Billing", "team_ids": [team], "conditions": routing.about("billing"), "auto_accept": True},
        {"name": "Rest", "team_ids": [team], "replaces": str(queue)},
        {"name": "Off", "enabled": False},
    ]
    found = await simulated(lead, period(queues=drafts, staffing=[working(2, team)]))
    served = {each["name"]: each["service"]["arrivals"] for each in found["then"]["queues"]}
    assert served == {"Billing": 3, "Rest": 3}
    assert [each["name"] for each in found["now"]["queues"]] == ["Chats"]
    assert await state_of(callers_.desk.database, "SELECT count(*) FROM queues") == 1


async def test_tickets_are_held_until_they_are_solved(callers_: Callers) -> None:
    anna = await callers_.agent(name="Anna", online=True)
    lead, vera = await callers_.agent(role="lead", name="Lena"), await callers_.customer()
    made = [await vera.post("/v1/tickets", {"subject": "Help", "body": "Please"}) for _ in range(4)]
    for each in made[:3]:
        await anna.patch(f"/v1/tickets/{each['id']}", {"status": "solved"})
    await state_of(
        callers_.desk.database,
        "UPDATE events SET at = at + interval '10 minutes' WHERE data -> 'set' ->> 'status' = 'solved'",
    )
    found = await simulated(lead, period(until=(clock.now() + timedelta(minutes=30)).isoformat()))
    assert (found["arrivals"], found["unfinished"]) == (4, 1)
    assert found["now"]["service"]["served"] == 4, "she was there in the hours in which she did something"
    assert found["now"]["service"]["handling"] == pytest.approx(600, abs=5)


async def test_nothing_to_go_by(callers_: Callers) -> None:
    lead, vera = await callers_.agent(role="lead", name="Lena"), await callers_.customer()
    empty = await simulated(lead, period())
    assert (empty["arrivals"], empty["now"]["service"]["attainment"]) == (0, None)
    await vera.post("/v1/chats", {"body": "Hello"})
    job = await lead.post(SIMULATE, period(), expect=202)
    failed = await eventually(
        lambda: lead.get(f"/v1/jobs/{job['id']}"), lambda found: found["status"] in {"done", "failed"}
    )
    assert "say how long work takes" in failed["error"]
    said = await simulated(lead, period(handling_seconds={"chat": 60}))
    assert said["arrivals"] == 1


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"until": "2020-01-01T00:00:00Z"}, "invalid_period", "/until"),
        ({"since": "2020-01-01T00:00:00Z"}, "invalid_period", "/until"),
        ({"queues": [{"name": "A", "team_ids": [str(uuid4())]}]}, "unknown_team", "/queues/0/team_ids/0"),
        (
            {"queues": [{"name": "A"}, {"name": "B", "skills": [{"skill_id": str(uuid4())}]}]},
            "unknown_skill",
            "/queues/1/skills/0/skill_id",
        ),
        ({"queues": [{"name": "A", "calendar_id": str(uuid4())}]}, "unknown_calendar", "/queues/0/calendar_id"),
        ({"staffing": [{"count": 1, "team_ids": [str(uuid4())]}]}, "unknown_team", "/staffing/0/team_ids/0"),
        ({"staffing": [{"count": 0}]}, "invalid", "/staffing/0/count"),
        ({"staffing": [{"count": 1, "calendar_id": str(uuid4())}]}, "unknown_calendar", "/staffing/0/calendar_id"),
        ({"handling_seconds": {"chat": 0}}, "invalid", "/handling_seconds/chat"),
        ({"patience_seconds": -1}, "invalid", "/patience_seconds"),
        ({"seed": -1}, "invalid", "/seed"),
    ],
)
async def test_what_cannot_be_simulated(callers_: Callers, change: dict[str, Any], code: str, pointer: str) -> None:
    lead = await callers_.agent(role="lead", name="Lena")
    problem = await lead.refused("POST", SIMULATE, 422, code, json=period(**change))
    assert problem["errors"][0]["pointer"] == pointer
    assert await state_of(callers_.desk.database, "SELECT count(*) FROM jobs") == 0


async def test_who_may(callers_: Callers) -> None:
    for path, body in ((SIMULATE, period()), (STAFFING, {"arrivals_per_hour": [1], "handling_seconds": 60})):
        await callers_.nobody().refused("POST", path, 401, "unauthenticated", json=body)
        for each in (await callers_.agent(), await callers_.customer(), await callers_.partner()):
            await each.refused("POST", path, 403, "forbidden", json=body)


async def test_how_many_agents_an_hour_takes(callers_: Callers) -> None:
    lead = await callers_.agent(role="lead", name="Lena")
    asked = {"arrivals_per_hour": [0, 60, 600], "handling_seconds": 300, "target": {"share": 0.8, "within_seconds": 20}}
    found = await lead.post(STAFFING, asked, expect=200)
    assert found["formula"] == "erlang_c"
    numbers = [each["agents"] for each in found["hours"]]
    # 5 and 50 erlangs: the textbook takes 8 and 57 agents for 80 % in 20 s.
    assert numbers[0] == 0
    assert numbers[1:] == [8, 57]
    assert all(each["within"] >= 0.8 for each in found["hours"][1:])
    patient = await lead.post(STAFFING, {**asked, "patience_seconds": 120}, expect=200)
    assert patient["formula"] == "erlang_a"
    assert [each["agents"] for each in patient["hours"]] <= numbers
    for wrong, code in (
        ({"arrivals_per_hour": []}, "invalid"),
        ({"arrivals_per_hour": [-1]}, "invalid"),
        ({"handling_seconds": 0}, "invalid"),
        ({"target": {"share": 1}}, "invalid"),
        ({"target": {"share": None}}, "invalid_target"),
        ({"target": {"abandonment": 0.05}}, "invalid_target"),
    ):
        await lead.refused("POST", STAFFING, 422, code, json={**asked, **wrong})
