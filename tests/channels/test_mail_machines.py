"""What machines write: kept, seen by agents, answered by nobody, and no two of them keep each other busy."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from app import clock
from app.db import raw_connection
from app.hints import Hint
from app.ids import new_id
from app.rules import mail_budgets
from app.services import inbound, mail_names, message_originals
from app.services.inbound import Item
from tests.channels.mailbox import Mailbox, id_of, mail, mailbox
from tests.conftest import Callers, Desk
from tests.desks import eventually, state_of


def bounce(about: str, *recipients: tuple[str, str, str, str]) -> bytes:
    """A delivery report on a mail of ours: of each recipient address, action, status and diagnostic."""
    lines = "\r\n".join(
        f"Final-Recipient: rfc822; {who}\r\nAction: {action}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {why}\r\n"
        for who, action, status, why in recipients
    )
    parts = (
        ("text/plain", "It did not arrive."),
        ("message/delivery-status", f"Reporting-MTA: dns; mx.example\r\n\r\n{lines}"),
        ("text/rfc822-headers", f"Message-ID: {about}\r\nSubject: Parcel\r\n"),
    )
    raw = (
        "From: MAILER-DAEMON@mx.example\r\nTo: help@shop.example\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        f"Message-ID: <{new_id()}@mx.example>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
    )
    raw += "".join(f"--b\r\nContent-Type: {kind}\r\n\r\n{text}\r\n" for kind, text in parts)
    return f"{raw}--b--\r\n".encode()


async def _answered(callers_: Callers) -> tuple[Mailbox, Any, Any]:
    box = await mailbox(callers_)
    first = mail()
    [made] = await box.take(first)
    answer = await box.admin.post(f"/v1/tickets/{made['ticket_id']}/messages", {"body": "On its way."})
    return box, {**made, "first": first, "path": f"/v1/tickets/{made['ticket_id']}"}, answer


async def test_a_bounce_marks_the_message_and_tells_its_agent(callers_: Callers) -> None:
    box, made, answer = await _answered(callers_)
    anna = await callers_.agent()
    await box.admin.post(f"{made['path']}/assign", {"assignee_id": str(anna.who)}, expect=200)
    await box.admin.patch(made["path"], {"status": "solved"})
    [row] = await box.take(bounce(box.ours(answer), ("vera@example.com", "failed", "5.1.1", "550 no such user")))
    assert (row["status"], row["outcome"], row["ticket_id"]) == ("done", "note", made["ticket_id"])
    delivery = await box.admin.get(f"{made['path']}/messages/{answer['id']}/delivery")
    assert delivery["state"] == "bounced"
    assert [(each["recipient"], each["detail"]) for each in delivery["recipients"]] == [
        ("vera@example.com", "5.1.1 550 no such user")
    ]
    [told] = [each for each in (await anna.get("/v1/notifications"))["items"] if each["kind"] == "message.bounced"]
    assert told["data"]["message_id"] == answer["id"]
    assert (await box.admin.get(made["path"]))["status"] == "solved", "a machine opens nothing"
    note = (await box.messages(made))[-1]
    assert (note["visibility"], note["author"]["kind"]) == ("internal", "system")
    assert (await box.original(row))["kind"] == "hard_bounce"
    # Nothing of ours: somebody is to look.
    alien = box.ours(answer).replace("otk1.", "otk1.a")
    [held] = await box.take(bounce(alien, ("vera@example.com", "failed", "5.1.1", "550 no")))
    assert held["status"] == "held"


async def test_a_bounce_marks_each_line_that_the_mail_carried(callers_: Callers, desk: Desk) -> None:
    box, made, first = await _answered(callers_)
    second, other = [await box.admin.post(f"{made['path']}/messages", {"body": body}) for body in ("And", "Later")]
    held = "SELECT count(*) FROM outbound WHERE last_error IS NOT NULL AND status = 'waiting'"
    await eventually(lambda: state_of(desk.database, held), lambda count: count == 3)
    # As they are when two have left as one mail.
    sent = """UPDATE outbound SET status = 'sent', external_ids = '{one}', next_attempt_at = NULL
    WHERE message_id = ANY ($1)"""
    await state_of(desk.database, sent, [first["id"], second["id"]])
    await box.take(bounce(box.ours(first), ("vera@example.com", "failed", "5.1.1", "550 no such user")))
    said = {each["id"]: each["delivery"] for each in await box.messages(made)}
    assert [said[each["id"]] for each in (first, second)] == ["bounced", "bounced"]
    assert said[other["id"]] != "bounced"


async def test_a_mail_that_is_late_has_not_failed(callers_: Callers) -> None:
    box, made, answer = await _answered(callers_)
    [late] = await box.take(bounce(box.ours(answer), ("vera@example.com", "delayed", "4.2.2", "452 full")))
    assert late["outcome"] == "note"
    assert (await box.admin.get(f"{made['path']}/messages/{answer['id']}/delivery"))["state"] != "failed"
    two = ("oleg@example.com", "failed", "4.4.7", "expired"), ("vera@example.com", "delivered", "2.0.0", "ok")
    await box.take(bounce(box.ours(answer), *two))
    found = await box.admin.get(f"{made['path']}/messages/{answer['id']}/delivery")
    assert ("oleg@example.com", "failed") in {(each["recipient"], each["state"]) for each in found["recipients"]}


async def test_bounces_that_somebody_makes_up_come_to_an_end(
    callers_: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_budgets, "BOUNCES_AND_DAY", 2)
    box, made, answer = await _answered(callers_)
    anna = await callers_.agent()
    await box.admin.post(f"{made['path']}/assign", {"assignee_id": str(anna.who)}, expect=200)
    rows = await box.take(*(bounce(box.ours(answer), (f"p{n}@example.com", "failed", "5.1.1", "no")) for n in range(4)))
    assert [each["outcome"] for each in rows] == ["note", "note", "hard_bounce", "hard_bounce"]
    told = [each for each in (await anna.get("/v1/notifications"))["items"] if each["kind"] == "message.bounced"]
    assert (len(told), len(await box.messages(made))) == (2, 4)


async def test_an_automatic_reply_is_a_note_that_opens_nothing(callers_: Callers) -> None:
    box, made, answer = await _answered(callers_)
    await box.admin.patch(made["path"], {"status": "solved"})
    away = mail(
        "I am away until May.",
        subject="Automatic reply: Parcel",
        in_reply_to=box.ours(answer),
        auto_submitted="auto-replied",
    )
    [row] = await box.take(away)
    assert (row["outcome"], (await box.admin.get(made["path"]))["status"]) == ("note", "solved")
    note = (await box.messages(made))[-1]
    assert (note["visibility"], note["author"]["name"]) == ("internal", "Vera")
    assert note["body"] == "[An automatic reply from Vera]\n\nI am away until May."
    # A machine that begins is a ticket all the same, and a list's member speaks.
    [alert, member] = await box.take(
        mail("Disk full", sender="cron@example.com", auto_submitted="auto-generated"),
        mail("I write by a list", in_reply_to=box.ours(answer), list_id="<dev.example.com>"),
    )
    assert (alert["outcome"], (await box.original(alert))["kind"]) == ("created", "auto_reply")
    assert (member["outcome"], (await box.admin.get(made["path"]))["status"]) == ("message", "open")


async def test_two_machines_that_answer_each_other_come_to_an_end(callers_: Callers, desk: Desk) -> None:
    box, made, answer = await _answered(callers_)
    away = [mail(f"Away {n}", in_reply_to=box.ours(answer), precedence="auto_reply") for n in range(21)]
    posted = await asyncio.gather(*(box.post(each) for each in away))
    ended = [(await box.ended(each))["status"] for each in posted]
    assert (ended.count("done"), ended.count("held")) == (20, 1)
    count = "SELECT count(*) FROM messages WHERE ticket_id = $1 AND visibility = 'internal'"
    assert await state_of(desk.database, count, made["ticket_id"]) == 20


async def test_mails_of_the_desk_itself_make_nothing_new(callers_: Callers, desk: Desk) -> None:
    box, made, answer = await _answered(callers_)
    sales = await mailbox(callers_, "sales@shop.example")
    back = mail(
        "On its way.",
        sender="Help <help@shop.example>",
        message_id=box.ours(answer),
        x_otklik_desk=mail_names.desk_mark(),
    )
    rows = [*await box.take(back), *await sales.take(back)]
    assert [(each["outcome"], each["message_id"]) for each in rows] == [("own", answer["id"])] * 2
    assert await state_of(desk.database, "SELECT count(*) FROM messages") == 2
    # From a mailbox of ours by hand: a ticket, and nothing answers it.
    [by_hand] = await box.take(mail("Please call them", sender="sales@shop.example"))
    assert (await box.original(by_hand))["kind"] == "loop"
    [other] = await box.take(
        mail("From another desk", x_otklik_desk="0123456789abcdef", in_reply_to=id_of(made["first"]))
    )
    assert (await box.original(other))["kind"] == "person"


async def test_old_mails_that_are_imported_are_answered_by_no_machine(callers_: Callers, desk: Desk) -> None:
    box = await mailbox(callers_)
    async with desk.database.unit_of_work() as work:
        connection = await raw_connection(work.session)
        item = Item("old@example.com", mail("From last year").as_bytes(), envelope={"imported": True})
        [stored] = await inbound.store(connection, box.id, "imap", [item], now=clock.now())
        work.hints.append(Hint("inbound", box.id))
    row = await box.ended(str(stored.id))
    assert (await box.original(row))["imported"]
    async with desk.database.lean() as connection:
        assert await message_originals.kind_of(connection, UUID(row["message_id"])) == "imported"
