"""What surrounds every request: its id, its log line, its metrics, and headers that browsers heed. Pure ASGI."""

import re
import secrets
from collections.abc import Mapping, Sequence

import structlog
from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import clock
from app.errors import TooLarge

log = structlog.get_logger("otklik.http")

REQUESTS = Counter("otklik_http_requests_total", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "otklik_http_request_seconds", "Time to answer", ["method", "route"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)  # fmt: skip
_GOOD_ID = re.compile(r"^[A-Za-z0-9_.-]{8,64}$")
# The pages of the documentation run scripts of ours and load nothing from anywhere else (one bundle would like to).
_PAGES = frozenset({"/docs", "/redoc"})
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; frame-ancestors 'none'"
)
_HEADERS = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer"))


class Envelope:
    """Gives a request its id, answers it with `X-Request-Id`, counts it and logs it once (never its body)."""

    def __init__(
        self,
        app: ASGIApp,
        body_limit: int,
        *,
        larger: Mapping[str, int] | None = None,
        larger_like: Sequence[tuple[re.Pattern[str], int]] = (),
        forms: tuple[re.Pattern[str], int] | None = None,
    ) -> None:
        self.app = app
        self.body_limit = body_limit
        # Paths whose bodies are files, and what such paths look like that have an id in them.
        self.larger = larger or {}
        self.larger_like = larger_like
        # Paths whose bodies may have files among other things, when they come as forms do.
        self.forms = forms

    def _limit(self, scope: Scope) -> int:
        if self.forms is not None and self.forms[0].fullmatch(scope["path"]):
            kind = next((value for name, value in scope["headers"] if name == b"content-type"), b"")
            if kind.lower().startswith(b"multipart/form-data"):
                return self.forms[1]
        if scope["path"] in self.larger:
            return self.larger[scope["path"]]
        return next((limit for like, limit in self.larger_like if like.fullmatch(scope["path"])), self.body_limit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"").decode("latin-1")
        request_id = given if _GOOD_ID.match(given) else secrets.token_hex(8)
        scope["otklik.request_id"] = request_id
        started = clock.monotonic()
        status = 500

        async def with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message.setdefault("headers", [])
                message["headers"] = [*headers, (b"x-request-id", request_id.encode()), *_HEADERS]
                if scope["path"] in _PAGES:
                    message["headers"].append((b"content-security-policy", _POLICY.encode()))
            await send(message)

        limit = self._limit(scope)
        read = 0

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit or announced > limit:
                detail = f"A request body has at most {limit} bytes"
                raise TooLarge(detail)
            return message

        length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        announced = int(length) if length.isdigit() else 0
        try:
            await self.app(scope, limited, with_headers)
        finally:
            took = clock.monotonic() - started
            route = getattr(scope.get("route"), "path", "-")
            REQUESTS.labels(scope["method"], route, status).inc()
            SECONDS.labels(scope["method"], route).observe(took)
            say = log.error if status >= 500 else log.debug  # noqa: PLR2004 - our fault, by the HTTP specification
            ms = round(took * 1000, 1)
            say("request", request_id=request_id, method=scope["method"], route=route, status=status, ms=ms)
