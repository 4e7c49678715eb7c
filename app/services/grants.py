"""Grants: single-use secrets that open a socket, and the callers behind open sockets."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from app import clock
from app.db import Connection
from app.errors import Unauthenticated
from app.rules.actors import Actor
from app.rules.permissions import CUSTOMER, ROLES, Permission
from app.services import tokens
from app.services.callers import Credential
from app.settings import settings

_ISSUE = """INSERT INTO realtime_grants
(token_hash, actor_kind, actor_id, session_id, credential_expires_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6)"""

_REDEEM = """DELETE FROM realtime_grants WHERE token_hash = $1
RETURNING actor_kind, actor_id, session_id, credential_expires_at, expires_at"""

# What a caller is now, by its sign-in, widget session or key: nothing comes back for one that has ended.
_AGENTS = """SELECT s.id AS session_id, a.id, a.name, a.role FROM sign_ins s JOIN agents a ON a.id = s.agent_id
WHERE s.id = ANY ($1) AND s.ended_at IS NULL AND a.status = 'active'"""
_CUSTOMERS = """SELECT s.id AS session_id, c.id, c.name FROM visitor_sessions s JOIN customers c ON c.id = s.customer_id
JOIN customers k ON k.id = coalesce(s.known_as, s.customer_id) WHERE s.id = ANY ($1) AND s.ended_at IS NULL
AND (s.verified_email IS NULL OR lower(k.email) = lower(s.verified_email))"""
_KEYS = """SELECT k.id AS session_id, k.id, k.name, k.scopes, k.source_id FROM api_keys k
WHERE k.id = ANY ($1) AND k.ended_at IS NULL"""


async def issue(connection: Connection, credential: Credential) -> tuple[str, int]:
    """A new grant for this caller and the seconds in which it can be used."""
    grant = tokens.new_secret("rtg")
    seconds = settings().grant_seconds
    actor = credential.actor
    await connection.execute(
        _ISSUE,
        tokens.digest(grant),
        actor.kind,
        actor.id,
        actor.session_id,
        credential.expires_at,
        clock.now() + timedelta(seconds=seconds),
    )
    return grant, seconds


async def redeem(connection: Connection, grant: str) -> Credential:
    """The caller that asked for this grant, as it is now; the grant is used up. Raises `Unauthenticated`."""
    row = await connection.fetchrow(_REDEEM, tokens.digest(grant))
    now = clock.now()
    if row is None or row["expires_at"] <= now:
        raise Unauthenticated("This grant is not known, has been used, or has expired", code="invalid_grant")
    if row["credential_expires_at"] is not None and row["credential_expires_at"] <= now:
        raise Unauthenticated("The token behind this grant has expired", code="token_expired")
    asked = Actor(kind=row["actor_kind"], id=row["actor_id"], name="", session_id=row["session_id"])
    found = (await current(connection, [asked])).get(asked.session_id)
    if found is None:
        raise Unauthenticated("The sign-in behind this grant has ended", code="signed_out")
    return Credential(found, row["credential_expires_at"])


async def current(connection: Connection, actors: Sequence[Actor]) -> dict[UUID | None, Actor]:
    """These callers as they are now, by their session; one whose sign-in, session or key has ended is missing."""
    found: dict[UUID | None, Actor] = {}
    for kind, query in (("agent", _AGENTS), ("customer", _CUSTOMERS), ("partner", _KEYS)):
        asked = {actor.session_id: actor for actor in actors if actor.kind == kind}
        if not asked:
            continue
        for row in await connection.fetch(query, list(asked)):
            was = asked[row["session_id"]]
            if row["id"] == was.id:
                found[row["session_id"]] = _now(was, row)
    return found


def _now(was: Actor, row: Any) -> Actor:  # noqa: ANN401 - asyncpg.Record
    name = row["name"] or ""
    match was.kind:
        case "agent":
            return replace(was, name=name, role=row["role"], permissions=ROLES[row["role"]])
        case "partner":
            scopes = frozenset(Permission(scope) for scope in row["scopes"])
            return replace(was, name=name, permissions=scopes, source_id=row["source_id"])
        case _:
            return replace(was, name=name, permissions=CUSTOMER)


async def prune(connection: Connection) -> None:
    """Forget grants that nobody used in time."""
    await connection.execute("DELETE FROM realtime_grants WHERE expires_at < $1", clock.now())
