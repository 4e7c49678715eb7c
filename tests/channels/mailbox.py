"""A mailbox of the desk under test: mails go in by the door for gateways, and what became of them is looked at."""

from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from app.ids import new_id
from app.rules import mail_ids
from app.services import mail_names
from tests.conftest import Api, Callers
from tests.desks import eventually


def mail(
    body: str = "Where is my parcel?",
    *,
    sender: str | None = "Vera <vera@example.com>",
    subject: str = "Parcel",
    to: str = "help@shop.example",
    files: tuple[tuple[str, str, bytes], ...] = (),
    **headers: Any,
) -> EmailMessage:
    """A mail as programs write it; headers by their names with underscores."""
    made = EmailMessage()
    if sender is not None:
        made["From"] = sender
    made["To"], made["Subject"] = to, subject
    made["Message-ID"] = headers.pop("message_id", f"<{new_id()}@example.com>")
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(body)
    for name, kind, content in files:
        first, _, second = kind.partition("/")
        made.add_attachment(content, maintype=first, subtype=second, filename=name)
    return made


def id_of(made: EmailMessage) -> str:
    """Its Message-ID."""
    return str(made["Message-ID"])


@dataclass
class Mailbox:
    """A channel, and an admin who looks at it."""

    admin: Api
    id: UUID
    address: str

    async def post(self, raw: bytes | EmailMessage) -> str:
        """Hand a mail over; the id of its row."""
        content = raw.as_bytes() if isinstance(raw, EmailMessage) else raw
        headers = {"content-type": "message/rfc822"}
        answer = await self.admin("POST", f"/v1/channels/{self.id}/mail", content=content, headers=headers)
        assert answer.status_code in {200, 202}, answer.text
        return str(answer.json()["id"])

    async def ended(self, row_id: str) -> Any:
        """The row, when it waits no longer."""

        async def look() -> Any:
            row = await self.admin.get(f"/v1/inbound/{row_id}")
            return None if row["status"] == "waiting" else row

        return await eventually(look, bool)

    async def take(self, *raw: bytes | EmailMessage) -> list[Any]:
        """Hand mails over one after the other; their rows."""
        return [await self.ended(await self.post(each)) for each in raw]

    async def messages(self, row: Any) -> list[Any]:
        """The thread on which a row is."""
        return list((await self.admin.get(f"/v1/tickets/{row['ticket_id']}/messages"))["items"])

    async def original(self, row: Any) -> Any:
        """The mail behind a row's message."""
        return await self.admin.get(f"/v1/tickets/{row['ticket_id']}/messages/{row['message_id']}/original")

    def ours(self, message: Any) -> str:
        """The Message-ID of a message of ours when it goes out."""
        made = mail_ids.message_id(
            mail_names.keys(),
            ticket_id=UUID(message["ticket_id"]),
            message_id=UUID(message["id"]),
            domain="shop.example",
        )
        return f"<{made}>"

    def plus(self, ticket_id: str) -> str:
        """A ticket's own address."""
        made = mail_ids.reply_address(mail_names.keys(), ticket_id=UUID(ticket_id), address=self.address)
        assert made is not None
        return made


async def mailbox(callers_: Callers, address: str = "help@shop.example", **settings: Any) -> Mailbox:
    """Open one."""
    admin = await callers_.admin()
    body = {"kind": "email", "name": address, "address": address, "settings": settings}
    made = await admin.post("/v1/channels", body)
    return Mailbox(admin, UUID(made["id"]), address)
