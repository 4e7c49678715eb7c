"""Agents: create and invite, read, list, change, and say whether they are there."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint, raw_connection
from app.errors import Conflict, NotFound, PreconditionFailed
from app.hints import Hint
from app.models import Agent, TeamMember
from app.rules.actors import Actor
from app.rules.permissions import ROLES
from app.schemas.agents import CHANNELS, AgentIn, AgentOut, AgentPatch, PresenceIn
from app.services import (
    agent_hours,
    agent_places,
    agent_skills,
    agent_views,
    keyset,
    naming,
    passwords,
    sign_ins,
    tokens,
)

NOBODY = UUID(int=0)
INVITATION = timedelta(days=7)
# What a disabled agent has goes back to be routed; a live chat is for those who see that it has stopped.
_GIVE_BACK = """INSERT INTO returning_tickets (ticket_id, agent_id)
SELECT id, assignee_id FROM tickets WHERE assignee_id = $1 AND status IN ('new', 'open', 'pending', 'on_hold')
AND chat_id IS NULL ON CONFLICT (ticket_id) DO NOTHING"""


async def create(session: AsyncSession, actor: Actor, new: AgentIn) -> AgentOut:
    """Make an agent; without a password the answer carries `invitation_token`, this once. Skills are made as needed.

    Raises `Conflict` (`email_taken`) and `Invalid` (`unknown_calendar`).
    """
    del actor  # every caller that may make agents may make any agent
    now = clock.now()
    await agent_skills.share(session)
    await _refuse_calendar(session, new.calendar_id)
    agent = Agent(
        email=new.email,
        name=new.name,
        role=new.role,
        status="active" if new.password is not None else "invited",
        password_hash=await passwords.hashed(new.password) if new.password is not None else None,
        languages=new.languages,
        tier=new.tier,
        capacity_total=new.capacity.total,
        calendar_id=new.calendar_id,
        by_shifts=new.by_shifts,
        created_at=now,
        updated_at=now,
    )
    invitation = _invite(agent) if new.password is None else None
    session.add(agent)
    await session.flush()
    await agent_places.put(session, agent.id, capacity=new.capacity, weights=new.weights)
    await agent_skills.put(session, agent.id, new.skills)
    await _look_at_hours(session, agent)
    return await agent_views.one(session, agent, invitation)


def _invite(agent: Agent) -> str:
    token = tokens.new_secret("oti")
    agent.invitation_hash = tokens.digest(token)
    agent.invitation_expires_at = clock.now() + INVITATION
    return token


async def invite(session: AsyncSession, actor: Actor, agent_id: UUID) -> AgentOut:
    """A new invitation, in place of any before: to start with, or to choose another password (the old one works until
    then). Raises `NotFound` and `Conflict` (`agent_disabled`).
    """
    agent = await lock(session, actor, agent_id)
    if agent.status == "disabled":
        raise Conflict("This agent is disabled: enable them first", code="agent_disabled")
    return await agent_views.one(session, agent, _invite(agent))


async def get(session: AsyncSession, actor: Actor, agent_id: UUID) -> AgentOut:
    """An agent. Raises `NotFound`."""
    del actor  # whoever may read people may read all of them
    agent = await session.get(Agent, agent_id)
    if agent is None:
        raise NotFound
    return await agent_views.one(session, agent)


async def page(
    session: AsyncSession,
    actor: Actor,
    *,
    status: str | None = None,
    role: str | None = None,
    team_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> tuple[list[AgentOut], str | None]:
    """Agents, oldest first, and the cursor of the next page. Raises `Invalid` (`invalid_cursor`)."""
    del actor
    query = select(Agent).order_by(col(Agent.created_at), col(Agent.id)).limit(limit + 1)
    if status is not None:
        query = query.where(col(Agent.status) == status)
    if role is not None:
        query = query.where(col(Agent.role) == role)
    if team_id is not None:
        members = select(TeamMember.agent_id).where(col(TeamMember.team_id) == team_id)
        query = query.where(col(Agent.id).in_(members))
    if cursor is not None:
        query = query.where(tuple_(col(Agent.created_at), col(Agent.id)) > keyset.by_time(cursor))
    rows = (await session.exec(query)).all()
    shown, following = keyset.page(rows, limit, lambda row: keyset.encode(row.created_at, row.id))
    return await agent_views.several(session, shown), following


async def lock(session: AsyncSession, actor: Actor, agent_id: UUID, *, version: str | None = None) -> Agent:
    """An agent to change. `version` is the ETag that the caller has seen. Raises `NotFound`, `PreconditionFailed`."""
    del actor
    agent = await sign_ins.lock_agent(session, agent_id)
    if agent is None:
        raise NotFound
    if version is not None and version != str(agent.version):
        raise PreconditionFailed
    return agent


async def patch(
    session: AsyncSession, actor: Actor, agent_id: UUID, change: AgentPatch, *, version: str | None
) -> AgentOut:
    """Change an agent. Losing permissions or being disabled ends every sign-in of theirs at once.

    Capacity may be cut below the load: then nothing new comes until it has drained. What a disabled agent had and is
    not solved goes back to be routed. Raises `NotFound`, `PreconditionFailed`, `Invalid` (`unknown_calendar`) and
    `Conflict` (`last_admin`, `invitation_pending`).
    """
    if change.skills is not None:
        await agent_skills.share(session)
    await _refuse_calendar(session, change.calendar_id)
    agent = await lock(session, actor, agent_id, version=version)
    wanted = {name: value for name, value in _columns(change).items() if getattr(agent, name) != value}
    if change.status is not None and (status := _status(agent, change.status)) != agent.status:
        wanted["status"] = status
    role, status = wanted.get("role", agent.role), wanted.get("status", agent.status)
    if (agent.role, agent.status) == ("admin", "active") != (role, status):
        await _keep_an_admin(session, agent.id)
    other_places = await agent_places.put(session, agent.id, capacity=change.capacity, weights=change.weights)
    other_skills = change.skills is not None and await agent_skills.put(session, agent.id, change.skills)
    if not (wanted or other_places or other_skills):
        return await agent_views.one(session, agent)
    lost = not ROLES[agent.role] <= ROLES[role]
    for name, value in wanted.items():
        setattr(agent, name, value)
    agent.version += 1
    agent.updated_at = clock.now()
    if status == "disabled" and "status" in wanted:
        agent.presence, agent.presence_channels, agent.presence_at = "offline", [], agent.updated_at
        agent.invitation_hash = agent.invitation_expires_at = None
        await sign_ins.end_all(session, agent.id, because="disabled")
        await (await raw_connection(session)).execute(_GIVE_BACK, agent.id)
    elif lost:
        await sign_ins.end_all(session, agent.id, because="role_changed")
    if not wanted.keys().isdisjoint({"calendar_id", "by_shifts"}):
        await _look_at_hours(session, agent)
    hint(session, Hint("agent", agent.id))
    hint(session, Hint("route", NOBODY))
    return await agent_views.one(session, agent)


def _columns(change: AgentPatch) -> dict[str, Any]:
    """What was sent of the agent's own row, but for the status."""
    sent = change.model_dump(exclude_unset=True, exclude={"capacity", "weights", "skills", "status"})
    if change.capacity is not None and "total" in change.capacity.model_fields_set:
        sent["capacity_total"] = change.capacity.total
    return sent


