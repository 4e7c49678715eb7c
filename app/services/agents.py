"""Agents: create and invite, read, list, change, and say whether they are there."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint
from app.errors import Conflict, NotFound, PreconditionFailed
from app.hints import Hint
from app.models import Agent, AgentLoad, TeamMember
from app.rules.actors import Actor
from app.rules.permissions import ROLES
from app.schemas.agents import CHANNELS, AgentIn, AgentOut, AgentPatch, CapacityIn, PresenceIn
from app.services import keyset, passwords, sign_ins, tokens

NOBODY = UUID(int=0)
DEFAULT_CAPACITY = {"chat": 3, "ticket": 20, "call": 1}
INVITATION = timedelta(days=7)


async def create(session: AsyncSession, actor: Actor, new: AgentIn) -> AgentOut:
    """Make an agent; without a password the answer carries `invitation_token`, this once. Raises `Conflict`."""
    del actor  # every caller that may make agents may make any agent
    now = clock.now()
    agent = Agent(
        email=new.email,
        name=new.name,
        role=new.role,
        status="active" if new.password is not None else "invited",
        password_hash=await passwords.hashed(new.password) if new.password is not None else None,
        languages=new.languages,
        skills=[skill.model_dump() for skill in new.skills],
        created_at=now,
        updated_at=now,
    )
    invitation = _invite(agent) if new.password is None else None
    session.add(agent)
    await session.flush()
    await _set_capacity(session, agent.id, DEFAULT_CAPACITY | _named(new.capacity))
    return await _shown(session, agent, invitation)


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
    return await _shown(session, agent, _invite(agent))


async def get(session: AsyncSession, actor: Actor, agent_id: UUID) -> AgentOut:
    """An agent. Raises `NotFound`."""
    del actor  # whoever may read people may read all of them
    agent = await session.get(Agent, agent_id)
    if agent is None:
        raise NotFound
    return await _shown(session, agent)


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
    loads = await _loads(session, [agent.id for agent in shown])
    return [_out(agent, loads.get(agent.id, ())) for agent in shown], following


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

    Capacity may be cut below the load: then nothing new comes until it has drained. Raises `NotFound`,
    `PreconditionFailed` and `Conflict` (`last_admin`, `invitation_pending`).
    """
    agent = await lock(session, actor, agent_id, version=version)
    sent = change.model_dump(exclude_unset=True, exclude={"capacity", "status"})
    wanted: dict[str, Any] = {name: value for name, value in sent.items() if getattr(agent, name) != value}
    if change.status is not None and (status := _status(agent, change.status)) != agent.status:
        wanted["status"] = status
    role, status = wanted.get("role", agent.role), wanted.get("status", agent.status)
    if (agent.role, agent.status) == ("admin", "active") != (role, status):
        await _keep_an_admin(session, agent.id)
    capacity = _named(change.capacity) if change.capacity is not None else {}
    loads = (await _loads(session, [agent.id])).get(agent.id, ())
    capacity = {name: slots for name, slots in capacity.items() if slots != _per_channel(loads, "capacity")[name]}
    if not wanted and not capacity:
        return _out(agent, loads)
    lost = not ROLES[agent.role] <= ROLES[role]
    for name, value in wanted.items():
        setattr(agent, name, value)
    agent.version += 1
    agent.updated_at = clock.now()
    await _set_capacity(session, agent.id, capacity)
    if status == "disabled" and "status" in wanted:
        agent.presence, agent.presence_channels, agent.presence_at = "offline", [], agent.updated_at
        agent.invitation_hash = agent.invitation_expires_at = None
        await sign_ins.end_all(session, agent.id, because="disabled")
    elif lost:
        await sign_ins.end_all(session, agent.id, because="role_changed")
    hint(session, Hint("agent", agent.id))
    hint(session, Hint("route", NOBODY))
    return await _shown(session, agent)


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
    loads = (await _loads(session, [agent.id])).get(agent.id, ())
    channels: list[str] = []
    if wanted.status != "offline":
        able = _per_channel(loads, "capacity")
        asked = wanted.channels if wanted.channels is not None else [name for name in CHANNELS if able[name] > 0]
        channels = [name for name in CHANNELS if name in asked]
    if agent.presence != wanted.status:
        agent.presence_at = clock.now()
    agent.presence = wanted.status
    agent.presence_channels = channels
    hint(session, Hint("agent", agent.id))
    hint(session, Hint("route", NOBODY))
    return _out(agent, loads)


def _named(capacity: CapacityIn) -> dict[str, int]:
    return capacity.model_dump(exclude_none=True)


async def _set_capacity(session: AsyncSession, agent_id: UUID, capacity: dict[str, int]) -> None:
    if not capacity:
        return
    # By channel, as everybody locks an agent's places: two that want several of them do not wait for each other.
    rows = [
        {"agent_id": agent_id, "channel": name, "capacity": slots, "load": 0}
        for name, slots in sorted(capacity.items())
    ]
    statement = insert(AgentLoad).values(rows)
    await session.exec(
        statement.on_conflict_do_update(
            index_elements=["agent_id", "channel"], set_={"capacity": statement.excluded.capacity}
        )
    )


async def _loads(session: AsyncSession, agent_ids: Sequence[UUID]) -> dict[UUID, list[AgentLoad]]:
    query = select(AgentLoad).where(col(AgentLoad.agent_id).in_(agent_ids)).execution_options(populate_existing=True)
    found: dict[UUID, list[AgentLoad]] = {}
    for row in await session.exec(query):
        found.setdefault(row.agent_id, []).append(row)
    return found


def _per_channel(loads: Iterable[AgentLoad], column: str) -> dict[str, int]:
    return dict.fromkeys(CHANNELS, 0) | {row.channel: getattr(row, column) for row in loads}


async def _shown(session: AsyncSession, agent: Agent, invitation: str | None = None) -> AgentOut:
    return _out(agent, (await _loads(session, [agent.id])).get(agent.id, ()), invitation)


def _out(agent: Agent, loads: Iterable[AgentLoad], invitation: str | None = None) -> AgentOut:
    rows = list(loads)
    return AgentOut.model_validate(
        {
            "id": agent.id,
            "email": agent.email,
            "name": agent.name,
            "role": agent.role,
            "status": agent.status,
            "languages": agent.languages,
            "skills": agent.skills,
            "capacity": _per_channel(rows, "capacity"),
            "load": _per_channel(rows, "load"),
            "presence": {
                "status": agent.presence,
                "channels": agent.presence_channels,
                "since": agent.presence_at,
            },
            "version": agent.version,
            "created_at": agent.created_at,
            "updated_at": agent.updated_at,
            "invitation_token": invitation,
        }
    )
