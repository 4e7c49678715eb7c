"""Mails that only look like somebody's, and the same mail at two doors: nobody is let in, nothing is there twice."""

from app.channels.mail.reading import read
from app.rules.mail_threading import proves
from tests.channels.mailbox import id_of, mail, mailbox
from tests.conftest import Callers

SERVER = "mx.shop.example"
DISOWNED = f"Authentication-Results: {SERVER}; dmarc=fail header.from=example.com\r\n".encode()


def test_what_the_server_found_out_is_not_crowded_out() -> None:
    sizes = [15_900] * 4 + [1_000] * 4 + [100] * 40 + [10] * 90
    much = b"".join(b"Cc: " + b"a" * each + b"\r\n" for each in sizes)
    many = b"X-Y: z\r\n" * 2_000
    for crowd in (much, many):
        got = read(DISOWNED + b"From: vera@example.com\r\n" + crowd + b"\r\nbody")
        assert got.sender is not None
        assert not proves(got.headers.get("authentication-results", ()), SERVER, [each.email for each in got.authors])


async def test_who_is_not_proved_to_have_written_is_held(callers_: Callers) -> None:
    box = await mailbox(callers_, authserv_id=SERVER)
    first = mail()
    [made] = await box.take(first)
    rest = f"In-Reply-To: {id_of(first)}\r\nSubject: Re: Parcel\r\n\r\nbody".encode()
    forged = await box.take(
        DISOWNED + b"From: vera@example.com\r\n" + rest,
        # The server says something of one of them, or of nobody.
        b"From: vera@example.com, m@evil.example\r\n" + rest,
        b"From: m@evil.example\r\nFrom: vera@example.com\r\n" + rest,
        b"From: nobody\r\nSender: vera@example.com\r\n" + rest,
    )
    assert [each["status"] for each in forged] == ["held"] * 4
    assert len(await box.messages(made)) == 1


async def test_a_mail_to_two_mailboxes_is_once_on_a_thread(callers_: Callers) -> None:
    help_, sales = await mailbox(callers_), await mailbox(callers_, "sales@пример.рф")
    first = mail()
    [made] = await help_.take(first)
    await help_.admin.post(f"/v1/tickets/{made['ticket_id']}/messages", {"body": "On its way."})
    both = mail("Thanks", to=f"{help_.plus(made['ticket_id'])}, sales@xn--e1afmkfd.xn--p1ai, oleg@example.com")
    rows = [await box.ended(each) for box, each in [(box, await box.post(both)) for box in (help_, sales)]]
    assert sorted(each["outcome"] for each in rows) == ["message", "repeated"]
    assert len({each["message_id"] for each in rows}) == 1
    assert [each["body"] for each in await help_.messages(made)] == ["Where is my parcel?", "On its way.", "Thanks"]
    # What has only the name of that mail is another one's, who is not known there.
    [other] = await sales.take(mail("No", sender="m@evil.example", message_id=id_of(mail()), in_reply_to=id_of(both)))
    assert other["status"] == "held"
    # A mailbox that is renamed was never anybody else.
    old = help_.plus(made["ticket_id"])
    await help_.admin.patch(f"/v1/channels/{help_.id}", {"address": "support@shop.example"})
    [after] = await help_.take(mail("And now?", to=old, cc="support@shop.example"))
    assert after["ticket_id"] == made["ticket_id"]
    await help_.admin("DELETE", f"/v1/channels/{help_.id}", expect=204)
    more = mail("Hello?", to=f"sales@пример.рф, {old}", cc="support@shop.example")
    assert (await sales.ended(await sales.post(more)))["ticket_id"] == made["ticket_id"]
    ccs = (await help_.admin.get(f"/v1/tickets/{made['ticket_id']}/ccs"))["items"]
    assert [each["email"] for each in ccs] == ["oleg@example.com"]


async def test_a_domain_in_letters_is_the_one_in_code(callers_: Callers) -> None:
    box = await mailbox(callers_, "help@пример.рф")
    asked = {"subject": "Parcel", "body": "Where?", "requester": {"email": "vera@xn--80a1acny.xn--p1ai"}}
    ticket = await box.admin.post("/v1/tickets", asked)
    assert ticket["requester"]["email"] == "vera@почта.рф"
    to = box.plus(ticket["id"]).replace("пример.рф", "xn--e1afmkfd.xn--p1ai")
    letters = f"From: vera@почта.рф\r\nTo: {to}\r\nCc: help@xn--e1afmkfd.xn--p1ai\r\n\r\nIn letters".encode()
    coded = f"From: Vera <VERA@XN--80A1ACNY.xn--p1ai>\r\nTo: {to}\r\n\r\nIn code".encode()
    rows = await box.take(letters, coded)
    assert [(each["outcome"], each["ticket_id"]) for each in rows] == [("message", ticket["id"])] * 2
    assert (await box.admin.get(f"/v1/tickets/{ticket['id']}/ccs"))["items"] == []
