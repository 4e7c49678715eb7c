"""Calling addresses that others choose, against real servers: who is reached, who is not, and how long it takes."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app import clock, reaching
from app.rules.outgoing import RefusedError
from app.services import outgoing
from tests.receivers import Got, a_receiver, saying

LOOPBACK = ["127.0.0.0/8"]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """A name server of our own: what is behind which name."""
    known: dict[str, list[str]] = {}
    asked: Any = socket.getaddrinfo

    def look_up(host: str, port: Any, *rest: Any, **more: Any) -> list[tuple[Any, ...]]:
        if host not in known:
            found: list[tuple[Any, ...]] = asked(host, port, *rest, **more)
            return found
        if not known[host]:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 0)) for each in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


async def test_what_is_posted_arrives_as_it_is(names: dict[str, list[str]]) -> None:
    names["hooks.example"] = ["127.0.0.1"]
    async with a_receiver(saying(202, "retry-after: 7")) as receiver:
        url = f"http://Hooks.Example:{receiver.port}/a/../b?x=%2F&y"
        answer = await outgoing.post(url, b'{"a":1}', {"webhook-id": "msg_1"}, allow=["hooks.example"])
        assert (answer.status, answer.retry_after) == (202, 7.0)
    (got,) = receiver.got
    assert (got.body, got.headers["host"]) == (b'{"a":1}', f"hooks.example:{receiver.port}")
    assert got.headers["webhook-id"] == "msg_1"
    assert got.path.endswith("b?x=%2F&y")


async def test_what_is_inside_is_not_reached_however_it_is_spelled(names: dict[str, list[str]]) -> None:
    names.update({"evil.example": ["127.0.0.1"], "half.example": ["93.184.216.34", "10.0.0.7"]})
    names["nat64.example"] = ["64:ff9b::7f00:1"]
    async with a_receiver() as receiver:
        for host in (
            "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "evil.example", "2130706433", "0x7f.1", "127.1",
            "0.0.0.0", "user@127.0.0.1",  # noqa: S104 - an address
            "169.254.169.254", "[64:ff9b::7f00:1]", "half.example", "nat64.example",
            "localhost.",
        ):  # fmt: skip
            with pytest.raises(RefusedError):
                await outgoing.post(f"http://{host}:{receiver.port}/", b"{}", {})
        # Odd spellings are refused also where loopback is allowed: they would reach something else somewhere else.
        for host in ("2130706433", "0x7f.1", "127.1", "user@127.0.0.1"):
            with pytest.raises(RefusedError):
                await outgoing.post(f"http://{host}:{receiver.port}/", b"{}", {}, allow=LOOPBACK)
        assert receiver.connections == 0
        assert (await outgoing.post(receiver.url, b"{}", {}, allow=LOOPBACK)).status == 200


async def test_a_name_that_changes_its_mind_is_asked_once(
    names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first answer is what is checked and what is connected to; a second one would say loopback."""
    names["rebind.example"] = ["127.0.0.2"]
    asked: list[str] = []
    look_up: Any = socket.getaddrinfo

    def once(host: str, *rest: Any, **more: Any) -> Any:
        asked.append(host)
        found = look_up(host, *rest, **more)
        names["rebind.example"] = ["127.0.0.1"]
        return found

    monkeypatch.setattr(socket, "getaddrinfo", once)
    async with a_receiver() as receiver:
        with pytest.raises(reaching.UnreachableError, match="no connection"):
            await outgoing.post(f"http://rebind.example:{receiver.port}/", b"{}", {}, allow=["127.0.0.2"])
        assert receiver.connections == 0
        with pytest.raises(RefusedError):
            await outgoing.post(f"http://rebind.example:{receiver.port}/", b"{}", {}, allow=["127.0.0.2"])
    assert asked.count("rebind.example") == 2


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ssl.SSLContext]:
    """A server that is hooks.example to whoever believes SSL_CERT_FILE."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hooks.example")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file, key_file = tmp_path / "cert.pem", tmp_path / "key.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file, key_file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    reaching.tls.cache_clear()
    yield context
    reaching.tls.cache_clear()


async def test_a_certificate_must_be_the_names(names: dict[str, list[str]], certificate: ssl.SSLContext) -> None:
    """The connection goes to an address, and the certificate is held against the name all the same."""
    names.update({"hooks.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]})
    async with a_receiver(tls=certificate) as receiver:
        url = f"https://hooks.example:{receiver.port}/"
        assert (await outgoing.post(url, b"{}", {}, allow=LOOPBACK)).status == 200
        for host in ("other.example", "127.0.0.1"):
            with pytest.raises(reaching.UnreachableError, match="certificate is not good"):
                await outgoing.post(f"https://{host}:{receiver.port}/", b"{}", {}, allow=LOOPBACK)
        assert len(receiver.got) == 1


async def test_redirects_are_not_followed() -> None:
    async with a_receiver() as inside:
        async with a_receiver(saying(302, f"location: http://127.0.0.1:{inside.port}/")) as receiver:
            assert (await outgoing.post(receiver.url, b"{}", {}, allow=LOOPBACK)).status == 302
        async with a_receiver(saying(307, f"location: {inside.url}")) as receiver:
            assert (await outgoing.post(receiver.url, b"{}", {}, allow=LOOPBACK)).status == 307
        assert inside.connections == 0


async def test_the_environment_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_receiver() as receiver, a_receiver() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert (await outgoing.post(receiver.url, b"{}", {}, allow=LOOPBACK)).status == 200
        assert proxy.connections == 0


async def test_whoever_does_not_answer_is_unreachable(
    names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    names["gone.example"] = []
    async with a_receiver() as receiver:
        closed = receiver.url
    for url, why in ((closed, "no connection"), ("http://gone.example/", "no address")):
        with pytest.raises(reaching.UnreachableError, match=why):
            await outgoing.post(url, b"{}", {}, allow=LOOPBACK)

    async def nonsense(_got: Got, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")

    async def nothing(_got: Got, _writer: asyncio.StreamWriter) -> None:
        return

    for answer in (nonsense, nothing):
        async with a_receiver(answer) as receiver:
            with pytest.raises(reaching.UnreachableError, match="not HTTP, or broke off"):
                await outgoing.post(receiver.url, b"{}", {}, allow=LOOPBACK)
            with monkeypatch.context() as hasty:
                hasty.setattr(outgoing, "TOTAL_SECONDS", 1.0)
                with pytest.raises(reaching.UnreachableError):
                    await outgoing.post(receiver.url.replace("http:", "https:"), b"{}", {}, allow=LOOPBACK)


async def test_slow_drips_end_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "TOTAL_SECONDS", 1.0)

    async def drip(writer: asyncio.StreamWriter, part: bytes) -> None:
        while not writer.is_closing():
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0.05)

    async def in_the_head(_got: Got, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        await drip(writer, b"x-drip: 1\r\n")

    async def in_the_body(_got: Got, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n")
        await drip(writer, b"x")

    async with a_receiver(in_the_head) as receiver:
        begun = clock.monotonic()
        with pytest.raises(reaching.UnreachableError):
            await outgoing.post(receiver.url, b"{}", {}, allow=LOOPBACK)
        assert clock.monotonic() - begun < 30
    # Its head comes in time, however busy the machine is.
    monkeypatch.setattr(outgoing, "TOTAL_SECONDS", 3.0)
    async with a_receiver(in_the_body) as receiver:
        begun = clock.monotonic()
        # It has said that it has taken the webhook; that counts.
        assert (await outgoing.post(receiver.url, b"{}", {}, allow=LOOPBACK)).status == 200
        assert clock.monotonic() - begun < 30


async def test_of_a_long_answer_only_the_beginning_is_read() -> None:
    written = 0

    async def endless(_got: Got, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n")
        while True:
            writer.write(b"x" * 65_536)
            await writer.drain()
            written += 65_536

    async with a_receiver(endless) as receiver:
        async with asyncio.timeout(30):
            assert (await outgoing.post(receiver.url, b"{}", {}, allow=LOOPBACK)).status == 200
        # What the kernel buffers between us, and no more.
        assert written < 20_000_000
