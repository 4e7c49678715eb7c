"""What leaves the desk: once for each decision, again when it was not taken, never more than what was decided."""

import asyncio
import base64
import hmac
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError
from standardwebhooks import Webhook

from app import clock
from app.db import Database
from app.ids import new_id
from app.services import mailing, outbox, sending
from app.settings import Settings, configure
from tests.desks import a_database
from tests.receivers import MailServer, a_mail_server, a_receiver, saying


@pytest.fixture(scope="module")
async def a_desk(postgres: str, settings: Settings) -> AsyncIterator[Database]:
    """A database of its own, in which no worker runs but ours."""
    async with a_database(postgres) as url:
        database = Database(url, settings)
        yield database
        await database.close()


@pytest.fixture
async def database(a_desk: Database, settings: Settings) -> AsyncIterator[Database]:
    """The same, empty."""
    configure(settings)
    yield a_desk
    async with a_desk.lean() as connection:
        await connection.execute("DELETE FROM outbox")
    configure(settings)


@pytest.fixture
def local(settings: Settings) -> Settings:
    """Settings under which loopback may be called."""
    return settings.model_copy(update={"outgoing_allow": ["127.0.0.0/8"]})


@pytest.fixture
async def mx(local: Settings) -> AsyncIterator[tuple[MailServer, Settings]]:
    """A mail server, and settings with it."""
    async with a_mail_server() as server:
        url = SecretStr(f"smtp://127.0.0.1:{server.port}?starttls=never")
        yield server, local.model_copy(update={"smtp_url": url, "mail_from": "Shop help <help@shop.example>"})


async def hook(database: Database, url: str, key: str = "k", **more: Any) -> bool:
    async with database.unit_of_work() as work:
        return await outbox.webhook(
            work.session, key=key, url=url, event_type="sla.breached", data={"number": 7}, now=clock.now(), **more
        )
    raise AssertionError


async def letter(database: Database, to: str = "vera@example.com", key: str = "k", **more: Any) -> bool:
    given = {"subject": "Late", "text": "It is late.\n", **more}
    async with database.unit_of_work() as work:
        return await outbox.mail(work.session, key=key, to=to, now=clock.now(), **given)
    raise AssertionError


async def items(database: Database) -> list[dict[str, Any]]:
    async with database.lean() as connection:
        return [dict(row) for row in await connection.fetch("SELECT * FROM outbox ORDER BY id")]


async def make_due(database: Database) -> None:
    """As if the time had come."""
    async with database.lean() as connection:
        await connection.execute(
            "UPDATE outbox SET next_attempt_at = $1 WHERE next_attempt_at IS NOT NULL", clock.now()
        )


async def test_one_decision_leaves_once_and_signed(database: Database, local: Settings) -> None:
    async with a_receiver() as receiver:
        assert await hook(database, receiver.url)
        assert not await hook(database, receiver.url)
        assert await sending.send_next(database, local)
        assert not await sending.send_next(database, local)
        (got,) = receiver.got
    (item,) = await items(database)
    assert (item["status"], item["attempts"], item["next_attempt_at"], item["last_error"]) == ("sent", 1, None, None)
    assert got.headers["webhook-id"] == f"msg_{item['id']}"
    secret = outbox.signing_secret().secret
    said = Webhook(secret).verify(got.body, got.headers)
    assert {**said, "timestamp": ""} == {"type": "sla.breached", "timestamp": "", "data": {"number": 7}}
    assert datetime.fromisoformat(said["timestamp"]) == item["created_at"]


async def test_what_is_rolled_back_never_leaves(database: Database, local: Settings) -> None:
    async def decide(url: str) -> None:
        async with database.unit_of_work() as work:
            await outbox.webhook(work.session, key="k", url=url, event_type="x", data={}, now=clock.now())
            raise RuntimeError("changed our mind")

    async with a_receiver() as receiver:
        with pytest.raises(RuntimeError):
            await decide(receiver.url)
        assert not await sending.send_next(database, local)
        assert receiver.connections == 0


async def test_a_receiver_with_a_secret_of_its_own(database: Database, local: Settings) -> None:
    secret = "whsec_" + base64.b64encode(b"s" * 32).decode()
    async with a_receiver() as receiver:
        await hook(database, receiver.url, secret=secret)
        assert secret not in str(await items(database))
        await sending.send_next(database, local)
        Webhook(secret).verify(receiver.got[0].body, receiver.got[0].headers)
    for bad in ("", "secret", "whsec_", "whsec_c2hvcnQ=", "whsec_!!!"):
        with pytest.raises(ValueError):  # noqa: PT011 - any of them
            await hook(database, receiver.url, key="bad", secret=bad)


