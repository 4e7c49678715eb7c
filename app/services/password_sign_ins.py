"""Signing in with a password, and with a second factor beside it; the first password, and another one."""

from dataclasses import replace

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import UnitOfWork
from app.errors import Forbidden, Invalid, Unauthenticated, pointer
from app.models import Agent
from app.rules.actors import Actor
from app.schemas.second_factors import SecondFactorSetupOut
from app.services import passwords, second_factors, sign_in_limits, sign_ins, tokens
from app.services.sign_ins import Client, Tokens
from app.settings import settings

log = structlog.get_logger("otklik.sign_ins")


async def sign_in(work: UnitOfWork, *, email: str, password: str, code: str | None, client: Client) -> Tokens:
    """Begin a sign-in. Wrong, unknown, disabled and not yet accepted look the same and cost the same.

    Raises `Forbidden` (`passwords_off`), `Unauthenticated` (`invalid_credentials`, and as `second_factors.passed`),
    and `TooMany`; only failures count against the limits.
    """
    agent = await proved(work, email=email, password=password, address=client.address)
    recovery_codes = await second_factors.passed(work, agent, code)
    made = await sign_ins.begin(work.session, agent, client=client)
    await sign_in_limits.through(work.database, agent.email)
    return replace(made, recovery_codes=recovery_codes)


async def proved(work: UnitOfWork, *, email: str, password: str, address: str | None) -> Agent:
    """The agent whose password this is, locked and active. Raises as `sign_in`, but for the second factor."""
    refuse_without_passwords()
    # Counted and read, and the connection let go of: hashing takes long, and whoever waits for it must not hold one.
    attempt = await sign_in_limits.attempt(work.database, email=email, address=address)
    stored = attempt.password_hash
    if not await passwords.matches(stored, password) or attempt.agent_id is None or stored is None:
        log.info("sign_in_refused", network=attempt.network)
        raise Unauthenticated("The e-mail address or the password is wrong", code="invalid_credentials")
    await sign_in_limits.right(work.database, attempt)
    renewed = await passwords.hashed(password) if passwords.is_dated(stored) else stored
    agent = await sign_ins.lock_agent(work.session, attempt.agent_id)
    if agent is None or agent.status != "active" or agent.password_hash != stored:
        # Disabled or changed while we were hashing.
        raise Unauthenticated("The e-mail address or the password is wrong", code="invalid_credentials")
    agent.password_hash = renewed
    return agent


def refuse_without_passwords() -> None:
    """Raise `Forbidden` (`passwords_off`) where agents sign in elsewhere."""
    if not settings().passwords:
        raise Forbidden(f"Passwords are not used here: sign in with {settings().oidc_name}", code="passwords_off")


async def set_up(work: UnitOfWork, *, email: str, password: str, client: Client) -> SecondFactorSetupOut:
    """A second factor for an agent who is not let in without one; a code of it, sent with the password, confirms it.

    Raises as `proved`, and `Conflict` (`second_factor_on`).
    """
    agent = await proved(work, email=email, password=password, address=client.address)
    return await second_factors.set_up(work.session, agent)


async def change_password(work: UnitOfWork, actor: Actor, *, current: str, new: str, client: Client) -> Tokens:
    """Change one's own password: every sign-in ends, and the answer is a new one for whoever changed it.

    Raises `Invalid` (`wrong_password`), `Forbidden` (`passwords_off`) and `TooMany`.
    """
    refuse_without_passwords()
    await sign_in_limits.begin_own(work.database, actor.id)
    async with work.database.lean() as connection:
        stored: str | None = await connection.fetchval("SELECT password_hash FROM agents WHERE id = $1", actor.id)
    detail = "This is not your current password"
    wrong = Invalid(detail, code="wrong_password", errors=[pointer("current", detail)])
    if not await passwords.matches(stored, current):
        raise wrong
    await sign_in_limits.own_right(work.database, actor.id)
    made = await passwords.hashed(new)
    agent = await sign_ins.lock_agent(work.session, actor.id)
    if agent is None or agent.password_hash != stored:
        raise wrong
    await _choose(work.session, agent, made)
    return await sign_ins.begin(work.session, agent, client=client)


async def accept_invitation(
    work: UnitOfWork, *, invitation_token: str, password: str, code: str | None, client: Client
) -> Tokens | None:
    """Choose the first password (or another one) by an invitation, which is spent by that, and sign in.

    None: the password is chosen, but nobody of this role gets in without a second factor, which is still to be set up.
    Raises `Unauthenticated` (`invalid_invitation`) when it is unknown, used, withdrawn or expired, `Forbidden`
    (`passwords_off`), and as `second_factors.passed` for an agent who has one.
    """
    refuse_without_passwords()
    refused = Unauthenticated("This invitation is not valid any more: ask for another one", code="invalid_invitation")
    digest = tokens.digest(invitation_token)
    async with work.database.lean() as connection:
        # Before the costly hash: guesses at invitations must not keep a processor busy.
        agent_id = await connection.fetchval("SELECT id FROM agents WHERE invitation_hash = $1", digest)
    if agent_id is None:
        raise refused
    made = await passwords.hashed(password)
    agent = await sign_ins.lock_agent(work.session, agent_id)
    now = clock.now()
    if (
        agent is None
        or agent.invitation_hash != digest
        or agent.invitation_expires_at is None
        or agent.invitation_expires_at <= now
    ):
        raise refused
    if agent.second_factor:
        # Whoever reads somebody's mail has an invitation, and still not their phone.
        await second_factors.passed(work, agent, code)
    if agent.status == "invited":
        agent.status = "active"
        agent.version += 1
        agent.updated_at = now
    await _choose(work.session, agent, made)
    if not agent.second_factor and agent.role in settings().totp_required:
        return None
    return await sign_ins.begin(work.session, agent, client=client)


async def _choose(session: AsyncSession, agent: Agent, password_hash: str) -> None:
    agent.password_hash = password_hash
    agent.invitation_hash = None
    agent.invitation_expires_at = None
    session.add(agent)
    await sign_ins.end_all(session, agent.id, because="password_changed")
