"""Campaigns, pulses, and opt-outs."""

from uuid import UUID

from app import clock
from app.services import opt_outs
from tests.api.scenarios.registry import Call, World, scenario


async def _link(world: World) -> str:
    made = await world.make("createCustomer")
    return f"/v1/opt-outs/{opt_outs.url(UUID(made['id']), 'surveys', clock.now()).rpartition('/')[2]}"


@scenario("optOut")
async def opt_out(world: World) -> Call:
    return Call(await _link(world), caller=world.callers.nobody())


@scenario("undoOptOut")
async def undo_opt_out(world: World) -> Call:
    return Call(f"{await _link(world)}/undo", caller=world.callers.nobody())


@scenario("setCustomerOptOuts")
async def set_customer_opt_outs(world: World) -> Call:
    made = await world.make("createCustomer")
    return Call(f"/v1/customers/{made['id']}/opt-outs", {"kinds": ["outreach"]})
