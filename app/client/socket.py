"""The client's connection: grants, the socket, reconnecting; what frames mean is decided in `state.py`."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from types import TracebackType
from typing import Any, Self, TypeAlias
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID, uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from app.client.state import Ack, Action, DeskState, Failed, Followed, Frame, Notice, Reset, Tell, Update, is_final

Token: TypeAlias = str | Callable[[], Awaitable[str]]


class Refused(Exception):
    """The desk said no for good: to a message, to a subscription, or to the whole connection. `code` says why."""

    def __init__(self, code: str, detail: str = "", frame: Frame | None = None) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.frame = frame or {}


class DeskSocket:
    """A socket that comes back: `async with DeskSocket(base_url, token) as socket`.

    `base_url` may be several addresses of one desk: each connection goes to any of them.
    `token` is a bearer token, or a function that gets a fresh one whenever it is needed. `backoff` is the shortest
    and the longest wait between connections in seconds (full jitter). `offers`, `queue` hold frames as they come.
    """

    def __init__(
        self,
        base_url: str | Sequence[str],
        token: Token,
        *,
        name: str = "otklik-client",
        backoff: tuple[float, float] = (1.0, 30.0),
    ) -> None:
        self.state = DeskState()
        self.offers: asyncio.Queue[Frame] = asyncio.Queue()
        self.queue: asyncio.Queue[Frame] = asyncio.Queue()
        self.connections = 0
        self._urls = [each.rstrip("/") for each in ([base_url] if isinstance(base_url, str) else base_url)]
        self._token = token
        self._name = name
        self._backoff = backoff
        self._updates: asyncio.Queue[Update | Reset | None] = asyncio.Queue()
        self._acks: dict[str, asyncio.Future[Ack]] = {}
        self._follows: dict[str, asyncio.Future[int]] = {}
        self._out: asyncio.Queue[Frame] | None = None
        self._ready: asyncio.Future[None] | None = None
        self._task: asyncio.Task[None] | None = None
        self._wait_at_least = 0.0
        self._ws: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        """Connect; raises `Refused` when the desk does not want this caller."""
        self._ready = asyncio.get_running_loop().create_future()
        self._task = asyncio.create_task(self._run(), name="desk socket")
        # However it ends, nobody is left waiting.
        self._task.add_done_callback(lambda _task: self._end(Refused("closed")))
        await self._ready
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up. What is not acknowledged yet fails with `Refused("closed")`."""
        await self.close()

    async def close(self) -> None:
        """Hang up."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def drop(self) -> None:
        """Cut the connection as a bad network would; the socket reconnects by itself."""
        if self._ws is not None:
            self._ws.transport.abort()

    async def subscribe(self, ticket: UUID | str, *, after: int = 0) -> int:
        """Follow a ticket; its counter now. Raises `Refused` (`not_found`)."""
        self._alive()
        key = str(ticket)
        waiting = self._follows.setdefault(key, asyncio.get_running_loop().create_future())
        self._act(self.state.subscribe(key, after=after))
        return await asyncio.shield(waiting)

    async def send(self, ticket: UUID | str, body: str, *, cmid: str | None = None, **more: Any) -> Ack:  # noqa: ANN401
        """Write a message and wait until it is committed, over as many connections as that takes.

        `more`: `visibility`, `format`, `last_seen_seq`. Raises `Refused`.
        """
        self._alive()
        cmid = cmid or str(uuid4())
        waiting = self._acks.setdefault(cmid, asyncio.get_running_loop().create_future())
        self._act(self.state.send(str(ticket), body, cmid=cmid, **more))
        return await asyncio.shield(waiting)

    async def events(self) -> AsyncIterator[Update | Reset]:
        """Everything that happens to followed tickets: per ticket in order, each once. Ends with the socket."""
        while (update := await self._updates.get()) is not None:
            yield update

    def _alive(self) -> None:
        if self._task is None or self._task.done():
            raise Refused("closed")

    def _act(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Tell(frame):
                    if self._out is not None:
                        self._out.put_nowait(frame)
                case Update() | Reset():
                    self._updates.put_nowait(action)
                case Ack():
                    _resolve(self._acks.pop(action.cmid, None), action)
                case Failed():
                    _fail(self._acks.pop(action.cmid, None), Refused(action.code, frame=action.frame))
                case Followed(ticket, last, None):
                    _resolve(self._follows.pop(ticket, None), last)
                case Followed(ticket, _, error):
                    _fail(self._follows.pop(ticket, None), Refused(str(error)))
                case Notice(frame):
                    self._notice(frame)

    def _notice(self, frame: Frame) -> None:
        if frame["t"] == "goaway":
            self._wait_at_least = frame["reconnect_in_ms"] / 1000
        else:
            (self.queue if frame["t"] == "queue" else self.offers).put_nowait(frame)

    async def _run(self) -> None:
        failures = 0
        # Loading certificates costs 26 ms of CPU: only where there is TLS.
        async with httpx.AsyncClient(timeout=20, verify=self._urls[0].startswith("https")) as http:
            while True:
                try:
                    before = self.connections
                    await self._one_connection(http)
                except Refused as refused:
                    self._end(refused)
                    return
                except (ConnectionClosed, InvalidHandshake, httpx.HTTPError, OSError, TimeoutError) as error:
                    if isinstance(error, ConnectionClosed) and error.rcvd is not None and is_final(error.rcvd.code):
                        self._end(Refused(error.rcvd.reason or str(error.rcvd.code)))
                        return
                finally:
                    self.state.disconnected()
                    self._out = None
                failures = 0 if self.connections > before else failures + 1
                shortest, longest = self._backoff
                # Full jitter: after a restart of the server not everybody comes back at once.
                wait = random.uniform(0, min(longest, shortest * 2 ** min(failures, 10)))  # noqa: S311
                await asyncio.sleep(max(wait, self._wait_at_least))
                self._wait_at_least = 0.0

    async def _one_connection(self, http: httpx.AsyncClient) -> None:
        token = self._token if isinstance(self._token, str) else await self._token()
        base_url = random.choice(self._urls)  # noqa: S311 - any will do
        answer = await http.post(f"{base_url}/v1/realtime/grants", headers={"authorization": f"Bearer {token}"})
        if answer.status_code in {401, 403}:
            problem = answer.json()
            raise Refused(problem["code"], problem["detail"])
        answer.raise_for_status()
        parts = urlsplit(base_url)
        url = urlunsplit(
            ("wss" if parts.scheme == "https" else "ws", parts.netloc, parts.path + "/v1/realtime", "", "")
        )
        protocols = [Subprotocol("desk.v1"), Subprotocol(f"grant.{answer.json()['grant']}")]
        async with connect(url, subprotocols=protocols, compression=None, max_size=1 << 20, close_timeout=1) as ws:
            self._ws = ws
            await ws.send(json.dumps({"t": "hello", "client": {"name": self._name}, "features": []}))
            welcome = json.loads(await asyncio.wait_for(ws.recv(), 20))
            self.connections += 1
            self._out = asyncio.Queue()
            self._act(self.state.connected(welcome))
            if self._ready is not None and not self._ready.done():
                self._ready.set_result(None)
            writer = asyncio.create_task(self._write(ws, self._out, welcome["auth_expires_in"]))
            try:
                async for text in ws:
                    self._act(self.state.received(json.loads(text)))
                # A close that both sides agreed on ends the loop without an error.
                raise ConnectionClosed(ws.protocol.close_rcvd, ws.protocol.close_sent)
            finally:
                writer.cancel()

    async def _write(self, ws: ClientConnection, out: asyncio.Queue[Frame], expires_in: int | None) -> None:
        renewal = None
        if expires_in is not None and not isinstance(self._token, str):
            renewal = asyncio.create_task(self._renew(out, self._token, expires_in))
        try:
            while True:
                await ws.send(json.dumps(await out.get()))
        except ConnectionClosed:
            pass  # the reader is told as well, and what was in the queue is in the state
        finally:
            if renewal is not None:
                renewal.cancel()

    async def _renew(self, out: asyncio.Queue[Frame], token: Callable[[], Awaitable[str]], expires_in: int) -> None:
        await asyncio.sleep(expires_in * 0.8)
        out.put_nowait({"t": "auth", "token": await token()})

    def _end(self, why: Refused) -> None:
        for waiting in (*self._acks.values(), *self._follows.values(), self._ready):
            _fail(waiting, why)
        self._acks.clear()
        self._follows.clear()
        self._updates.put_nowait(None)


def _resolve(waiting: asyncio.Future[Any] | None, value: object) -> None:
    if waiting is not None and not waiting.done():
        waiting.set_result(value)


def _fail(waiting: asyncio.Future[Any] | None, error: Refused) -> None:
    if waiting is not None and not waiting.done():
        waiting.set_exception(error)
        waiting.exception()  # nobody may be waiting any more: that is no error of its own
