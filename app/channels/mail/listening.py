"""A mail server's doors, SMTP and LMTP: for the desk's own mailboxes, from anybody, and for nobody else.

A mail is taken (250) only when whoever keeps it has said so. No mail is sent on, so there is no relay to be open.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import cast

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

log = structlog.get_logger("otklik.mail")

# Recipients of one mail, connections at once, and of these from one address.
MAX_RECIPIENTS = 50
MAX_CONNECTIONS = 50
MAX_CONNECTIONS_OF_ONE = 20
# Of one connection, before it must begin anew.
MAX_MAILS = 100
MAX_WRONG = 20
SECONDS = 120.0
_NOT_KEPT = "451 4.3.0 It could not be kept, try again later"
# Lines are longer in the world than RFC 5321 has them.
MAX_LINE = 1024 * 1024


class AwayError(Exception):
    """It cannot be known, or kept, now: the other server tries again."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A mail at the door. `sender` is empty for a bounce; `recipients` are as they were written."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    peer: str


@dataclass(frozen=True, slots=True)
class Door:
    """What a listener asks: whether somebody is at an address, and to keep a mail. Both raise `AwayError`."""

    knows: Callable[[str], Awaitable[bool]]
    keep: Callable[[Arrived], Awaitable[None]]


class _Handler:
    """The answers to a mail server, one for each connection."""

    def __init__(self, door: Door, listener: "Listener", *, lmtp: bool) -> None:
        self._door = door
        self._listener = listener
        self._lmtp = lmtp
        self._wrong = 0
        self._mails = 0

    async def handle_MAIL(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Who sends: anybody may."""
        if self._listener.peers[_peer(session)] > MAX_CONNECTIONS_OF_ONE:
            return _goodbye(server, "421 4.7.0 Too many connections, try again later")
        if self._mails >= MAX_MAILS:
            return _goodbye(server, "421 4.7.0 Too many mails in one connection, begin a new one")
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Go on"

    async def handle_RCPT(  # noqa: N802 - the same
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """For whom: only the desk's mailboxes."""
        if self._wrong >= MAX_WRONG:
            return _goodbye(server, "421 4.7.0 Too many unknown recipients")
        if len(envelope.rcpt_tos) >= MAX_RECIPIENTS:
            return "452 4.5.3 Too many recipients, send the rest in another mail"
        try:
            known = await self._door.knows(address)
        except AwayError:
            return "451 4.3.0 Try again later"
        if not known:
            self._wrong += 1
            return "550 5.1.1 There is no such mailbox here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 Known"

    async def handle_DATA(self, _: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the same
        """The mail itself."""
        self._mails += 1
        content = envelope.original_content or b""
        arrived = Arrived((envelope.mail_from or "").strip("<>"), tuple(envelope.rcpt_tos), content, _peer(session))
        try:
            await self._door.keep(arrived)
        except AwayError:
            answer = _NOT_KEPT
        except Exception:
            # Whatever is wrong with us is no reason to send the mail back.
            log.exception("a mail at the door was not kept")
            answer = _NOT_KEPT
        else:
            answer = "250 2.0.0 Kept"
        # LMTP wants an answer for each recipient. All are kept or none.
        return "\r\n".join([answer] * len(envelope.rcpt_tos)) if self._lmtp else answer

    async def handle_exception(self, error: Exception) -> str:
        """What went wrong elsewhere is logged, and told to nobody."""
        log.error("a mail server's command failed", exc_info=error)
        return "451 4.3.0 Try again later"


class _Counted:
    """A connection that its listener knows of."""

    listener: "Listener"
    counted: str

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.counted = _address(transport.get_extra_info("peername"))
        self.listener.peers[self.counted] += 1
        super().connection_made(transport)  # type: ignore[misc]  # the library has no types

    def connection_lost(self, error: Exception | None) -> None:
        self.listener.peers[self.counted] -= 1
        if self.listener.peers[self.counted] <= 0:
            del self.listener.peers[self.counted]
        super().connection_lost(error)  # type: ignore[misc]  # the same


class _Smtp(_Counted, SMTP):
    line_length_limit = MAX_LINE


class _Lmtp(_Counted, LMTP):
    line_length_limit = MAX_LINE

    async def push(self, status: str | bytes) -> None:
        """Answer. What the library refuses at the end of a mail is refused for each of its recipients."""
        text = status if isinstance(status, str) else status.decode("ascii", "replace")
        if text.startswith(("552 Error: Too much", "500 Line too long")) and self.envelope is not None:
            text = "\r\n".join([text] * max(1, len(self.envelope.rcpt_tos)))
        await super().push(text)


class _Full(asyncio.Protocol):
    """The answer to one connection too many."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Its class is not asked for: those of uvloop, on which the desk runs, are none of asyncio's.
        full = cast("asyncio.WriteTransport", transport)
        full.write(b"421 4.7.0 Too many connections, try again later\r\n")
        full.close()


class Listener:
    """One port that listens. Several processes may share it."""

    def __init__(self, door: Door, *, hostname: str, most_bytes: int, lmtp: bool = False) -> None:
        """`most_bytes` of one mail; larger ones are refused (552), announced or not."""
        self._door = door
        self._lmtp = lmtp
        self._hostname = hostname
        self._most_bytes = most_bytes
        self._server: asyncio.Server | None = None
        # Connections by their address.
        self.peers: Counter[str] = Counter()

    async def start(self, host: str, port: int) -> int:
        """Listen; the port (another one than 0). Raises OSError."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._connection, host, port, reuse_port=port != 0 or None)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Listen no more; a mail that is not kept yet was never taken."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _connection(self) -> asyncio.Protocol:
        if sum(self.peers.values()) >= MAX_CONNECTIONS:
            return _Full()
        kind = _Lmtp if self._lmtp else _Smtp
        made = kind(
            _Handler(self._door, self, lmtp=self._lmtp),
            data_size_limit=self._most_bytes,
            enable_SMTPUTF8=True,
            hostname=self._hostname,
            ident="Otklik",
            timeout=SECONDS,
            # It is where mail arrives: nobody has a password here.
            auth_exclude_mechanism=["LOGIN", "PLAIN"],
            loop=asyncio.get_running_loop(),
        )
        made.listener = self
        return made


def _goodbye(server: SMTP, answer: str) -> str:
    """An answer behind which the connection ends."""
    if server.transport is not None:
        asyncio.get_running_loop().call_later(1.0, server.transport.close)
    return answer


def _peer(session: Session) -> str:
    return _address(session.peer)


def _address(peer: object) -> str:
    return str(peer[0]) if isinstance(peer, Sequence) and not isinstance(peer, str) and peer else str(peer or "")
