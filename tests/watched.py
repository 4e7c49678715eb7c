"""What monitors look at, as real servers on loopback: pages that mislead, ports that hang, names and certificates."""

import asyncio
import socket
import ssl
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import cast

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app import clock

Speak = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def a_port(speak: Speak, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """A port of loopback where this is spoken."""
    open_: set[asyncio.StreamWriter] = set()

    async def speaking(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_.add(writer)
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            await speak(reader, writer)
        writer.close()

    server = await asyncio.start_server(speaking, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for each in open_:
            # One that was closed twice cannot be broken off any more.
            if not each.transport.is_closing():
                each.transport.abort()
        await asyncio.sleep(0)


@dataclass
class Web:
    """A web server: by path, the bytes that it answers, each followed by so many seconds of silence."""

    pages: dict[str, list[tuple[bytes, float]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    async def speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        path = head.split(" ")[1]
        self.asked.append(path)
        self.heads.append(head)
        for part, silence in self.pages.get(path, [(page("nothing here", status=404), 0)]):
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(silence)


def page(body: str, *headers: str, status: int = 200, length: int | None = None) -> bytes:
    """An answer; `length` is what it says of itself."""
    raw = body.encode()
    lines = [f"HTTP/1.1 {status} Said", f"content-length: {len(raw) if length is None else length}", *headers]
    return "\r\n".join([*lines, "connection: close", "", ""]).encode() + raw


@dataclass(frozen=True)
class Certificates:
    """An authority of the tests."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> str:
        """As a monitor is told of it."""
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    def context(self, *, days: float = 90, host: str = "127.0.0.1", signed: bool = True) -> ssl.SSLContext:
        """What a server shows that has a certificate for so many days, by this authority or by itself."""
        key = ec.generate_private_key(ec.SECP256R1())
        own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        made = _certificate(
            own, self.certificate.subject if signed else own, key, self.key if signed else key, days, host
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "both.pem"
            path.write_bytes(
                made.public_bytes(serialization.Encoding.PEM)
                + key.private_bytes(
                    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
                )
            )
            context.load_cert_chain(path)
        return context


def certificates() -> Certificates:
    """A new authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of tests")])
    return Certificates(key, _certificate(name, name, key, key, 365, None))


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    days: float,
    host: str | None,
) -> x509.Certificate:
    now = clock.now()
    until = now + timedelta(days=days, minutes=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(now, until) - timedelta(days=30))
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
    )
    if host is not None:
        made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=False)
    return made.sign(signer, hashes.SHA256())


class Names(asyncio.DatagramProtocol):
    """A name server: records by name and kind; a name in `silent` is never answered."""

    def __init__(self, records: dict[tuple[str, str], list[str]], silent: set[str]) -> None:
        self.records = records
        self.silent = silent
        self.transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep it."""
        self.transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str | object, int]) -> None:
        """Answer a question."""
        asked = dns.message.from_wire(data)
        question = asked.question[0]
        name = question.name.to_text().rstrip(".").lower()
        if name in self.silent or self.transport is None:
            return
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.RA
        kind = question.rdtype.name
        found = self.records.get((name, kind))
        if found:
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *found))
        elif not any(each[0] == name for each in self.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        self.transport.sendto(answer.to_wire(), addr)


@asynccontextmanager
async def a_name_server(records: dict[tuple[str, str], list[str]], *silent: str) -> AsyncIterator[int]:
    """A name server on a port of loopback."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: Names(records, set(silent)), ("127.0.0.1", 0), family=socket.AF_INET
    )
    try:
        yield transport.get_extra_info("sockname")[1]
    finally:
        transport.close()
