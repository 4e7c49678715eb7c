"""The server's side of `desk.v1` on one socket: frames in, one after the other, and their answers."""

import asyncio
from uuid import UUID

import structlog
from starlette.websockets import WebSocket

from app import clock
from app.errors import AppError, BadRequest, Forbidden, TooMany, Unauthenticated, Unavailable
from app.realtime import frames, notices
from app.realtime.connection import Connection
from app.realtime.handshake import PROTOCOL, admit
from app.realtime.hub import Hub
from app.realtime.limits import (
    BODY_CHARACTERS,
    BURST_SECONDS,
    FRAME_BYTES,
    HEARTBEAT_SECONDS,
    IN_FLIGHT,
    PRESENCE_BURST,
    PRESENCE_SECONDS,
    RATE_SECONDS,
    SOCKETS_PER_CALLER,
    SUBSCRIPTION_REFUSALS,
    SUBSCRIPTIONS,
    TYPING_PER_SECOND,
    Close,
)
from app.realtime.pace import Pace
from app.realtime.server import DeskProtocol
from app.realtime.subscribing import subscribe, unsubscribe
from app.rules.permissions import Permission
from app.schemas.realtime import Auth, ClientFrames, Hello, Read, SendFrame, SetPresence, Sub, Typing, Unsub, Viewing
from app.services import callers, messages
from app.services.callers import Credential
from app.services.lean.messages import NewMessage

log = structlog.get_logger("otklik.hub")

FEATURES = frozenset({"typing", "receipts", "presence", "viewing"})
LIMITS = {"frame": FRAME_BYTES, "body": BODY_CHARACTERS, "in_flight": IN_FLIGHT, "subs": SUBSCRIPTIONS}


async def admitted(hub: Hub, websocket: WebSocket) -> None:
    """Open the socket; the conversation goes on in `DeskProtocol`. Raises `AppError` before the upgrade only.

    Raises `RuntimeError` on a server with another socket protocol.
    """
    if hub.stopping:
        raise Unavailable("This process is stopping; connect again")
    credential = await admit(websocket, hub.database, hub.settings)
    if len(hub.of(credential.actor.id)) >= SOCKETS_PER_CALLER:
        detail = f"A caller has at most {SOCKETS_PER_CALLER} sockets"
        raise TooMany(detail, retry_after=10)
    socket: DeskProtocol | None = websocket.scope["state"].get("socket")
    if socket is None:
        msg = "the hub needs the socket protocol of `otklik serve` (app.realtime.server.uvicorn_options)"
        raise RuntimeError(msg)
    if hub.stopping:
        # Told so while the caller was being looked up.
        raise Unavailable("This process is stopping; connect again")
    await websocket.accept(subprotocol=PROTOCOL)
    socket.conversation = _converse(hub, socket, credential)


async def _converse(hub: Hub, socket: DeskProtocol, credential: Credential) -> None:
    connection = Connection(socket, credential, hub.caught_up)
    hub.connect(connection)
    try:
        await Protocol(hub, connection).read(socket)
    finally:
        hub.disconnect(connection)
        await connection.ended()


