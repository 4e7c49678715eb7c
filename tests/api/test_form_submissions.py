"""`/v1/forms/{key}/submissions`: anybody may send a form, once; a stranger reads nothing and mails nobody."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from app import clock
from app.models import Attachment, OutboxItem
from app.services import form_tokens, rate_limits
from tests.channels.mailbox import mail as letter
from tests.channels.mailbox import mailbox
from tests.conftest import Api, Callers
from tests.desks import state_of

QUESTIONS = [
    {"field": "subject"},
    {"field": "body"},
    {"field": "requester.name"},
    {"field": "requester.email", "required": True},
    {"field": "requester.phone"},
    {"field": "attachments"},
]
ANSWERS = {
    "subject": "A banner",
    "body": "For May, please",
    "requester": {"name": "Vera", "email": "Vera@Example.com"},
}


@pytest.fixture(autouse=True)
def _own_counts() -> Iterator[None]:
    rate_limits.forget()
    yield
    rate_limits.forget()


class Page:
    """A page with a form on somebody's site."""

    def __init__(self, callers: Callers, admin: Api, form: dict[str, Any]) -> None:
        self.callers, self.admin, self.form = callers, admin, form
        self.nobody = callers.nobody()
        self.path = f"/v1/forms/{form['key']}/submissions"

    def token(self, seconds: float = 30) -> str:
        """As one that was read so long ago."""
        return form_tokens.issue(self.form["id"], now=clock.now() - timedelta(seconds=seconds))

    async def send(self, expect: int = 201, *, by: Api | None = None, **said: Any) -> Any:
        body = {"token": self.token(), **ANSWERS, **said}
        return await (by or self.nobody).post(self.path, body, expect=expect)

    async def sent(self, **query: Any) -> list[dict[str, Any]]:
        return list((await self.admin.get(self.path, params=query))["items"])

    async def mails(self) -> list[OutboxItem]:
        async with self.callers.desk.database.unit_of_work() as work:
            query = select(OutboxItem).where(col(OutboxItem.kind) == "mail").order_by(col(OutboxItem.id))
            return list((await work.session.exec(query)).all())


@pytest.fixture
async def page(callers_: Callers) -> Page:
    """A public form that asks for an address."""
    admin = await callers_.admin()
    titles = {"en": "A banner", "ru": "Баннер"}
    made = await admin.post("/v1/forms", {"key": "banner", "titles": titles, "questions": QUESTIONS})
    return Page(callers_, admin, {**made, "id": UUID(made["id"])})


async def test_nobody_reads_a_public_form_and_sends_it_as_soon_as_a_person_could(page: Page) -> None:
    shown = await page.nobody.get("/v1/forms/banner")
    assert shown["definition"] is None
    assert shown["submission"]["trap"] == "website"
    # At once: a machine.
    first = await page.send(token=shown["submission"]["token"])
    assert (first["number"], first["ticket_id"]) == (None, None)
    assert [each["verdict"] for each in await page.sent(status="parked")] == ["too_quick"]


async def test_it_is_one_ticket_of_somebody_new_with_a_mail_that_says_the_number(page: Page) -> None:
    box = await mailbox(page.callers)
    known = await page.callers.customer(name="Vera", email="vera@example.com")
    requester = {"name": "V\u202eera", "email": "Vera@Example.com", "phone": "+7 916 123-45-67"}
    made = await page.send(requester=requester, language="ru")
    assert str(made["number"]) in made["text"]
    assert made["text"].startswith("Спасибо")
    ticket = await page.admin.get(f"/v1/tickets/{made['ticket_id']}?include=messages")
    assert (ticket["channel"], ticket["number"]) == ("form", made["number"])
    assert ticket["messages"][0]["body"] == "For May, please\n\nТелефон: +7 916 123-45-67"
    # The address is a claim: whoever really has it has no part in this, nor does this open anything of theirs.
    assert ticket["requester"]["id"] != str(known.who)
    customer = await page.admin.get(f"/v1/customers/{ticket['requester']['id']}")
    assert (customer["email"], customer["claimed_email"], customer["phone"]) == (None, "Vera@Example.com", None)
    await known.refused("GET", f"/v1/tickets/{made['ticket_id']}", 404, "not_found")
    (mail,) = await page.mails()
    assert (mail.target, mail.payload["headers"]["Auto-Submitted"]) == ("vera@example.com", "auto-generated")
    assert mail.payload["subject"] == f"[#{made['number']}] Мы получили ваше обращение"
    # Nothing of what was written goes to an address that anybody may name.
    for word in ("May", "banner", "Vera", "era", "916"):
        assert word not in mail.payload["text"] + mail.payload["subject"]
    # Who answers it writes on.
    [row] = await box.take(letter("And a logo", sender="Vera@Example.com", to=mail.payload["headers"]["Reply-To"]))
    assert (row["outcome"], row["ticket_id"]) == ("message", made["ticket_id"])


