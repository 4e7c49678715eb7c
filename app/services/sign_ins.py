"""Sign-ins of agents: begin with a password, go on by rotating refresh tokens, end."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import UnitOfWork, hint
from app.errors import Invalid, Unauthenticated, pointer
from app.hints import Hint
from app.ids import new_id
from app.models import Agent, SignIn
from app.rules.actors import Actor
from app.services import passwords, rate_limits, refresh_tokens, tokens
from app.settings import settings

log = structlog.get_logger("otklik.sign_ins")

# How long a spent refresh token still gets the answer that it got: the first one may have been lost on its way.
GRACE = timedelta(seconds=10)
ATTEMPT_SECONDS = 300
# Failures from one network over all accounts: an office shares an address, a guesser needs many accounts.
NETWORK_FACTOR = 20


@dataclass(frozen=True, slots=True)
class Tokens:
    """What an agent signs requests with (`access_token`, for `expires_in` seconds) and renews it with."""

    access_token: str
    refresh_token: str
    expires_in: int


async def sign_in(work: UnitOfWork, *, email: str, password: str, address: str | None) -> Tokens:
    """Begin a sign-in. Wrong, unknown, disabled and not yet accepted look the same and cost the same.

    Raises `Unauthenticated` (`invalid_credentials`) and `TooMany`; only failures count against the limits.
    """
    network = rate_limits.network_of(address)
    account = f"{network} {email.casefold()}"
    limit = settings().login_attempts
    rate_limits.check("sign-in", account, limit=limit, seconds=ATTEMPT_SECONDS)
    rate_limits.check("sign-in network", network, limit=limit * NETWORK_FACTOR, seconds=ATTEMPT_SECONDS)
    # Read and let go of the connection: hashing takes long, and whoever waits for it must not hold one.
    async with work.database.lean() as connection:
        row = await connection.fetchrow(
            "SELECT id, password_hash FROM agents WHERE lower(email) = lower($1) AND status = 'active'", email
        )
    stored: str | None = row["password_hash"] if row else None
    if not await passwords.matches(stored, password) or row is None or stored is None:
        log.info("sign_in_refused", network=network)
        raise Unauthenticated("The e-mail address or the password is wrong", code="invalid_credentials")
    rate_limits.refund("sign-in", account)
    rate_limits.refund("sign-in network", network)
    renewed = await passwords.hashed(password) if passwords.is_dated(stored) else stored
    agent = await lock_agent(work.session, row["id"])
    if agent is None or agent.status != "active" or agent.password_hash != stored:
        # Disabled or changed while we were hashing.
        raise Unauthenticated("The e-mail address or the password is wrong", code="invalid_credentials")
    agent.password_hash = renewed
    return await begin(work.session, agent)


async def lock_agent(session: AsyncSession, agent_id: UUID) -> Agent | None:
    """An agent's row, locked: whoever disables an agent or changes a password waits, then ends what began here."""
    # FOR NO KEY UPDATE: assigning a ticket to this agent (a foreign key) does not wait for us.
    query = select(Agent).where(col(Agent.id) == agent_id).with_for_update(key_share=True)
    return (await session.exec(query.execution_options(populate_existing=True))).first()


async def begin(session: AsyncSession, agent: Agent) -> Tokens:
    """A new sign-in of a locked, active agent."""
    now = clock.now()
    identifier = new_id()
    refresh_token = refresh_tokens.make(identifier, 0)
    await session.exec(delete(SignIn).where(col(SignIn.agent_id) == agent.id, col(SignIn.expires_at) < now))
    session.add(
        SignIn(
            id=identifier,
            agent_id=agent.id,
            token_hash=tokens.digest(refresh_token),
            created_at=now,
            expires_at=now + timedelta(seconds=settings().refresh_token_seconds),
        )
    )
    return _tokens(agent.id, identifier, refresh_token)


def _tokens(agent_id: UUID, sign_in_id: UUID, refresh_token: str) -> Tokens:
    seconds = settings().access_token_seconds
    access = tokens.issue("agent", agent_id, sign_in_id, seconds=seconds, now=clock.now())
    return Tokens(access_token=access, refresh_token=refresh_token, expires_in=seconds)


