"""Mentions in internal notes: whoever is named is told, and an agent follows the ticket from then on."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import Invalid, pointer
from app.models import Agent, Team, TeamMember, Ticket
from app.rules.actors import Actor
from app.services import escalations, notifications, ticket_access

# Of a team so many are told.
TOLD_AT_MOST = 200


async def tell(
    session: AsyncSession, actor: Actor, ticket_id: UUID, message: dict[str, Any], mention_ids: Sequence[UUID]
) -> None:
    """Tell the agents and teams that a note names, in the transaction that stores it. The writer is not told.

    Raises `Invalid` (`unknown_mention`) for what is neither an active agent nor a team.
    """
    named = list(dict.fromkeys(mention_ids))
    agents = await _agents(session, named)
    teams = set(
        (await session.exec(select(Team.id).where(col(Team.id).in_(named), col(Team.archived_at).is_(None)))).all()
    )
    wrong = [place for place, each in enumerate(mention_ids) if each not in agents and each not in teams]
    if wrong:
        detail = "There is no such active agent or team"
        raise Invalid(detail, code="unknown_mention", errors=[pointer(f"mention_ids/{n}", detail) for n in wrong])
    ticket = await ticket_access.lock(session, actor, ticket_id)
    for agent_id, name in sorted(agents.items()):
        if agent_id != actor.id:
            await escalations.follow(session, actor, ticket, agent_id=agent_id, name=name, cause="mention")
    told = agents.keys() | await _members(session, teams)
    await notifications.tell(
        session,
        [each for each in told if each != actor.id],
        kind="mentioned",
        ticket_id=ticket_id,
        data=_about(ticket, actor, message),
        key=f"mention:{message['id']}",
        now=clock.now(),
    )


def _about(ticket: Ticket, actor: Actor, message: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "subject": ticket.subject,
        "message_id": str(message["id"]),
        "seq": message["seq"],
        "by": {"id": str(actor.id), "name": actor.name},
    }


async def _agents(session: AsyncSession, named: Sequence[UUID]) -> dict[UUID, str]:
    query = select(Agent.id, Agent.name).where(col(Agent.id).in_(named), col(Agent.status) == "active")
    return dict((await session.exec(query)).all())


async def _teams(session: AsyncSession, named: Sequence[UUID]) -> set[UUID]:
    query = select(Team.id).where(col(Team.id).in_(named), col(Team.archived_at).is_(None))
    return set((await session.exec(query)).all())


async def _members(session: AsyncSession, teams: set[UUID]) -> set[UUID]:
    query = select(TeamMember.agent_id).where(col(TeamMember.team_id).in_(teams)).limit(TOLD_AT_MOST)
    return set((await session.exec(query)).all()) if teams else set()
