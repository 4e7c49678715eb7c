"""How a request becomes one transaction: its body is read strictly, its work committed before the answer leaves,
and a POST with an Idempotency-Key gets its first answer again.
"""

import re
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import orjson
from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIRouter
from starlette.routing import Match
from starlette.types import Scope

from app.db import Database, UnitOfWork
from app.errors import BadRequest, Beaten, Invalid, Unauthenticated, UnsupportedMediaType, parameter
from app.rules.actors import Actor
from app.services import callers, idempotency

MAX_DEPTH = 32
# So often is a request tried whose work and somebody else's wait for each other.
TRIES = 3
_KEPT_HEADERS = ("etag", "location", "content-type")
_BODY_METHODS = frozenset({"POST", "PUT", "PATCH"})


class DeskRequest(Request):
    """A request whose JSON is read by orjson: no NaN, no lone surrogates, and no NUL or absurd nesting."""

    async def json(self) -> Any:  # noqa: ANN401 - any JSON value
        """The body as JSON. Raises `json.JSONDecodeError` or `BadRequest`."""
        if not hasattr(self, "_json"):
            body = await self.body()
            self._json = orjson.loads(body)
            if b"\\u0000" in body or body.count(b"{") + body.count(b"[") > MAX_DEPTH:
                _refuse_hostile(self._json)
        return self._json


