"""Components, incidents, what is said of them, and their tickets."""

from tests.api.scenarios.registry import Call, World, by_example, on_made, scenario

by_example("createComponent", "key")
on_made("updateComponent", "createComponent")
by_example("createIncident")
on_made("updateIncident", "createIncident")
on_made("createIncidentUpdate", "createIncident")
on_made("linkIncidentTickets", "createIncident")
on_made("writePostMortem", "createIncident")


@scenario("dismissIncidentTickets")
async def dismiss(world: World) -> Call:
    incident = await world.make("createIncident")
    ticket = await world.make("createTicket")
    return Call(f"/v1/incidents/{incident['id']}/tickets/dismiss", {"ticket_ids": [ticket["id"]]})


@scenario("updateIncidentUpdate")
async def update_update(world: World) -> Call:
    made = await world.make("createIncidentUpdate")
    return Call(f"/v1/incidents/{made['incident_id']}/updates/{made['id']}", {"texts": {"en": "It was a cable."}})


@scenario("retryIncidentUpdate")
async def retry_update(world: World) -> Call:
    made = await world.make("createIncidentUpdate")
    return Call(f"/v1/incidents/{made['incident_id']}/updates/{made['id']}/retry")
