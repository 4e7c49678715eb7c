"""Customers who sign in with a link by mail."""

from datetime import timedelta

from app import clock
from app.models import PortalLink
from app.services import tokens
from tests.api.scenarios.registry import Call, World, scenario
from tests.conftest import Api


async def link(world: World, email: str) -> str:
    """What is in a link that this address has got."""
    secret, now = tokens.new_secret("otp"), clock.now()
    ends = now + timedelta(minutes=15)
    await world.row(PortalLink(email=email, token_hash=tokens.digest(secret), created_at=now, expires_at=ends))
    return secret


async def signed_in(world: World) -> Api:
    """A customer by a link."""
    secret = await link(world, f"{world.fresh('vera')}@example.com")
    made = await world.callers.nobody().post("/v1/portal/sessions", {"token": secret})
    return world.callers._api(made["token"])


@scenario("createPortalSession")
async def begin(world: World) -> Call:
    return Call("/v1/portal/sessions", {"token": await link(world, f"{world.fresh('vera')}@example.com")})


@scenario("updatePortalPerson")
async def change(world: World) -> Call:
    return Call("/v1/portal/sessions/current", {"name": "Vera"}, await signed_in(world))


@scenario("endPortalSession")
async def end(world: World) -> Call:
    return Call("/v1/portal/sessions/current", caller=await signed_in(world))


@scenario("endPortalSessions")
async def end_all(world: World) -> Call:
    return Call("/v1/portal/sessions", caller=await signed_in(world))


@scenario("createSharedMessage")
async def reply(world: World) -> Call:
    email = f"{world.fresh('olga')}@example.com"
    shares = {"name": world.fresh("Romashka"), "ticket_sharing": "reply"}
    organization = await world.admin.post("/v1/organizations", shares)
    await world.admin.post("/v1/customers", {"email": email, "organization_id": organization["id"]})
    made = await world.admin.post(
        "/v1/tickets", {"subject": "Parcel", "body": "Where is it?", "requester": {"email": email}}
    )
    secret = await link(world, email)
    olga = world.callers._api((await world.callers.nobody().post("/v1/portal/sessions", {"token": secret}))["token"])
    body = {"body": "It came", "client_message_id": "it-came"}
    return Call(f"/v1/portal/organization/tickets/{made['id']}/messages", body, olga)


@scenario("solveOwnTicket")
async def solve(world: World) -> Call:
    vera = await signed_in(world)
    made = await vera.post("/v1/tickets", {"subject": "Parcel", "body": "Where is it?"})
    return Call(f"/v1/portal/tickets/{made['id']}/solve", caller=vera)