def _refuse_hostile(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Raise `BadRequest` for NUL characters (Postgres cannot store them) and for deep nesting."""
    stack: list[tuple[Any, int]] = [(value, 1)]
    while stack:
        item, depth = stack.pop()
        if isinstance(item, str):
            if "\x00" in item:
                detail = "Text must not contain the NUL character"
                raise BadRequest(detail, code="nul_character")
        elif isinstance(item, dict | list):
            if depth > MAX_DEPTH:
                detail = f"JSON must not be nested deeper than {MAX_DEPTH} levels"
                raise BadRequest(detail, code="too_deep")
            if isinstance(item, dict):
                stack.extend((key, depth + 1) for key in item)
                stack.extend((child, depth + 1) for child in item.values())
            else:
                stack.extend((child, depth + 1) for child in item)


async def credential_of(request: Request) -> callers.Credential | None:
    """The caller of this request, looked up once; None without a bearer credential. Raises `Unauthenticated`."""
    known: callers.Credential | None = request.scope.get("otklik.credential")
    if known is None:
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not bearer:
            return None
        known = await callers.authenticate(request.app.state.database, bearer.strip())
        request.scope["otklik.credential"] = known
    return known


def work_of(request: Request) -> UnitOfWork:
    """The unit of work of this request."""
    work: UnitOfWork = request.scope["otklik.work"]
    return work


class _AnsweredError(Exception):
    """The key was used before: there is an answer, and nothing is done."""

    def __init__(self, answer: idempotency.StoredAnswer) -> None:
        super().__init__()
        self.answer = answer


class DeskRoute(APIRoute):
    """A route whose handler runs inside one unit of work, committed before its response is sent."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler, wrapped."""
        inner = super().get_route_handler()
        # A signed webhook: its own id makes it idempotent, after its signature has been looked at.
        signed = bool((self.openapi_extra or {}).get("x-raw-body"))
        # A body of any size, which its own service reads as a stream, and keeps the key's promise.
        streams = bool((self.openapi_extra or {}).get("x-raw-stream"))
        public = "security" in (self.openapi_extra or {})
        takes_json = self.body_field is not None and not signed
        # Whoever calls a webhook or a probe may have to add something of their own.
        strict = not signed and self.path.startswith("/v1/")
        known, patterns = _query_parameters(self.dependant)

        async def handler(request: Request) -> Response:
            request = DeskRequest(request.scope, request.receive)
            if takes_json and request.method in _BODY_METHODS:
                _require_json(request)
            if request.scope["query_string"] and strict:
                await _refuse_unknown(request, known, patterns, public=public)
            for _ in range(TRIES - 1 if not streams else 0):
                # Nothing of it is done, and its body has been read: whoever asked need not hear of it.
                with suppress(Beaten):
                    return await in_one_transaction(request)
            return await in_one_transaction(request)

        async def in_one_transaction(request: Request) -> Response:
            database: Database = request.app.state.database
            async with database.unit_of_work() as work:
                request.scope["otklik.work"] = work
                takes_key = request.method == "POST" and not signed
                key = request.headers.get("idempotency-key") if takes_key else None
                if key is None:
                    return await inner(request)
                if streams:
                    request.scope["otklik.key"] = await _claimed(request, key, public=public)
                    return await inner(request)
                return await _once(request, work, key, inner, public=public)
            raise AssertionError  # the block always returns or raises; type checkers cannot see that

        return handler


class DeskRouter(APIRouter):
    """A router of desk routes that answers at once when a path is not below its prefix.

    The framework asks one router after the other and each tries all of its patterns: with some eighty of them this was
    half of a short request's time.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - the framework's own
        """As the framework's."""
        super().__init__(**{"route_class": DeskRoute, **options})
        self._literal = self.prefix.partition("{")[0]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As the framework's."""
        if not scope["path"].removeprefix(scope.get("root_path", "")).startswith(self._literal):
            return Match.NONE, {}
        return super().matches(scope)


def _query_parameters(dependant: Dependant) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """What an operation takes in its query: names, and patterns of names (`otklik_parameters` of a dependency)."""
    names: set[str] = set()
    patterns: set[re.Pattern[str]] = set()
    waiting = [dependant]
    while waiting:
        one = waiting.pop()
        waiting.extend(one.dependencies)
        names.update(each.alias for each in one.query_params)
        pattern = getattr(one.call, "otklik_parameters", None)
        if pattern is not None:
            patterns.add(pattern)
    return frozenset(names), tuple(patterns)


async def _refuse_unknown(
    request: Request, known: frozenset[str], patterns: tuple[re.Pattern[str], ...], *, public: bool
) -> None:
    """Raise `Invalid` for parameters that would do nothing: a filter that is misspelt must not give everything."""
    strange = [
        name
        for name in request.query_params
        if name not in known and not any(each.fullmatch(name) for each in patterns)
    ]
    if not strange:
        return
    if not public and await credential_of(request) is None:
        raise Unauthenticated
    raise Invalid(
        "There is no such parameter here",
        code="unknown_parameter",
        errors=[parameter(name[:100], "There is no such parameter") for name in strange[:50]],
    )


def _require_json(request: Request) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json")):
        return
    # An empty body is reported as a missing body, with the fields it lacks.
    if kind or request.headers.get("content-length", "0") != "0":
        raise UnsupportedMediaType


async def _once(
    request: Request,
    work: UnitOfWork,
    key: str,
    inner: Callable[[Request], Coroutine[Any, Any, Response]],
    *,
    public: bool,
) -> Response:
    claimed = await _claimed(request, key, public=public)
    body = await request.body()

    async def claim() -> None:
        stored = await idempotency.claim(work.session, key=claimed, body=body)
        if stored is not None:
            raise _AnsweredError(stored)

    # Whoever calls a stranger's server gives the key back meanwhile, and finds then whether somebody else was faster.
    work.on_taking_up = claim
    try:
        await claim()
        response = await inner(request)
    except _AnsweredError as answered:
        stored = answered.answer
        return Response(stored.body, stored.status, {**stored.headers, "idempotency-replayed": "true"})
    kept = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    answer = idempotency.StoredAnswer(response.status_code, kept, bytes(response.body))
    await idempotency.keep(work.session, key=claimed, answer=answer, message_id=work.about_message)
    return response


async def _claimed(request: Request, key: str, *, public: bool) -> bytes:
    """What identifies the key. Raises `Unauthenticated`, and `Invalid` for an unusable key."""
    try:
        credential = await credential_of(request)
    except Unauthenticated:
        if not public:
            raise
        credential = None
    if credential is None and not public:
        # Before the key is judged: whoever's token has expired must hear of that, and not of their key.
        raise Unauthenticated
    caller = f"{credential.actor.kind}:{credential.actor.id}" if credential else idempotency.PUBLIC_CALLER
    return idempotency.key_hash(caller, request.method, request.url.path, key)


def caller_or_none(request: Request) -> Actor | None:
    """The caller already looked up for this request, for logs."""
    known: callers.Credential | None = request.scope.get("otklik.credential")
    return known.actor if known else None
