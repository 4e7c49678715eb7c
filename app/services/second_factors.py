"""Second factors: set up, confirmed by a code, asked for at sign-in, taken away."""

import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pyotp
import segno
import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import UnitOfWork
from app.errors import Conflict, Invalid, NotFound, TooMany, Unauthenticated, pointer
from app.models import Agent, SecondFactor
from app.rules import totp
from app.rules.actors import Actor
from app.schemas.second_factors import RecoveryCodesOut, SecondFactorOut, SecondFactorSetupOut
from app.services import passwords, sign_in_limits, sign_ins, tokens
from app.services.sealing import seal, unseal
from app.settings import settings

log = structlog.get_logger("otklik.sign_ins")

RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_LETTERS = 16
_FAILED = "UPDATE second_factors SET failures = failures + 1, failed_at = $2 WHERE agent_id = $1"


async def read(session: AsyncSession, actor: Actor) -> SecondFactorOut:
    """One's own."""
    found = await session.get(SecondFactor, actor.id)
    on = found is not None and found.confirmed_at is not None
    return SecondFactorOut(
        enabled=on,
        required=actor.role in settings().totp_required,
        confirmed_at=found.confirmed_at if found is not None else None,
        recovery_codes_left=len(found.recovery_hashes) if found is not None and on else 0,
    )


async def begin(work: UnitOfWork, actor: Actor, *, password: str | None) -> SecondFactorSetupOut:
    """A new secret in place of one that was never confirmed.

    Raises `Invalid` (`wrong_password`), `TooMany` and `Conflict` (`second_factor_on`).
    """
    await _same_person(work, actor, password)
    agent = await _locked(work.session, actor.id)
    return await set_up(work.session, agent)


async def _same_person(work: UnitOfWork, actor: Actor, password: str | None) -> None:
    await sign_in_limits.begin_own(work.database, actor.id)
    async with work.database.lean() as connection:
        stored: str | None = await connection.fetchval("SELECT password_hash FROM agents WHERE id = $1", actor.id)
    # Who has no password has proved who they are elsewhere, a moment ago or for as long as a sign-in lasts.
    if stored is not None and not await passwords.matches(stored, password or ""):
        detail = "This is not your current password"
        raise Invalid(detail, code="wrong_password", errors=[pointer("password", detail)])
    await sign_in_limits.own_right(work.database, actor.id)


async def set_up(session: AsyncSession, agent: Agent) -> SecondFactorSetupOut:
    """A new secret for a locked agent. Raises `Conflict` (`second_factor_on`)."""
    if agent.second_factor:
        raise Conflict("A second factor is set up: take it away first", code="second_factor_on")
    secret, now = pyotp.random_base32(), clock.now()
    found = await session.get(SecondFactor, agent.id)
    if found is None:
        found = SecondFactor(agent_id=agent.id, secret="", created_at=now)
    found.secret, found.last_step, found.created_at = seal(secret.encode()).decode(), None, now
    session.add(found)
    await session.flush()
    desk = urlsplit(settings().public_url).hostname or "Otklik"
    uri = totp.address(secret, account=agent.email, desk=f"Otklik {desk}")
    qr = segno.make(uri, error="m", micro=False).svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
    return SecondFactorSetupOut(secret=secret, uri=uri, qr=qr)


async def confirm(work: UnitOfWork, actor: Actor, *, code: str) -> RecoveryCodesOut:
    """From now on a password alone is not enough. Raises `Conflict` (`second_factor_on`, `second_factor_off`),
    `Invalid` (`wrong_code`) and `TooMany`.
    """
    agent = await _locked(work.session, actor.id)
    if agent.second_factor:
        raise Conflict("It is confirmed already", code="second_factor_on")
    found = await work.session.get(SecondFactor, agent.id)
    if found is None:
        raise _off()
    if not await _right(work, found, code, recovery=False):
        raise _wrong()
    return RecoveryCodesOut(recovery_codes=_switch_on(work.session, agent, found))


async def renew_recovery_codes(work: UnitOfWork, actor: Actor, *, code: str) -> RecoveryCodesOut:
    """Ten new ones in place of those that are left. Raises as `remove`."""
    found = await _proved(work, await _locked(work.session, actor.id), code)
    return RecoveryCodesOut(recovery_codes=_new_codes(work.session, found))


async def remove(work: UnitOfWork, actor: Actor, *, code: str) -> None:
    """A password is enough again. Raises `Conflict` (`second_factor_off`, `second_factor_required`), `Invalid`
    (`wrong_code`) and `TooMany`.
    """
    agent = await _locked(work.session, actor.id)
    if agent.role in settings().totp_required:
        raise Conflict("This desk lets nobody of your role in without one", code="second_factor_required")
    await _take_away(work.session, agent, await _proved(work, agent, code))