async def refresh(session: AsyncSession, refresh_token: str) -> Tokens | None:
    """New tokens for a refresh token, which is spent by that; the sign-in then lasts `refresh_token_seconds` more.

    None when a token was shown that had been spent before: somebody has a copy, so the sign-in is over, and the
    caller must commit that while refusing. Within `GRACE` a spent token gets the very same successor again: its
    answer was lost, or two tabs asked at once. Raises `Unauthenticated` (`invalid_refresh_token`).
    """
    known = refresh_tokens.read(refresh_token)
    now = clock.now()
    row = None
    if known is not None:
        # Two that show the same token stand in line here; the second sees what the first has done.
        query = select(SignIn).where(col(SignIn.id) == known[0]).with_for_update()
        row = (await session.exec(query.execution_options(populate_existing=True))).first()
    agent = await session.get(Agent, row.agent_id) if row is not None else None
    if (
        known is None
        or row is None
        or row.ended_at is not None
        or row.expires_at <= now
        or agent is None
        or agent.status != "active"
    ):
        raise Unauthenticated("This sign-in has ended: sign in again", code="invalid_refresh_token")
    shown = tokens.digest(refresh_token)
    following = refresh_tokens.make(known[0], known[1] + 1)
    if shown == row.token_hash:
        row.previous_hash = shown
        row.token_hash = tokens.digest(following)
        row.rotated_at = now
        row.expires_at = now + timedelta(seconds=settings().refresh_token_seconds)
    elif not (
        shown == row.previous_hash
        and row.token_hash == tokens.digest(following)
        and row.rotated_at is not None
        and now - row.rotated_at <= GRACE
    ):
        log.warning("refresh_token_reused", agent_id=str(row.agent_id), sign_in_id=str(row.id))
        await end(session, row.id, because="refresh_token_reused")
        return None
    return _tokens(row.agent_id, row.id, following)


async def end(session: AsyncSession, sign_in_id: UUID, *, because: str) -> None:
    """End a sign-in: its access and refresh tokens stop at once. Ending it again does nothing."""
    await session.exec(
        update(SignIn)
        .where(col(SignIn.id) == sign_in_id, col(SignIn.ended_at).is_(None))
        .values(ended_at=clock.now(), ended_because=because)
    )
    hint(session, Hint("revoked", sign_in_id))


async def end_by_token(session: AsyncSession, refresh_token: str) -> None:
    """End the sign-in of a refresh token, also of a spent one; a token that we never issued ends nothing."""
    known = refresh_tokens.read(refresh_token)
    if known is not None:
        await end(session, known[0], because="signed_out")


async def end_all(session: AsyncSession, agent_id: UUID, *, because: str) -> None:
    """End every sign-in of an agent whose row this transaction has locked."""
    ended = await session.exec(
        update(SignIn)
        .where(col(SignIn.agent_id) == agent_id, col(SignIn.ended_at).is_(None))
        .values(ended_at=clock.now(), ended_because=because)
        .returning(col(SignIn.id))
    )
    for identifier in ended.scalars():
        hint(session, Hint("revoked", identifier))
    hint(session, Hint("agent", agent_id))


async def change_password(work: UnitOfWork, actor: Actor, *, current: str, new: str) -> Tokens:
    """Change one's own password: every sign-in ends, and the answer is a new one for whoever changed it.

    Raises `Invalid` (`wrong_password`) and `TooMany`.
    """
    rate_limits.check("password", str(actor.id), limit=settings().login_attempts, seconds=ATTEMPT_SECONDS)
    async with work.database.lean() as connection:
        stored: str | None = await connection.fetchval("SELECT password_hash FROM agents WHERE id = $1", actor.id)
    detail = "This is not your current password"
    wrong = Invalid(detail, code="wrong_password", errors=[pointer("current", detail)])
    if not await passwords.matches(stored, current):
        raise wrong
    rate_limits.refund("password", str(actor.id))
    made = await passwords.hashed(new)
    agent = await lock_agent(work.session, actor.id)
    if agent is None or agent.password_hash != stored:
        raise wrong
    return await _begin_with(work.session, agent, made, because="password_changed")


async def accept_invitation(work: UnitOfWork, *, invitation_token: str, password: str) -> Tokens:
    """Choose the first password (or another one) by an invitation, which is spent by that, and sign in.

    Raises `Unauthenticated` (`invalid_invitation`) when it is unknown, used, withdrawn or expired.
    """
    refused = Unauthenticated("This invitation is not valid any more: ask for another one", code="invalid_invitation")
    digest = tokens.digest(invitation_token)
    async with work.database.lean() as connection:
        # Before the costly hash: guesses at invitations must not keep a processor busy.
        agent_id = await connection.fetchval("SELECT id FROM agents WHERE invitation_hash = $1", digest)
    if agent_id is None:
        raise refused
    made = await passwords.hashed(password)
    agent = await lock_agent(work.session, agent_id)
    now = clock.now()
    if (
        agent is None
        or agent.invitation_hash != digest
        or agent.invitation_expires_at is None
        or agent.invitation_expires_at <= now
    ):
        raise refused
    if agent.status == "invited":
        agent.status = "active"
        agent.version += 1
        agent.updated_at = now
    return await _begin_with(work.session, agent, made, because="password_changed")


async def _begin_with(session: AsyncSession, agent: Agent, password_hash: str, *, because: str) -> Tokens:
    agent.password_hash = password_hash
    agent.invitation_hash = None
    agent.invitation_expires_at = None
    await end_all(session, agent.id, because=because)
    return await begin(session, agent)
