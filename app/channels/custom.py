"""A channel of a partner's own: signed webhooks both ways, as Standard Webhooks says (https://www.standardwebhooks.com).

What the partner sends is one event a request and is stored once per `webhook-id`. What the desk sends has a
`webhook-id` of its message's own at every attempt, so that the partner knows a second copy; so it may be made again.
"""

import base64
import binascii
from dataclasses import replace

import orjson
from pydantic import ValidationError
from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook, WebhookVerificationError

from app import clock
from app.channels import calling, json_shapes
from app.channels.base import (
    Account,
    Answer,
    Delayed,
    Delivered,
    File,
    ForgedError,
    Incoming,
    Outcome,
    OutFile,
    Outgoing,
    Person,
    Received,
    Refused,
    Sent,
    Update,
)
from app.channels.calling import Said
from app.channels.custom_shapes import EVENT, Attached, Delete, Edit, Message, Receipt, Standing, Writer
from app.channels.json_shapes import identifier, mapping
from app.settings import settings

# Of all files of one message together: they travel inside of it.
FILES_BYTES = 25_000_000
_HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")
_GONE, _TIMEOUT, _MANY, _ERROR = 410, 408, 429, 500
_LATER = frozenset({401, 403, 404})


class Custom:
    """The adapter."""

    kind = "custom"
    repeatable = True

    def check(self, account: Account) -> None:
        """A secret of 24 bytes or more, and an address that may be called."""
        try:
            secret = base64.b64decode(account.secrets.get("webhook_secret", "").removeprefix("whsec_"), validate=True)
        except (binascii.Error, ValueError) as error:
            raise ValueError("webhook_secret: whsec_ and 24 to 64 bytes in Base64") from error
        if not 24 <= len(secret) <= 64:  # noqa: PLR2004 - as the standard says
            raise ValueError("webhook_secret: whsec_ and 24 to 64 bytes in Base64")
        calling.check_url(str(account.settings.get("url") or ""), "url")

    def identity_scope(self, account: Account) -> str:
        """What the partner calls a person is the partner's own."""
        return str(account.id)

    def receive(self, account: Account, request: Delivered) -> Received:
        """One signed event. Whoever is the partner and writes nonsense is told what is wrong with it."""
        if request.method != "POST":
            raise ForgedError
        headers = {name: request.headers.get(name, "") for name in _HEADERS}
        try:
            Webhook(account.secrets.get("webhook_secret", "")).verify(request.body, headers, json_parse=False)
        except (WebhookVerificationError, EmptyWebhookSecretError, ValueError) as error:
            # ValueError: a body that is not UTF-8, a signature that is not Base64.
            raise ForgedError from error
        event_id = identifier(headers["webhook-id"])
        try:
            event = EVENT.validate_json(request.body)
        except ValidationError as error:
            return Received((), _wrong(error))
        if not event_id:
            return Received((), Answer(400, "application/json", b'{"error":"webhook-id: 1 to 200 characters"}'))
        return Received((Update(event_id, event.conversation, request.body),), Answer(202, "application/json", b"{}"))

    def read(self, account: Account, body: bytes) -> tuple[Incoming, ...]:  # noqa: ARG002 - the interface's
        """What an event says."""
        event = EVENT.validate_json(body)
        match event:
            case Message():
                files = tuple(_file(each) for each in event.files)
                what = Incoming("message", event.conversation, event.id, _person(event.person), event.text, files)
            case Edit():
                what = Incoming("edit", event.conversation, event.id, _person(event.person), event.text)
            case Delete():
                what = Incoming("delete", event.conversation, event.id, _person(event.person))
            case Receipt():
                what = Incoming("receipt", event.conversation, event.id, None, state=event.state, detail=event.detail)
            case Standing():
                what = Incoming(event.type, event.conversation, "", _person(event.person))
        return (_when(what, event),)

    async def send(self, account: Account, out: Outgoing) -> Outcome:
        """POST the message to the partner; an `id` in the answer is what receipts will call it."""
        if sum(file.size for file in out.files) > FILES_BYTES:
            return Refused("its files are larger than 25 MB together, which is the most", "file_too_large")
        webhook_id, now, secret = f"msg_{out.id}", clock.now(), account.secrets["webhook_secret"]
        body = orjson.dumps(_shape(account, out), option=orjson.OPT_UTC_Z)
        headers = {
            "content-type": "application/json",
            "webhook-id": webhook_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(secret).sign(webhook_id, now, body.decode()),
        }
        async with calling.calls() as call:
            made = call("POST", str(account.settings["url"]), content=body, headers=headers)
            said = await calling.attempt(made, repeatable=True)
        if not isinstance(said, Said):
            return said
        if said.good:
            return Sent((identifier(mapping(said.data).get("id")) or str(out.id),))
        return _outcome(said)

    async def introduce(self, account: Account, person: Person) -> Person:  # noqa: ARG002 - the interface's
        """The partner says what it knows with each message."""
        return person

    async def fetch(self, account: Account, file: File) -> bytes:  # noqa: ARG002 - the interface's
        """Get the file from the address that the partner named."""
        limit = settings().attachment_bytes
        if file.size is not None and file.size > limit:
            raise calling.too_large(limit)
        async with calling.calls() as call:
            return await call.download(file.token or "", limit=limit)

    async def connect(self, account: Account, public_url: str) -> None:
        """Nothing is told: the partner has been given the address."""


def _wrong(error: ValidationError) -> Answer:
    # The first part of a place is the event's type, which is no field of what was sent.
    found = [
        {"at": ".".join(str(part) for part in each["loc"][1:]), "message": each["msg"]}
        for each in error.errors(include_url=False, include_context=False, include_input=False)[:20]
    ]
    return Answer(422, "application/json", json_shapes.dumped({"error": "invalid", "errors": found}, otherwise=b"{}"))


def _person(writer: Writer) -> Person:
    return Person(writer.id, writer.name, writer.username, writer.phone, writer.email, writer.locale)


def _file(attached: Attached) -> File:
    if attached.content is None:
        return File(attached.name, attached.content_type, token=attached.url, size=attached.size)
    content = base64.b64decode(attached.content + "=" * (-len(attached.content) % 4))
    return File(attached.name, attached.content_type, content, size=len(content))


def _when(what: Incoming, event: Message | Edit | Delete | Receipt | Standing) -> Incoming:
    return replace(what, at=event.at, reply_to=event.reply_to if isinstance(event, Message) else None)


def _shape(account: Account, out: Outgoing) -> dict[str, object]:
    return {
        "type": "message",
        "id": str(out.id),
        "channel_id": str(account.id),
        "conversation": out.to,
        "text": out.text,
        "html": out.html,
        "format": out.format,
        "files": [_out_file(file) for file in out.files],
        "reply_to": out.reply_to,
        "at": out.at,
    }


def _out_file(file: OutFile) -> dict[str, object]:
    content = base64.b64encode(file.content).decode()
    return {"name": file.name, "content_type": file.content_type, "size": file.size, "content": content}


def _outcome(said: Said) -> Outcome:
    why = f"the partner's server answered {said.status}"
    if said.status == _GONE:
        return Refused(why, "not_accepted")
    if said.status in _LATER:
        # Its address or its secret is wrong: somebody has to see to it.
        return Delayed(why, calling.ACCOUNT_SECONDS)
    if said.status in {_TIMEOUT, _MANY} or said.status >= _ERROR or said.status < 400:  # noqa: PLR2004 - a redirect
        return Delayed(why, said.retry_after)
    return Refused(why, "not_accepted")
