"""Outreach: each person once, at their pace and in their language, and what they answer becomes a ticket."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import pytest
from pydantic import SecretStr

from app import clock
from app.db import Database, UnitOfWork
from app.models import Outreach
from app.rules.actors import SYSTEM
from app.services import incident_opening, outreach_audiences, outreach_sending, sending
from app.services.incident_opening import Opening
from app.settings import Settings, configure
from tests.channels.mailbox import Mailbox, mail, mailbox
from tests.channels.test_mail_machines import bounce
from tests.conftest import Api, Callers, Desk
from tests.desks import eventually
from tests.receivers import a_mail_server

PATH = "/v1/outreaches"
TEXTS = {
    "en": {"subject": "It works again", "body": "Hello {{ customer.name | default: 'there' }}, it is mended."},
    "ru": {"subject": "Снова работает", "body": "{{ customer.name }}, всё починили."},
}


@dataclass
class Server:
    """The desk's mail server, and the process that sends by it."""

    mails: list[Any]
    database: Database
    settings: Settings

    async def sent(self) -> None:
        """Let what waits leave."""
        while await sending.send_next(self.database, self.settings):
            pass


@pytest.fixture
async def server(desk: Desk, settings: Settings) -> AsyncIterator[Server]:
    """One that takes mails."""
    async with a_mail_server() as at:
        local = settings.model_copy(update={"smtp_url": SecretStr(f"smtp://127.0.0.1:{at.port}")})
        configure(local)
        yield Server(at.mails, desk.database, local)
        configure(settings)


async def written(who: Api, audience: dict[str, Any], **fields: Any) -> Any:
    """A draft."""
    body = {"name": "Mended", "audience": audience, "texts": TEXTS, "per_minute": 6000, **fields}
    return await who.post(PATH, body)


async def ran(who: Api, outreach: Any, server: Server | None = None) -> Any:
    """Started, and done: what became of it."""
    path = f"{PATH}/{outreach['id']}"
    await who.post(f"{path}/start", {}, expect=200)

    async def look() -> Any:
        if server is not None:
            await server.sent()
        return await who.get(path)

    return await eventually(look, lambda one: one["state"] == "done" and not one["figures"]["queued"])


async def recipients(who: Api, outreach: Any) -> dict[str, Any]:
    """By customer."""
    found = (await who.get(f"{PATH}/{outreach['id']}/recipients", params={"limit": 200}))["items"]
    return {each["customer"]["id"]: each for each in found}


async def people(*ids: Api) -> dict[str, Any]:
    return {"kind": "people", "customer_ids": [str(each.who) for each in ids]}


@asynccontextmanager
async def by_mail(callers_: Callers, server: Server) -> AsyncIterator[tuple[Mailbox, Any, Api, Any]]:
    """One that has reached Vera by mail."""
    box = await mailbox(callers_)
    vera = await callers_.customer(email="vera@example.com")
    outreach = await written(box.admin, await people(vera), ticket_type="incident")
    await ran(box.admin, outreach, server)
    (letter,) = server.mails
    yield box, outreach, vera, letter


