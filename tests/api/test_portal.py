"""`/v1/portal`: whoever reads a mailbox is its customer, sees what is theirs and nothing else."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from app import clock
from app.db import Database
from app.models import PortalLink
from app.services import rate_limits, sending, tidying, tokens
from app.settings import Settings, configure
from tests.conftest import Api, Callers, Desk
from tests.receivers import a_mail_server

LINKS, SESSIONS, CURRENT = "/v1/portal/sign-in-links", "/v1/portal/sessions", "/v1/portal/sessions/current"


@dataclass
class Post:
    """Mails as they arrive at people's mailboxes."""

    mails: list[Any]
    database: Database
    settings: Settings

    async def link(self, to: str) -> str:
        """What is in the latest link that came to this address."""
        while await sending.send_next(self.database, self.settings):
            pass
        text = [each for each in self.mails if each["To"] == to][-1].get_content()
        found = re.search(r"/sign-in#(otp_[\w-]{43})\s", text)
        assert found is not None, text
        return found[1]


@pytest.fixture
async def post(desk: Desk, settings: Settings) -> AsyncIterator[Post]:
    """A real mail server, and nobody counted yet."""
    rate_limits.forget()
    async with a_mail_server() as at:
        local = settings.model_copy(update={"smtp_url": SecretStr(f"smtp://127.0.0.1:{at.port}")})
        configure(local)
        yield Post(at.mails, desk.database, local)
        configure(settings)
    rate_limits.forget()


async def signed_in(callers_: Callers, post: Post, email: str) -> tuple[Api, dict[str, Any]]:
    """A customer who has opened their link."""
    await callers_.nobody().post(LINKS, {"email": email}, expect=202)
    made = await callers_.nobody().post(SESSIONS, {"token": await post.link(email)})
    return callers_._api(made["token"]), made


async def test_a_link_opens_what_was_written_from_that_mailbox(callers_: Callers, post: Post) -> None:
    anna, vera_before = await callers_.agent(), await callers_.customer(email="Vera@Example.com")
    mine = await vera_before.post("/v1/tickets", {"subject": "Parcel", "body": "Where is it?"})
    other = await callers_.customer(email="boris@example.com")
    theirs = await other.post("/v1/tickets", {"subject": "Secret", "body": "Mine"})
    claimed = await callers_.nobody().post("/v1/widget/sessions", {"name": "Eve", "email": "vera@example.com"})
    claims = await callers_._api(claimed["token"]).post("/v1/tickets", {"subject": "Claim", "body": "I am Vera"})
    vera, made = await signed_in(callers_, post, "vera@example.com")
    assert made["customer_id"] == str(vera_before.id)
    assert [each["id"] for each in (await vera.get("/v1/tickets"))["items"]] == [mine["id"]]
    for each in (theirs, claims):
        await vera.refused("GET", f"/v1/tickets/{each['id']}", 404, "not_found")
        await vera.refused("POST", f"/v1/portal/tickets/{each['id']}/solve", 404, "not_found")
    who = await vera.get(CURRENT)
    assert (who["email"], who["sessions"]) == ("vera@example.com", 1)
    # What they say of themselves is what agents see.
    await vera.patch(CURRENT, {"name": "Vera P.", "locale": "de"})
    known = await anna.get(f"/v1/customers/{made['customer_id']}")
    assert (known["name"], known["locale"], known["email"]) == ("Vera P.", "de", "Vera@Example.com")
    await vera.refused("PATCH", CURRENT, 412, "stale", json={"name": "X"}, headers={"if-match": '"1"'})


