"""What readers do is counted once and honestly: by people, by time, and without what says who they are."""

from asyncio import gather
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.services import help_outcomes
from tests.api import library as library_
from tests.api.library import SESSION, Library
from tests.channels.mailbox import mail, mailbox
from tests.conftest import Api, Callers
from tests.desks import state_of

_AS_LOGGED = """WITH logged AS (
 SELECT ticket_id, min(at) AS created, max(at) AS updated, max(at) FILTER (WHERE public_seq IS NOT NULL) AS public
 FROM events GROUP BY ticket_id)
UPDATE tickets t SET created_at = l.created, updated_at = l.updated, public_updated_at = l.public
FROM logged l WHERE l.ticket_id = t.id"""
TYPED = "refund"
FORM = {"titles": {"en": "Contact"}, "questions": [{"field": "subject"}, {"field": "body"}]}


@pytest.fixture
async def library(callers_: Callers) -> Library:
    """A few articles in several languages."""
    return await library_.opened(callers_)


class Later:
    """A desk on which time passes: what readers did, and what customers wrote, moves into the past."""

    def __init__(self, library: Library) -> None:
        self.library, self.database = library, library.callers.desk.database

    async def hours(self, hours: float) -> None:
        """So many hours pass."""
        earlier = timedelta(hours=hours)
        async with self.database.lean() as connection:
            for table, columns in (
                ("help_visits", ("started_at", "last_at", "read_at", "due_at")), ("help_searches", ("at",)),
                ("tickets", ("created_at", "updated_at", "public_updated_at")), ("messages", ("created_at",)),
            ):  # fmt: skip
                moved = ", ".join(f"{each} = {each} - $1::interval" for each in columns)
                await connection.execute(f"UPDATE {table} SET {moved}", earlier)  # noqa: S608 - names of ours

    async def back(self) -> None:
        """As their logs say: what is checked after each test."""
        async with self.database.lean() as connection:
            await connection.execute(_AS_LOGGED)

    async def judged(self) -> None:
        """The worker has looked."""
        async with self.database.unit_of_work() as work:
            await help_outcomes.judge(work)

    async def report(self, **more: Any) -> dict[str, Any]:
        """What the report says."""
        found: dict[str, Any] = await self.library.admin.get("/v1/reports/deflection", params=more)
        return found


async def reads(library: Library, who: Api, article: str = "refund", session: str | None = None) -> None:
    """Somebody searches and opens what they find."""
    more = {} if session is None else {"session": session}
    found = await library.find("refund", by=who, locale="en", **more)
    body = {"article_id": library.articles[article], "locale": "en", "search_id": found["search_id"], **more}
    await who("POST", "/v1/help/reads", json=body, expect=204)


@pytest.fixture
async def later(library: Library) -> AsyncIterator[Later]:
    """Time that passes."""
    made = Later(library)
    yield made
    await made.back()


