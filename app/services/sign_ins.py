"""Sign-ins of agents: they begin, go on by rotating refresh tokens, and end."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

import structlog
from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint
from app.errors import NotFound, Unauthenticated
from app.hints import Hint
from app.ids import new_id
from app.models import Agent, SignIn
from app.rules.actors import Actor
from app.services import refresh_tokens, sign_in_limits, tokens
from app.settings import settings

log = structlog.get_logger("otklik.sign_ins")

# How long a spent refresh token still gets the answer that it got: the first one may have been lost on its way.
GRACE = timedelta(seconds=10)
Method = Literal["password", "sso"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """What an agent signs requests with (`access_token`, for `expires_in` seconds) and renews it with.

    `recovery_codes` are those of a second factor that was confirmed by signing in.
    """

    access_token: str
    refresh_token: str
    expires_in: int
    recovery_codes: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks: its network address, and what its browser calls itself."""

    address: str | None = None
    device: str | None = None


async def lock_agent(session: AsyncSession, agent_id: UUID) -> Agent | None:
    """An agent's row, locked: whoever disables an agent or changes a password waits, then ends what began here."""
    # FOR NO KEY UPDATE: assigning a ticket to this agent (a foreign key) does not wait for us.
    query = select(Agent).where(col(Agent.id) == agent_id).with_for_update(key_share=True)
    return (await session.exec(query.execution_options(populate_existing=True))).first()


async def begin(session: AsyncSession, agent: Agent, *, client: Client, method: Method = "password") -> Tokens:
    """A new sign-in of a locked, active agent."""
    now = clock.now()
    identifier = new_id()
    refresh_token = refresh_tokens.make(identifier, 0)
    await session.exec(delete(SignIn).where(col(SignIn.agent_id) == agent.id, col(SignIn.expires_at) < now))
    session.add(
        SignIn(
            id=identifier,
            agent_id=agent.id,
            method=method,
            device=client.device,
            network=sign_in_limits.mark(client.address),
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
        or not _good_enough(row, agent)
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


def _good_enough(row: SignIn, agent: Agent) -> bool:
    """Whether one could sign in like this today: rules that are made stricter hold for those who are in as well."""
    if row.method == "sso":
        return True
    return settings().passwords and (agent.second_factor or agent.role not in settings().totp_required)


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


async def mine(session: AsyncSession, actor: Actor) -> list[SignIn]:
    """The caller's sign-ins that go on, the latest first."""
    query = select(SignIn).where(
        col(SignIn.agent_id) == actor.id, col(SignIn.ended_at).is_(None), col(SignIn.expires_at) > clock.now()
    )
    return list((await session.exec(query.order_by(col(SignIn.created_at).desc()).limit(100))).all())


async def end_mine(session: AsyncSession, actor: Actor, sign_in_id: UUID) -> None:
    """End one of the caller's own, also again. Raises `NotFound` for anybody else's."""
    found = await session.get(SignIn, sign_in_id)
    if found is None or found.agent_id != actor.id:
        raise NotFound
    await end(session, sign_in_id, because="signed_out")