async def test_while_the_secret_changes_both_sign(database: Database, local: Settings) -> None:
    old = outbox.signing_secret().secret
    changing = local.model_copy(
        update={"secret": SecretStr("another-secret-0123456789abcdefghijk"), "secret_previous": local.secret}
    )
    configure(changing)
    async with a_receiver() as receiver:
        await hook(database, receiver.url)
        await sending.send_next(database, changing)
        new = outbox.signing_secret().secret
        assert new != old
        for secret in (old, new):
            Webhook(secret).verify(receiver.got[0].body, receiver.got[0].headers)


async def test_many_workers_send_each_once(database: Database, local: Settings) -> None:
    others = [Database(database.url, local) for _ in range(3)]
    async with a_receiver() as receiver:
        for number in range(40):
            await hook(database, receiver.url, key=str(number))

        async def work(own: Database) -> None:
            while await sending.send_next(own, local):
                pass

        await asyncio.gather(*(work(each) for each in [database, *others] for _ in range(3)))
        times = Counter(each.headers["webhook-id"] for each in receiver.got)
    for each in others:
        await each.close()
    assert len(times) == 40
    assert set(times.values()) == {1}
    assert {(each["status"], each["attempts"]) for each in await items(database)} == {("sent", 1)}


async def test_a_process_that_dies_before_sending_leaves_it_to_another(database: Database, local: Settings) -> None:
    async with a_receiver() as receiver:
        await hook(database, receiver.url)
        assert await sending.claim(database, "webhook") is not None
        assert not await sending.send_next(database, local), "the lease is somebody's"
        assert (await items(database))[0]["status"] == "sending"
        await make_due(database)
        assert await sending.send_next(database, local)
        assert len(receiver.got) == 1
    assert [(each["status"], each["attempts"]) for each in await items(database)] == [("sent", 2)]


async def test_a_process_that_dies_after_sending_makes_one_more_copy_with_the_same_id(
    database: Database, local: Settings
) -> None:
    async with a_receiver() as receiver:
        await hook(database, receiver.url)
        claimed = await sending.claim(database, "webhook")
        assert claimed is not None
        await sending._webhook(claimed, local)  # and dies before it can note that
        await make_due(database)
        assert await sending.send_next(database, local)
        assert not await sending.send_next(database, local)
        first, second = receiver.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


async def test_who_comes_too_late_changes_nothing(database: Database, local: Settings) -> None:
    """A process that was asleep for longer than its lease: what another one has noted meanwhile stands."""
    async with a_receiver(saying(500)) as receiver:
        await hook(database, receiver.url)
        asleep = await sending.claim(database, "webhook")
        assert asleep is not None
        await make_due(database)
        receiver.answer = saying(200)
        await sending.send_next(database, local)
        receiver.answer = saying(500)
        await sending.send(database, local, asleep)
    assert [(each["status"], each["attempts"]) for each in await items(database)] == [("sent", 2)]


async def test_what_kills_its_process_every_time_is_given_up(database: Database, local: Settings) -> None:
    async with a_receiver() as receiver:
        await hook(database, receiver.url)
        for _ in range(sending.ATTEMPTS):
            assert await sending.claim(database, "webhook") is not None
            await make_due(database)
        assert await sending.send_next(database, local)
        assert receiver.connections == 0
    assert [each["status"] for each in await items(database)] == ["failed"]


async def test_a_receiver_that_is_down_is_tried_later_and_later_until_it_is_up(
    database: Database, local: Settings
) -> None:
    async with a_receiver() as receiver:
        port = receiver.port
    await hook(database, receiver.url)
    waits: list[float] = []
    for _ in range(3):
        before = clock.now()
        assert await sending.send_next(database, local)
        assert not await sending.send_next(database, local)
        (item,) = await items(database)
        assert (item["status"], item["last_error"]) == ("waiting", "no connection")
        waits.append((item["next_attempt_at"] - before).total_seconds())
        await make_due(database)
    for wait, wanted in zip(waits, (10, 60, 300), strict=True):
        assert 0.79 * wanted < wait < 1.2 * wanted + 5
    async with a_receiver(port=port) as receiver:
        assert await sending.send_next(database, local)
        assert len(receiver.got) == 1
    (item,) = await items(database)
    assert (item["status"], item["attempts"], item["last_error"]) == ("sent", 4, None)


