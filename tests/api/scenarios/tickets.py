"""Tickets and what is done with them as a whole."""

from tests.api.scenarios.registry import Call, World, by_example, on_made, scenario

on_made("updateTicket", "createTicket")
by_example("changeTicketsInBulk")
by_example("previewTicketsInBulk")
on_made("markTicketRead", "createTicket", seq=1)
on_made("snoozeTicket", "createTicket")

on_made("createTimeEntry", "createTicket")


@scenario("createTicket")
async def create_ticket(world: World) -> Call:
    requester = {"email": f"{world.fresh('vera')}@example.com", "name": "Vera"}
    return Call("/v1/tickets", {"subject": "The invoice", "body": "It is wrong.", "requester": requester})


async def _in_team(world: World) -> str:
    team, above = await world.make("createTeam"), await world.make("createTeam")
    await world.admin.patch(f"/v1/teams/{team['id']}", {"escalates_to_id": above["id"]})
    path = f"/v1/tickets/{await world.ticket()}"
    await world.admin.patch(path, {"team_id": team["id"]})
    return path


@scenario("escalateTicket")
async def escalate_ticket(world: World) -> Call:
    return Call(f"{await _in_team(world)}/escalate", {"reason": "The customer threatens to leave"})


@scenario("assignTicket")
async def assign_ticket(world: World) -> Call:
    agent = await world.callers.agent()
    return Call(f"/v1/tickets/{await world.ticket()}/assign", {"assignee_id": str(agent.id)})


@scenario("deescalateTicket")
async def deescalate_ticket(world: World) -> Call:
    path = await _in_team(world)
    await world.admin.post(f"{path}/escalate", {"reason": "They are angry"}, expect=200)
    return Call(f"{path}/deescalate", {"reason": "They are not"})


@scenario("wakeTicket")
async def wake_ticket(world: World) -> Call:
    ticket = await world.ticket()
    await world.admin.post(f"/v1/tickets/{ticket}/snooze", {"until": "2027-01-11T08:00:00Z"}, expect=200)
    return Call(f"/v1/tickets/{ticket}/wake")


@scenario("transferTicket")
async def transfer_ticket(world: World) -> Call:
    team = await world.callers.team(world.fresh("Billing"))
    body = {"team_id": str(team), "reason": "Billing can help you faster"}
    return Call(f"/v1/tickets/{await world.ticket()}/transfer", body)


@scenario("sendTicketOn")
async def send_ticket_on(world: World) -> Call:
    agent = await world.callers.agent()
    ticket = await world.ticket()
    await world.admin.post(f"/v1/tickets/{ticket}/assign", {"assignee_id": str(agent.id)}, expect=200)
    return Call(f"/v1/tickets/{ticket}/not-my-area", {"reason": "About an invoice"}, agent)


@scenario("reorderTicket")
async def reorder_ticket(world: World) -> Call:
    return Call(f"/v1/tickets/{await world.ticket()}/queue-place", {"place": "first", "reason": "Their shop is down"})


@scenario("addCc")
async def add_cc(world: World) -> Call:
    return Call(f"/v1/tickets/{await world.ticket()}/ccs", {"email": f"{world.fresh('oleg')}@example.com"})


async def _entry(world: World) -> str:
    path = f"/v1/tickets/{await world.ticket()}/time"
    return f"{path}/{(await world.admin.post(path, {'seconds': 900}))['id']}"


@scenario("updateTimeEntry")
async def update_time_entry(world: World) -> Call:
    return Call(await _entry(world), {"seconds": 1200})


@scenario("deleteTimeEntry")
async def delete_time_entry(world: World) -> Call:
    return Call(await _entry(world))


@scenario("removeCc")
async def remove_cc(world: World) -> Call:
    path = f"/v1/tickets/{await world.ticket()}"
    added = await world.admin.post(f"{path}/ccs", {"email": f"{world.fresh('oleg')}@example.com"})
    return Call(f"{path}/ccs/{added['items'][0]['customer_id']}", read=path)


