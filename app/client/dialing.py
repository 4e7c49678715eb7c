"""Getting onto a desk: a grant, an open connection, and how long to wait before the next try."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit, urlunsplit

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from app.client.actions import Frame
from app.client.outbox import encode

Token: TypeAlias = str | Callable[[], Awaitable[str]]

# A connection that lived for so many seconds was a good one: after it the waits begin again at the shortest.
GOOD_SECONDS = 10.0


class Refused(Exception):
    """The desk said no for good: to a message, to a subscription, or to the whole connection. `code` says why."""

    def __init__(self, code: str, detail: str = "", frame: Frame | None = None) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.frame = frame or {}


class Later(Exception):
    """Not now: this try has failed, and the next one is not wanted within so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"in {seconds} s")
        self.seconds = seconds


@dataclass(slots=True)
class Backoff:
    """Full jitter: after a restart of the desk not everybody comes back at once."""

    shortest: float
    longest: float
    failures: int = 0

    @property
    def limit(self) -> float:
        """The longest that the next wait can be, unless somebody asks for more."""
        return min(self.longest, self.shortest * float(2 ** min(self.failures, 10)))

    def wait(self, at_least: float) -> float:
        """Seconds until the next try; each one is likely to be longer."""
        limit = self.limit
        self.failures += 1
        return random.uniform(at_least, max(limit, at_least))  # noqa: S311 - jitter

    def lived(self, seconds: float) -> None:
        """A connection has ended so long after its `welcome`; 0: there was none."""
        if seconds > min(GOOD_SECONDS, self.longest):
            self.failures = 0


def is_final(close_code: int) -> bool:
    """Whether a close code says not to come back."""
    return 4500 <= close_code <= 4999  # noqa: PLR2004 - the range of the protocol


async def bearer_of(token: Token) -> str:
    """A token that is good now."""
    return token if isinstance(token, str) else await token()


async def get_grant(http: httpx.AsyncClient, base_url: str, token: Token) -> str:
    """A grant for one socket. Raises `Refused`, `Later`, whatever `token` does, and for an answer that is none of the
    desk's `httpx.HTTPError`, `ValueError` and `KeyError`.
    """
    url = f"{base_url}/v1/realtime/grants"
    answer = await http.post(url, headers={"authorization": f"Bearer {await bearer_of(token)}"})
    if answer.status_code == httpx.codes.UNAUTHORIZED and not isinstance(token, str):
        # It may have ended on the way: one more, then it is not the token.
        answer = await http.post(url, headers={"authorization": f"Bearer {await bearer_of(token)}"})
    if answer.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
        # Without a problem this is not the desk's word but that of something in between, which may mean nothing.
        problem = answer.json()
        raise Refused(problem["code"], problem["detail"])
    _raise_later(answer.headers)
    return str(answer.raise_for_status().json()["grant"])


def _raise_later(headers: Mapping[str, str]) -> None:
    after = headers.get("retry-after", "")
    if after.isdecimal():
        raise Later(float(after))


@asynccontextmanager
async def opened(base_url: str, grant: str, out: asyncio.Queue[Frame]) -> AsyncIterator[ClientConnection]:
    """An open connection, on which the frames of `out` are sent. Raises `Later`, `InvalidHandshake` and `OSError`."""
    parts = urlsplit(base_url)
    scheme = "wss" if parts.scheme == "https" else "ws"
    url = urlunsplit((scheme, parts.netloc, parts.path + "/v1/realtime", "", ""))
    protocols = [Subprotocol("desk.v1"), Subprotocol(f"grant.{grant}")]
    dialled = connect(url, subprotocols=protocols, compression=None, max_size=1 << 20, close_timeout=1)
    try:
        ws = await dialled
    except InvalidStatus as refused:
        _raise_later(refused.response.headers)
        raise
    writer = asyncio.create_task(_write(ws, out))
    try:
        yield ws
    finally:
        writer.cancel()
        await ws.close()


async def _write(ws: ClientConnection, out: asyncio.Queue[Frame]) -> None:
    with suppress(ConnectionClosed):  # the reader is told as well, and what was in the queue is in the state
        while True:
            await ws.send(encode(await out.get()))
