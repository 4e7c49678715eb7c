"""Outside of hours a thread gets one honest answer, which no clock takes for a reply; never where somebody is there."""

import re
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from app import clock
from tests.api import library
from tests.channels.mailbox import mail, mailbox
from tests.conftest import Api, Callers
from tests.desks import eventually, state_of

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BODY = {"subject": "Where is it?", "body": "My parcel"}


class Night:
    """A desk whose brand is closed now."""

    def __init__(self, callers: Callers, admin: Api) -> None:
        self.callers, self.admin = callers, admin

    async def calendar(self, name: str, *, closed: bool) -> str:
        """One that opens in three days, or one that never closes."""
        day = DAYS[(clock.now() + timedelta(days=3)).weekday()]
        weekly = {day: [{"opens": "09:00", "closes": "18:00"}]}
        if not closed:
            weekly = {each: [{"opens": "00:00", "closes": "24:00"}] for each in DAYS}
        made = await self.admin.post("/v1/calendars", {"name": name, "zone": "Europe/Moscow", "weekly": weekly})
        return str(made["id"])

    async def said(self, ticket: str) -> list[str]:
        """What the desk itself has said."""
        thread = (await self.admin.get(f"/v1/tickets/{ticket}/messages"))["items"]
        return [each["body"] for each in thread if each["author"]["kind"] == "system"]

    async def read(self) -> None:
        """Everything that has happened has been looked at."""
        behind = """SELECT (SELECT count(*) FROM feed_todo) + s.position - c.position
        FROM feed_state s, feed_cursors c WHERE c.name = 'always_answered'"""
        await eventually(lambda: state_of(self.callers.desk.database, behind), lambda found: found == 0)


@pytest.fixture
async def night(callers_: Callers) -> Night:
    """A brand that is closed."""
    made = Night(callers_, await callers_.admin())
    calendar = await made.calendar("Days", closed=True)
    await made.admin.post("/v1/brands", {"key": "shop", "name": "Shop", "calendar_id": calendar})
    return made


async def test_a_thread_is_answered_once_and_no_clock_takes_it_for_a_reply(night: Night) -> None:
    vera = await night.callers.customer()
    ticket = await vera.post("/v1/tickets", {**BODY, "language": "ru"})
    path = f"/v1/tickets/{ticket['id']}"
    (said,) = await eventually(lambda: night.said(ticket["id"]), bool)
    assert said.startswith("Спасибо за сообщение. Сейчас мы не работаем.\nМы начнём работу ")
    assert "09:00 (Москва) и ответим вам." in said
    seen = await night.admin.get(path)
    assert (seen["first_reply_at"], seen["first_human_reply_at"], seen["status"]) == (None, None, "new")
    await vera.post(f"{path}/messages", {"body": "Hello?"})
    await night.read()
    assert len(await night.said(ticket["id"])) == 1
    # What a colleague or a partner enters for somebody is no word of theirs.
    entered = await night.admin.post("/v1/tickets", {**BODY, "requester": {"email": "vera@example.com"}})
    await night.read()
    assert await night.said(entered["id"]) == []


async def test_nobody_is_told_that_it_is_closed_by_whoever_is_there(night: Night) -> None:
    team = await night.callers.team("Night shift")
    always = await night.calendar("Always", closed=False)
    await night.admin.patch(f"/v1/teams/{team}", {"calendar_id": always})
    await night.admin.patch("/v1/brands/shop", {"default_team_id": str(team)})
    vera = await night.callers.customer()
    open_now = await vera.post("/v1/tickets", BODY)
    await night.read()
    assert await night.said(open_now["id"]) == []
    # The team keeps hours now; but an agent is writing.
    await night.admin.patch(f"/v1/teams/{team}", {"calendar_id": None})
    await night.admin.post(f"/v1/tickets/{open_now['id']}/messages", {"body": "I am still here"})
    await vera.post(f"/v1/tickets/{open_now['id']}/messages", {"body": "Great"})
    await night.read()
    assert await night.said(open_now["id"]) == []
    # Switched off; and with words of its own.
    await night.admin.patch("/v1/brands/shop", {"reach": {"after_hours": False}})
    quiet = await vera.post("/v1/tickets", BODY)
    await night.read()
    assert await night.said(quiet["id"]) == []
    await night.admin.patch("/v1/brands/shop", {"reach": {"closed_text": {"en": "Asleep until {opens_at}."}}})
    loud = await vera.post("/v1/tickets", BODY)
    (said,) = await eventually(lambda: night.said(loud["id"]), bool)
    assert re.fullmatch(r"Asleep until [A-Z][a-z]+ \d+, 20\d\d, 9:00\sAM \(Moscow\)\.", said)
    # Of whom no language is known, the brand's first is spoken: here in the built-in words.
    reach = {"closed_text": {"en": "Asleep."}, "languages": ["ru", "en"]}
    await night.admin.patch("/v1/brands/shop", {"reach": reach})
    unknown = await night.callers.customer()
    russian = await unknown.post("/v1/tickets", {"subject": "?", "body": "?"})
    (said,) = await eventually(lambda: night.said(russian["id"]), bool)
    assert said.startswith("Спасибо за сообщение.")


