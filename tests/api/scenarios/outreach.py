"""Outreach: written, tried, started, held and cancelled."""

from datetime import timedelta

from app import clock
from tests.api.scenarios.registry import Call, World, by_example, on_made, scenario

by_example("createOutreach")
on_made("updateOutreach", "createOutreach")
on_made("deleteOutreach", "createOutreach")
on_made("previewOutreach", "createOutreach")
on_made("testOutreach", "createOutreach")
on_made("cancelOutreach", "createOutreach")


@scenario("startOutreach")
async def start_outreach(world: World) -> Call:
    made = await world.make("createOutreach", ways=["thread"])
    return Call(f"/v1/outreaches/{made['id']}/start", {})


@scenario("pauseOutreach")
async def pause_outreach(world: World) -> Call:
    made = await world.make("createOutreach", ways=["thread"])
    later = (clock.now() + timedelta(days=9)).isoformat()
    await world.admin.post(f"/v1/outreaches/{made['id']}/start", {"at": later}, expect=200)
    return Call(f"/v1/outreaches/{made['id']}/pause")