async def test_deflection_counts_who_needs_nobody_and_says_what_it_cannot_know(library: Library, later: Later) -> None:
    new = library.callers.customer
    helped, said_no, wrote, mailed, waits, before = [await new(external_id=str(place)) for place in range(6)]
    # Two with nothing but a token: had they written a mail, nobody would know that it was theirs.
    strangers = [await new(), await new()]
    ticket = {"subject": "Refund", "body": "Where is my money?"}
    # Who has asked already is no success, whatever they read.
    await before.post("/v1/tickets", ticket)
    old = await wrote.post("/v1/tickets", ticket)
    await later.hours(20)
    box = await mailbox(library.callers)
    for who in (helped, said_no, mailed, before, *strangers):
        await reads(library, who)
    await strangers[0].post("/v1/tickets", ticket)
    feedback = f"/v1/help/articles/{library.articles['refund']}/feedback"
    await said_no.post(feedback, {"helped": False}, expect=200)
    # Two readers whom nobody knows; one of them sends the form of the page.
    await reads(library, library.nobody, session=SESSION)
    await reads(library, library.nobody, session=SESSION + "-2")
    await library.find("refund", locale="en", session=SESSION + "-3")
    await later.hours(5)
    # Their old ticket is more than a day old: what they write on it now is new.
    await reads(library, wrote)
    await later.hours(1)
    await wrote.post(f"/v1/tickets/{old['id']}/messages", {"body": "Still nothing"})
    # Who comes by mail is the same person once somebody has merged them.
    (row,) = await box.take(mail("Refund?", sender="masha@example.com"))
    masha = (await library.admin.get(f"/v1/tickets/{row['ticket_id']}"))["requester"]["id"]
    await library.admin.post(f"/v1/customers/{mailed.who}/merge", {"into_id": masha}, expect=200)
    await library.admin.post("/v1/forms", {**FORM, "key": "contact"})
    token = (await library.nobody.get("/v1/forms/contact"))["submission"]["token"]
    sent = {"token": token, "subject": "Refund", "body": "Please", "help_session": SESSION}
    await library.nobody("POST", "/v1/forms/contact/submissions", json=sent)
    await later.judged()
    assert (await later.report())["waiting"] == 10
    await later.hours(18.5)
    await reads(library, waits)
    await later.judged()
    found = await later.report(brand="shop")
    assert found["known"] == {"answered": 1, "contacted": 1, "said_no": 1, "in_contact": 1, "share": 0.3333}
    assert (found["unknown"], found["unread"]) == ({"read": 4, "wrote": 2}, 1)
    assert (found["visits"], found["waiting"]) == (9, 2)
    await later.hours(25)
    await later.judged()
    found = await later.report()
    assert found["known"] == {"answered": 2, "contacted": 2, "said_no": 1, "in_contact": 1, "share": 0.4}
    assert (found["visits"], found["waiting"]) == (11, 0)
    assert sum(each["visits"] for each in found["days"]) == 11
    # Nobody knows any more whose visits they were; and nobody but who writes articles reads of it.
    left = "SELECT count(*) FROM help_visits WHERE visitor IS NOT NULL OR customer_id IS NOT NULL"
    assert await state_of(later.database, left) == 0
    await (await library.callers.agent()).refused("GET", "/v1/reports/deflection", 403, "forbidden")
    assert (await later.report(brand="none"))["known"]["share"] is None
    wrong = {"since": "2020-01-01T00:00:00Z"}
    await library.admin.refused("GET", "/v1/reports/deflection", 422, "invalid_period", params=wrong)


async def test_what_is_typed_letter_by_letter_is_one_search_and_says_nothing_of_people(library: Library) -> None:
    async def typed(text: str, session: str = SESSION) -> None:
        for length in range(len(text) % 2 + 2, len(text) + 1, 2):
            await library.find(text[:length], locale="en", session=session)

    await typed("refunds")
    await library.find("refund", session=SESSION)  # taken back
    await typed("unicorn of vera@x.io, no 1234-5", session=SESSION + "-2")
    await typed("unicorn of ", session=SESSION + "-3")
    for text in ("delivered", "DELIVERED ", "delivered"):
        await library.find(text, locale="en")  # by three whom nobody knows
    await library.find("staff looks", by=library.admin)
    read = {"article_id": library.articles["refund"], "session": SESSION}
    await library.nobody("POST", "/v1/help/reads", json=read, expect=204)
    page = await library.admin.get("/v1/help-searches", params={"limit": 2})
    rest = await library.admin.get("/v1/help-searches", params={"limit": 2, "cursor": page["next_cursor"]})
    assert [(each["query"], each["searches"]) for each in page["items"] + rest["items"]] == [
        ("delivered", 3), ("refunds", 1), ("unicorn of", 1), ("unicorn of [mail], no [number]", 1),
    ]  # fmt: skip
    in_vain = await library.admin.get("/v1/help-searches", params={"outcome": "nothing_found", "brand": "shop"})
    assert [each["query"] for each in in_vain["items"]] == ["unicorn of", "unicorn of [mail], no [number]"]
    unopened = await library.admin.get("/v1/help-searches", params={"outcome": "nothing_opened"})
    assert [(each["query"], each["nothing_opened"]) for each in unopened["items"]] == [("delivered", 3)]
    # A page opened twice is read once; what a form was filled in with is kept nowhere here.
    await library.nobody("POST", "/v1/help/reads", json=read, expect=204)
    await library.nobody.post("/v1/help/suggestions", {"text": "My secret is refund", "session": SESSION}, expect=200)
    assert (
        await state_of(library.callers.desk.database, "SELECT count(*) FROM help_searches WHERE query ~ 'secret'") == 0
    )
    found = await library.admin.get(f"/v1/articles/{library.articles['refund']}/statistics")
    assert (found["reads"], found["searches"]) == (1, [])


