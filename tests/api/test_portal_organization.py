"""`/v1/portal/organization`: members see each other's tickets where their organization says so; nobody else does."""

from typing import Any
from uuid import uuid4

import pytest

from app.ids import new_id
from tests.api.test_attachments import upload
from tests.api.test_portal import Post, post, signed_in
from tests.conftest import Api, Callers

__all__ = ["post"]
OURS = "/v1/portal/organization"
TICKETS = f"{OURS}/tickets"


class Company:
    """Two members of one organization, signed in by their mailboxes, and an agent."""

    def __init__(self, agent: Api, organization: dict[str, Any], people: dict[str, Any]) -> None:
        self.agent = agent
        self.organization = organization
        self.people = people

    async def share(self, how: str) -> None:
        await self.agent.patch(f"/v1/organizations/{self.organization['id']}", {"ticket_sharing": how})

    async def move(self, name: str, organization_id: str | None) -> None:
        await self.agent.patch(f"/v1/customers/{self.people[name]['id']}", {"organization_id": organization_id})

    async def asks(self, name: str, subject: str, **more: Any) -> str:
        requester = {"email": self.people[name]["email"]}
        made = await self.agent.post(
            "/v1/tickets", {"subject": subject, "body": subject, "requester": requester, **more}
        )
        return str(made["id"])


@pytest.fixture
async def company(callers_: Callers) -> Company:
    """Ivan and Olga of Romashka; what Olga asked before she came to it is hers."""
    agent = await callers_.agent()
    made = await agent.post("/v1/organizations", {"name": "Romashka", "domains": ["romashka.example"]})
    people = {}
    for name in ("ivan", "olga"):
        body = {"name": name.title(), "email": f"{name}@romashka.example"}
        people[name] = await agent.post("/v1/customers", body)
    found = Company(agent, made, people)
    await found.asks("olga", "From before")
    for name in people:
        await found.move(name, made["id"])
    return found


async def seen(api: Api, **options: Any) -> list[str]:
    """Subjects of what is listed."""
    return [each["subject"] for each in (await api.get(TICKETS, **options))["items"]]


async def test_members_read_and_write_where_their_organization_shares(
    callers_: Callers, post: Post, company: Company
) -> None:
    ticket = await company.asks("olga", "The printer smokes")
    agent = company.agent
    await agent.post(f"/v1/tickets/{ticket}/messages", {"body": "She is always late", "visibility": "internal"})
    file = await upload(agent, b"on fire", "plan.txt")
    await agent.post(f"/v1/tickets/{ticket}/messages", {"body": "Unplug it", "attachment_ids": [file["id"]]})
    ivan, _ = await signed_in(callers_, post, "ivan@romashka.example")
    one, thread = f"{TICKETS}/{ticket}", f"{TICKETS}/{ticket}/messages"

    # Off unless somebody says otherwise, and then not even the name of it is told.
    assert await ivan.get(OURS) == {"name": None, "sharing": "off"}
    for path in (TICKETS, one, thread, f"{one}/attachments/{file['id']}"):
        await ivan.refused("GET", path, 403, "not_shared")
    await ivan.refused("POST", thread, 403, "not_shared", json={"body": "Me too"})

    await company.share("read")
    assert await ivan.get(OURS) == {"name": "Romashka", "sharing": "read"}
    (listed,) = (await ivan.get(TICKETS))["items"]
    assert (listed["subject"], listed["requester"]["name"], listed["mine"]) == ("The printer smokes", "Olga", False)
    shown = await ivan.get(one)
    assert (shown["subject"], shown["requester"]["email"], shown["tags"]) == ("The printer smokes", None, [])
    said = (await ivan.get(thread))["items"]
    assert [each["body"] for each in said] == ["The printer smokes", "Unplug it"]
    about = await ivan.get(f"{one}/attachments/{file['id']}")
    assert (await callers_.nobody()("GET", about["url"], expect=200)).content == b"on fire"
    await ivan.refused("POST", thread, 403, "only_to_read", json={"body": "Me too"})
    # The doors that others have stay shut: what is shared is read here and nowhere else.
    await ivan.refused("GET", f"/v1/tickets/{ticket}", 404, "not_found")
    await ivan.refused("POST", f"/v1/tickets/{ticket}/messages", 404, "not_found", json={"body": "Me too"})
    await ivan.refused("POST", f"/v1/portal/tickets/{ticket}/solve", 404, "not_found")
    await ivan.refused("GET", f"/v1/attachments/{file['id']}", 404, "not_found")
    assert (await ivan.get("/v1/tickets"))["items"] == []

    await company.share("reply")
    body = {"body": "Mine smokes too", "client_message_id": str(uuid4())}
    written = await ivan.post(thread, body)
    assert (written["author"]["name"], written["author"]["id"]) == ("Ivan", company.people["ivan"]["id"])
    assert await ivan.post(thread, body, expect=200) == written
    olga, _ = await signed_in(callers_, post, "olga@romashka.example")
    (_, _, last) = (await olga.get(f"/v1/tickets/{ticket}/messages"))["items"]
    assert (last["body"], last["author"]["name"]) == ("Mine smokes too", "Ivan")
    assert await seen(olga) == ["The printer smokes"]

    # What is parked as spam, or went on elsewhere, is nobody's.
    await agent.put(f"/v1/tickets/{ticket}/spam", {"spam": True})
    assert await seen(ivan) == []
    await ivan.refused("GET", one, 404, "not_found")


