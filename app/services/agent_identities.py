"""Who an agent is to the company's sign-on: found by its id there, and the first time by e-mail address."""

from uuid import UUID

import structlog
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import UnitOfWork
from app.errors import NotFound, Unauthenticated
from app.models import Agent, AgentIdentity
from app.rules.actors import SYSTEM, Actor
from app.rules.oidc import Person
from app.schemas.agents import AgentIn
from app.schemas.base import Email
from app.services import agents, sign_ins
from app.settings import settings

_EMAIL: TypeAdapter[str] = TypeAdapter(Email)

log = structlog.get_logger("otklik.sign_ins")


async def of(work: UnitOfWork, issuer: str, person: Person) -> UUID:
    """The active agent who this is. Raises `Unauthenticated`: `sso_no_agent`, `sso_no_email`, `sso_other_person`."""
    session = work.session
    # Two first sign-ins of one person stand in line here.
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtextextended(f"sso {issuer} {person.subject}", 0))))
    known = await session.get(AgentIdentity, (issuer, person.subject))
    agent = await (
        _first_time(session, issuer, person) if known is None else sign_ins.lock_agent(session, known.agent_id)
    )
    if agent is None or agent.status == "disabled":
        raise Unauthenticated("Nobody of this desk has this account", code="sso_no_agent")
    if agent.status == "invited":
        # Whoever the company lets in need not choose a password.
        agent.status, agent.updated_at = "active", clock.now()
        agent.invitation_hash = agent.invitation_expires_at = None
        agent.version += 1
        session.add(agent)
    return agent.id


async def _first_time(session: AsyncSession, issuer: str, person: Person) -> Agent | None:
    email = _address(person.email)
    if email is None:
        raise Unauthenticated("The provider does not vouch for an e-mail address", code="sso_no_email")
    by_email = select(Agent.id).where(func.lower(col(Agent.email)) == email.lower())
    agent_id = (await session.exec(by_email)).first()
    if agent_id is None:
        if not settings().oidc_create:
            return None
        new = AgentIn(email=email, name=person.name or email.partition("@")[0])
        agent_id = (await agents.create(session, SYSTEM, new)).id
        log.info("agent_made_by_sso", agent_id=str(agent_id))
    agent = await sign_ins.lock_agent(session, agent_id)
    other = select(AgentIdentity).where(col(AgentIdentity.agent_id) == agent_id, col(AgentIdentity.issuer) == issuer)
    if (await session.exec(other)).first() is not None:
        # An address that somebody new has got: their predecessor's work is not theirs.
        raise Unauthenticated("This agent is somebody else there: ask an admin", code="sso_other_person")
    session.add(AgentIdentity(issuer=issuer, subject=person.subject, agent_id=agent_id, created_at=clock.now()))
    await session.flush()
    return agent


def _address(said: str | None) -> str | None:
    """The address as the desk writes addresses; None for what is none."""
    try:
        return None if said is None else _EMAIL.validate_python(said)
    except ValidationError:
        return None


async def forget(session: AsyncSession, actor: Actor, agent_id: UUID) -> None:
    """An admin unties an agent from the provider: who signs in next with their address is them. Raises `NotFound`."""
    agent = await sign_ins.lock_agent(session, agent_id)
    if agent is None:
        raise NotFound
    await session.exec(delete(AgentIdentity).where(col(AgentIdentity.agent_id) == agent_id))
    log.warning("agent_identity_forgotten", agent_id=str(agent_id), by=str(actor.id))