async def test_after_three_days_it_has_failed(database: Database, local: Settings) -> None:
    days = sum(sending.DELAYS) / 86_400
    assert 2.7 < days < 3.3
    async with a_receiver(saying(503)) as receiver:
        await hook(database, receiver.url)
        for _ in range(sending.ATTEMPTS):
            assert await sending.send_next(database, local)
            await make_due(database)
        assert not await sending.send_next(database, local)
        assert len(receiver.got) == sending.ATTEMPTS
        assert len({each.headers["webhook-id"] for each in receiver.got}) == 1
    (item,) = await items(database)
    assert (item["status"], item["last_error"], item["next_attempt_at"]) == ("failed", "HTTP 503", None)


async def test_a_receiver_may_ask_for_time(database: Database, local: Settings) -> None:
    async with a_receiver(saying(429, "retry-after: 1800")) as receiver:
        await hook(database, receiver.url)
        await sending.send_next(database, local)
    (item,) = await items(database)
    assert 1790 < (item["next_attempt_at"] - clock.now()).total_seconds() <= 1800


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://127.0.0.1:1/", "not on the internet"),
        ("http://169.254.169.254/latest/meta-data", "not on the internet"),
        ("http://[64:ff9b::7f00:1]/", "not on the internet"),
        ("http://localhost/", "not on the internet"),
    ],
)
async def test_what_must_not_be_reached_fails_at_once(
    database: Database, settings: Settings, url: str, why: str
) -> None:
    await hook(database, url)
    assert await sending.send_next(database, settings)
    (item,) = await items(database)
    assert item["status"] == "failed"
    assert why in item["last_error"]


async def test_what_is_no_url_is_not_even_taken(database: Database) -> None:
    for url in ("http://user:pass@hooks.example/", "http://2130706433/", "ftp://hooks.example/", "http://a\nb/"):
        with pytest.raises(ValueError):  # noqa: PT011 - RefusedError is one
            await hook(database, url)
    assert await items(database) == []


async def test_gone_is_gone_and_a_redirect_is_no_way_in(database: Database, local: Settings) -> None:
    async with a_receiver() as inside, a_receiver(saying(410)) as receiver:
        await hook(database, receiver.url)
        await sending.send_next(database, local)
        receiver.answer = saying(302, f"location: {inside.url}")
        await hook(database, receiver.url, key="other")
        await sending.send_next(database, local)
        assert inside.connections == 0
    gone, moved = await items(database)
    assert (gone["status"], gone["last_error"]) == ("failed", "HTTP 410")
    assert (moved["status"], moved["last_error"]) == ("waiting", "HTTP 302; redirects are not followed")


async def test_a_mail_arrives_as_it_was_written(database: Database, mx: tuple[MailServer, Settings]) -> None:
    server, with_mail = mx
    configure(with_mail)
    await letter(
        database,
        subject="Срочно: заявка 7 просрочена — please look",
        text="Привет,\nit is late.\n.\nFrom here on it is later.\n",
        html="<p>Привет</p>",
        headers={"X-Ticket": "7", "References": "<a@b>"},
    )
    assert not await letter(database)
    assert await sending.send_next(database, with_mail)
    assert not await sending.send_next(database, with_mail)
    (mail,), (item,) = server.mails, await items(database)
    assert server.envelopes == [("help@shop.example", ["vera@example.com"])]
    assert mail["subject"] == "Срочно: заявка 7 просрочена — please look"
    assert (str(mail["from"]), mail["to"]) == ("Shop help <help@shop.example>", "vera@example.com")
    assert mail["message-id"] == f"<{item['id']}@shop.example>"
    assert (mail["x-ticket"], mail["references"], mail["auto-submitted"]) == ("7", "<a@b>", "auto-generated")
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().replace("\r\n", "\n") == "Привет,\nit is late.\n.\nFrom here on it is later.\n"
    assert html.get_content().strip() == "<p>Привет</p>"
    assert server.raw[0].isascii()
    assert item["status"] == "sent"


