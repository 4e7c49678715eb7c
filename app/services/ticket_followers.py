"""Who follows a ticket: agents who want to hear of it, and what they are told."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, UnitOfWork, raw_connection
from app.errors import Invalid, NotFound, pointer
from app.models import Agent
from app.rules.actors import Actor
from app.rules.automations import is_history
from app.schemas.events import EventType
from app.schemas.ticket_followers import FollowerOut, Followers
from app.services import escalations, notifications, ticket_access
from app.services.feed import FeedEvent
from app.services.notifications import Told

# The cursor in the change feed.
CONSUMER = "followers"
AT_MOST = 200

# What followers are told of, and as what.
_TOLD = {
    EventType.MESSAGE_CREATED: "followed.message",
    EventType.TICKET_STATUS_CHANGED: "followed.status",
    EventType.TICKET_ASSIGNED: "followed.assigned",
}
_FOLLOWERS = """SELECT f.ticket_id, f.agent_id, f.added_at, t.number, t.subject FROM ticket_followers f
JOIN tickets t ON t.id = f.ticket_id WHERE f.ticket_id = ANY ($1)"""
_LISTED = f"""SELECT f.agent_id, a.name, f.cause, f.added_at FROM ticket_followers f JOIN agents a ON a.id = f.agent_id
WHERE f.ticket_id = $1 ORDER BY f.added_at, f.agent_id LIMIT {AT_MOST}"""  # noqa: S608 - a number of ours


# Who, since when, and what they are told of the ticket.
_Follower: TypeAlias = tuple[UUID, datetime, dict[str, Any]]


async def listed(session: AsyncSession, actor: Actor, ticket_id: UUID) -> tuple[Followers, str]:
    """Everybody who follows a ticket, the first 200 of them, and the ticket's version. Raises `NotFound`."""
    ticket = await ticket_access.get(session, actor, ticket_id)
    await session.flush()
    rows = await (await raw_connection(session)).fetch(_LISTED, ticket_id)
    return Followers(items=[FollowerOut.model_validate(dict(row)) for row in rows]), str(ticket.version)


async def add(session: AsyncSession, actor: Actor, ticket_id: UUID, agent_id: UUID) -> tuple[Followers, str]:
    """Let an agent follow a ticket; one who does already goes on. Raises `NotFound`, `Invalid` (`unknown_agent`)."""
    ticket = await ticket_access.lock(session, actor, ticket_id)
    agent = await session.get(Agent, agent_id)
    if agent is None or agent.status != "active":
        detail = "There is no such active agent"
        raise Invalid(detail, code="unknown_agent", errors=[pointer("agent_id", detail)])
    await escalations.follow(session, actor, ticket, agent_id=agent.id, name=agent.name, cause=actor.kind)
    return await listed(session, actor, ticket_id)


async def remove(session: AsyncSession, actor: Actor, ticket_id: UUID, agent_id: UUID, *, version: str | None) -> None:
    """An agent follows no longer. `version` is the ticket's. Raises `NotFound`, also for one who does not follow."""
    ticket = await ticket_access.lock(session, actor, ticket_id, version=version)
    if not await escalations.unfollow(session, actor, ticket, agent_id=agent_id, cause=actor.kind):
        raise NotFound


async def idle(connection: Connection) -> bool:
    """Whether nobody follows any ticket."""
    return not await connection.fetchval("SELECT EXISTS (SELECT 1 FROM ticket_followers)")


async def tell(work: UnitOfWork, happened: Sequence[FeedEvent]) -> None:
    """Tell followers of what happened to their tickets, but for what they did themselves (a consumer of the feed)."""
    about = [
        each for each in happened if each.type in _TOLD and each.ticket_id is not None and not is_history(each.data)
    ]
    if not about:
        return
    session = work.session
    following = await _following(await raw_connection(session), {each.ticket_id for each in about})
    told = [
        Told(
            agent_id,
            _TOLD[EventType(each.type)],
            each.ticket_id,
            {**ticket, "seq": each.seq, "by": {"kind": each.actor_kind, "name": each.actor_name}},
            f"follow:{each.ticket_id}:{each.seq}",
        )
        for each in about
        for agent_id, since, ticket in following.get(each.ticket_id, [])
        # The feed tells of it a moment later: whoever has begun to follow meanwhile has seen it.
        if agent_id != each.actor_id and each.at >= since
    ]
    await notifications.tell_many(session, told, now=clock.now())


async def _following(connection: Connection, tickets: set[UUID | None]) -> dict[UUID | None, list[_Follower]]:
    found: dict[UUID | None, list[_Follower]] = defaultdict(list)
    for row in await connection.fetch(_FOLLOWERS, list(tickets)):
        ticket = {"number": row["number"], "subject": row["subject"]}
        found[UUID(int=row["ticket_id"].int)].append((UUID(int=row["agent_id"].int), row["added_at"], ticket))
    return found
