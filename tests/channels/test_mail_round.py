"""A conversation by mail, all the way: it comes in, is answered, is answered again, and one of ours bounces."""

from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from tests.conftest import Api, Callers
from tests.desks import eventually
from tests.receivers import a_mail_server

BOUNCE = """From: MAILER-DAEMON@mx.example.com\r
To: help@shop.example\r
Subject: Undelivered Mail Returned to Sender\r
Message-ID: <bounce1@mx.example.com>\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r
\r
--b\r
Content-Type: text/plain\r
\r
It did not arrive.\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example.com\r
\r
Final-Recipient: rfc822; Vera@Example.com\r
Action: failed\r
Status: 5.1.1\r
Diagnostic-Code: smtp; 550 no such user\r
\r
--b\r
Content-Type: text/rfc822-headers\r
\r
Message-ID: {id}\r
\r
--b--\r
"""


def a_mail(number: int, body: str, *, to: str, subject: str = "Where is it?", **more: str) -> bytes:
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = "Vera <Vera@Example.com>", to, subject
    made["Message-ID"] = f"<{number}@example.com>"
    for name, value in more.items():
        made[name.replace("_", "-")] = value
    made.set_content(body)
    return bytes(made)


async def test_a_conversation_by_mail(callers_: Callers) -> None:
    admin, anna = await callers_.admin(), await callers_.agent()
    async with a_mail_server() as server:
        box = await admin.post(
            "/v1/channels",
            {
                "kind": "email", "name": "Shop help", "address": "help@shop.example",
                "secrets": {"smtp_url": f"smtp://127.0.0.1:{server.port}"}, "settings": {"agent_name": True},
            },
        )  # fmt: skip
        came = f"/v1/channels/{box['id']}/mail"

        async def take(raw: bytes) -> None:
            answer = await admin("POST", came, content=raw, headers={"content-type": "message/rfc822"})
            assert answer.status_code in {200, 202}, answer.text

        async def thread(ticket: str) -> list[dict[str, Any]]:
            return list((await anna.get(f"/v1/tickets/{ticket}/messages"))["items"])

        await take(a_mail(1, "Where is my order?", to="help@shop.example"))
        (ticket,) = await eventually(lambda: _tickets(anna), lambda found: len(found) == 1)
        reply = await anna.post(f"/v1/tickets/{ticket['id']}/messages", {"body": "On its way."})
        await eventually(_seen(server), lambda count: count == 1)
        (mail,) = server.mails
        assert str(mail["from"]) == '"Anna (Shop help)" <help@shop.example>'
        assert mail["subject"] == f"Re: Where is it? [#{ticket['number']}]"
        assert mail["in-reply-to"] == "<1@example.com>"

        # Another client, which keeps nothing of the thread but the address to answer to.
        await take(a_mail(2, "Thanks", to=mail["reply-to"].addresses[0].addr_spec, subject="AW: something"))
        said = await eventually(lambda: thread(ticket["id"]), lambda found: len(found) == 3)
        assert [each["author"]["kind"] for each in said] == ["customer", "agent", "customer"]
        # And one that keeps only whom it answers.
        await take(a_mail(3, "Again", to="help@shop.example", subject="x", In_Reply_To=mail["message-id"]))
        await eventually(lambda: thread(ticket["id"]), lambda found: len(found) == 4)
        assert len(await _tickets(anna)) == 1

        delivery = f"/v1/tickets/{ticket['id']}/messages/{reply['id']}/delivery"
        await eventually(lambda: anna.get(delivery), lambda found: found["state"] == "sent")
        await take(BOUNCE.format(id=mail["message-id"]).encode())
        bounced = await eventually(lambda: anna.get(delivery), lambda found: found["state"] == "bounced")
        assert [each["recipient"] for each in bounced["recipients"]] == ["vera@example.com"]
        # The next answer has the whole thread behind it.
        await anna.post(f"/v1/tickets/{ticket['id']}/messages", {"body": "Are you there?"})
        await eventually(_seen(server), lambda count: count == 2)
        assert server.mails[1]["references"].split()[:2] == ["<1@example.com>", mail["message-id"]]


async def _tickets(anna: Api) -> list[dict[str, Any]]:
    return list((await anna.get("/v1/tickets"))["items"])


def _seen(server: Any) -> Any:
    async def count() -> int:
        return len(server.mails)

    return count
