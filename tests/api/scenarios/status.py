"""Being told what the status page says."""

from uuid import UUID

from app import clock
from app.ids import new_id
from app.models import StatusSubscription
from app.services import status_subscriptions
from tests.api.scenarios.registry import Call, World, by_example, scenario

by_example("subscribeToStatus")


async def _asked(world: World, what: str) -> Call:
    made = new_id()
    target = f"{world.fresh('vera')}@example.com"
    await world.row(StatusSubscription(id=made, kind="mail", target=target, created_at=clock.now()))
    return Call(f"/v1/status/subscriptions/{status_subscriptions.token_of(UUID(int=made.int))}/{what}")


@scenario("confirmStatusSubscription")
async def confirm(world: World) -> Call:
    return await _asked(world, "confirm")


@scenario("endStatusSubscription")
async def end(world: World) -> Call:
    return await _asked(world, "end")