async def test_each_person_gets_it_once_in_their_language_or_is_left_out(callers_: Callers, server: Server) -> None:
    box, lead = await mailbox(callers_), await callers_.agent(role="lead")
    vera = await callers_.customer(email="vera@example.com")
    again = await callers_.customer(email="vera2@example.com")
    oleg = await callers_.customer(name="Олег", email="oleg@example.com")
    out = await callers_.customer(email="out@example.com")
    mute = await callers_.customer(name="Mute")
    await box.admin.post(f"/v1/customers/{again.who}/merge", {"into_id": str(vera.who)}, expect=200)
    version = (await box.admin("GET", f"/v1/customers/{oleg.who}")).headers["etag"]
    await box.admin.patch(f"/v1/customers/{oleg.who}", {"locale": "ru"}, headers={"if-match": version})
    await box.admin.put(f"/v1/customers/{out.who}/opt-outs", {"kinds": ["outreach"]})
    outreach = await written(lead, await people(vera, again, oleg, out, mute))
    shown = await lead.post(f"{PATH}/{outreach['id']}/preview", expect=200)
    assert (shown["complete"], shown["people"], shown["left_out"]) == (True, 2, {"opted_out": 1, "no_way": 1})
    assert {(each["address"], each["body"]) for each in shown["examples"]} == {
        ("vera@example.com", "Hello Vera, it is mended."), ("oleg@example.com", "Олег, всё починили."),
    }  # fmt: skip
    await server.sent()
    assert server.mails == []
    done = await ran(lead, outreach, server)
    assert {name: done["figures"][name] for name in ("people", "sent", "left_out", "failed")} == {
        "people": 4, "sent": 2, "left_out": 2, "failed": 0,
    }  # fmt: skip
    assert Counter(str(each["to"]) for each in server.mails) == {"vera@example.com": 1, "oleg@example.com": 1}
    letter = next(each for each in server.mails if "oleg" in str(each["to"]))
    assert (letter["subject"], str(letter["from"])) == ("Снова работает", '"help@shop.example" <help@shop.example>')
    assert "всё починили" in letter.get_content()
    assert letter["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert letter["list-unsubscribe"].strip("<>") in letter.get_content()
    found = await recipients(lead, outreach)
    assert {found[str(each.who)]["why"] for each in (out, mute)} == {"opted_out", "no_way"}
    # Started again, or cancelled, what is done stays done.
    for what in ("start", "cancel"):
        await lead.refused("POST", f"{PATH}/{outreach['id']}/{what}", 409, "outreach_over", json={})


async def test_an_answer_is_a_ticket_and_the_next_one_joins_it(callers_: Callers, server: Server) -> None:
    async with by_mail(callers_, server) as (box, outreach, vera, letter):
        to = letter["reply-to"].addresses[0].addr_spec
        assert (await box.admin.get(f"/v1/tickets?requester_id={vera.who}"))["items"] == []
        away = mail(
            "I am away.", subject="Automatic reply", in_reply_to=letter["message-id"], auto_submitted="auto-replied"
        )
        first = mail("It does not work for me!", subject="Re: It works again", to=to)
        [machine, made] = await box.take(away, first)
        assert (machine["outcome"], machine["ticket_id"]) == ("auto_reply", None)
        ticket = await box.admin.get(f"/v1/tickets/{made['ticket_id']}")
        assert (made["outcome"], ticket["type"], ticket["requester"]["id"]) == ("created", "incident", str(vera.who))
        said = await box.messages(made)
        assert [(each["visibility"], each["author"]["kind"]) for each in said] == [
            ("public", "customer"), ("internal", "system"),
        ]  # fmt: skip
        assert "Hello Vera, it is mended." in said[1]["body"]
        log = (await box.admin.get(f"/v1/tickets/{made['ticket_id']}/events"))["items"]
        (event,) = [each for each in log if each["type"] == "ticket.outreach_answered"]
        assert event["data"]["outreach"] == {"id": outreach["id"], "name": "Mended"}
        theirs = (await vera.get(f"/v1/tickets/{made['ticket_id']}/events"))["items"]
        assert "ticket.outreach_answered" not in {each["type"] for each in theirs}
        # By the id that it answers, by a program that does not keep the address; and by somebody it was passed on to.
        [second, stranger] = await box.take(
            mail("Hello?", subject="x", in_reply_to=letter["message-id"]),
            mail("And for me?", sender="Petr <petr@example.com>", to=to),
        )
        assert (second["outcome"], second["ticket_id"]) == ("message", made["ticket_id"])
        assert stranger["outcome"] == "created"
        assert stranger["ticket_id"] != made["ticket_id"]
        person = (await recipients(box.admin, outreach))[str(vera.who)]
        assert person["answers"] == [made["ticket_id"], stranger["ticket_id"]]
        assert (await box.admin.get(f"{PATH}/{outreach['id']}"))["figures"]["answered"] == 1
        # What is over is followed by a ticket of its own.
        await box.admin.patch(f"/v1/tickets/{made['ticket_id']}", {"status": "closed"})
        [later] = await box.take(mail("Still broken", to=to))
        assert later["ticket_id"] not in {made["ticket_id"], stranger["ticket_id"]}
        # A name that somebody made up is nobody's.
        forged = to.replace("+", "+a")
        [other] = await box.take(mail("Hi", to=forged, sender="eve@example.com"))
        assert len(await box.messages(other)) == 1


async def test_what_bounces_and_who_ends_such_mails_is_counted(callers_: Callers, server: Server) -> None:
    async with by_mail(callers_, server) as (box, outreach, vera, letter):
        report = bounce(letter["message-id"], ("vera@example.com", "failed", "5.1.1", "550 no such user"))
        [row] = await box.take(report)
        assert (row["status"], row["outcome"], row["ticket_id"]) == ("done", "outreach_bounce", None)
        person = (await recipients(box.admin, outreach))[str(vera.who)]
        assert (person["state"], person["detail"]) == ("bounced", "5.1.1 550 no such user")
        path = letter["list-unsubscribe"].strip("<>").rpartition("/")[2]
        await callers_.nobody()("POST", f"/v1/opt-outs/{path}", expect=200)
        figures = (await box.admin.get(f"{PATH}/{outreach['id']}"))["figures"]
        assert (figures["bounced"], figures["sent"], figures["opted_out"]) == (1, 0, 1)
        assert (await box.admin.get("/v1/tickets"))["items"] == []


async def test_it_is_said_on_an_open_thread_and_is_no_reply(callers_: Callers) -> None:
    vera, lead = await callers_.customer(), await callers_.agent(role="lead")
    new = {"subject": "Card", "body": "My card is refused", "tags": ["payment"]}
    ticket = await vera.post("/v1/tickets", {key: value for key, value in new.items() if key != "tags"})
    oleg = await callers_.customer(name="Oleg")
    other = await oleg.post("/v1/tickets", {"subject": "Delivery", "body": "Where is it?"})
    version = (await lead("GET", f"/v1/tickets/{ticket['id']}")).headers["etag"]
    await lead.patch(f"/v1/tickets/{ticket['id']}", {"tags": ["payment"]}, headers={"if-match": version})
    audience = {"kind": "customers", "tags": ["payment", "refund"], "ticket_within_days": 7}
    outreach = await written(lead, audience, ways=["thread", "mail"])
    await lead.refused("POST", f"{PATH}/{outreach['id']}/start", 409, "outreach_needs_mailbox", json={})
    outreach = await written(lead, audience, ways=["thread"])
    done = await ran(lead, outreach)
    assert (done["figures"]["people"], done["figures"]["sent"]) == (1, 1)
    said = (await vera.get(f"/v1/tickets/{ticket['id']}/messages"))["items"]
    assert [each["body"] for each in said] == ["My card is refused", "Hello Vera, it is mended."]
    assert len((await oleg.get(f"/v1/tickets/{other['id']}/messages"))["items"]) == 1
    await vera.post(f"/v1/tickets/{ticket['id']}/messages", {"body": "Thanks"})
    assert (await lead.get(f"{PATH}/{outreach['id']}"))["figures"]["answered"] == 1


async def test_people_are_found_by_what_touched_them(callers_: Callers) -> None:
    vera, oleg, lead = await callers_.customer(), await callers_.customer(), await callers_.agent(role="lead")
    ticket = await vera.post("/v1/tickets", {"subject": "Pay", "body": "It fails"})
    other = await oleg.post("/v1/tickets", {"subject": "Pay", "body": "x"})
    async with callers_.desk.database.unit_of_work() as work:
        new = Opening(texts={"en": "Payments fail"}, impact="major", said={"en": "We look."})
        incident = await incident_opening.open_new(work, SYSTEM, new)
    for each in (ticket, other):
        link = {"kind": "incident_of", "ticket_id": str(incident.problem_id)}
        await lead.post(f"/v1/tickets/{each['id']}/links", link)
    await lead.put(f"/v1/tickets/{other['id']}/spam", {"spam": True})
    async with callers_.desk.database.lean() as connection:
        now = clock.now()
        for audience in (
            {"kind": "incident", "incident_id": str(incident.id)},
            {"kind": "problem", "ticket_id": str(incident.problem_id)},
        ):
            found = await outreach_audiences.window(connection, audience, None, now=now)
            assert [str(each) for each in found.people] == [str(vera.who)]
    made = await written(lead, {"kind": "incident", "incident_id": str(incident.id)}, ways=["thread"])
    assert (await ran(lead, made))["figures"]["sent"] == 1
    nobody = "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"
    for kind, name in (("incident", "incident_id"), ("article", "article_id"), ("idea", "idea_id")):
        bad = {"name": "x", "texts": TEXTS, "audience": {"kind": kind, name: nobody}}
        await lead.refused("POST", PATH, 422, "unknown_audience", json=bad)
    assert (await lead.get(f"/v1/tickets/{ticket['id']}"))["status"] == "new"


async def test_it_is_held_goes_on_and_is_sent_by_several_processes_once(
    callers_: Callers, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, real, beaten = await mailbox(callers_), outreach_sending._step, list[Any]()

    async def step(work: UnitOfWork, outreach: Outreach) -> None:
        if not beaten:
            beaten.append(outreach.id)
            raise asyncpg.DeadlockDetectedError
        await real(work, outreach)

    # Of two that wait for each other one is given up: it goes on at once, and not in a minute.
    monkeypatch.setattr(outreach_sending, "_step", step)
    everybody = [await callers_.customer(email=f"p{number}@example.com") for number in range(4)]
    outreach = await written(box.admin, await people(*everybody), per_minute=1)
    path = f"{PATH}/{outreach['id']}"
    answers = await asyncio.gather(*(box.admin("POST", f"{path}/start", json={}) for _ in range(3)))
    assert {each.status_code for each in answers} == {200}

    async def look() -> Any:
        await server.sent()
        return await box.admin.get(path)

    await eventually(look, lambda one: one["figures"]["sent"] == 1)
    assert beaten
    held = await box.admin.post(f"{path}/pause", expect=200)
    assert (held["state"], held["figures"]["waiting"]) == ("paused", 3)
    etag = {"if-match": f'"{held["version"]}"'}
    await box.admin.refused("PATCH", path, 409, "outreach_started", json={"texts": TEXTS}, headers=etag)
    await box.admin.refused("DELETE", path, 409, "outreach_started", headers=etag)
    await box.admin.patch(path, {"per_minute": 6000}, headers=etag)
    await box.admin.post(f"{path}/start", {}, expect=200)
    database = callers_.desk.database
    await asyncio.gather(*(outreach_sending.send_next(database) for _ in range(6)))
    await eventually(look, lambda one: one["figures"]["sent"] == 4)
    assert Counter(str(each["to"]) for each in server.mails) == {f"p{number}@example.com": 1 for number in range(4)}
    late = await written(box.admin, await people(*everybody), per_minute=1)
    at = (clock.now().replace(year=clock.now().year + 1, day=1)).isoformat()
    there = await box.admin.post(f"{PATH}/{late['id']}/start", {"at": at}, expect=200)
    assert (there["state"], there["figures"]["people"]) == ("scheduled", 0)
    assert (await box.admin.post(f"{PATH}/{late['id']}/cancel", expect=200))["state"] == "cancelled"


async def test_what_cannot_be_meant_is_refused(callers_: Callers) -> None:
    lead, anna = await callers_.agent(role="lead"), await callers_.agent()
    nobody = "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"
    good = {"name": "x", "audience": {"kind": "people", "customer_ids": [nobody]}, "texts": TEXTS}
    await anna.refused("POST", PATH, 403, "forbidden", json=good)
    wrong: tuple[dict[str, Any], ...] = (
        {"texts": {"en": {"subject": "{{ customer.email }}", "body": "x"}}},
        {"texts": {"en": {"subject": "x", "body": "{% for each in x %}"}}},
        {"texts": {}},
        {"audience": {"kind": "everybody"}},
        {"audience": {"kind": "people", "customer_ids": []}},
        {"ways": []},
        {"per_minute": 0},
        {"state": "done"},
    )
    for bad in wrong:
        await lead.refused("POST", PATH, 422, "invalid", json={**good, **bad})
    await lead.refused(
        "POST", PATH, 422, "unknown_audience", json={**good, "audience": {"kind": "problem", "ticket_id": nobody}}
    )
    await lead.refused("POST", PATH, 422, "unknown_channel", json={**good, "channel_id": nobody})
    outreach = await lead.post(PATH, good)
    path = f"{PATH}/{outreach['id']}"
    await lead.refused("POST", f"{path}/start", 422, "time_passed", json={"at": "2020-01-01T00:00:00Z"})
    await lead.refused("POST", f"{path}/start", 422, "time_too_far", json={"at": "2220-01-01T00:00:00Z"})
    await lead.refused("POST", f"{path}/pause", 409, "outreach_not_running")
    await lead.refused("POST", f"{path}/test", 422, "unknown_locale", json={"locale": "fr"})
    sent = await lead.post(f"{path}/test", {"locale": "ru"}, expect=202)
    assert sent["to"] == (await lead.get(f"/v1/agents/{lead.who}"))["email"]
    shown = await lead.post(f"{path}/preview", expect=200)
    assert (shown["people"], shown["examples"]) == (0, [])