async def test_files_of_text_go_with_a_mail(database: Database, mx: tuple[MailServer, Settings]) -> None:
    server, settings = mx
    files = [
        mailing.Attached("volume\r\nX-Evil: 1.csv", "csv", "row,n\r\nGrüße,3\r\n"),
        mailing.Attached("b.txt", "plain", ""),
    ]
    assert await letter(database, html="<p>It is late.</p>", attachments=files)
    assert await sending.send_next(database, settings)
    (mail,) = server.mails
    found = {part.get_filename(): part for part in mail.iter_attachments()}
    assert set(found) == {"volume X-Evil: 1.csv", "b.txt"}
    csv = found["volume X-Evil: 1.csv"]
    assert csv.get_content_type() == "text/csv"
    assert csv.get_content().splitlines() == ["row,n", "Grüße,3"]
    assert mail["x-evil"] is None
    html, text = mail.get_body(("html",)), mail.get_body(("plain",))
    assert html is not None
    assert text is not None
    assert "It is late." in text.get_content()


async def test_a_second_copy_of_a_mail_has_the_same_id(database: Database, mx: tuple[MailServer, Settings]) -> None:
    server, with_mail = mx
    await letter(database)
    claimed = await sending.claim(database, "mail")
    assert claimed is not None
    await sending._mail(database, claimed, with_mail)
    await make_due(database)
    await sending.send_next(database, with_mail)
    first, second = server.mails
    assert first["message-id"] == second["message-id"]
    assert first["date"] == second["date"]


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\x00", "\r\n\r\n"])
async def test_nothing_can_be_put_into_the_head(
    database: Database, mx: tuple[MailServer, Settings], break_: str
) -> None:
    server, with_mail = mx
    evil = f"Hello{break_}Bcc: everybody@example.com{break_}{break_}<script>"
    # People write subjects, and a line break in one is a blank.
    if break_ != "\x00":
        await letter(database, subject=evil, text=f"{evil}\n")
        assert await sending.send_next(database, with_mail)
        (mail,) = server.mails
        assert "bcc" not in mail
        assert mail["subject"].startswith("Hello Bcc: everybody@example.com")
        assert server.envelopes[0][1] == ["vera@example.com"]
        assert {name.lower() for name in list(mail)} == {
            "from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type",
            "content-transfer-encoding",
        } - (set() if "content-transfer-encoding" in mail else {"content-transfer-encoding"})  # fmt: skip
    for bad in (
        {"headers": {"X-A": evil}}, {"headers": {f"X-A{break_}Bcc": "a"}}, {"to": f"vera@example.com{break_}Bcc:a@b.c"},
        {"headers": {"Bcc": "a@b.c"}}, {"headers": {"to": "a@b.c"}}, {"headers": {"Content-Type": "text/html"}},
        {"headers": {"X A": "a"}}, {"headers": {"": "a"}}, {"headers": {"X-A": "a" * 1000}},
        {"to": "vera"}, {"to": ""}, {"to": "a@b.c, d@e.f"}, {"to": "Vera <a@b.c>"}, {"to": "a@b.c>"},
    ):  # fmt: skip
        with pytest.raises(ValueError):  # noqa: PT011 - of several kinds
            await letter(database, key=str(new_id()), **bad)
    assert len(await items(database)) <= 1


async def test_a_mail_server_that_says_never_is_believed_and_one_that_says_later_too(
    database: Database, mx: tuple[MailServer, Settings]
) -> None:
    server, with_mail = mx
    server.refuse = {"nobody@example.com": "550 5.1.1 no such user", "full@example.com": "452 4.2.2 mailbox full"}
    for to in (*server.refuse, "vera@example.com"):
        await letter(database, to=to, key=to)
        assert await sending.send_next(database, with_mail)
    never, later, taken = await items(database)
    assert (never["status"], never["last_error"]) == ("failed", "the mail server said 550 5.1.1 no such user")
    assert (later["status"], later["last_error"]) == ("waiting", "the mail server said 452 4.2.2 mailbox full")
    assert taken["status"] == "sent"
    server.answer = "554 5.7.1 spam"
    await letter(database, key="spam")
    assert await sending.send_next(database, with_mail)
    assert (await items(database))[-1]["status"] == "failed"
    assert len(server.mails) == 1


