"""The client's connection: the socket, reconnecting, timers; what frames mean is decided in `state.py`."""

import asyncio
import json
import logging
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Literal, Self
from uuid import UUID, uuid4

import httpx
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from app.client.actions import Ack, Action, Failed, Followed, Frame, Leave, Renewed, Reset, Tell, Update
from app.client.dialing import Backoff, Later, Refused, Token, bearer_of, get_grant, is_final, opened
from app.client.news import News
from app.client.state import DeskState
from app.client.waiting import fail, resolve

# Longer than any answer takes: a connection that says nothing for so long at the beginning is none.
OPEN_SECONDS = 20.0
# The desk is never silent for longer than `hb` seconds; the network may be slow.
PATIENCE = 1.6
# A token function that gives the same token again is not asked all the time.
SOONEST_RENEWAL_SECONDS = 1.0

log = logging.getLogger("otklik.client")


class DeskSocket:
    """A socket that comes back: `async with DeskSocket(base_url, token) as socket`.

    `base_url` may be several addresses of one desk: each connection goes to any of them.
    `token` is a bearer token, or a function that gets a fresh one whenever it is needed. What it raises is a try that
    failed and is made again; only `Refused` ends the socket. `backoff` is the shortest and the longest wait between
    connections in seconds (full jitter). `features`: what to be told of besides events (`typing`, `receipts`,
    `presence`). `kept` is the `state.snapshot()` of an earlier socket. `offers` and `queue` hold frames as they come;
    everything else that is neither event nor answer goes to `signals`.
    """

    def __init__(
        self,
        base_url: str | Sequence[str],
        token: Token,
        *,
        name: str = "otklik-client",
        backoff: tuple[float, float] = (1.0, 30.0),
        features: Sequence[str] = (),
        kept: Frame | None = None,
    ) -> None:
        self.state = DeskState()
        if kept is not None:
            self.state.restore(kept)
        self._news = News(self._expire)
        self.offers, self.queue, self.signals = self._news.offers, self._news.queue, self._news.signals
        self.connections = 0
        self._urls = [each.rstrip("/") for each in ([base_url] if isinstance(base_url, str) else base_url)]
        self._token = token
        self._hello = {"client": {"name": name}, "features": list(features)}
        self._backoff = Backoff(*backoff)
        self._updates: asyncio.Queue[Update | Reset | None] = asyncio.Queue()
        self._acks: dict[str, asyncio.Future[Ack]] = {}
        self._follows: dict[str, asyncio.Future[int]] = {}
        self._out: asyncio.Queue[Frame] | None = None
        self._ready: asyncio.Future[None] | None = None
        self._task: asyncio.Task[None] | None = None
        self._renewal: asyncio.Task[None] | None = None
        self._leaving = False
        # By the loop's clock: when this connection began, and before when the desk does not want another one.
        self._welcome_at: float | None = None
        self._away_until = 0.0
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
        """Hang up. What is not acknowledged yet fails with `Refused("closed")`, and stays in `state.snapshot()`."""
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

    async def subscribe(self, room: UUID | str, *, after: int | None = None) -> int:
        """Follow a ticket, or a list (`mine`, `team:<id>`, `queue:<id>`); a ticket's counter now.

        Raises `Refused` (`not_found`).
        """
        self._alive()
        key = str(room)
        waiting = self._follows.setdefault(key, asyncio.get_running_loop().create_future())
        self._act(self.state.subscribe(key, after=after))
        return await asyncio.shield(waiting)

    async def unsubscribe(self, room: UUID | str) -> None:
        """Follow it no more."""
        key = str(room)
        fail(self._follows.pop(key, None), Refused("unsubscribed"))
        self._act(self.state.unsubscribe(key))

    async def send(self, ticket: UUID | str, body: str, *, cmid: str | None = None, **more: Any) -> Ack:  # noqa: ANN401
        """Write a message and wait until it is committed, over as many connections as that takes.

        `more`: `visibility`, `format`, `last_seen_seq`. Raises `Refused`.
        """
        self._alive()
        cmid = cmid or str(uuid4())
        waiting = self._acks.setdefault(cmid, asyncio.get_running_loop().create_future())
        self._act(self.state.send(str(ticket), body, cmid=cmid, **more))
        return await asyncio.shield(waiting)

    def typing(self, ticket: UUID | str, *, on: bool = True, visibility: str | None = None) -> None:
        """The user types (say it every few seconds), or has stopped."""
        self._act(self.state.typing(str(ticket), on=on, visibility=visibility))

    def read(self, ticket: UUID | str, seq: int) -> None:
        """The user has read a followed ticket up to `seq`."""
        self._act(self.state.read(str(ticket), seq))

    def show(self, presence: Literal["active", "idle"]) -> None:
        """The program is in front of its user, or not."""
        self._act(self.state.show(presence))

    async def events(self) -> AsyncIterator[Update | Reset]:
        """Everything that happens to followed tickets: per ticket in order, each once. Ends with the socket."""
        while (update := await self._updates.get()) is not None:
            yield update

    def _alive(self) -> None:
        if self._task is None or self._task.done():
            raise Refused("closed")

    # Actions

    def _act(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Tell(frame):
                    if self._out is not None:
                        self._out.put_nowait(frame)
                case Update() | Reset():
                    self._updates.put_nowait(action)
                case Ack() | Failed() | Followed():
                    self._answered(action)
                case Leave():
                    self._leaving = True
                case Renewed(seconds):
                    self._renew_in(seconds)
                case _:
                    self._news.put(action)

    def _answered(self, action: Ack | Failed | Followed) -> None:
        match action:
            case Ack():
                resolve(self._acks.pop(action.cmid, None), action)
            case Failed():
                fail(self._acks.pop(action.cmid, None), Refused(action.code, frame=action.frame))
            case Followed(room, last, None):
                resolve(self._follows.pop(room, None), last)
            case Followed(room, _, error):
                fail(self._follows.pop(room, None), Refused(str(error)))

    def _expire(self, ticket: str, who: str) -> None:
        self._act(self.state.typing_expired(ticket, who))

    # Connections

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        # Loading certificates costs 26 ms of CPU: only where there is TLS.
        async with httpx.AsyncClient(timeout=20, verify=self._urls[0].startswith("https")) as http:
            while True:
                at_least = 0.0
                try:
                    await self._one_connection(http)
                except Refused as refused:
                    self._end(refused)
                    return
                except Later as later:
                    at_least = later.seconds
                except ConnectionClosed as closed:
                    if closed.rcvd is not None and is_final(closed.rcvd.code):
                        self._end(Refused(closed.rcvd.reason or str(closed.rcvd.code)))
                        return
                except (InvalidHandshake, httpx.HTTPError, OSError, TimeoutError):
                    pass  # networks
                except Exception:
                    # A token function, something in between that is no desk, a frame that nobody foresaw. Whatever it
                    # is, people wait for this socket, and nobody else would open it again.
                    log.warning("a connection failed", exc_info=True)
                # A goodbye counts also when the connection ended before everything under way was answered.
                at_least = max(at_least, self._away_until - loop.time())
                self._backoff.lived(0.0 if self._welcome_at is None else loop.time() - self._welcome_at)
                self._lost()
                await asyncio.sleep(self._backoff.wait(at_least))

    def _lost(self) -> None:
        self.state.disconnected()
        self._out = self._welcome_at = None
        self._leaving = False

    async def _one_connection(self, http: httpx.AsyncClient) -> None:
        """Speak until the desk asks to leave. Raises whatever else ends a connection."""
        base_url = random.choice(self._urls)  # noqa: S311 - any will do
        grant = await get_grant(http, base_url, self._token)
        out: asyncio.Queue[Frame] = asyncio.Queue()
        async with opened(base_url, grant, out) as ws:
            self._ws, self._out = ws, out
            try:
                self._act(self.state.hello(**self._hello))
                welcome = await asyncio.wait_for(self._welcome(ws), OPEN_SECONDS)
                if welcome is not None:
                    self._enter(welcome)
                    await self._listen(ws, welcome["hb"] * PATIENCE)
            except TimeoutError:
                # Nobody is there to say goodbye to.
                ws.transport.abort()
                raise
            finally:
                self._renew_in(None)

    async def _welcome(self, ws: ClientConnection) -> Frame | None:
        """The `welcome`; None when the desk wants us to leave instead."""
        while not self._leaving:
            frame: Frame = json.loads(await ws.recv())
            if frame.get("t") == "welcome":
                return frame
            self._take(frame)
        return None

    def _enter(self, welcome: Frame) -> None:
        self._act(self.state.connected(welcome))
        self._welcome_at = asyncio.get_running_loop().time()
        self.connections += 1
        self._renew_in(welcome["auth_expires_in"])
        if self._ready is not None and not self._ready.done():
            self._ready.set_result(None)

    def _take(self, frame: Frame) -> None:
        before = self.state.stay_away_ms
        self._act(self.state.received(frame))
        if self.state.stay_away_ms != before:
            self._away_until = asyncio.get_running_loop().time() + self.state.stay_away_ms / 1000

    async def _listen(self, ws: ClientConnection, patience: float) -> None:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(patience) as watchdog:
            async for text in ws:
                watchdog.reschedule(loop.time() + patience)
                self._take(json.loads(text))
                if self._leaving:
                    return
        # A close that both sides agreed on ends the loop without an error.
        raise ConnectionClosed(ws.protocol.close_rcvd, ws.protocol.close_sent)

    def _renew_in(self, seconds: int | None) -> None:
        """Renew the token well before it ends in so many seconds; None: not at all."""
        if self._renewal is not None:
            self._renewal.cancel()
            self._renewal = None
        if seconds is not None and not isinstance(self._token, str):
            self._renewal = asyncio.create_task(self._renew(max(seconds * 0.8, SOONEST_RENEWAL_SECONDS)))

    async def _renew(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        # Without a new one the connection ends with 4003, and the next one asks again.
        with suppress(Exception):
            self._act(self.state.auth(await bearer_of(self._token)))

    def _end(self, why: Refused) -> None:
        for waiting in (*self._acks.values(), *self._follows.values(), self._ready):
            fail(waiting, why)
        self._acks.clear()
        self._follows.clear()
        self._lost()
        self._updates.put_nowait(None)