@scenario("addFollower")
async def add_follower(world: World) -> Call:
    agent = await world.callers.agent()
    return Call(f"/v1/tickets/{await world.ticket()}/followers/{agent.id}")


@scenario("removeFollower")
async def remove_follower(world: World) -> Call:
    agent = await world.callers.agent()
    path = f"/v1/tickets/{await world.ticket()}"
    await world.admin("PUT", f"{path}/followers/{agent.id}", expect=200)
    return Call(f"{path}/followers/{agent.id}", read=path)


async def _with_approval(world: World) -> str:
    asked = await world.make("createRequestType", approval={"by": "agent", "agent_id": str(world.admin.id)})
    return await world.ticket(request_type=asked["key"])


@scenario("decideApproval")
async def decide_approval(world: World) -> Call:
    return Call(f"/v1/tickets/{await _with_approval(world)}/approval", {"decision": "approve", "reason": "Fine"})


@scenario("updateApproval")
async def update_approval(world: World) -> Call:
    agent = await world.callers.agent()
    return Call(f"/v1/tickets/{await _with_approval(world)}/approval", {"agent_id": str(agent.id)})


@scenario("applyChecklist")
async def apply_checklist(world: World) -> Call:
    made = await world.make("createChecklist")
    return Call(f"/v1/tickets/{await world.ticket()}/checklists", {"key": made["key"]})


async def _task(world: World) -> str:
    path = f"/v1/tickets/{await world.ticket()}/tasks"
    return f"{path}/{(await world.admin.post(path, {'title': 'Ask the supplier'}))['id']}"


on_made("createTask", "createTicket")


@scenario("updateTask")
async def update_task(world: World) -> Call:
    return Call(await _task(world), {"done": True})


@scenario("deleteTask")
async def delete_task(world: World) -> Call:
    return Call(await _task(world))


@scenario("createTicketLink")
async def create_link(world: World) -> Call:
    body = {"kind": "incident_of", "ticket_id": await world.ticket()}
    return Call(f"/v1/tickets/{await world.ticket()}/links", body)


@scenario("deleteTicketLink")
async def delete_link(world: World) -> Call:
    path = f"/v1/tickets/{await world.ticket()}/links"
    made = await world.admin.post(path, {"kind": "related", "ticket_id": await world.ticket()})
    return Call(f"{path}/{made['id']}")


@scenario("mergeTickets")
async def merge_tickets(world: World) -> Call:
    kept, other = await world.ticket(), await world.ticket()
    return Call(f"/v1/tickets/{kept}/merge", {"source_ids": [other]})


@scenario("unmergeTicket")
async def unmerge_ticket(world: World) -> Call:
    kept, other = await world.ticket(), await world.ticket()
    await world.admin.post(f"/v1/tickets/{kept}/merge", {"source_ids": [other]}, expect=200)
    return Call(f"/v1/tickets/{other}/unmerge")


@scenario("splitTicket")
async def split_ticket(world: World) -> Call:
    path = f"/v1/tickets/{await world.ticket()}"
    said = await world.admin.post(f"{path}/messages", {"body": "And the invoice is wrong, too"})
    return Call(f"{path}/split", {"message_ids": [said["id"]], "subject": "The invoice"})


@scenario("solveIncidents")
async def solve_incidents(world: World) -> Call:
    problem, incident = await world.ticket(type="problem"), await world.ticket(type="incident")
    link = {"kind": "incident_of", "ticket_id": problem}
    await world.admin.post(f"/v1/tickets/{incident}/links", link)
    return Call(f"/v1/tickets/{problem}/solve-incidents", {"texts": {"en": "It is up again."}})


@scenario("setTicketSpam")
async def set_ticket_spam(world: World) -> Call:
    return Call(f"/v1/tickets/{await world.ticket()}/spam", {"spam": True})


@scenario("useTicketSuggestion")
async def use_suggestion(world: World) -> Call:
    body = {"kind": "ticket", "id": await world.ticket(), "action": "dismissed"}
    return Call(f"/v1/tickets/{await world.ticket()}/suggestions/uses", body)


by_example("rebuildSuggestions")