async def test_a_mail_server_that_is_away_is_waited_for(database: Database, mx: tuple[MailServer, Settings]) -> None:
    _, with_mail = mx
    async with a_mail_server() as other:
        port = other.port
    away = with_mail.model_copy(update={"smtp_url": SecretStr(f"smtp://127.0.0.1:{port}")})
    await letter(database)
    assert await sending.send_next(database, away)
    (item,) = await items(database)
    assert (item["status"], item["last_error"]) == ("waiting", "no connection to the mail server, or it broke off")
    assert await mailing.reach(away) == item["last_error"]
    assert await mailing.reach(with_mail) is None
    # A password is not said to a server that speaks in clear.
    secretive = with_mail.model_copy(
        update={"smtp_url": SecretStr(f"smtp://desk:pw@127.0.0.1:{mx[0].port}?starttls=always")}
    )
    await make_due(database)
    assert await sending.send_next(database, secretive)
    (item,) = await items(database)
    assert item["status"] == "waiting"
    assert "STARTTLS" in item["last_error"]
    assert mx[0].mails == []


async def test_without_a_mail_server_mails_wait_and_after_three_days_they_fail(
    database: Database, local: Settings
) -> None:
    await letter(database)
    assert not await sending.send_next(database, local)
    async with database.lean() as connection:
        assert await sending.next_due(connection, local) is None
    await sending.look(database, local)
    assert sending.WAITING.labels("mail")._value.get() == 1
    assert [(each["status"], each["attempts"]) for each in await items(database)] == [("waiting", 0)]
    async with database.lean() as connection:
        await connection.execute("UPDATE outbox SET next_attempt_at = $1", clock.now() - timedelta(days=3, minutes=1))
    await sending.look(database, local)
    (item,) = await items(database)
    assert item["status"] == "failed"
    assert "OTKLIK_SMTP_URL" in item["last_error"]


def test_signatures_are_those_of_the_standard() -> None:
    key = b"k" * 32
    secret = "whsec_" + base64.b64encode(key).decode()
    wanted = base64.b64encode(hmac.digest(key, b"msg_1.1700000000.{}", "sha256")).decode()
    assert outbox.signature([secret], "msg_1", 1_700_000_000, b"{}") == f"v1,{wanted}"


def test_where_mail_goes() -> None:
    def of(url: str) -> dict[str, Any]:
        made = Settings(smtp_url=SecretStr(url), public_url="https://desk.example:8443")
        found = mailing.server(made)
        return {name: found[name] for name in ("hostname", "port", "use_tls", "start_tls", "username", "password")}

    plain = {"hostname": "mx", "use_tls": False, "start_tls": None, "username": None, "password": None}
    assert of("smtp://mx") == {**plain, "port": 25}
    assert of("smtp://mx:2525?starttls=never") == {**plain, "port": 2525, "start_tls": False}
    known = {**plain, "username": "a@b", "password": "p#/?", "port": 587, "start_tls": True}
    assert of("smtp://a%40b:p%23%2F%3F@mx") == known
    assert of("smtp://a%40b:p%23%2F%3F@mx?starttls=offered") == {**known, "start_tls": None}
    assert of("smtp://a%40b:p%23%2F%3F@localhost") == {**known, "hostname": "localhost", "start_tls": None}
    assert of("smtps://a%40b:p%23%2F%3F@mx") == {**known, "port": 465, "use_tls": True, "start_tls": False}


@pytest.mark.parametrize(
    "given",
    [
        {"smtp_url": "http://mx"}, {"smtp_url": "smtp://"}, {"smtp_url": "mx:25"}, {"smtp_url": "smtp://mx:port"},
        {"smtp_url": "smtp://u:p#w@mx"}, {"smtp_url": "smtp://mx?starttls=maybe"}, {"smtp_url": "smtp://mx/path"},
        {"mail_from": "nobody"}, {"mail_from": "a@b.c\r\nBcc: d@e.f"}, {"mail_from": "Help <>"},
        {"outgoing_allow": "10.0.0.0/99"}, {"outgoing_allow": "http://hooks.lan"}, {"outgoing_allow": "a b"},
    ],
    ids=str,
)  # fmt: skip
def test_settings_that_cannot_be_meant(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(**given)
    # What a start that is stopped says.
    assert all("p#w" not in each["msg"] for each in refused.value.errors())


def test_settings_that_are_lists() -> None:
    assert Settings.model_validate({"outgoing_allow": "hooks.lan, 10.1.0.0/16 ,::1"}).outgoing_allow == [
        "hooks.lan", "10.1.0.0/16", "::1",
    ]  # fmt: skip