class Protocol:
    """One connection's conversation. A frame is done before the next one is looked at."""

    def __init__(self, hub: Hub, connection: Connection) -> None:
        self._hub = hub
        self._connection = connection
        now, rate = clock.monotonic(), hub.settings.socket_frames_per_second
        self._pace = Pace(rate, rate * BURST_SECONDS, now)
        self._typing_pace = Pace(TYPING_PER_SECOND, TYPING_PER_SECOND, now)
        self._presence_pace = Pace(1 / PRESENCE_SECONDS, PRESENCE_BURST, now)
        self._active = True
        self._later: asyncio.TimerHandle | None = None
        self._refusals = 0

    async def read(self, socket: DeskProtocol) -> None:
        """Read until either side ends the connection."""
        connection = self._connection
        while connection.closing is None:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect" or connection.closing is not None:
                return
            if wait := self._pace.take(clock.monotonic()):
                # Not to read on is what slows the peer down.
                await asyncio.sleep(wait)
                if self._pace.empty_for(clock.monotonic()) > RATE_SECONDS:
                    connection.close(Close.RATE, "rate")
                if connection.closing is not None:
                    return
            connection.busy = True
            await self._one(message.get("text"))
            connection.done()
            await connection.settle()

    async def _one(self, text: str | None) -> None:
        try:
            await self._do(frames.decode(text))
        except AppError as error:
            connection = self._connection
            connection.push(frames.refusal(error, frames.frame_id(text)))
            if isinstance(error, frames.BadFrame):
                connection.close(Close.BAD_FRAME, error.code)
            elif error.code == "signed_out":
                # The hint about it will come; until then whoever was revoked gets nothing more either.
                connection.close(Close.FORBIDDEN, "revoked")
            elif error.code == "too_many_subscriptions":
                self._refusals += 1
                if self._refusals >= SUBSCRIPTION_REFUSALS:
                    connection.close(Close.TOO_MANY, error.code)
            elif error.temporary:
                # Nobody knows whether it was stored. The next frames must not overtake it: the client comes back
                # and sends it again with the same cmid.
                connection.close(Close.TEMPORARY, error.code)
        except Exception:
            # An error of ours. Nobody knows what was stored: the client comes back and sends it again.
            log.exception("frame failed", conn=str(self._connection.id))
            self._connection.close(Close.TEMPORARY, "internal_error")

    async def _do(self, frame: ClientFrames) -> None:
        if not self._connection.greeted and not isinstance(frame, Hello):
            raise frames.BadFrame("Say hello first", code="hello_first")
        match frame:
            case SendFrame():
                await self._send(frame)
            case Sub():
                self._needs(Permission.TICKETS_READ)
                await subscribe(self._hub, self._connection, frame)
            case Unsub():
                unsubscribe(self._hub, self._connection, frame)
            case Typing() | Viewing():
                self._shows(frame)
            case Read():
                self._room(frame.ticket)
                self._hub.people.mark(self._connection.actor, frame.ticket, frame.seq)
            case SetPresence():
                self._presence(active=frame.state == "active")
            case Hello():
                self._hello(frame)
            case Auth():
                await self._renew(frame)

    def _push(self, frame: dict[str, object]) -> None:
        self._connection.push(frames.encode(frame))

    def _needs(self, permission: Permission) -> None:
        if not self._connection.actor.may(permission):
            raise Forbidden(f"This needs {permission.value}", needs=permission.value)

    def _seconds_left(self) -> int | None:
        ends = self._connection.expires_at
        return None if ends is None else max(0, int((ends - clock.now()).total_seconds()))

    def _hello(self, frame: Hello) -> None:
        hub, connection = self._hub, self._connection
        if connection.greeted:
            raise BadRequest("Hello is said once", code="already_greeted")
        connection.greeted = True
        connection.features = FEATURES & set(frame.features)
        self._push(
            {
                "t": "welcome",
                "conn": connection.id,
                "server_time": clock.now(),
                "epoch": hub.epoch,
                "hb": int(HEARTBEAT_SECONDS),
                "auth_expires_in": self._seconds_left(),
                "features": sorted(connection.features),
                "limits": LIMITS,
            }
        )
        notices.welcome(hub, connection)
        hub.people.come(connection, active=frame.presence != "idle")

    async def _send(self, frame: SendFrame) -> None:
        connection = self._connection
        self._needs(Permission.TICKETS_WRITE)
        new = NewMessage(
            body=frame.body,
            visibility=frame.visibility,
            format=frame.format,
            client_message_id=frame.cmid,
            last_seen_seq=None if frame.force else frame.last_seen_seq,
            attachment_ids=frame.attachment_ids,
            draft_version=frame.draft_version,
        )
        async with self._hub.database.unit_of_work() as work:
            done = await messages.send(work, connection.actor, frame.ticket, new)
        stored = done.message
        elsewhere = {} if stored["ticket_id"] == frame.ticket else {"ticket": stored["ticket_id"]}
        self._push(
            {
                "t": "ack",
                "re": frame.id,
                "cmid": frame.cmid,
                "message": stored["id"],
                "seq": stored["seq"] if connection.actor.sees_internal else stored["public_seq"],
                "at": stored["created_at"],
                "dup": done.outcome == "dup",
                **elsewhere,
            }
        )

    def _room(self, ticket_id: UUID) -> None:
        """Only those who follow a ticket say fleeting things about it: their right to see it has been looked at."""
        room = self._hub.rooms.get((ticket_id, self._connection.audience))
        if room is None or self._connection not in room.cursors:
            raise BadRequest("Follow this ticket first", code="not_following", ticket=ticket_id)

    def _shows(self, frame: Typing | Viewing) -> None:
        if isinstance(frame, Typing):
            self._typing(frame)
        else:
            self._viewing(frame)

    def _typing(self, frame: Typing) -> None:
        if not self._typing_pace.allow(clock.monotonic()):
            return
        actor = self._connection.actor
        self._needs(Permission.TICKETS_WRITE)
        self._room(frame.ticket)
        if frame.visibility == "internal" and not actor.sees_internal:
            raise Forbidden("Internal notes are for agents", code="notes_are_for_agents")
        self._hub.people.typing(actor, frame.ticket, on=frame.on, visibility=frame.visibility)

    def _viewing(self, frame: Viewing) -> None:
        if not self._connection.actor.sees_internal:
            raise Forbidden("Who looks on is for agents", code="not_for_customers")
        if self._typing_pace.allow(clock.monotonic()):
            self._room(frame.ticket)
            self._hub.people.viewers.look(self._connection, frame.ticket, on=frame.on)

    def _presence(self, *, active: bool) -> None:
        """The last word counts: one that comes too soon is said a little later, if it still holds then."""
        self._active = active
        if self._presence_pace.allow(clock.monotonic()):
            self._show()
        elif self._later is None:
            self._later = asyncio.get_running_loop().call_later(PRESENCE_SECONDS, self._show)

    def _show(self) -> None:
        self._later = None
        if self._connection in self._hub.connections:
            self._hub.people.come(self._connection, active=self._active)

    async def _renew(self, frame: Auth) -> None:
        hub, connection = self._hub, self._connection
        credential = await callers.authenticate(hub.database, frame.token)
        now = credential.actor
        if (now.kind, now.id) != (connection.actor.kind, connection.actor.id):
            raise Unauthenticated("That token belongs to somebody else", code="other_caller")
        connection.actor, connection.expires_at = now, credential.expires_at
        hub.index(connection)
        self._push({"t": "ok", "re": frame.id, "auth_expires_in": self._seconds_left()})