async def test_who_waits_in_a_chat_is_told_as_well(night: Night) -> None:
    vera = await night.callers.customer()
    chat = await vera.post("/v1/chats", {"body": "Anybody there?"})
    (said,) = await eventually(lambda: night.said(chat["ticket_id"]), bool)
    assert said.startswith("Thank you for your message. We are closed at the moment.")
    # Nobody is told twice: a queue with hours of its own says it itself.
    (calendar,) = (await night.admin.get("/v1/calendars"))["items"]
    queue = {
        "name": "Chats",
        "calendar_id": calendar["id"],
        "when_closed": {"do": "message", "text": {"en": "Asleep."}},
    }
    await night.admin.post("/v1/queues", queue)
    other = await (await night.callers.customer()).post("/v1/chats", {"body": "And now?"})
    assert await eventually(lambda: night.said(other["ticket_id"]), bool) == ["Asleep."]
    await night.read()
    assert await night.said(other["ticket_id"]) == ["Asleep."]


async def test_machines_and_what_was_long_on_its_way_are_not_answered_by_mail(night: Night) -> None:
    box = await mailbox(night.callers, authserv_id="mx.shop.example")
    old = format_datetime(clock.now() - timedelta(days=2))
    rows = await box.take(
        mail("A person", sender="vera@example.com"),
        mail("I am away", sender="boris@example.com", Auto_Submitted="auto-replied"),
        mail("News", sender="list@example.com", List_Id="<news.example.com>", Precedence="list"),
        mail("The server was away", sender="dora@example.com", Date=old),
        mail("Not me", sender="gleb@example.com", Authentication_Results="mx.shop.example; dmarc=fail"),
    )
    await eventually(lambda: night.said(rows[0]["ticket_id"]), bool)
    await night.read()
    said = [await night.said(each["ticket_id"]) for each in rows if each["ticket_id"] is not None]
    assert [len(each) for each in said] == [1] + [0] * (len(said) - 1)


async def test_one_person_is_not_answered_for_ever(night: Night) -> None:
    vera = await night.callers.customer(email="vera@example.com")
    tickets: list[Any] = [await vera.post("/v1/tickets", BODY) for _ in range(7)]
    await night.read()
    assert sum([len(await night.said(each["id"])) for each in tickets]) == 5


async def test_a_calendar_that_a_brand_works_by_is_not_archived(night: Night) -> None:
    (calendar,) = (await night.admin.get("/v1/calendars"))["items"]
    found = await night.admin("DELETE", f"/v1/calendars/{calendar['id']}", expect=409)
    assert found.json()["used_by"][0]["kind"] == "brand"
    await night.admin.refused("PATCH", "/v1/brands/shop", 422, "unknown_calendar", json={"calendar_id": "0" * 32})


async def test_the_answer_names_public_articles_that_surely_fit(night: Night) -> None:
    here = await library.opened(night.callers, brand=False)
    vera = await night.callers.customer()
    words = {
        "subject": "Refund",
        "body": "I forgot to ask: when do I get my refund?",
        "language": "en",
        "brand": "shop",
    }
    ticket = await vera.post("/v1/tickets", words)
    (said,) = await eventually(lambda: night.said(ticket["id"]), bool)
    link = "- Getting a refund: http://desk.test/help/shop/en/refund"
    assert said.split("\n\n")[1:] == [f"This may already help you:\n{link}"], said
    assert len(here.articles) == len(library.TEXTS)
    # Not in a language that they do not write; not where it does not fit; not where the brand wants none.
    for other in ({"language": "fr"}, {"subject": "Printer", "body": "It is on fire"}):
        ticket = await vera.post("/v1/tickets", {**words, **other})
        (said,) = await eventually(lambda: night.said(ticket["id"]), bool)  # noqa: B023 - asked at once
        assert "help you" not in said, said
    await night.admin.patch("/v1/brands/shop", {"reach": {"articles": False}})
    ticket = await vera.post("/v1/tickets", words)
    (said,) = await eventually(lambda: night.said(ticket["id"]), bool)
    assert "help you" not in said
