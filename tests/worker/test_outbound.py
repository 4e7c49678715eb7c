"""What leaves by channels: by the right one, in order, as it is when it leaves, and known afterwards."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import dkim
import orjson
import pytest
from pydantic import SecretStr

from app import clock, departing
from app.channels import adapters
from app.channels.base import Account, Delayed, Outcome, Outgoing, Partly, Refused, Sent, Unsure
from app.channels.mail import signing
from app.db import Connection, Database
from app.models import Attachment, TicketRead, VisitorSession
from app.rules import mail_ids
from app.rules.actors import SYSTEM
from app.schemas.channels import ChannelPatch
from app.schemas.merging import MergeIn
from app.schemas.messages import MessagePatch, RedactIn
from app.schemas.ticket_ccs import CcIn
from app.services import (
    attachment_store,
    channel_claims,
    channel_sending,
    channels,
    mail_names,
    merging,
    message_edits,
    ticket_ccs,
)
from app.services.sealing import seal
from app.settings import Settings
from tests.channels.mailbox import mail
from tests.channels.test_mail_machines import bounce
from tests.channels.test_mail_writing import key
from tests.desks import a_database
from tests.receivers import a_mail_server
from tests.worker.outbound_desk import Out, an_out, words

__all__ = ["key"]


@pytest.fixture(scope="module")
async def a_desk(postgres: str, settings: Settings) -> AsyncIterator[Database]:
    """A database of its own, in which no worker runs but ours."""
    async with a_database(postgres) as url:
        database = Database(url, settings)
        yield database
        await database.close()


@pytest.fixture
async def out(a_desk: Database, settings: Settings) -> AsyncIterator[Out]:
    """A desk with a mailbox."""
    async with an_out(a_desk, settings) as made:
        yield made


async def test_an_answer_goes_out_as_a_mail_in_its_thread(out: Out) -> None:
    ticket = await out.ticket()
    await out.came(ticket, out.box, "vera@example.com", "asked@example.com")
    first = await out.say(ticket, "Hello **Vera**", format="markdown")
    assert await out.delivery(first) == (None, None)
    await out.follow()
    assert await out.delivery(first) == ("queued", None)
    await out.all_sent()
    assert await out.delivery(first) == ("sent", None)
    second = await out.say(ticket, "And more")
    await out.follow()
    rows = await out.all_sent()
    one, two = out.server.mails
    assert (str(one["from"]), str(one["to"])) == ("Shop help <help@shop.example>", "Вера <vera@example.com>")
    assert one["subject"].startswith("Re: Где заказ? [#")
    assert out.server.envelopes[0] == ("help@shop.example", ["vera@example.com"])
    assert one["in-reply-to"] == "<asked@example.com>"
    assert two["references"] == f"<asked@example.com> {one['message-id']}"
    # By both names an answer is known again.
    signed = mail_ids.read_message_id(two["message-id"], mail_names.keys())
    assert signed == mail_ids.Signed(ticket, second)
    assert mail_ids.read_reply_address(one["reply-to"].addresses[0].addr_spec, mail_names.keys()) == ticket
    assert [row["status"] for row in rows] == ["sent", "sent"]
    assert f"<{rows[1]['external_ids'][0]}>" == two["message-id"]


async def test_a_mail_names_no_mail_of_others(out: Out) -> None:
    """Of merged tickets each customer is told of their own mails alone: who knows the name of one may write there."""
    theirs, mine, also_mine = await out.ticket("oleg@example.com"), await out.ticket(), await out.ticket()
    for ticket, who in ((theirs, "oleg"), (also_mine, "vera"), (mine, "vera")):
        await out.came(ticket, out.box, f"{who}@example.com", f"{ticket}@{who}.example")
    async with out.database.unit_of_work() as work:
        await merging.merge(work.session, out.anna, mine, MergeIn(source_ids=[theirs, also_mine]))
    await out.say(mine)
    await out.follow()
    await out.all_sent()
    (mail,) = out.server.mails
    assert mail["references"].split() == [f"<{also_mine}@vera.example>", f"<{mine}@vera.example>"]


async def test_what_does_not_leave(out: Out) -> None:
    """Notes, what customers write, history of another desk, what a split has copied; and nothing is decided twice."""
    ticket = await out.ticket()
    await out.say(ticket, "A note", visibility="internal")
    await out.say(ticket, "Mine", await out.customer(ticket))
    imported, copied = await out.say(ticket, "Imported"), await out.say(ticket, "Copied")
    query = "UPDATE events SET data = data || $2::text::jsonb WHERE message_id = $1"
    await out.execute(query, imported, '{"imported": true}')
    await out.execute(query, copied, '{"copied_from": {}}')
    assert await out.follow() == []
    await out.say(ticket)
    assert len(await out.follow()) == 1
    await out.execute("UPDATE feed_cursors SET position = 0 WHERE name = 'channels'")
    assert len(await out.follow()) == 1


async def test_without_a_channel_nobody_looks(out: Out) -> None:
    await out.execute("UPDATE channels SET archived_at = now(), enabled = false")
    ticket = await out.ticket()
    await out.say(ticket)
    assert await out.follow() == []
    await out.execute("UPDATE channels SET archived_at = NULL, enabled = true")
    assert await out.follow() == [], "what was said before there was a channel stays where it is"


async def test_those_in_copy_get_a_mail_of_their_own(out: Out) -> None:
    ticket = await out.ticket()
    async with out.database.unit_of_work() as work:
        await ticket_ccs.add(work.session, out.anna, ticket, CcIn(email="oleg@example.com", name="Oleg"))
        # One of the desk's own mailboxes would write back for ever.
        await ticket_ccs.add(work.session, out.anna, ticket, CcIn(email="help+x@shop.example", name="Us"))
    message = await out.say(ticket)
    out.server.refuse = {"oleg@example.com": "550 5.1.1 no such user"}
    await out.follow()
    rows = await out.all_sent()
    assert [(row["recipient"], row["status"]) for row in rows] == [
        ("vera@example.com", "sent"), ("oleg@example.com", "failed"),
    ]  # fmt: skip
    assert await out.delivery(message) == ("failed", "the mail server said 550 5.1.1 no such user")
    assert [str(mail["to"]) for mail in out.server.mails] == ["Вера <vera@example.com>"]
    # Who is taken out of copy gets nothing that still waits.
    await out.say(ticket)
    await out.follow()
    async with out.database.unit_of_work() as work:
        found, version = await ticket_ccs.listed(work.session, out.anna, ticket)
        oleg = next(each.customer_id for each in found.items if each.name == "Oleg")
        await ticket_ccs.remove(work.session, out.anna, ticket, oleg, version=version)
    assert [row["status"] for row in (await out.all_sent())[2:]] == ["sent", "skipped"]


async def _signed_in(out: Out, ticket: Any) -> Any:
    who, now = await out.customer(ticket), clock.now()
    async with out.database.unit_of_work() as work:
        work.session.add(VisitorSession(customer_id=who.id, created_at=now, expires_at=now + timedelta(days=1)))
    return who


async def test_a_chat_that_is_left_goes_on_by_mail(out: Out) -> None:
    ticket = await out.ticket(channel="chat")
    await _signed_in(out, ticket)
    message = await out.say(ticket, "Are you still there?")
    (row,) = await out.follow()
    assert timedelta(seconds=590) < row["next_attempt_at"] - clock.now() <= timedelta(seconds=600)
    assert await out.delivery(message) == (None, None)
    assert not await out.send()
    await out.due()
    await out.all_sent()
    assert await out.delivery(message) == ("sent", None)
    (mail,) = out.server.mails
    assert words(mail) == "You have an answer that you have not seen yet"
    # They answer the mail; from then on it is a thread by mail.
    await out.came(ticket, out.box, "vera@example.com", "answer@example.com")
    await out.say(ticket, "By mail then")
    *_, row = await out.follow()
    assert row["payload"].count('"wrote_by"')
    await out.all_sent()
    assert out.server.mails[1]["references"].split() == [mail["message-id"], "<answer@example.com>"]


async def test_made_up_recipients_hold_up_no_outcome(out: Out) -> None:
    """Whoever has a mail of ours can make up bounces of it, of as many recipients as a message has."""
    ticket = await out.ticket(channel="chat")
    await _signed_in(out, ticket)
    message = await out.say(ticket)
    await out.follow()
    await out.execute(
        "INSERT INTO deliveries (message_id, recipient, state, at, reported_at)"
        " SELECT $1, n || '@example.com', 'bounced', now(), now() FROM generate_series(1, 200) n",
        message,
    )
    await out.due()
    (row,) = await out.all_sent()
    assert (row["status"], len(out.server.mails)) == ("sent", 1)


async def test_what_is_said_in_a_row_to_somebody_who_has_left_is_one_mail(out: Out) -> None:
    ticket = await out.ticket(channel="chat")
    await _signed_in(out, ticket)
    said = [await out.say(ticket, text) for text in ("One", "Two *stars*", "My card is 4111", "Four")]
    await out.follow()
    async with out.database.unit_of_work() as work:
        await message_edits.redact(work.session, out.anna, ticket, said[2], RedactIn())
    await out.due()
    out.server.answer = "451 4.3.0 disk full"
    await out.send()
    assert {row["status"] for row in await out.rows()} == {"waiting"}
    out.server.answer = "250 taken"
    await out.due()
    rows = await out.all_sent()
    assert [(row["status"], row["attempts"]) for row in rows] == [("sent", 2), ("sent", 2), ("skipped", 0), ("sent", 2)]
    (mail,) = out.server.mails
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "\n\nOne\n\nTwo *stars*\n\nFour\n\n" in plain.get_content().replace("\r\n", "\n")
    assert "<div>Two *stars*</div>" in html.get_content()
    for each in (said[0], said[1], said[3]):
        assert await out.delivery(each) == ("sent", None)


@pytest.mark.parametrize("seen", ["read", "answered"])
async def test_what_is_read_here_is_not_mailed(out: Out, seen: str) -> None:
    ticket = await out.ticket(channel="web")
    who = await _signed_in(out, ticket)
    message = await out.say(ticket)
    await out.follow()
    if seen == "read":
        async with out.database.unit_of_work() as work:
            row = TicketRead(
                ticket_id=ticket, reader_id=who.id, reader_kind="customer", seq=9, public_seq=9, at=clock.now()
            )
            work.session.add(row)
    else:
        await out.say(ticket, "Thanks", who)
    await out.due()
    (row,) = await out.all_sent()
    assert (row["status"], row["last_error"]) == ("skipped", "it was read here")
    assert out.server.mails == []
    assert await out.delivery(message) == (None, None)


@pytest.mark.parametrize("seen", ["before", "after"])
async def test_what_is_read_where_its_ticket_goes_on_is_not_mailed(out: Out, seen: str) -> None:
    ticket = await out.ticket(channel="web")
    who = await _signed_in(out, ticket)
    target = await out.ticket(channel="web")
    await out.say(ticket)
    await out.follow()
    marked = clock.now()
    async with out.database.unit_of_work() as work:
        await merging.merge(work.session, out.anna, target, MergeIn(source_ids=[ticket]))
    async with out.database.unit_of_work() as work:
        at = marked if seen == "before" else clock.now()
        work.session.add(
            TicketRead(ticket_id=target, reader_id=who.id, reader_kind="customer", seq=1, public_seq=1, at=at)
        )
    await out.due()
    (row,) = await out.all_sent()
    assert row["status"] == {"before": "sent", "after": "skipped"}[seen]


async def test_what_waits_to_be_read_goes_first_when_a_mail_leaves(out: Out) -> None:
    """The customer wrote in the chat, then by mail: what was said in the chat does not come after the answer."""
    ticket = await out.ticket(channel="chat")
    await _signed_in(out, ticket)
    await out.say(ticket, "first")
    await out.follow()
    # They ask again, by mail: they have not seen it.
    await out.came(ticket, out.box, "vera@example.com", "asked@example.com")
    await out.say(ticket, "second")
    await out.follow()
    await out.all_sent()
    assert ["first" in mail.get_content() for mail in map(_plain, out.server.mails)] == [True, False]


def _plain(mail: Any) -> Any:
    return mail.get_body(("plain",))


async def test_it_leaves_as_it_is_by_then_or_not_at_all(out: Out) -> None:
    ticket = await out.ticket()
    edited, redacted = await out.say(ticket, "Tomorow"), await out.say(ticket, "My card is 4111")
    await out.follow()
    async with out.database.unit_of_work() as work:
        await message_edits.edit(work.session, out.anna, ticket, edited, MessagePatch(body="Tomorrow"), version=None)
    async with out.database.unit_of_work() as work:
        await message_edits.redact(work.session, out.anna, ticket, redacted, RedactIn())
    rows = await out.all_sent()
    assert [row["status"] for row in rows] == ["sent", "skipped"]
    (mail,) = out.server.mails
    assert words(mail) == "Tomorrow"
    assert await out.delivery(redacted) == ("failed", "Not sent: it was removed before it left")


async def test_an_edit_between_making_and_handing_over_is_seen(out: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = await out.ticket()
    message = await out.say(ticket, "Tomorow")
    await out.follow()
    marked = channel_claims.mark

    async def edited_meanwhile(*given: Any, **named: Any) -> bool:
        monkeypatch.setattr(channel_claims, "mark", marked)
        async with out.database.unit_of_work() as work:
            change = MessagePatch(body="Tomorrow")
            await message_edits.edit(work.session, out.anna, ticket, message, change, version=None)
        return await marked(*given, **named)

    ended, beaten = channel_claims.end, list[UUID]()

    async def given_up_first(connection: Connection, message: UUID, *given: Any, **named: Any) -> bool:
        if not beaten:
            beaten.append(message)
            raise asyncpg.DeadlockDetectedError
        return await ended(connection, message, *given, **named)

    monkeypatch.setattr(channel_claims, "mark", edited_meanwhile)
    # What has become of it is recorded, though the first attempt at that was given up for other work's sake.
    monkeypatch.setattr(channel_claims, "end", given_up_first)
    await out.all_sent()
    assert beaten
    (mail,) = out.server.mails
    assert words(mail) == "Tomorrow"
    (row,) = await out.rows()
    assert (row["status"], row["attempts"]) == ("sent", 1)


async def test_a_mailbox_of_its_own_server_signs_and_frames_in_its_own_words(
    out: Out, key: tuple[signing.Dkim, bytes]
) -> None:
    private, public = key
    own = {
        "sender_name": "Магазин", "agent_name": True, "quote": True, "plus_addressing": False,
        "below": {"en": "Yours, {{ agent.name }}"}, "dkim": {"selector": "mail", "domain": "shop.example"},
    }  # fmt: skip
    async with a_mail_server() as other:
        secrets = {"smtp_url": f"smtp://127.0.0.1:{other.port}", "dkim_private_key": private.private_key}
        await out.execute(
            "UPDATE channels SET settings = $1::text::jsonb, secrets = $2",
            orjson.dumps(own).decode(), seal(orjson.dumps(secrets)).decode(),
        )  # fmt: skip
        await out.say(await out.ticket(body="Where is it?"))
        await out.follow()
        await out.all_sent()
        (raw,), (mail,) = other.raw, other.mails
    assert out.server.mails == []
    assert dkim.verify(raw, dnsfunc=lambda name, timeout=5: public)  # noqa: ARG005 - the library's
    assert str(mail["from"]) == '"Anna (Магазин)" <help@shop.example>'
    assert mail["reply-to"] is None
    text = _plain(mail).get_content().replace("\r\n", "\n")
    assert "It is on its way.\n\nYours, Anna\n\nOn " in text
    assert text.endswith("(UTC), Вера wrote:\n> Where is it?\n")


async def _attached(out: Out, message: UUID, place: int, name: str, content: bytes, state: str = "clean") -> None:
    row = Attachment(
        owner_kind="agent", owner_id=out.anna.id, name=name, content_type="text/plain", size=len(content), state=state,
        message_id=message, place=place, created_at=clock.now(),
    )  # fmt: skip

    async def once() -> AsyncIterator[bytes]:
        yield content

    await attachment_store.put(row.id, once())
    async with out.database.unit_of_work() as work:
        work.session.add(row)
    await out.execute("UPDATE messages SET attachments = attachments + 1 WHERE id = $1", message)


async def test_files_travel_along_and_what_is_too_large_goes_as_a_link(out: Out) -> None:
    out.settings = out.settings.model_copy(update={"mail_attachment_bytes": 100})
    ticket = await out.ticket()
    message = await out.say(ticket, "See there")
    await _attached(out, message, 1, "счёт.txt", b"x" * 60)
    await _attached(out, message, 2, "all.txt", b"y" * 90)
    await _attached(out, message, 3, "evil.txt", b"z", state="infected")
    await _attached(out, message, 4, "new.txt", b"new", state="pending")
    await out.follow()
    (row,) = await out.all_sent()
    assert (row["status"], row["attempts"]) == ("waiting", 0)
    assert "scanner" in row["last_error"]
    await out.execute("UPDATE attachments SET state = 'clean' WHERE name = 'new.txt'")
    await out.due()
    await out.all_sent()
    (mail,) = out.server.mails
    found = {each.get_filename(): each.get_content() for each in mail.iter_attachments()}
    assert found == {"счёт.txt": "x" * 60, "new.txt": "new"}
    text = _plain(mail).get_content()
    assert "all.txt: https://desk.example/v1/attachments/" in text.replace("\r\n", "\n")
    assert await out.delivery(message) == ("sent", "Without 1 file(s) that the scanner did not pass")


async def test_greylisting_holds_up_its_own_lane_and_nobody_else(out: Out) -> None:
    vera, oleg = await out.ticket(), await out.ticket("oleg@example.com")
    for ticket, words_ in ((vera, "one"), (vera, "two"), (oleg, "three")):
        await out.say(ticket, words_)
    out.server.refuse = {"vera@example.com": "450 4.7.1 come again"}
    await out.follow()
    rows = await out.all_sent()
    assert [(row["status"], row["attempts"]) for row in rows] == [("waiting", 1), ("waiting", 0), ("sent", 1)]
    assert 7 < (rows[0]["next_attempt_at"] - clock.now()).total_seconds() < 13
    out.server.refuse = {}
    await out.due()
    await out.all_sent()
    assert [words(mail) for mail in out.server.mails] == ["three", "one", "two"]


async def test_a_server_that_is_down_for_hours_and_one_that_stays_down(out: Out) -> None:
    ticket = await out.ticket()
    message = await out.say(ticket)
    await out.follow()
    async with a_mail_server() as other:
        port = other.port
    up = out.settings
    out.settings = up.model_copy(update={"smtp_url": SecretStr(f"smtp://127.0.0.1:{port}")})
    waits = []
    for _ in range(6):
        before = clock.now()
        assert await out.send()
        (row,) = await out.rows()
        waits.append((row["next_attempt_at"] - before).total_seconds())
        await out.due()
    assert waits == sorted(waits)
    assert waits[-1] > 4 * 3600
    assert (row["status"], row["last_error"]) == ("waiting", "no connection to the mail server, or it broke off")
    assert (await out.delivery(message))[0] == "queued"
    down, out.settings = out.settings, up
    await out.all_sent()
    assert len(out.server.mails) == 1
    assert (await out.delivery(message))[0] == "sent"
    # Another one is given up in the end, in sight of the agents.
    late = await out.say(ticket)
    await out.follow()
    out.settings = down
    for _ in range(channel_sending.ATTEMPTS):
        await out.due()
        assert await out.send()
    assert not await out.send()
    assert await out.delivery(late) == ("failed", "no connection to the mail server, or it broke off")


async def test_without_a_mail_server_or_while_switched_off_it_waits_and_then_fails(out: Out) -> None:
    ticket = await out.ticket()
    message = await out.say(ticket)
    await out.follow()
    await out.execute("UPDATE channels SET enabled = false")
    await out.send()
    (row,) = await out.rows()
    assert (row["status"], row["attempts"], row["last_error"]) == ("waiting", 0, "the channel is switched off")
    await out.execute("UPDATE channels SET enabled = true")
    out.settings = out.settings.model_copy(update={"smtp_url": None})
    await out.due()
    await out.send()
    assert "OTKLIK_SMTP_URL" in (await out.rows())[0]["last_error"]
    await out.older(timedelta(days=3))
    await out.due()
    await out.send()
    state, why = await out.delivery(message)
    assert state == "failed"
    assert "OTKLIK_SMTP_URL" in str(why)


async def test_automatic_messages_say_so_and_come_to_an_end(out: Out) -> None:
    ticket = await out.ticket()
    for n in range(5):
        await out.say(ticket, f"{n}", SYSTEM)
    await out.follow()
    await out.all_sent()
    assert [mail["auto-submitted"] for mail in out.server.mails] == [
        "auto-generated", "auto-replied", "auto-replied",
    ], "three in a thread in a day"  # fmt: skip
    # One message to many is one; and what stands after a plus makes no more of a mailbox.
    other = await out.ticket("vera+0@example.com")
    async with out.database.unit_of_work() as work:
        for n in range(4):
            await ticket_ccs.add(work.session, out.anna, other, CcIn(email=f"oleg{n}@example.com"))
    await out.say(other, "To all", SYSTEM)
    rows = await out.follow()
    assert [row["recipient"] for row in rows[3:]] == ["vera+0@example.com", *(f"oleg{n}@example.com" for n in range(4))]
    # Whom a customer names gets nothing of a machine, until an agent has written to them.
    loud = await out.ticket("pia@example.com")
    async with out.database.unit_of_work() as work:
        await ticket_ccs.add(work.session, await out.customer(loud), loud, CcIn(email="victim@example.com"))
    await out.say(loud, "We are closed", SYSTEM)
    assert [row["recipient"] for row in (await out.follow())[8:]] == ["pia@example.com"]
    await out.say(loud, "Hello both")
    await out.say(loud, "And more", SYSTEM)
    assert [row["recipient"] for row in (await out.follow())[9:]] == ["pia@example.com", "victim@example.com"] * 2
    for n in range(1, 4):
        await out.say(await out.ticket(f"vera+{n}@example.com"), "Another", SYSTEM)
    assert [row["recipient"] for row in (await out.follow())[13:]] == ["vera+1@example.com"], "five to an address"


class Bot:
    """A channel without a vendor: it gives the outcomes that a test wants."""

    kind = "telegram"
    repeatable = False

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes = list(outcomes)
        self.got: list[Outgoing] = []

    async def send(self, _account: Account, out: Outgoing) -> Outcome:
        self.got.append(out)
        return self.outcomes.pop(0) if self.outcomes else Sent((f"m{len(self.got)}",))


@pytest.fixture
def bot(monkeypatch: pytest.MonkeyPatch) -> Bot:
    """The only adapter."""
    made = Bot()
    monkeypatch.setitem(adapters.ADAPTERS, "telegram", made)
    return made


async def _by_bot(out: Out) -> tuple[Any, Any]:
    channel = await out.channel("telegram", "shop_bot")
    ticket = await out.ticket(None)
    await out.came(ticket, channel, "1001", "in1")
    return channel, ticket


async def test_who_wrote_by_a_messenger_is_answered_there(out: Out, bot: Bot) -> None:
    _, ticket = await _by_bot(out)
    message = await out.say(ticket, "Hello **you**", format="markdown")
    await out.follow()
    (row,) = await out.all_sent()
    (got,) = bot.got
    assert (got.to, got.text, got.reply_to, got.id) == ("1001", "Hello **you**", "in1", row["id"])
    assert got.html == "<p>Hello <strong>you</strong></p>\n"
    assert (row["status"], row["external_ids"]) == ("sent", ["m1"])
    assert await out.delivery(message) == ("sent", None)
    # What it is called there is known, for receipts and answers.
    query = "SELECT message_id FROM channel_messages WHERE external_id = 'm1' AND direction = 'out' AND thread = '1001'"
    async with out.database.lean() as connection:
        assert await connection.fetchval(query) == message


async def test_a_translation_leaves_as_one_and_without_the_words_that_it_is_of(out: Out, bot: Bot) -> None:
    reply: dict[str, Any] = {"original": "Секрет", "translated_from": "ru"}
    by_mail = await out.ticket(language="de")
    await out.came(by_mail, out.box, "vera@example.com", "asked@example.com")
    await out.say(by_mail, "Hallo **Vera**", format="markdown", **reply)
    _, by_bot = await _by_bot(out)
    await out.say(by_bot, "Hello", **reply)
    await out.follow()
    await out.all_sent()
    (mail_,) = out.server.mails
    plain = mail_.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert plain.splitlines()[:3] == ["Hallo **Vera**", "", "Übersetzt. Sprache des Originals: Russisch."]
    assert "Sprache des Originals: Russisch" in mail_.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert bot.got[0].text == "Hello\n\nTranslated from Russian."
    assert "Секрет" not in mail_.as_string() + bot.got[0].text


async def test_one_who_has_blocked_the_bot_gets_a_mail(out: Out, bot: Bot) -> None:
    channel = await out.channel("telegram", "shop_bot")
    ticket = await out.ticket()
    await out.came(ticket, channel, "1001", "in1")
    await out.known_as(ticket, "telegram", "1001", blocked=True)
    await out.say(ticket)
    await out.follow()
    await out.all_sent()
    assert bot.got == []
    assert len(out.server.mails) == 1
    # By another account of theirs they can be reached: the one by which they wrote.
    await out.came(ticket, channel, "1002", "in2")
    await out.known_as(ticket, "telegram", "1002")
    await out.say(ticket)
    await out.follow()
    await out.all_sent()
    assert [each.to for each in bot.got] == ["1002"]


class Number(Bot):
    """One that takes free text for a day after the customer wrote, and templates afterwards."""

    def window_open(self, last_inbound_at: datetime | None, now: datetime) -> bool:
        return last_inbound_at is not None and now - last_inbound_at < timedelta(days=1)

    def template(self, account: Account, text: str) -> Mapping[str, Any] | None:
        return {"name": "said", "text": text} if account.settings.get("template") else None


async def test_a_closed_window_means_a_template_or_another_channel(out: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    number = Number()
    monkeypatch.setitem(adapters.ADAPTERS, "telegram", number)
    channel = await out.channel("telegram", "shop_bot")
    ticket = await out.ticket()
    await out.came(ticket, channel, "1001", "in1")
    await out.say(ticket, "in time")
    await out.follow()
    await out.all_sent()
    await out.execute("UPDATE channel_threads SET last_inbound_at = now() - interval '25 hours'")
    await out.say(ticket, "by mail")
    await out.follow()
    await out.all_sent()
    await out.execute("UPDATE channels SET settings = '{\"template\": true}' WHERE id = $1", channel)
    await out.say(ticket, "by template")
    await out.follow()
    await out.all_sent()
    assert [(each.text, each.template) for each in number.got] == [
        ("in time", None), ("by template", {"name": "said", "text": "by template"}),
    ]  # fmt: skip
    assert [words(mail) for mail in out.server.mails] == ["by mail"]


async def test_who_cannot_be_reached_any_more_is_no_silent_loss(out: Out, bot: Bot) -> None:
    channel, ticket = await _by_bot(out)
    await out.known_as(ticket, "telegram", "1001", blocked=True)
    lost = await out.say(ticket, "lost")
    assert await out.follow() == []
    assert await out.delivery(lost) == ("failed", "Not sent: The customer has blocked it")
    await out.execute("UPDATE channel_identities SET blocked = false")
    # One that is only switched off waits.
    await out.execute("UPDATE channels SET enabled = false WHERE id = $1", channel)
    await out.say(ticket, "waits")
    await out.follow()
    await out.send()
    async with out.database.unit_of_work() as work:
        await channels.patch(work.session, out.anna, channel, ChannelPatch(enabled=True), version=None)
    await out.all_sent()
    assert [each.text for each in bot.got] == ["waits"], "as soon as it is on again"


async def test_an_address_is_one_whatever_its_case(out: Out) -> None:
    ticket = await out.ticket("Vera@Example.com")
    await out.say(ticket)
    ((row),) = await out.follow()
    assert row["recipient"] == "vera@example.com"
    await out.all_sent()
    assert out.server.envelopes[0][1] == ["Vera@Example.com"]


async def test_what_may_have_arrived_is_not_sent_again(out: Out, bot: Bot) -> None:
    _, ticket = await _by_bot(out)
    bot.outcomes = [Unsure("the answer was cut off")]
    message = await out.say(ticket)
    after = await out.say(ticket, "next")
    await out.follow()
    rows = await out.all_sent()
    assert [row["status"] for row in rows] == ["unsure", "sent"]
    assert await out.delivery(message) == ("failed", "It may have arrived: the answer was cut off")
    assert (await out.delivery(after))[0] == "sent"
    await out.due()
    assert not await out.send()
    # A channel that knows a second copy is asked again.
    bot.repeatable, bot.outcomes = True, [Unsure("the answer was cut off")]
    await out.say(ticket)
    await out.follow()
    await out.all_sent()
    assert (await out.rows())[2]["status"] == "waiting"
    await out.due()
    assert (await out.all_sent())[2]["status"] == "sent"


async def test_a_long_message_goes_on_where_it_stopped(out: Out, bot: Bot) -> None:
    _, ticket = await _by_bot(out)
    bot.outcomes = [Partly(("a",)), Delayed("slow down", 1.0), Partly(("b",)), Sent(("c",))]
    await out.say(ticket)
    await out.follow()
    (row,) = await out.all_sent()
    assert (row["status"], row["external_ids"]) == ("waiting", ["a"])
    await out.due()
    (row,) = await out.all_sent()
    assert (row["status"], row["external_ids"]) == ("sent", ["a", "b", "c"])
    assert [each.sent for each in bot.got] == [(), ("a",), ("a",), ("a", "b")]


async def test_a_refusal_and_an_error_of_ours(out: Out, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    _, ticket = await _by_bot(out)
    bot.outcomes = [Refused("the chat was not found", "gone")]
    refused = await out.say(ticket)
    await out.follow()
    await out.all_sent()
    assert await out.delivery(refused) == ("failed", "the chat was not found (gone)")

    async def broken(*_: Any) -> Outcome:
        raise ZeroDivisionError

    monkeypatch.setattr(bot, "send", broken)
    await out.say(ticket)
    await out.follow()
    row = (await out.all_sent())[1]
    # It was marked: an error in the middle of it may have come after it left.
    assert row["status"] == "unsure"


async def test_a_process_that_stops_gives_back_what_it_has_not_handed_over(
    out: Out, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ticket = await _by_bot(out)
    for text in ("one", "two"):
        await out.say(ticket, text)
    await out.say(await out.ticket(), "by mail")
    await out.follow()
    monkeypatch.setattr(departing, "PATIENCE_SECONDS", 0.05)
    begun = asyncio.Event()

    async def slow(*_: Any) -> Outcome:
        begun.set()
        await asyncio.sleep(30)
        return Sent(())

    async def stuck(*_: Any, **__: Any) -> bytes:
        await asyncio.sleep(30)
        return b""

    monkeypatch.setattr(bot, "send", slow)
    monkeypatch.setattr(asyncio, "to_thread", stuck)
    departer = departing.Departer(out.database, out.settings)
    departer.start()
    await asyncio.wait_for(begun.wait(), 30)
    await departer.stop()
    rows = await out.rows()
    assert [(row["status"], row["attempts"]) for row in rows] == [("handing", 1), ("waiting", 0), ("waiting", 0)]
    assert rows[2]["next_attempt_at"] <= clock.now()


async def test_who_slept_through_its_time_sends_nothing(out: Out, bot: Bot) -> None:
    _, ticket = await _by_bot(out)
    await out.say(ticket)
    await out.follow()
    asleep = await channel_claims.claim(out.database)
    assert asleep is not None
    await out.due()
    assert await out.send()
    await channel_sending.send(out.database, out.settings, asleep)
    assert len(bot.got) == 1
    assert (await out.rows())[0]["status"] == "sent"


async def test_a_process_that_dies_in_the_moment_leaves_it_unsure_and_a_late_answer_counts(
    out: Out,
    bot: Bot,  # noqa: ARG001 - it is there
) -> None:
    _, ticket = await _by_bot(out)
    message = await out.say(ticket)
    await out.follow()
    item = await channel_claims.claim(out.database)
    assert item is not None
    assert await channel_claims.mark(out.database, item, versions=(1,), names=(), thread="1001")
    assert not await channel_sending.settle_abandoned(out.database), "its time is not over"
    await out.due()
    assert await channel_sending.settle_abandoned(out.database)
    assert not await channel_sending.settle_abandoned(out.database)
    assert not await out.send()
    state, why = await out.delivery(message)
    assert (state, str(why)[:19]) == ("failed", "It may have arrived")
    # It was only slow.
    end = channel_sending.End("sent", taken=("m7",), state="sent")
    assert await channel_sending.record(out.database, item, end)
    assert await out.delivery(message) == ("sent", None)
    assert (await out.rows())[0]["status"] == "sent"


async def test_what_kills_its_process_before_the_moment_every_time_is_given_up(out: Out, bot: Bot) -> None:
    _, ticket = await _by_bot(out)
    message = await out.say(ticket)
    await out.follow()
    for _ in range(channel_sending.ATTEMPTS):
        assert await channel_claims.claim(out.database) is not None
        await out.due()
    assert await out.send()
    assert bot.got == []
    assert await out.delivery(message) == ("failed", "no attempt came to an end")


async def test_answers_bounces_and_echoes_of_our_mails_find_their_ticket(out: Out) -> None:
    ticket = await out.ticket()
    await out.came(ticket, out.box, "vera@example.com", "asked@example.com")
    said = await out.say(ticket, "Which colour?")
    await out.follow()
    await out.all_sent()
    [ours] = out.server.mails
    text = ours.get_body(("plain",)).get_content().replace("\n", "\n> ")  # type: ignore[union-attr]
    quote = f"Red.\n\nOn Mon, Apr 2, 2012 at 6:26 PM, Help <help@shop.example> wrote:\n\n> {text}"
    plus = ours["reply-to"].addresses[0].addr_spec.upper()
    rows = await out.takes(
        mail(quote, to=plus, subject="Re: no number"),
        mail("Blue.", in_reply_to=ours["message-id"], subject="Re"),
        mail("Me too", sender="mallory@evil.example", in_reply_to=ours["message-id"]),
        bounce(ours["message-id"], ("vera@example.com", "failed", "5.1.1", "550 no such user")),
        out.server.raw[0],
    )
    assert [(row["status"], row["outcome"]) for row in rows] == [
        ("done", "message"), ("done", "message"), ("held", "held"), ("done", "note"), ("done", "own"),
    ], rows  # fmt: skip
    assert {row["ticket_id"] for row in rows} == {ticket}
    assert rows[4]["message_id"] == said
    assert await out.delivery(said) == ("bounced", "5.1.1 550 no such user")
    async with out.database.lean() as connection:
        query = "SELECT array_agg(body ORDER BY seq) FROM messages WHERE ticket_id = $1 AND visibility = 'public'"
        bodies = await connection.fetchval(query, ticket)
    assert bodies[2:] == ["Which colour?", "Red.", "Blue."]
