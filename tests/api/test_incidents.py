"""Incidents: opened with their problem, found by rule, told to each customer once, and over once."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from app.errors import Conflict
from app.services import incident_opening, incident_reading, incident_telling
from tests.api.test_merging import a_ticket, merge, path, said
from tests.api.test_ticket_links import link
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually
from tests.thorough import examples
from tests.worker.test_sla import a_policy, clocks_of

TEXTS = {"en": "We found the cause.", "ru": "Причина найдена."}


async def an_incident(api: Api, **more: Any) -> dict[str, Any]:
    """A public one."""
    body = {"texts": {"en": "Payments fail"}, "visibility": "public", **more}
    made: dict[str, Any] = await api.post("/v1/incidents", body)
    return made


def of(incident: dict[str, Any], rest: str = "") -> str:
    """Its address."""
    return f"/v1/incidents/{incident['id']}{rest}"


async def over(api: Api, job_id: str) -> dict[str, Any]:
    """A job, when it is over."""
    job: dict[str, Any] = await eventually(
        lambda: api.get(f"/v1/jobs/{job_id}"), lambda job: job["status"] in {"done", "failed"}, seconds=60
    )
    assert job["status"] == "done", job
    return job


async def linked(api: Api, incident: dict[str, Any], **asked: Any) -> list[str]:
    """Numbers of its tickets."""
    found = await api.get(of(incident, "/tickets"), params={"limit": 200, **asked})
    return [each["ticket_id"] for each in found["items"]]


async def test_a_rule_finds_tickets_and_one_update_answers_all_of_them(callers_: Callers) -> None:
    lead, vera = await callers_.agent(role="lead"), await callers_.customer()
    await a_policy(await callers_.admin(), ("resolution", 3600), in_incident="pause")
    before = await a_ticket(vera, "My PAYMENT is refused", language="ru")
    other = await a_ticket(vera, "Kettle")
    incident = await an_incident(
        lead, rule={"phrases": ["payment"]}, link_mode="automatic", started_at=before["created_at"], impact="major"
    )
    problem = await lead.get(path({"id": incident["problem_id"]}))
    assert (problem["type"], problem["priority"], problem["subject"]) == ("problem", "high", "Payments fail")
    after = await a_ticket(vera, "Payment", language="en")
    both = {before["id"], after["id"]}
    await eventually(lambda: linked(lead, incident), lambda found: set(found) == both)
    # By hand too, also one that no rule finds; and it is the same mark.
    await over(lead, (await lead.post(of(incident, "/tickets"), {"ticket_ids": [other["id"]]}, expect=202))["id"])
    found = await lead.get("/v1/incidents", params={"ticket_id": other["id"]})
    assert [each["id"] for each in found["items"]] == [incident["id"]]
    clocks = await eventually(
        lambda: clocks_of(lead, before["id"]), lambda found: found["resolution"]["state"] == "paused"
    )
    assert clocks
    update = await lead.post(of(incident, "/updates"), {"texts": TEXTS, "status": "identified", "tell": True})
    job = await over(lead, update["job_id"])
    assert job["result"] == {"told": 3}
    assert [(await said(vera, each))[-1] for each in (before, after, other)] == [TEXTS["ru"], TEXTS["en"], TEXTS["en"]]
    shown = await lead.get(path(before))
    assert (shown["first_human_reply_at"], shown["status"]) == (None, "new"), "the desk's word is no reply"
    # One of them is solved, one merged, one has nothing to do with it: none is told any more.
    await lead.patch(path(after), {"status": "solved"})
    done = await lead.post(of(incident, "/tickets/dismiss"), {"ticket_ids": [other["id"]]}, expect=200)
    assert done == {"dismissed": 1, "unlinked": 1}
    await merge(lead, await a_ticket(vera, "More"), before)
    update = await lead.post(of(incident, "/updates"), {"texts": {"en": "Up"}, "status": "resolved", "tell": True})
    await over(lead, update["job_id"])
    tellings = await lead.get(of(incident, f"/updates/{update['id']}/tellings"))
    assert {each["ticket_id"]: each["outcome"] for each in tellings["items"]} == dict.fromkeys(both, "over")
    kinds = await eventually(lambda: _marks(lead, before), lambda marks: marks[-1:] == ["no"])
    assert kinds == ["open", "no"]
    report = await lead.get(of(incident, "/post-mortem"))
    assert (report["draft"], report["figures"]["tickets"], report["figures"]["messages"]) == (True, 2, 3)
    assert "identified, said: We found the cause." in report["body"]
    # Nobody links to what is over, and customers know nothing of all this.
    refused = await lead.post(of(incident, "/tickets"), {"ticket_ids": [other["id"]]}, expect=409)
    assert refused["code"] == "incident_over"
    events = (await vera.get(path(after, "/events")))["items"]
    assert not any("incident" in each["type"] or "incident" in each["data"].get("set", {}) for each in events)
    await vera.get("/v1/incidents", expect=403)


async def _marks(api: Api, ticket: dict[str, Any]) -> list[str]:
    events = (await api.get(path(ticket, "/events"), params={"limit": 200}))["items"]
    return [each["data"]["set"]["incident"] for each in events if each["type"] == "ticket.incident_changed"]


async def test_the_problem_of_an_incident_stays_what_it_is_found_by(callers_: Callers) -> None:
    lead, vera = await callers_.agent(role="lead"), await callers_.customer()
    incident, other = await an_incident(lead), await a_ticket(vera)
    problem = {"id": incident["problem_id"]}
    refused = await lead.post(path(other, "/merge"), {"source_ids": [problem["id"]]}, expect=409)
    assert (refused["code"], refused["errors"][0]["pointer"]) == ("problem_of_incident", "/source_ids/0")
    assert (await lead.get(path(problem)))["status"] != "merged"


async def test_a_death_in_between_tells_nobody_twice(callers_: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is gone before some are committed, and goes on where it was."""
    lead, vera = await callers_.agent(role="lead"), await callers_.customer()
    incident = await an_incident(lead)
    many = [await a_ticket(vera, str(n)) for n in range(examples(30))]
    ids = [each["id"] for each in many]
    await over(lead, (await lead.post(of(incident, "/tickets"), {"ticket_ids": ids}, expect=202))["id"])
    assert sorted(await linked(lead, incident)) == sorted(ids)[:200]
    monkeypatch.setattr(incident_telling, "TOGETHER", 4)
    real, left = incident_telling.tell, 2

    async def dies(*args: Any, **asked: Any) -> set[UUID]:
        nonlocal left
        done = await real(*args, **asked)
        left -= 1
        if left == 0:
            # Before these are committed.
            msg = "gone"
            raise OSError(msg)
        return done

    monkeypatch.setattr(incident_telling, "tell", dies)
    update = await lead.post(of(incident, "/updates"), {"texts": TEXTS, "tell": True})
    job = await over(lead, update["job_id"])
    assert job["result"] == {"told": len(many)}
    for each in many:
        assert (await said(vera, each)).count(TEXTS["en"]) == 1