async def reset(session: AsyncSession, actor: Actor, agent_id: UUID) -> None:
    """An admin takes it away from an agent who has lost phone and codes. Raises `NotFound`."""
    agent = await _locked(session, agent_id)
    found = await session.get(SecondFactor, agent_id)
    if found is not None:
        await _take_away(session, agent, found)
        log.warning("second_factor_reset", agent_id=str(agent_id), by=str(actor.id))


async def passed(work: UnitOfWork, agent: Agent, code: str | None) -> list[str] | None:
    """Let a locked agent whose password was right sign in, or not. The answer has recovery codes when a second factor
    was confirmed by that.

    Raises `Unauthenticated` (`totp_required`, `invalid_totp`, `totp_setup_required`), `Invalid` (`totp_not_available`)
    and `TooMany`.
    """
    found = await work.session.get(SecondFactor, agent.id)
    if agent.second_factor and found is not None:
        if code is None:
            raise Unauthenticated("Send a code of your second factor too", code="totp_required")
        if not await _right(work, found, code):
            raise Unauthenticated("This code is wrong, or has been used", code="invalid_totp")
        work.session.add(found)
        return None
    if code is not None:
        return await _confirmed_by_signing_in(work, agent, found, code)
    if agent.role in settings().totp_required:
        detail = "This desk lets nobody of your role in without a second factor: set one up"
        raise Unauthenticated(detail, code="totp_setup_required")
    return None


async def _confirmed_by_signing_in(work: UnitOfWork, agent: Agent, found: SecondFactor | None, code: str) -> list[str]:
    if found is None:
        detail = "No second factor is set up: sign in without a code"
        raise Invalid(detail, code="totp_not_available", errors=[pointer("totp", detail)])
    if not await _right(work, found, code, recovery=False):
        raise Unauthenticated("This code is wrong, or has been used", code="invalid_totp")
    return _switch_on(work.session, agent, found)


async def _right(work: UnitOfWork, found: SecondFactor, code: str, *, recovery: bool = True) -> bool:
    """Whether a code is good, of an agent who is locked. Raises `TooMany` after many that were not.

    Whoever gets here knows the password: however many networks they have, and processes the desk, they guess a few.
    """
    now = clock.now()
    wait = totp.wait(found.failures, limit=settings().login_attempts, seconds=sign_in_limits.SECONDS)
    again = (found.failed_at or now) + timedelta(seconds=wait)
    if again > now:
        raise TooMany(retry_after=(again - now).total_seconds())
    if _by_phone(found, code, now) or (recovery and _by_recovery(found, code)):
        found.failures, found.failed_at = 0, None
        return True
    log.info("second_factor_refused", agent_id=str(found.agent_id))
    # Kept although the request is refused; whoever tries the next one waits for our lock, and then sees it.
    async with work.database.lean() as connection:
        await connection.execute(_FAILED, found.agent_id, now)
    return False


async def _locked(session: AsyncSession, agent_id: UUID) -> Agent:
    agent = await sign_ins.lock_agent(session, agent_id)
    if agent is None:
        raise NotFound
    return agent


async def _proved(work: UnitOfWork, agent: Agent, code: str) -> SecondFactor:
    found = await work.session.get(SecondFactor, agent.id)
    if found is None or not agent.second_factor:
        raise _off()
    if not await _right(work, found, code):
        raise _wrong()
    return found


def _by_phone(found: SecondFactor, code: str, now: datetime) -> bool:
    secret = unseal(found.secret.encode())
    if secret is None:
        log.error("second_factor_unreadable", agent_id=str(found.agent_id))
        return False
    step = totp.matching_step(secret.decode(), code, now, after=found.last_step)
    if step is None:
        return False
    # Sealed anew: it outlives a change of the desk's secret in which it was used.
    found.last_step, found.secret = step, seal(secret).decode()
    return True


def _by_recovery(found: SecondFactor, code: str) -> bool:
    digest = tokens.digest(totp.plain(code))
    if digest not in found.recovery_hashes:
        return False
    found.recovery_hashes = [each for each in found.recovery_hashes if each != digest]
    return True


def _switch_on(session: AsyncSession, agent: Agent, found: SecondFactor) -> list[str]:
    now = clock.now()
    found.confirmed_at, agent.second_factor, agent.updated_at = now, True, now
    agent.version += 1
    session.add(agent)
    return _new_codes(session, found)


def _new_codes(session: AsyncSession, found: SecondFactor) -> list[str]:
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(_LETTERS)) for _ in range(RECOVERY_CODES)]
    found.recovery_hashes = [tokens.digest(each) for each in codes]
    session.add(found)
    return totp.written(codes)


async def _take_away(session: AsyncSession, agent: Agent, found: SecondFactor) -> None:
    agent.second_factor, agent.updated_at = False, clock.now()
    agent.version += 1
    session.add(agent)
    await session.delete(found)
    await session.flush()


def _off() -> Conflict:
    return Conflict("No second factor is set up", code="second_factor_off")


def _wrong() -> Invalid:
    detail = "This code is wrong, or has been used"
    return Invalid(detail, code="wrong_code", errors=[pointer("code", detail)])