async def test_known_and_unknown_addresses_are_told_apart_by_nothing(callers_: Callers, post: Post) -> None:
    nobody, ada = callers_.nobody(), await callers_.admin()
    await ada.post("/v1/brands", {"key": "shop", "name": "The Shop"})
    await callers_.customer(email="known@example.com")
    asked = {"brand": "shop", "locale": "ru"}
    answers = [
        await nobody("POST", LINKS, json={"email": f"{each}@example.com", **asked}) for each in ("known", "unknown")
    ]
    assert answers[0].content == answers[1].content
    await post.link("unknown@example.com")
    first, second = (
        [each for each in post.mails if each["To"] == f"{who}@example.com"] for who in ("known", "unknown")
    )
    assert (len(first), len(second)) == (1, 1)
    bare = [re.sub(r"otp_[\w-]+", "", each[0].get_content()) for each in (first, second)]
    assert bare[0] == bare[1]
    assert "/portal/shop/sign-in#" in bare[0]
    assert first[0]["Subject"] == second[0]["Subject"] == "Ваша ссылка для входа: The Shop"
    assert first[0]["Auto-Submitted"] == "auto-generated"
    # Whoever reads the mailbox of an unknown address is somebody new, with a verified address.
    made = await nobody.post(SESSIONS, {"token": await post.link("unknown@example.com")})
    assert (await ada.get(f"/v1/customers/{made['customer_id']}"))["email"] == "unknown@example.com"
    await nobody.refused("POST", LINKS, 422, "unknown_brand", json={"email": "a@example.com", "brand": "none"})


async def test_letters_that_only_look_alike_open_nobody_elses_door(callers_: Callers, post: Post) -> None:
    # The Kelvin sign becomes a k in small letters, as the customer's address is compared; mail goes to another mailbox.
    await signed_in(callers_, post, "kira@example.com")
    await callers_.nobody().post(LINKS, {"email": "\u212aira@example.com"}, expect=202)
    await post.link("Kira@example.com")
    assert {str(each["To"]) for each in post.mails} == {"kira@example.com", "Kira@example.com"}


async def test_a_link_works_once(callers_: Callers, post: Post, desk: Desk) -> None:
    nobody = callers_.nobody()
    await nobody.post(LINKS, {"email": "vera@example.com"}, expect=202)
    token = await post.link("vera@example.com")
    # Of many at once one gets in, and its own retry gets the same answer.
    answers = await asyncio.gather(
        *(
            nobody("POST", SESSIONS, json={"token": token}, headers={"idempotency-key": f"key-of-one-tab-{n:04}"})
            for n in range(5)
        )
    )
    assert sorted(each.status_code for each in answers) == [201, 401, 401, 401, 401]
    winner = next(n for n, each in enumerate(answers) if each.status_code == 201)
    again = await nobody(
        "POST", SESSIONS, json={"token": token}, headers={"idempotency-key": f"key-of-one-tab-{winner:04}"}
    )
    assert again.json()["token"] == answers[winner].json()["token"]
    await nobody.refused("POST", SESSIONS, 401, "link_not_valid", json={"token": token})
    # An old one is none, and is forgotten.
    old, then = tokens.new_secret("otp"), clock.now() - timedelta(seconds=901)
    async with desk.database.unit_of_work() as work:
        ends = then + timedelta(seconds=900)
        work.session.add(
            PortalLink(email="v@example.com", token_hash=tokens.digest(old), created_at=then, expires_at=ends)
        )
    await nobody.refused("POST", SESSIONS, 401, "link_not_valid", json={"token": old})
    for nonsense in ("otp_" + "A" * 43, "x", "otp_" + "é" * 43, "'; DROP TABLE portal_links; --"):
        assert (await nobody("POST", SESSIONS, json={"token": nonsense})).status_code in {401, 422}, nonsense
    async with desk.database.unit_of_work() as work:
        await tidying.tidy(work.session)