async def test_nobody_else_gets_in(callers_: Callers, post: Post, company: Company) -> None:
    await company.share("reply")
    ticket = await company.asks("olga", "The printer smokes")
    one = f"{TICKETS}/{ticket}"
    rival = await company.agent.post("/v1/organizations", {"name": "Lopukh", "ticket_sharing": "reply"})
    ivan, _ = await signed_in(callers_, post, "ivan@romashka.example")
    assert await seen(ivan) == ["The printer smokes"]

    # An address of the same domain, or one that looks like a member's, is not a member.
    for stranger in ("petr@romashka.example", "ivan@romashka-example.example", "ivan@romashka.example.evil.example"):
        other, _ = await signed_in(callers_, post, stranger)
        assert (await other.get(OURS))["sharing"] == "off"
        await other.refused("GET", one, 403, "not_shared")
    # What a visitor says of themselves has shown no mailbox, whoever vouches for them.
    visitor = await callers_.customer(name="Ivan", external_id="ivan-7")
    await company.agent.patch(f"/v1/customers/{visitor.who}", {"organization_id": company.organization["id"]})
    await visitor.refused("GET", TICKETS, 403, "not_shared")
    for somebody in (company.agent, await callers_.partner("tickets:read", "tickets:write")):
        await somebody.refused("GET", TICKETS, 403, "forbidden")
    await callers_.nobody().refused("GET", TICKETS, 401, "unauthenticated")

    # Moved to another organization between two requests: neither takes anything along.
    await company.move("ivan", rival["id"])
    assert (await ivan.get(OURS))["name"] == "Lopukh"
    assert await seen(ivan) == []
    for path in (one, f"{one}/messages"):
        await ivan.refused("GET", path, 404, "not_found")
    await ivan.refused("POST", f"{one}/messages", 404, "not_found", json={"body": "I was here"})
    await company.move("olga", rival["id"])
    assert await seen(ivan) == [], "what she asked at Romashka is not for Lopukh"
    after = await company.asks("olga", "At the new place")
    assert await seen(ivan) == ["At the new place"]

    # Left; the switch is off; the address is somebody else's: each counts from the next request on.
    await company.move("ivan", None)
    await ivan.refused("GET", f"{TICKETS}/{after}", 403, "not_shared")
    await company.move("ivan", rival["id"])
    assert (await ivan.get(OURS))["sharing"] == "reply"
    await company.agent.patch(f"/v1/organizations/{rival['id']}", {"ticket_sharing": "off"})
    await ivan.refused("GET", TICKETS, 403, "not_shared")
    await company.agent.patch(f"/v1/organizations/{rival['id']}", {"ticket_sharing": "read"})
    await company.agent.patch(f"/v1/customers/{company.people['ivan']['id']}", {"email": "ivan@elsewhere.example"})
    assert (await ivan("GET", TICKETS)).status_code in {401, 403}
    await company.agent.refused(
        "PATCH", f"/v1/organizations/{rival['id']}", 422, "invalid", json={"ticket_sharing": "everybody"}
    )


async def test_who_is_one_person_takes_no_others_past_along(callers_: Callers, post: Post, company: Company) -> None:
    await company.share("read")
    rival = await company.agent.post("/v1/organizations", {"name": "Lopukh"})
    twice = await company.agent.post(
        "/v1/customers", {"name": "Olga", "email": "olga@lopukh.example", "organization_id": rival["id"]}
    )
    company.people["twice"] = twice
    await company.asks("twice", "A secret of Lopukh")
    known = await company.agent.post("/v1/customers", {"name": "Olga", "email": "olga@home.example"})
    company.people["known"] = known
    await company.asks("known", "From home")
    for source in (twice, known):
        into = {"into_id": company.people["olga"]["id"]}
        await company.agent.post(f"/v1/customers/{source['id']}/merge", into, expect=200)
    ivan, _ = await signed_in(callers_, post, "ivan@romashka.example")
    assert await seen(ivan) == ["From home"]
    # She signs in by any of her mailboxes that is still hers.
    olga, _ = await signed_in(callers_, post, "olga@lopukh.example")
    assert await seen(olga) == ["From home"]


async def test_pages_go_on_where_they_ended(callers_: Callers, post: Post, company: Company) -> None:
    await company.share("read")
    for n in range(3):
        await company.asks("olga", f"Olga's {n}")
        await company.asks("ivan", f"Ivan's {n}")
    ivan, _ = await signed_in(callers_, post, "ivan@romashka.example")
    found: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = await ivan.get(TICKETS, params=params)
        found += [each["subject"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert (found, cursor) == (["Ivan's 2", "Olga's 2", "Ivan's 1", "Olga's 1", "Ivan's 0", "Olga's 0"], None)
    assert await seen(ivan, params={"status": ["solved"]}) == []
    await ivan.refused("GET", TICKETS, 422, "invalid_cursor", params={"cursor": "not one"})
    await ivan.refused("GET", f"{TICKETS}/{new_id()}", 404, "not_found")