async def test_what_comes_at_once_is_one_visit_one_read_and_one_answer(library: Library) -> None:
    texts = [TYPED[:length] for length in range(2, len(TYPED) + 1)]
    await gather(*(library.find(each, locale="en", session=SESSION) for each in texts))
    read = {"article_id": library.articles["refund"], "session": SESSION}
    await gather(*(library.nobody("POST", "/v1/help/reads", json=read, expect=204) for _ in range(4)))
    path = f"/v1/help/articles/{library.articles['refund']}/feedback"
    votes = ({"helped": bool(number % 2), "session": SESSION} for number in range(4))
    await gather(*(library.nobody.post(path, each, expect=200) for each in votes))
    counted = (
        "SELECT (SELECT count(*) FROM help_visits) || ' ' || (SELECT sum(reads) FROM help_visits) || ' ' || count(*)"
    )
    assert await state_of(library.callers.desk.database, f"{counted} FROM help_votes") == "1 1 1"


async def test_each_reader_says_once_whether_it_helped_and_may_change_it(library: Library) -> None:
    article = library.articles["refund"]
    path, vera = f"/v1/help/articles/{article}/feedback", await library.callers.customer()
    comment = "  Call me: +7 900 123-45-67\nor vera@example.com  "
    first = await vera.post(path, {"helped": False, "comment": comment, "locale": "ru"}, expect=200)
    assert (first["locale"], first["comment"]) == ("ru", "Call me: [number]\nor [mail]")
    await vera.post(path, {"helped": True, "locale": "ru"}, expect=200)
    for session in (SESSION, SESSION, SESSION + "-2"):
        await library.nobody.post(path, {"helped": True, "session": session}, expect=200)
    await library.nobody.refused("POST", path, 422, "reader_unknown", json={"helped": True})
    await library.admin.refused("POST", path, 403, "not_a_reader", json={"helped": True, "session": SESSION})
    await library.nobody.refused("POST", path, 422, "invalid", json={"helped": "yes", "session": SESSION})
    await library.nobody.refused("POST", path, 422, "invalid", json={"helped": True, "session": "short"})
    missing = path.replace(article, "0193a1f0-c4d2-7a3e-8000-1f2e3d4c5b6a")
    await library.nobody.refused("POST", missing, 404, "not_found", json={"helped": True, "session": SESSION})
    found = await (await library.callers.agent()).get(f"/v1/articles/{article}/statistics")
    assert (found["reads"], found["helped"], found["not_helped"], found["comments"]) == (3, 3, 0, [])
    assert {each["locale"]: each["helped"] for each in found["locales"]} == {"de": 2, "ru": 1}
    search = await library.find("refund", by=vera, locale="en")
    seen = {"article_id": library.articles["delivery"], "search_id": search["search_id"]}
    await vera("POST", "/v1/help/reads", json=seen, expect=204)
    found = await library.admin.get(f"/v1/articles/{library.articles['delivery']}/statistics")
    assert found["searches"] == [{"query": "refund", "reads": 1}]
    # After its time it is forgotten.
    async with library.callers.desk.database.lean() as connection:
        assert not await help_outcomes.forget(connection, clock.now() + timedelta(days=200))
    for table in ("help_visits", "help_votes"):
        assert await state_of(library.callers.desk.database, f"SELECT count(*) FROM {table}") == 0  # noqa: S608 - ours


async def test_articles_are_suggested_while_somebody_writes(library: Library) -> None:
    await library.admin.post("/v1/forms", {**FORM, "key": "contact", "brand": "shop"})
    await library.admin.post("/v1/forms", {**FORM, "key": "inside", "public": False})
    text = {"text": "Hello, I paid twice and want to get a refund to my card, thank you", "locale": "en"}
    for more in ({}, {"form": "contact"}, {"origin": "chat"}, {"brand": "shop", "limit": 1}):
        found = await library.nobody.post("/v1/help/suggestions", {**text, **more}, expect=200)
        assert [each["article_id"] for each in found["items"]] == [library.articles["refund"]]
    for beside in ("My printer is on fire and the cat is angry", "Hello", "Hello honey", "", "😀", "the"):
        found = await library.nobody.post("/v1/help/suggestions", {"text": beside, "locale": "en"}, expect=200)
        assert found["items"] == [], beside
    for form in ("none", "inside"):
        await library.nobody.refused("POST", "/v1/help/suggestions", 422, "unknown_form", json={**text, "form": form})
    wrong = {**text, "brand": "none"}
    await library.nobody.refused("POST", "/v1/help/suggestions", 422, "unknown_brand", json=wrong)
