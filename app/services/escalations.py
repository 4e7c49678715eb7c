"""Escalation: a ticket goes up the ladder of tiers and back, by hand or by a step of its SLA."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint
from app.errors import Conflict
from app.hints import Hint
from app.models import Agent, Event, Team, Ticket, TicketFollower
from app.rules.actors import Actor
from app.rules.statuses import UNSOLVED
from app.schemas.events import EventType
from app.services import events, people_to_tell, ticket_places
from app.services.ticket_access import lock

NOBODY = UUID(int=0)


async def escalate(session: AsyncSession, actor: Actor, ticket_id: UUID, *, reason: str) -> None:
    """Hand a ticket up to the team above its own, with a reason that the next ones read.

    Raises `NotFound` and `Conflict` (`ticket_not_open`, `chat_is_live`, `no_team`, `top_of_ladder`).
    """
    ticket = await lock(session, actor, ticket_id)
    said = await up(session, actor, ticket, reason=reason, cause="agent")
    if isinstance(said, str):
        raise Conflict(_SAID[said], code=said)
    await people_to_tell.leads(session, ticket, kind="ticket.escalated", data=said, besides=actor.id)


_SAID = {
    "ticket_not_open": "Only a ticket that is not solved can be escalated",
    "chat_is_live": "This ticket has a live chat: transfer the chat",
    "no_team": "This ticket is in no team, and so on no ladder",
    "top_of_ladder": "There is nobody above this ticket's team",
}


async def up(session: AsyncSession, actor: Actor, ticket: Ticket, *, reason: str, cause: str) -> dict[str, Any] | str:
    """Hand a locked ticket to the team above: what the event says, or (text) what stands against it. Tells nobody."""
    refusal = why_not_moved(ticket)
    if refusal is not None:
        return refusal
    if ticket.team_id is None:
        return "no_team"
    team = await session.get(Team, ticket.team_id)
    above = None if team is None or team.escalates_to_id is None else await session.get(Team, team.escalates_to_id)
    if team is None or above is None:
        return "top_of_ladder"
    return await _move(session, actor, ticket, EventType.TICKET_ESCALATED, team, above, reason=reason, cause=cause)


def why_not_moved(ticket: Ticket) -> str | None:
    """Why a ticket cannot go to another team now."""
    if ticket.status not in UNSOLVED:
        return "ticket_not_open"
    return "chat_is_live" if ticket.chat_id is not None else None


async def deescalate(session: AsyncSession, actor: Actor, ticket_id: UUID, *, reason: str) -> None:
    """Hand a ticket back to the team from which it was last escalated.

    Raises `NotFound` and `Conflict` (`ticket_not_open`, `chat_is_live`, `not_escalated`, `team_archived`).
    """
    ticket = await lock(session, actor, ticket_id)
    refusal = why_not_moved(ticket)
    if refusal is not None:
        raise Conflict(_SAID[refusal], code=refusal)
    team = None if ticket.team_id is None else await session.get(Team, ticket.team_id)
    below = await _came_from(session, ticket)
    if ticket.tier <= 0 or below is None or team is None:
        raise Conflict("This ticket has not been escalated", code="not_escalated")
    if below.archived_at is not None:
        raise Conflict("The team that it came from is archived", code="team_archived")
    await _move(session, actor, ticket, EventType.TICKET_DEESCALATED, team, below, reason=reason, cause="agent")


async def _came_from(session: AsyncSession, ticket: Ticket) -> Team | None:
    """The team of the latest escalation that was not taken back."""
    kinds = (EventType.TICKET_ESCALATED.value, EventType.TICKET_DEESCALATED.value)
    query = select(Event.type, Event.data).where(col(Event.ticket_id) == ticket.id, col(Event.type).in_(kinds))
    taken_back = 0
    for kind, data in (await session.exec(query.order_by(col(Event.seq).desc()))).all():
        if kind == EventType.TICKET_DEESCALATED.value:
            taken_back += 1
        elif taken_back:
            taken_back -= 1
        else:
            return await session.get(Team, UUID(data["from_team"]["id"]))
    return None


async def _move(
    session: AsyncSession,
    actor: Actor,
    ticket: Ticket,
    kind: EventType,
    team: Team,
    to: Team,
    *,
    reason: str,
    cause: str,
) -> dict[str, Any]:
    changes = {
        **await ticket_places.team_place(session, ticket, to.id),
        "tier": ticket.tier + (1 if kind is EventType.TICKET_ESCALATED else -1),
        # It waits in the other team's queue since it first waited.
        "assignee_id": None,
        "queued_at": ticket.queued_at or ticket.created_at,
        "snoozed_until": None,
    }
    wanted = {name: value for name, value in changes.items() if getattr(ticket, name) != value}
    data = {
        "reason": reason,
        "cause": cause,
        "from_team": {"id": str(team.id), "name": team.name},
        "to_team": {"id": str(to.id), "name": to.name},
    }
    events.record(session, actor, ticket, kind, changes=wanted, data=data)
    hint(session, Hint("route", ticket.queue_id or to.id))
    return data


async def follow(session: AsyncSession, actor: Actor, ticket: Ticket, *, agent_id: UUID, name: str, cause: str) -> bool:
    """Let an agent follow a locked ticket; whether that is new."""
    if await session.get(TicketFollower, (ticket.id, agent_id)) is not None:
        return False
    session.add(TicketFollower(ticket_id=ticket.id, agent_id=agent_id, cause=cause, added_at=clock.now()))
    data = {"agent": {"id": str(agent_id), "name": name}, "cause": cause}
    events.record(session, actor, ticket, EventType.TICKET_FOLLOWED, data=data)
    # Whoever is told next of this ticket may be told as a follower.
    await session.flush()
    return True


async def unfollow(session: AsyncSession, actor: Actor, ticket: Ticket, *, agent_id: UUID, cause: str) -> bool:
    """Let an agent follow a locked ticket no more; whether they did."""
    found = await session.get(TicketFollower, (ticket.id, agent_id))
    if found is None:
        return False
    agent = await session.get(Agent, agent_id)
    await session.delete(found)
    data = {"agent": {"id": str(agent_id), "name": "" if agent is None else agent.name}, "cause": cause}
    events.record(session, actor, ticket, EventType.TICKET_UNFOLLOWED, data=data)
    await session.flush()
    return True
