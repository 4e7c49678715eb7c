"""Before a socket opens: its origin, its protocol and its caller; everything is refused before the upgrade."""

from contextlib import suppress
from urllib.parse import urlsplit

from starlette.websockets import WebSocket

from app.db import Database
from app.errors import BadRequest, Forbidden, Unauthenticated
from app.rules.permissions import Permission
from app.services import callers, grants
from app.services.callers import Credential
from app.settings import Settings

PROTOCOL = "desk.v1"
_GRANT = "grant."
# Servers and proxies log addresses: a secret that once came in one is a secret no more.
_SECRETS_IN_URL = frozenset({"token", "grant", "access_token", "authorization", "key"})


async def admit(websocket: WebSocket, database: Database, settings: Settings) -> Credential:
    """The caller of this upgrade. Raises `BadRequest`, `Forbidden`, `Unauthenticated` and `Unavailable`."""
    if _SECRETS_IN_URL & {name.lower() for name in websocket.query_params}:
        raise BadRequest("Never put a credential into the address of the socket", code="credential_in_url")
    _check_origin(websocket, settings)
    offered: list[str] = websocket.scope.get("subprotocols", [])
    if PROTOCOL not in offered:
        raise BadRequest(f"This socket speaks {PROTOCOL}: ask for that subprotocol", code="unknown_subprotocol")
    credential = await _caller(websocket, database, offered)
    if not credential.actor.may(Permission.REALTIME):
        raise Forbidden(f"This needs {Permission.REALTIME.value}", needs=Permission.REALTIME.value)
    return credential


async def _caller(websocket: WebSocket, database: Database, offered: list[str]) -> Credential:
    grant = next((each.removeprefix(_GRANT) for each in offered if each.startswith(_GRANT)), None)
    if grant is not None:
        async with database.unit_of_work() as work:
            return await grants.redeem(await work.lean(), grant)
        raise AssertionError  # the block always returns or raises; type checkers cannot see that
    scheme, _, bearer = websocket.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not bearer:
        raise Unauthenticated
    return await callers.authenticate(database, bearer.strip())


def _check_origin(websocket: WebSocket, settings: Settings) -> None:
    """Browsers always say where a page comes from: it must be our own address or an allowed one."""
    origin = websocket.headers.get("origin")
    if origin is None or "*" in settings.allowed_origins:
        return
    allowed = {each.rstrip("/").lower() for each in (*settings.allowed_origins, settings.public_url)}
    if origin.lower() in allowed:
        return
    with suppress(ValueError):
        if urlsplit(origin).netloc.lower() == websocket.headers.get("host", "").lower():
            return
    raise Forbidden("Pages of this origin may not open sockets here", code="origin_not_allowed")
