"""Who gets what leaves the desk, as real servers on loopback: a receiver of webhooks, and a mail server."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Got:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes


Answer = Callable[[Got, asyncio.StreamWriter], Awaitable[None]]


def saying(status: int, *headers: str, body: bytes = b"thanks", close: bool = True) -> Answer:
    """Answer so, and close the connection or keep it."""
    ends = ("connection: close",) if close else ()

    async def answer(_got: Got, writer: asyncio.StreamWriter) -> None:
        head = "".join(f"{each}\r\n" for each in (f"content-length: {len(body)}", *ends, *headers))
        writer.write(f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode() + body)
        await writer.drain()

    return answer


@dataclass
class Receiver:
    """A web server that remembers what it got and answers as it is told."""

    answer: Answer
    port: int = 0
    got: list[Got] = field(default_factory=list)
    connections: int = 0
    keeps: bool = False
    serving: set[asyncio.Task[Any]] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/hook"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        serving = asyncio.current_task()
        assert serving is not None
        self.serving.add(serving)
        serving.add_done_callback(self.serving.discard)
        # Whoever ends it does not ask what became of it.
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                got = Got(head[0].split(" ")[1], headers, body)
                self.got.append(got)
                await self.answer(got, writer)
                if not self.keeps:
                    break
        writer.close()


@asynccontextmanager
async def a_receiver(
    answer: Answer | None = None, *, port: int = 0, tls: ssl.SSLContext | None = None, keeps: bool = False
) -> AsyncIterator[Receiver]:
    """A receiver of webhooks on a port of loopback; perhaps one that keeps connections."""
    made = Receiver(answer or saying(200, close=not keeps), keeps=keeps)
    server = await asyncio.start_server(made._serve, "127.0.0.1", port, ssl=tls)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        for each in made.serving:
            each.cancel()
        await asyncio.sleep(0)


@dataclass
class MailServer:
    """A mail server that keeps what it takes. `refuse` says what it answers to an address instead of taking it."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    answer: str = "250 taken"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient or not."""
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a message or not."""
        if self.answer.startswith("250"):
            content: Any = envelope.content
            self.raw.append(content)
            self.mails.append(message_from_bytes(content, policy=default))
            self.envelopes.append((envelope.mail_from or "", list(envelope.rcpt_tos)))
        return self.answer


@asynccontextmanager
async def a_mail_server(*, port: int = 0) -> AsyncIterator[MailServer]:
    """A mail server on a port of loopback."""
    made = MailServer()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(made, hostname="mx.test", loop=loop), "127.0.0.1", port)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        await asyncio.sleep(0)
