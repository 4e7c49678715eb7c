"""Actions on where a ticket is and who has it, by the functions that a person's own acts go through."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.models import Agent, Ticket
from app.schemas.handovers import TransferIn
from app.services import escalations, handovers, people_to_tell, snoozing, tickets
from app.services.ticket_action_context import Doing, Outcome


async def assign(doing: Doing, ticket: Ticket, action: Mapping[str, Any]) -> Outcome:
    """Give the ticket to an agent."""
    return await _give(doing, ticket, UUID(str(action["agent_id"])))


async def assign_to_me(doing: Doing, ticket: Ticket, _action: Mapping[str, Any]) -> Outcome:
    """Give the ticket to whoever does this."""
    return await _give(doing, ticket, doing.actor.id) if doing.actor.kind == "agent" else {"skipped": "nobody_acts"}


async def unassign(doing: Doing, ticket: Ticket, _action: Mapping[str, Any]) -> Outcome:
    """Take the ticket from its agent."""
    return await _give(doing, ticket, None)


async def requeue(doing: Doing, ticket: Ticket, _action: Mapping[str, Any]) -> Outcome:
    """Back to its queue, in sight."""
    refusal = escalations.why_not_moved(ticket)
    if refusal is not None:
        return {"skipped": refusal}
    await snoozing.wake(doing.session, doing.actor, ticket.id)
    await doing.session.flush()
    return await _give(doing, ticket, None)


async def move(doing: Doing, ticket: Ticket, action: Mapping[str, Any]) -> Outcome:
    """Hand the ticket to a team or a queue."""
    names = ("team_id", "queue_id", "reason", "tell_customer")
    to = TransferIn(**{name: action[name] for name in names if action.get(name) is not None})
    await handovers.transfer(doing.session, doing.actor, ticket.id, to)
    return {name: str(action[name]) for name in ("team_id", "queue_id") if action.get(name) is not None}


async def escalate(doing: Doing, ticket: Ticket, action: Mapping[str, Any]) -> Outcome:
    """Hand the ticket to the team above its own, and tell the leads there."""
    reason = action.get("reason") or doing.cause.name
    said = await escalations.up(doing.session, doing.actor, ticket, reason=reason, cause=doing.cause.kind)
    if isinstance(said, str):
        return {"skipped": said}
    besides = doing.actor.id if doing.actor.kind == "agent" else None
    await people_to_tell.leads(doing.session, ticket, kind="ticket.escalated", data=said, besides=besides)
    return {"team_id": said["to_team"]["id"]}


async def snooze(doing: Doing, ticket: Ticket, action: Mapping[str, Any]) -> Outcome:
    """Out of sight for so long."""
    until = doing.now + timedelta(seconds=action["seconds"])
    await snoozing.snooze(doing.session, doing.actor, ticket.id, until=until)
    return {"until": until.isoformat()}


async def wake(doing: Doing, ticket: Ticket, _action: Mapping[str, Any]) -> Outcome:
    """Into sight."""
    await snoozing.wake(doing.session, doing.actor, ticket.id)
    return {}


async def add_follower(doing: Doing, ticket: Ticket, action: Mapping[str, Any]) -> Outcome:
    """Let an agent follow."""
    return await _follow(doing, ticket, UUID(str(action["agent_id"])))


async def follow(doing: Doing, ticket: Ticket, _action: Mapping[str, Any]) -> Outcome:
    """Let whoever does this follow."""
    return await _follow(doing, ticket, doing.actor.id) if doing.actor.kind == "agent" else {"skipped": "nobody_acts"}


async def remove_follower(doing: Doing, ticket: Ticket, action: Mapping[str, Any]) -> Outcome:
    """Let an agent follow no more."""
    agent_id = UUID(str(action["agent_id"]))
    await escalations.unfollow(doing.session, doing.actor, ticket, agent_id=agent_id, cause=doing.cause.kind)
    return {"agent_id": str(agent_id)}


async def _give(doing: Doing, ticket: Ticket, agent_id: UUID | None) -> Outcome:
    await tickets.assign(doing.session, doing.actor, ticket.id, {"assignee_id": agent_id})
    return {"agent_id": None if agent_id is None else str(agent_id)}


async def _follow(doing: Doing, ticket: Ticket, agent_id: UUID) -> Outcome:
    agent = await doing.session.get(Agent, agent_id)
    if agent is None or agent.status != "active":
        return {"skipped": "unknown_agent"}
    await escalations.follow(
        doing.session, doing.actor, ticket, agent_id=agent.id, name=agent.name, cause=doing.cause.kind
    )
    return {"agent_id": str(agent.id)}