async def test_a_mailbox_is_not_flooded_and_guessing_is_slow(
    callers_: Callers, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = callers_.nobody()
    for _ in range(8):
        await nobody.post(LINKS, {"email": "Victim@example.com"}, expect=202)
    await nobody.post(LINKS, {"email": "other@example.com"}, expect=202)
    await post.link("other@example.com")
    assert len([each for each in post.mails if each["To"] == "Victim@example.com"]) == 5
    # Whoever is patient gets no further: of a day it is three hours' worth.
    real = clock.now
    for hours in range(1, 5):
        monkeypatch.setattr(clock, "now", lambda passed=hours: real() + timedelta(hours=passed, minutes=passed))
        for _ in range(6):
            await nobody.post(LINKS, {"email": "victim@example.com"}, expect=202)
    await nobody.post(LINKS, {"email": "another@example.com"}, expect=202)
    await post.link("another@example.com")
    assert len([each for each in post.mails if each["To"].lower() == "victim@example.com"]) == 15
    monkeypatch.setattr(clock, "now", real)
    statuses = {(await nobody("POST", SESSIONS, json={"token": "otp_" + "B" * 43})).status_code for _ in range(40)}
    assert statuses == {401, 429}
    asked = [await nobody("POST", LINKS, json={"email": f"x{n}@example.com"}) for n in range(60)]
    assert asked[-1].status_code == 429
    assert int(asked[-1].headers["retry-after"]) > 0


async def test_signing_out_here_and_everywhere(callers_: Callers, post: Post) -> None:
    here, _ = await signed_in(callers_, post, "vera@example.com")
    there, _ = await signed_in(callers_, post, "vera@example.com")
    third, _ = await signed_in(callers_, post, "vera@example.com")
    visitor = await callers_.customer(email="boris@example.com")
    assert (await here.get(CURRENT))["sessions"] == 3
    await here("DELETE", CURRENT, expect=204)
    await here.refused("GET", "/v1/tickets", 401, "signed_out")
    await callers_.nobody().post(LINKS, {"email": "vera@example.com"}, expect=202)
    unused = await post.link("vera@example.com")
    await there("DELETE", SESSIONS, expect=204)
    for each in (there, third):
        await each.refused("GET", "/v1/tickets", 401, "signed_out")
    await callers_.nobody().refused("POST", SESSIONS, 401, "link_not_valid", json={"token": unused})
    # A visitor of a page has not come by a link, and keeps their own session.
    for method, path in (("GET", CURRENT), ("DELETE", CURRENT), ("DELETE", SESSIONS)):
        await visitor.refused(method, path, 403, "not_by_link")
    await (await callers_.agent()).refused("GET", CURRENT, 403, "forbidden")


async def test_merges_bring_tickets_together_and_an_address_taken_away_closes_the_door(
    callers_: Callers, post: Post
) -> None:
    ada = await callers_.admin()
    home, work = await callers_.customer(email="home@example.com"), await callers_.customer(email="work@example.com")
    of_home = await home.post("/v1/tickets", {"subject": "Home", "body": "x"})
    of_work = await work.post("/v1/tickets", {"subject": "Work", "body": "x"})
    await ada.post(f"/v1/customers/{home.id}/merge", {"into_id": str(work.id)}, expect=200)
    vera, made = await signed_in(callers_, post, "home@example.com")
    assert made["customer_id"] == str(work.id)
    assert {each["id"] for each in (await vera.get("/v1/tickets"))["items"]} == {of_home["id"], of_work["id"]}
    solved = await vera.post(f"/v1/portal/tickets/{of_home['id']}/solve", expect=200)
    assert solved["status"] == "solved"
    again = await vera.post(f"/v1/portal/tickets/{of_home['id']}/solve", expect=200)
    assert again["status"] == "solved"
    # They write again: it is open again.
    await vera.post(f"/v1/tickets/{of_home['id']}/messages", {"body": "It is not, after all"})
    assert (await vera.get(f"/v1/tickets/{of_home['id']}"))["status"] == "open"
    # Somebody in copy may read, and not say that it is solved.
    await ada.post(f"/v1/tickets/{of_work['id']}/ccs", {"email": "copy@example.com"})
    copied, _ = await signed_in(callers_, post, "copy@example.com")
    assert [each["id"] for each in (await copied.get("/v1/tickets?in_copy=true"))["items"]] == [of_work["id"]]
    await copied.refused("POST", f"/v1/portal/tickets/{of_work['id']}/solve", 403, "not_the_requester")
    # They were two people after all: whoever came in by that address comes again.
    await ada.post(f"/v1/customers/{home.id}/unmerge", expect=200)
    await vera.refused("GET", "/v1/tickets", 401, "signed_out")
    vera, _ = await signed_in(callers_, post, "home@example.com")
    assert [each["id"] for each in (await vera.get("/v1/tickets"))["items"]] == [of_home["id"]]
    # The address is somebody else's now.
    await ada.patch(f"/v1/customers/{home.id}", {"email": None})
    await vera.refused("GET", "/v1/tickets", 401, "signed_out")


async def test_a_desk_without_mail_says_so(callers_: Callers) -> None:
    rate_limits.forget()
    await callers_.nobody().refused("POST", LINKS, 409, "mail_not_set_up", json={"email": "vera@example.com"})
