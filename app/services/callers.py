"""From a bearer credential to the caller behind it: agents, visitors and API keys."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import clock
from app.db import Database, as_unavailable
from app.errors import Unauthenticated
from app.rules.actors import Actor
from app.rules.permissions import CUSTOMER, ROLES, Permission
from app.services import tokens
from app.settings import settings

KEY_PREFIX = "otk_"
_CACHE_SIZE = 20_000


@dataclass(frozen=True, slots=True)
class Credential:
    """A caller and when the credential behind it ends (None: it does not end by itself)."""

    actor: Actor
    expires_at: datetime | None


# A caller's state is asked for again after `actor_cache_seconds`, and at once after a hint about it.
_known: dict[str, tuple[float, Credential]] = {}


async def authenticate(database: Database, bearer: str) -> Credential:
    """The caller behind a bearer credential. Raises `Unauthenticated` (and `Unavailable`)."""
    now = clock.now()
    hit = _known.get(bearer)
    if hit is not None and clock.monotonic() - hit[0] < settings().actor_cache_seconds:
        credential = hit[1]
        if credential.expires_at is None or credential.expires_at > now:
            return credential
    if hit is not None:
        # One request asks again; those that come while it does are answered with what was known a moment ago.
        _known[bearer] = (clock.monotonic(), hit[1])
    try:
        found = (
            await _load_key(database, bearer, now) if bearer.startswith(KEY_PREFIX) else await _load(database, bearer)
        )
    except Unauthenticated:
        _known.pop(bearer, None)
        raise
    except Exception as error:
        _known.pop(bearer, None)
        unavailable = as_unavailable(error)
        if unavailable is None:
            raise
        raise unavailable from error
    if len(_known) >= _CACHE_SIZE:
        _known.clear()
    _known[bearer] = (clock.monotonic(), found)
    return found


def forget(identifier: UUID | None = None) -> None:
    """Ask again for every caller with this id or session (all of them by default)."""
    for bearer, (_, credential) in list(_known.items()):
        if identifier is None or identifier in {credential.actor.id, credential.actor.session_id}:
            _known.pop(bearer, None)


async def _load(database: Database, bearer: str) -> Credential:
    claims = tokens.verify(bearer)
    async with database.lean() as connection:
        if claims.kind == "agent":
            row = await connection.fetchrow(
                "SELECT a.name, a.role, a.status, s.ended_at FROM sign_ins s JOIN agents a ON a.id = s.agent_id"
                " WHERE s.id = $1 AND a.id = $2",
                claims.session_id,
                claims.subject,
            )
            if row is None or row["ended_at"] is not None or row["status"] != "active":
                raise Unauthenticated("This sign-in has ended", code="signed_out")
            return Credential(
                Actor(
                    kind="agent",
                    id=claims.subject,
                    name=row["name"],
                    permissions=ROLES[row["role"]],
                    session_id=claims.session_id,
                    role=row["role"],
                ),
                claims.expires_at,
            )
        row = await connection.fetchrow(
            "SELECT c.name, s.ended_at, k.external_id IS NOT NULL OR s.verified_email IS NOT NULL AS vouched_for"
            " FROM visitor_sessions s JOIN customers c ON c.id = s.customer_id"
            " JOIN customers k ON k.id = coalesce(s.known_as, s.customer_id)"
            # An address that is taken from a customer opens that customer's tickets no more.
            " WHERE s.id = $1 AND c.id = $2 AND (s.verified_email IS NULL OR lower(k.email) = lower(s.verified_email))",
            claims.session_id,
            claims.subject,
        )
    if row is None or row["ended_at"] is not None:
        raise Unauthenticated("This widget session has ended", code="signed_out")
    return Credential(
        Actor(
            kind="customer",
            id=claims.subject,
            name=row["name"] or "",
            permissions=CUSTOMER,
            session_id=claims.session_id,
            vouched_for=row["vouched_for"],
        ),
        claims.expires_at,
    )


async def _load_key(database: Database, bearer: str, now: datetime) -> Credential:
    async with database.lean() as connection:
        row = await connection.fetchrow(
            "SELECT id, name, scopes, source_id, expires_at, ended_at FROM api_keys WHERE key_hash = $1",
            tokens.digest(bearer),
        )
    if row is None or row["ended_at"] is not None:
        raise Unauthenticated("This API key is not known or has been revoked", code="invalid_key")
    if row["expires_at"] is not None and row["expires_at"] <= now:
        raise Unauthenticated("This API key has expired", code="key_expired")
    return Credential(
        Actor(
            kind="partner",
            id=row["id"],
            name=row["name"],
            permissions=frozenset(Permission(scope) for scope in row["scopes"]),
            source_id=row["source_id"],
            session_id=row["id"],
        ),
        row["expires_at"],
    )