async def _refuse_calendar(session: AsyncSession, calendar_id: UUID | None) -> None:
    # Before the agent is locked: whoever changes a calendar goes on to those who work by it.
    if calendar_id is not None:
        await naming.refuse(session, [(("calendar_id",), "calendar", calendar_id)])


async def _look_at_hours(session: AsyncSession, agent: Agent) -> None:
    await session.flush()
    await agent_hours.refresh(await raw_connection(session), [agent.id], clock.now())
    await session.refresh(agent, ["off", "off_changes_at"])


def _status(agent: Agent, wanted: str) -> str:
    if wanted == "active" and agent.password_hash is None:
        if agent.status == "invited":
            raise Conflict("This agent has not accepted the invitation yet", code="invitation_pending")
        return "invited"
    return wanted


async def _keep_an_admin(session: AsyncSession, agent_id: UUID) -> None:
    """Raise `Conflict` when there is no other active admin; two who step down at once stand in line here."""
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik last admin"))))
    query = select(Agent.id).where(col(Agent.role) == "admin", col(Agent.status) == "active", col(Agent.id) != agent_id)
    if (await session.exec(query.limit(1))).first() is None:
        raise Conflict("Somebody must remain who may manage the desk: this is its last admin", code="last_admin")


async def set_presence(session: AsyncSession, actor: Actor, wanted: PresenceIn) -> AgentOut:
    """Say whether one is there. This does not change the version: it is the agent's own, not an edit of the record."""
    agent = await lock(session, actor, actor.id)
    channels: list[str] = []
    if wanted.status != "offline":
        able = await agent_places.capacity(session, agent.id)
        asked = wanted.channels if wanted.channels is not None else [name for name in CHANNELS if able[name] > 0]
        channels = [name for name in CHANNELS if name in asked]
    if agent.presence != wanted.status:
        agent.presence_at = clock.now()
    agent.presence = wanted.status
    agent.presence_channels = channels
    hint(session, Hint("agent", agent.id))
    hint(session, Hint("route", NOBODY))
    return await agent_views.one(session, agent)