async def test_one_that_takes_no_message_holds_up_no_other(callers_: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    lead, vera = await callers_.agent(role="lead"), await callers_.customer()
    incident = await an_incident(lead)
    many = [await a_ticket(vera, str(n)) for n in range(3)]
    ids = [each["id"] for each in many]
    await over(lead, (await lead.post(of(incident, "/tickets"), {"ticket_ids": ids}, expect=202))["id"])
    real = incident_telling.tell

    async def refuses(session: Any, arguments: Any, problem_id: UUID, some: Any, *, wait: bool) -> set[UUID]:
        if UUID(ids[1]) in some:
            raise Conflict("It takes none", code="ticket_closed")
        return await real(session, arguments, problem_id, some, wait=wait)

    monkeypatch.setattr(incident_telling, "tell", refuses)
    update = await lead.post(of(incident, "/updates"), {"texts": TEXTS, "tell": True})
    assert (await over(lead, update["job_id"]))["result"] == {"told": 2, "failed": 1}
    tellings = (await lead.get(of(incident, f"/updates/{update['id']}/tellings")))["items"]
    assert [each["ticket_id"] for each in tellings if each["outcome"] == "failed"] == [ids[1]]


async def test_of_two_who_resolve_it_one_is_told_so_and_it_can_be_opened_again(callers_: Callers) -> None:
    lead, other = await callers_.agent(role="lead"), await callers_.agent(role="lead")
    vera = await callers_.customer()
    component = await lead.post("/v1/components", {"key": "pay", "texts": {"en": "Payments", "ru": "Оплата"}})
    named = [{"component_id": component["id"]}]
    incident = await an_incident(lead, impact="critical", components=named, visibility="internal")
    ticket = await a_ticket(vera)
    await link(lead, ticket, "incident_of", {"id": incident["problem_id"]})
    assert await _marks(lead, ticket) == ["open"]
    at = f"/v1/components/{component['id']}"
    assert (await lead.get(at))["state"] == "major_outage"
    body = {"texts": {"en": "Up"}, "status": "resolved"}
    answers = await asyncio.gather(*(each.http.post(of(incident, "/updates"), json=body) for each in (lead, other)))
    assert sorted(each.status_code for each in answers) == [201, 409]
    refused = next(each.json() for each in answers if each.status_code == 409)
    assert refused["code"] == "already_resolved"
    assert (await lead.get(at))["state"] == "operational"
    await eventually(lambda: _marks(lead, ticket), lambda marks: marks == ["open", "no"])
    await lead.post(of(incident, "/updates"), {"texts": {"en": "Down"}, "status": "investigating"})
    await eventually(lambda: _marks(lead, ticket), lambda marks: marks == ["open", "no", "open"])
    # Nothing of an internal one goes out, whoever asks.
    for more in ({"tell": True}, {"public": True}, {"status": "resolved", "solve": True}):
        refused = await lead.post(of(incident, "/updates"), {"texts": TEXTS, **more}, expect=409)
        assert refused["code"] == "incident_internal"
    refused = await lead.put(of(incident, "/post-mortem"), {"body": "x", "published": True}, expect=409)
    assert refused["code"] == "incident_internal"


async def test_the_public_sees_what_is_public_only(callers_: Callers, desk: Desk) -> None:
    lead = await callers_.agent(role="lead")
    shown, hidden = [
        await lead.post("/v1/components", {"key": key, "texts": {"en": key}, "public": public})
        for key, public in (("shown", True), ("hidden", False))
    ]
    named = [{"component_id": each["id"]} for each in (shown, hidden)]
    public = await an_incident(lead, components=named, update={"en": "We look into it"})
    await an_incident(lead, components=named, visibility="internal", impact="critical", update={"en": "Secret"})
    secret = await lead.post(of(public, "/updates"), {"texts": {"en": "Secret"}, "public": False})
    async with desk.database.lean() as connection:
        (found,) = await incident_reading.open_now(connection, None)
        components = await incident_reading.components(connection, None)
    assert (str(found.id), [each.texts for each in found.updates]) == (public["id"], [{"en": "We look into it"}])
    assert [str(each) for each in found.component_ids] == [shown["id"]]
    assert [(each.key, each.state) for each in components] == [("shown", "degraded")]
    assert "Secret" not in repr((found, components))
    # What was said can be changed, and what it said before is kept.
    etag = {"if-match": '"1"'}
    at = of(public, f"/updates/{secret['id']}")
    changed = await lead.patch(at, {"texts": {"en": "Known"}, "public": True}, headers=etag)
    assert (changed["version"], changed["edited_at"] is not None) == (2, True)
    await lead.patch(at, {"public": False}, headers=etag, expect=412)
    (before,) = (await lead.get(f"{at}/versions"))["items"]
    assert (before["texts"], before["public"], before["number"]) == ({"en": "Secret"}, False, 1)


async def test_what_opens_by_itself_opens_one(callers_: Callers, desk: Desk) -> None:
    lead = await callers_.agent(role="lead")

    async def opened() -> tuple[UUID, bool]:
        async with desk.database.unit_of_work() as work:
            incident, made = await incident_opening.open_by(work, origin="monitor", key="m1", texts={"en": "Down"})
            return incident.id, made

    several = await asyncio.gather(*(opened() for _ in range(3)))
    assert sorted(made for _, made in several) == [False, False, True]
    assert len({each for each, _ in several}) == 1
    for expected in (True, False):
        async with desk.database.unit_of_work() as work:
            ended = await incident_opening.resolve_by(work, origin="monitor", key="m1", said={"en": "Up"})
            assert (ended is not None) is expected
    (first,) = (await lead.get("/v1/incidents", params={"over": True}))["items"]
    assert (first["status"], first["origin"]) == ("resolved", "monitor")
    assert (await opened())[1]
    # The first one cannot be opened again beside it.
    refused = await lead.post(of(first, "/updates"), {"texts": TEXTS, "status": "monitoring"}, expect=409)
    assert refused["code"] == "incident_open_elsewhere"
    log = (await lead.get(of(first, "/timeline")))["items"]
    assert [each["type"] for each in log] == ["incident.created", "incident.resolved"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"components": [{"component_id": "0193a1f0-c4d2-7a3e-8c11-2b1f0e9d8c7b"}]}, "unknown_component"),
        ({"started_at": "2999-01-01T00:00:00Z"}, "starts_later"),
        ({"rule": {"conditions": {"all": [{"field": "nope", "operator": "is", "value": "x"}]}}}, "unknown_field"),
        ({"rule": {}}, None),
        ({"texts": {}}, None),
        ({"brand": "nope"}, "unknown_brand"),
    ],
)
async def test_what_means_nothing_is_refused(callers_: Callers, body: dict[str, Any], code: str | None) -> None:
    lead = await callers_.agent(role="lead")
    problem = await lead.post("/v1/incidents", {"texts": {"en": "Down"}, **body}, expect=422)
    assert code in {problem["code"], problem["errors"][0].get("code"), None}
