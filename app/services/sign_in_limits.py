"""How often somebody may be wrong about a password: per account and network, per network, per account from anywhere."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, Database, raw_connection
from app.errors import NotFound
from app.rules.actors import Actor
from app.schemas.sign_in_limits import SignInLimitOut, SignInLimitsOut
from app.services import rate_limits, shared_limits
from app.services.sealing import fingerprints
from app.settings import settings

log = structlog.get_logger("otklik.sign_ins")

SECONDS = 300
# Failures from one network over all accounts: an office shares an address, a guesser needs many accounts.
NETWORK_FACTOR = 20
# Failures for one account from all networks: a guesser has thousands of networks, and wants one account.
ACCOUNT_FACTOR, ACCOUNT_SECONDS = 5, 3600
# A network that an agent has signed in from, and no one has ended that sign-in because something was wrong, is theirs.
_ACCOUNT = """SELECT lower($1) AS account, a.id, a.password_hash, EXISTS (
  SELECT FROM sign_ins s WHERE s.agent_id = a.id AND s.network = ANY($2) AND s.expires_at > $3
  AND (s.ended_because IS NULL OR s.ended_because = 'signed_out')) AS known
FROM (SELECT) one LEFT JOIN agents a ON lower(a.email) = lower($1) AND a.status = 'active'"""
_AGENTS = "SELECT id, lower(email) AS account FROM agents WHERE status <> 'disabled'"
_AGENT = "SELECT lower(email) FROM agents WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody who says that they are the agent with this address, whether there is one or not."""

    # As the database compares it: no other writing of it is another account.
    account: str
    agent_id: UUID | None
    password_hash: str | None
    network: str
    # Strangers who guess elsewhere do not keep an agent out of where they work.
    known: bool

    @property
    def of_network(self) -> str:
        """The account as one network tries it."""
        return f"{self.network} {self.account}"


async def attempt(database: Database, *, email: str, address: str | None) -> Attempt:
    """Begin to try a password: it counts as a failure until `right` says otherwise. Raises `TooMany`.

    An account that does not exist is counted like one that does.
    """
    network = rate_limits.network_of(address)
    limit = settings().login_attempts
    async with database.lean() as connection:
        row = await connection.fetchrow(_ACCOUNT, email, fingerprints(network.encode()), clock.now())
        assert row is not None  # noqa: S101 - of one row and what is joined to it
        made = Attempt(row["account"], row["id"], row["password_hash"], network, row["known"])
        # One transaction: what one of them refuses is counted by none.
        async with connection.transaction():
            first = await shared_limits.count(connection, "sign-in", made.of_network, limit=limit, seconds=SECONDS)
            await shared_limits.count(
                connection, "sign-in network", network, limit=limit * NETWORK_FACTOR, seconds=SECONDS
            )
            if not made.known:
                await _count_account(connection, made, limit * ACCOUNT_FACTOR)
        if first == 1:
            await shared_limits.tidy(connection)
    return made


async def _count_account(connection: Connection, made: Attempt, limit: int) -> None:
    counted = await shared_limits.count(
        connection, "sign-in account", made.account, limit=limit, seconds=ACCOUNT_SECONDS
    )
    if counted == limit and made.agent_id is not None:
        log.warning("sign_in_account_limited", agent_id=str(made.agent_id))


async def right(database: Database, made: Attempt) -> None:
    """The password was right."""
    async with database.lean() as connection, connection.transaction():
        await shared_limits.refund(connection, "sign-in", made.of_network)
        await shared_limits.refund(connection, "sign-in network", made.network)
        if not made.known:
            await shared_limits.refund(connection, "sign-in account", made.account)


async def through(database: Database, email: str) -> None:
    """Whose account it is has signed in: what others have guessed before is forgotten."""
    async with database.lean() as connection:
        await shared_limits.forget(connection, "sign-in account", await connection.fetchval("SELECT lower($1)", email))


async def begin_own(database: Database, agent_id: UUID) -> None:
    """An agent who is in tries their current password; a failure until `own_right`. Raises `TooMany`."""
    async with database.lean() as connection:
        await shared_limits.check(
            connection, "password", str(agent_id), limit=settings().login_attempts, seconds=SECONDS
        )


async def own_right(database: Database, agent_id: UUID) -> None:
    """It was right."""
    async with database.lean() as connection:
        await shared_limits.refund(connection, "password", str(agent_id))


async def page(session: AsyncSession) -> SignInLimitsOut:
    """Agents for whose accounts wrong passwords came within the last hour, those refused first."""
    connection = await raw_connection(session)
    accounts = {row["account"]: row["id"] for row in await connection.fetch(_AGENTS)}
    limit = settings().login_attempts * ACCOUNT_FACTOR
    found = await shared_limits.standing(connection, "sign-in account", list(accounts))
    items = [
        SignInLimitOut(
            agent_id=accounts[account],
            failures=each.count,
            limit=limit,
            until=each.until,
            refused=each.count >= limit,
        )
        for account, each in found.items()
    ]
    return SignInLimitsOut(items=sorted(items, key=_most_first))


def _most_first(each: SignInLimitOut) -> tuple[int, datetime, UUID]:
    return -each.failures, each.until, each.agent_id


async def lift(session: AsyncSession, actor: Actor, agent_id: UUID) -> None:
    """Let everybody try again for this account; said twice it is said. Raises `NotFound`."""
    connection = await raw_connection(session)
    account = await connection.fetchval(_AGENT, agent_id)
    if account is None:
        raise NotFound
    await shared_limits.forget(connection, "sign-in account", account)
    log.warning("sign_in_limit_lifted", agent_id=str(agent_id), by=str(actor.id))


def mark(address: str | None) -> bytes:
    """What a sign-in keeps of the network that it came from: enough to know it again."""
    return fingerprints(rate_limits.network_of(address).encode())[0]
