"""Mail that other servers bring: taken for the desk's mailboxes only, and only once it is stored."""

import asyncio
import smtplib
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from uuid import UUID

import pytest
import uvloop

from app.channels.mail import listening
from app.channels.mail.limits import MAX_RAW
from app.db import Database
from app.ids import new_id
from app.receiving import Receiver
from app.services import mail_listening
from app.settings import Settings
from tests.channels.mails import mail
from tests.conftest import Api, Callers, free_port
from tests.desks import state_of

T = TypeVar("T")


@asynccontextmanager
async def receiving(database: Database, settings: Settings, **wanted: Any) -> AsyncIterator[int]:
    """Listen; the port."""
    port = free_port()
    listens = dict.fromkeys(wanted, f"127.0.0.1:{port}") or {"smtp_listen": f"127.0.0.1:{port}"}
    receiver = Receiver(database, settings.model_copy(update=listens))
    await receiver.turn()
    try:
        yield port
    finally:
        await receiver.stop()


async def mailbox(admin: Api, address: str) -> UUID:
    """A mailbox of the desk."""
    made = await admin.post("/v1/channels", {"kind": "email", "name": "Help", "address": address, "settings": {}})
    return UUID(made["id"])


def talk(port: int, words: Callable[[smtplib.SMTP], T], *, kind: type[smtplib.SMTP] = smtplib.SMTP) -> Any:
    """Say something to the listener, in a thread."""

    def saying() -> T:
        with kind("127.0.0.1", port, "mx.example", timeout=20) as server:
            return words(server)

    return asyncio.to_thread(saying)


def sent(*recipients: str, sender: str = "ann@example.com", raw: bytes | None = None) -> Callable[[smtplib.SMTP], Any]:
    """Send a mail; who was refused."""
    named = raw or mail(b"Hello", b"Message-ID: <" + new_id().hex.encode() + b"@x>")
    return lambda server: server.sendmail(sender, list(recipients), named)


async def test_a_mail_is_stored_in_each_mailbox_that_it_is_for(callers_: Callers, settings: Settings) -> None:
    admin = await callers_.admin()
    database = callers_.desk.database
    sales, help_ = await mailbox(admin, "sales@desk.example"), await mailbox(admin, "help@desk.example")
    raw = mail(b".a dot\r\nand \xff bytes\r\n", b"Message-ID: <1@x>")
    async with receiving(database, settings) as port:
        recipients = ("Help+t0k3n@Desk.Example", "help@desk.example", "sales@desk.example", "nobody@desk.example")
        refused = await talk(port, sent(*recipients, raw=raw))
        # It is stored when it is taken, not soon after.
        query = "SELECT raw FROM inbound WHERE channel_id = $1 AND door = 'smtp' AND external_id = '1@x'"
        for channel in (sales, help_):
            assert bytes(await state_of(database, query, channel)) == raw
        envelope = "SELECT envelope->'to' = $2::text::jsonb FROM inbound WHERE channel_id = $1"
        assert await state_of(database, envelope, help_, '["Help+t0k3n@Desk.Example", "help@desk.example"]')
        assert {name: code for name, (code, _) in refused.items()} == {"nobody@desk.example": 550}
        # The other server has not heard us, and sends it again.
        assert await talk(port, sent("help@desk.example", raw=raw)) == {}
    assert await state_of(database, "SELECT count(*) FROM inbound WHERE channel_id = $1", help_) == 1


async def test_nothing_is_sent_on(callers_: Callers, settings: Settings) -> None:
    await mailbox(await callers_.admin(), "help@desk.example")
    strangers = (
        "someone@elsewhere.example",
        "help@desk.example@evil.example",
        "help%evil.example@other.example",
        '"a b"@x',
        "x@\xff",
        "help@desk.example\x00",
    )

    def ask(server: smtplib.SMTP) -> set[int]:
        server.command_encoding = "latin-1"
        server.ehlo()
        server.docmd("MAIL", "FROM:<a@b.example>")
        return {server.docmd("RCPT", f"TO:<{each}>")[0] for each in strangers}

    async with receiving(callers_.desk.database, settings) as port:
        assert await talk(port, ask) <= {501, 550, 553}
    assert await state_of(callers_.desk.database, "SELECT count(*) FROM inbound") == 0


async def test_a_bounce_has_no_sender(callers_: Callers, settings: Settings) -> None:
    channel = await mailbox(await callers_.admin(), "help@desk.example")
    database = callers_.desk.database
    async with receiving(database, settings) as port:
        await talk(port, sent("help@desk.example", sender=""))
    query = "SELECT envelope->>'from' FROM inbound WHERE channel_id = $1"
    assert await state_of(database, query, channel) == ""