async def test_a_form_sent_twice_is_one_ticket_also_at_the_same_moment(page: Page) -> None:
    token = page.token()
    body = {"token": token, **ANSWERS}
    answers = await asyncio.gather(*(page.nobody("POST", page.path, json=body) for _ in range(5)))
    assert sorted(each.status_code for each in answers) == [200, 200, 200, 200, 201]
    assert len({each.json()["number"] for each in answers}) == 1
    await page.nobody.refused("POST", page.path, 409, "form_token_used", json={**body, "subject": "Another"})
    headers = {"idempotency-key": "a-random-key-of-mine-1"}
    keyed = {"token": page.token(), **ANSWERS}
    first = await page.nobody.post(page.path, keyed, headers=headers)
    again = await page.nobody("POST", page.path, json=keyed, headers=headers, expect=201)
    assert (again.json(), again.headers["idempotency-replayed"]) == (first, "true")
    assert len(await page.mails()) == 2
    assert await state_of(page.callers.desk.database, "SELECT count(*) FROM tickets") == 2


async def test_tokens_are_of_one_form_and_of_one_day(page: Page) -> None:
    other = await page.admin.post("/v1/forms", {"key": "x", "titles": {"en": "X"}, "questions": QUESTIONS[:2]})
    foreign = form_tokens.issue(UUID(other["id"]), now=clock.now() - timedelta(seconds=30))
    good = page.token()
    for token in ("", "x", "\u0440", good[:-2], ("A" if good[0] != "A" else "B") + good[1:], foreign):
        await page.nobody.refused("POST", page.path, 422, "invalid_form_token", json={"token": token, **ANSWERS})
    for old in (page.token(90_000), page.token(-60)):
        await page.nobody.refused("POST", page.path, 422, "form_token_expired", json={"token": old, **ANSWERS})
    assert await page.sent() == []


async def test_what_a_machine_fills_in_is_parked_until_somebody_has_looked(page: Page) -> None:
    made = await page.send(website="http://buy.example")
    assert (made["number"], await page.mails()) == (None, [])
    assert await state_of(page.callers.desk.database, "SELECT count(*) FROM tickets") == 0
    (parked,) = await page.sent(status="parked")
    assert (parked["verdict"], parked["answers"]["subject"]) == ("trap", "A banner")
    agent = await page.callers.agent()
    paths = [f"{page.path}/{parked['id']}/{each}" for each in ("release", "discard")]
    released = await agent.post(paths[0], expect=200)
    assert (released["status"], released["answers"]) == ("released", {})
    assert (await agent.get(f"/v1/tickets/{released['ticket_id']}"))["subject"] == "A banner"
    assert len(await page.mails()) == 1
    assert (await agent.post(paths[0], expect=200))["ticket_id"] == released["ticket_id"]
    await agent.refused("POST", paths[1], 409, "submission_over")
    await page.nobody.refused("GET", page.path, 401, "unauthenticated")
    customer = await page.callers.customer()
    await customer.refused("POST", paths[0], 403, "forbidden")


async def test_nobody_is_mailed_often_whoever_names_their_address(page: Page) -> None:
    # Whatever stands after a plus, it is one mailbox.
    made = [await page.send(requester={"email": f"vera+{n}@example.com"}) for n in range(6)]
    assert [each["number"] is None for each in made] == [False] * 5 + [True]
    assert len(await page.mails()) == 3
    assert [each["confirmed_at"] is not None for each in await page.sent()] == [False] * 3 + [True] * 3
    # Another address has its own budget, and one client has a limit of its own.
    await page.send(requester={"email": "other@example.com"})
    assert len(await page.mails()) == 4
    for _ in range(60):
        last = await page.nobody("POST", page.path, json={"token": ""})
    assert last.status_code == 429


@pytest.mark.parametrize(
    "email", ["a@b.example\r\nBcc: all@x.example", "a@b.example, c@d.example", "a b@c", "<a@b>", "x" * 300 + "@b"]
)
async def test_an_address_cannot_say_two_things(page: Page, email: str) -> None:
    body = {"token": page.token(), **ANSWERS, "requester": {"email": email}}
    found = await page.nobody.refused("POST", page.path, 422, "invalid", json=body)
    assert found["errors"][0]["pointer"] == "/requester/email"
    assert await page.mails() == []