async def test_what_cannot_be_kept_for_a_reason_of_ours_comes_again(
    callers_: Callers, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    await mailbox(await callers_.admin(), "help@desk.example")
    database = callers_.desk.database

    def say(server: smtplib.SMTP) -> int:
        server.ehlo()
        # No address, and nothing that can be stored: the mail is taken all the same.
        server.send(b"MAIL FROM:<a\x00\xff@x.example>\r\n")
        server.getreply()
        known = server.rcpt("help@desk.example")[0]
        return server.data(mail())[0] if known == 250 else known

    async with receiving(database, settings) as port:
        assert await talk(port, say) == 250
        monkeypatch.setattr(mail_listening, "_mailboxes", None)
        assert await talk(port, say) == 451
    assert await state_of(database, "SELECT count(*) FROM inbound") == 1


async def test_without_the_database_it_comes_again(settings: Settings) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    database = Database(nowhere, settings.model_copy(update={"database_url": nowhere}))
    async with receiving(database, settings) as port:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            await talk(port, sent("help@desk.example"))
    assert refused.value.recipients["help@desk.example"][0] == 451


async def test_a_mail_that_cannot_be_kept_is_not_taken(callers_: Callers, settings: Settings) -> None:
    """The mailbox goes while the mail comes: neither taken nor lost."""
    await mailbox(await callers_.admin(), "help@desk.example")
    database = callers_.desk.database

    def say(server: smtplib.SMTP) -> tuple[int, int]:
        server.ehlo()
        server.mail("a@b.example")
        server.rcpt("help@desk.example")
        asyncio.run_coroutine_threadsafe(_disable(database), loop).result(10)
        first, _ = server.data(mail())
        again, _ = server.docmd("RSET")
        return first, again

    loop = asyncio.get_running_loop()
    async with receiving(database, settings) as port:
        assert await talk(port, say) == (451, 250)
    assert await state_of(database, "SELECT count(*) FROM inbound") == 0


async def _disable(database: Database) -> None:
    async with database.lean() as connection:
        await connection.execute("UPDATE channels SET enabled = false")


async def test_limits(callers_: Callers, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    await mailbox(await callers_.admin(), "help@desk.example")
    monkeypatch.setattr("app.receiving.MAX_RAW", 100_000)
    monkeypatch.setattr(listening, "MAX_CONNECTIONS", 2)
    many = [f"help+{number}@desk.example" for number in range(listening.MAX_RECIPIENTS + 1)]
    assert MAX_RAW > 25 * 1024 * 1024

    def too_large(server: smtplib.SMTP) -> tuple[int, int, int]:
        server.ehlo()
        announced, _ = server.mail("a@b.example", [f"SIZE={200_000}"])
        server.mail("a@b.example")
        server.rcpt("help@desk.example")
        sent_anyway, _ = server.data(mail(b"x\r\n" * 70_000))
        return announced, sent_anyway, server.noop()[0]

    def wrong(server: smtplib.SMTP) -> int:
        server.ehlo()
        server.mail("a@b.example")
        return [server.rcpt(f"x{number}@desk.example")[0] for number in range(listening.MAX_WRONG + 1)][-1]

    def crowd() -> bytes:
        with socket.create_connection(("127.0.0.1", port)) as one, socket.create_connection(("127.0.0.1", port)) as two:
            assert (one.recv(3), two.recv(3)) == (b"220", b"220")
            with socket.create_connection(("127.0.0.1", port)) as three:
                return three.recv(3)

    async with receiving(callers_.desk.database, settings) as port:
        assert await talk(port, too_large) == (552, 552, 250)
        refused = await talk(port, sent(*many))
        assert [code for code, _ in refused.values()] == [452]
        assert await talk(port, wrong) == 421
        assert await asyncio.to_thread(crowd) == b"421"
        # A line longer than the standard's is a mail all the same.
        assert await talk(port, sent("help@desk.example", raw=mail(b"y" * 50_000))) == {}
    assert await state_of(callers_.desk.database, "SELECT count(*) FROM inbound") == 2


def test_one_connection_too_many_is_told_so_on_the_loop_that_the_desk_runs_on() -> None:
    async def told() -> bytes:
        server = await asyncio.get_running_loop().create_server(listening._Full, "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            async with asyncio.timeout(30):
                answer = await reader.read()  # to its end
            writer.close()
            return answer

    assert uvloop.run(told()).startswith(b"421 ")


async def test_lmtp_answers_for_each_recipient(callers_: Callers, settings: Settings) -> None:
    channel = await mailbox(await callers_.admin(), "help@desk.example")

    def deliver(server: smtplib.SMTP) -> list[int]:
        server.ehlo()
        server.mail("a@b.example")
        for each in ("help@desk.example", "help+x@desk.example"):
            server.rcpt(each)
        server.putcmd("data")
        assert server.getreply()[0] == 354
        server.send(mail(b"Hi") + b"\r\n.\r\n")
        return [server.getreply()[0] for _ in range(2)]

    async with receiving(callers_.desk.database, settings, lmtp_listen=True) as port:
        assert await talk(port, deliver, kind=smtplib.LMTP) == [250, 250]
    assert await state_of(callers_.desk.database, "SELECT count(*) FROM inbound WHERE channel_id = $1", channel) == 1