async def test_what_is_asked_is_needed_and_nothing_else_is_taken(page: Page) -> None:
    missing = {"token": page.token(), "body": "x"}
    found = await page.nobody.refused("POST", page.path, 422, "field_required", json=missing)
    assert {each["pointer"] for each in found["errors"]} == {"/subject", "/requester/email"}
    unasked = {"token": page.token(), **ANSWERS, "custom_fields": {"vip": True}, "topic": "billing"}
    found = await page.nobody.refused("POST", page.path, 422, "not_asked", json=unasked)
    assert {each["pointer"] for each in found["errors"]} == {"/topic", "/custom_fields/vip"}
    await page.nobody.refused("POST", page.path, 422, "invalid", json={"token": page.token(), "priority": "urgent"})
    await page.nobody.refused("POST", "/v1/forms/none/submissions", 404, "not_found", json={"token": "", **ANSWERS})
    await page.admin.patch("/v1/forms/banner", {"public": False})
    await page.nobody.refused("GET", "/v1/forms/banner", 404, "not_found")
    await page.nobody.refused("POST", page.path, 404, "not_found", json={"token": page.token(), **ANSWERS})


async def test_a_visitor_who_is_known_sends_it_as_themselves(page: Page) -> None:
    vera = await page.callers.customer(name="Vera")
    made = await page.send(by=vera)
    assert (await vera.get(f"/v1/tickets/{made['ticket_id']}"))["requester"]["id"] == str(vera.who)


async def test_files_come_with_it_as_a_page_sends_them(page: Page) -> None:
    fields = {"token": page.token(), "subject": "Look", "body": "Two files", "requester.email": "vera@example.com",
              "requester.phone": "", "website": ""}  # fmt: skip
    files = [
        ("attachments", ("../план\u202e.txt", b"hello", "text/plain")),
        ("attachments", ("b.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64, "image/png")),
    ]
    answer = await page.nobody("POST", page.path, data=fields, files=files, expect=201)
    thread = await page.admin.get(f"/v1/tickets/{answer.json()['ticket_id']}/messages")
    assert [(each["name"], each["size"]) for each in thread["items"][0]["attachments"]] == [
        ("план.txt", 5),
        ("b.png", 72),
    ]
    # The same again, files and all; another file is something else.
    again = await page.nobody("POST", page.path, data=fields, files=files, expect=200)
    assert again.json() == answer.json()
    await page.nobody.refused("POST", page.path, 409, "form_token_used", data=fields, files=files[:1])
    # Parked, they wait with it.
    fields |= {"token": page.token(0)}
    await page.nobody("POST", page.path, data=fields, files=files, expect=201)
    (parked,) = await page.sent(status="parked")
    assert [each["name"] for each in parked["files"]] == ["план.txt", "b.png"]
    released = await page.admin.post(f"{page.path}/{parked['id']}/release", expect=200)
    thread = await page.admin.get(f"/v1/tickets/{released['ticket_id']}/messages")
    assert len(thread["items"][0]["attachments"]) == 2


async def test_files_that_are_refused_leave_nothing(page: Page) -> None:
    whole = {"submission": '{"token": "%s", "subject": "a", "body": "b", "requester": {"email": "a@b.c"}}'}
    many = [("attachments", (f"{n}.txt", b"x", "text/plain")) for n in range(11)]
    for data, files, status in (
        ({"submission": whole["submission"] % page.token()}, many, 422),
        ({"submission": whole["submission"] % page.token()}, [("other", ("a.txt", b"x", "text/plain"))], 422),
        ({"submission": "{"}, many[:1], 400),
        ({"submission": "{}", "body": "a\x00b"}, many[:1], 400),
        ({"token": page.token(), "body": "b"}, many[:1], 422),
    ):
        await page.nobody("POST", page.path, data=data, files=files, expect=status)
    head = {"content-type": "multipart/form-data; boundary=x"}
    for broken in (b"", b"--x\r\n", b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--", b"\xff" * 5000):
        answer = await page.nobody("POST", page.path, content=broken, headers=head)
        assert answer.status_code in {400, 422}, answer.text
    await page.nobody.refused("POST", page.path, 415, "unsupported_media_type", data={"token": "x"})
    async with page.callers.desk.database.unit_of_work() as work:
        left = (await work.session.exec(select(Attachment).where(col(Attachment.state) != "removed"))).all()
    assert list(left) == []
