"""WhatsApp: a business's number at the Cloud API.
Protocol: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview

Deliveries are signed with the app's secret over their raw bytes. One delivery may hold messages of several people; each
is stored and read by itself.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from app.channels import calling, json_shapes, whatsapp_reading, whatsapp_sending
from app.channels.base import (
    Account,
    Answer,
    Delivered,
    File,
    ForgedError,
    Incoming,
    Outcome,
    Outgoing,
    Person,
    Received,
)
from app.channels.calling import CutOffError, NotReachedError
from app.channels.json_shapes import mapping, text
from app.channels.whatsapp_sending import API_URL
from app.settings import settings

HEADER = "x-hub-signature-256"
_SECRETS = ("app_secret", "access_token", "verify_token")
_NUMBER = re.compile(r"[0-9]{5,30}")
_MEDIA = re.compile(r"[A-Za-z0-9_-]{1,200}")
_SIGNED = re.compile(r"sha256=[0-9a-f]{64}")
# Where the files of messages lie: the token is shown to nobody else.
_FILES = (".facebook.com", ".fbcdn.net", ".fbsbx.com", ".whatsapp.net")
_LATER = frozenset({401, 429})
_ERROR = 500


class WhatsApp:
    """The adapter."""

    kind = "whatsapp"
    repeatable = False

    def check(self, account: Account) -> None:
        """The number's id, the app's secret, a token, and the word by which Meta shows that it is Meta."""
        if not _NUMBER.fullmatch(account.address):
            raise ValueError("address: the id of the phone number, which Meta shows beside it: digits")
        for name in _SECRETS:
            if len(account.secrets.get(name, "")) < 8 or not account.secrets[name].isascii():  # noqa: PLR2004
                raise ValueError(f"{name}: 8 characters or more")
        calling.check_url(str(account.settings.get("api_url") or API_URL), "api_url")

    def identity_scope(self, account: Account) -> str:  # noqa: ARG002 - the interface's
        """A number is the same to all; an id of a person is the same to all numbers of one business."""
        return self.kind

    def receive(self, account: Account, request: Delivered) -> Received:
        """A question whether this is the place (GET), or a signed delivery (POST)."""
        if request.method == "GET":
            return self._confirmed(account, request)
        secret, signed = account.secrets.get("app_secret", ""), request.headers.get(HEADER, "")
        made = hmac.digest(secret.encode(), request.body, hashlib.sha256).hex()
        if not secret or not _SIGNED.fullmatch(signed) or not hmac.compare_digest(signed[7:], made):
            raise ForgedError
        return Received(tuple(whatsapp_reading.split(request.body)))

    @staticmethod
    def _confirmed(account: Account, request: Delivered) -> Received:
        known, said = account.secrets.get("verify_token", ""), request.query.get("hub.verify_token", "")
        if request.query.get("hub.mode") != "subscribe" or not known:
            raise ForgedError
        if not hmac.compare_digest(said.encode(), known.encode()):
            raise ForgedError
        return Received((), Answer(body=text(request.query.get("hub.challenge"), 200).encode()))

    def read(self, account: Account, body: bytes) -> tuple[Incoming, ...]:
        """What a message or a state says."""
        part = json_shapes.loaded(body)
        if not isinstance(part, dict) or not {"message", "status"} & set(part):
            raise ValueError("this is neither a message nor a state")
        if (came := whatsapp_reading.number_id(part)) != account.address:
            # Meta sends all numbers of an app to one place; who has several gives each its own.
            raise ValueError(f"this came to the number {came or '?'}, which is another one")
        return whatsapp_reading.read(part)

    def window_open(self, last_inbound_at: datetime | None, now: datetime) -> bool:
        """For a day after the customer wrote."""
        return last_inbound_at is not None and now - last_inbound_at < whatsapp_sending.WINDOW

    def template(self, account: Account, text: str) -> Mapping[str, Any] | None:
        """The one that the settings name, with the text in it."""
        return whatsapp_sending.template(account, text)

    async def send(self, account: Account, out: Outgoing) -> Outcome:
        """Make the next step."""
        return await whatsapp_sending.send(account, out)

    async def introduce(self, account: Account, person: Person) -> Person:  # noqa: ARG002 - the interface's
        """Deliveries say everything."""
        return person

    async def fetch(self, account: Account, file: File) -> bytes:
        """Ask where the file lies, which is said for five minutes, then get it from there."""
        if not _MEDIA.fullmatch(file.token or ""):
            raise ValueError("this is no id of a file")
        limit = settings().attachment_bytes
        headers = whatsapp_sending.authorized(account)
        async with calling.calls() as call:
            try:
                said = await call("GET", whatsapp_sending.url(account, file.token or ""), headers=headers)
            except (NotReachedError, CutOffError) as error:
                raise OSError(str(error)) from error
            if said.status in _LATER or said.status >= _ERROR:
                raise OSError(f"WhatsApp answered {said.status}")
            found = mapping(said.data)
            where = text(found.get("url"), 2000)
            if not said.good or not where:
                raise ValueError("WhatsApp has no such file")
            if (json_shapes.size(found.get("file_size")) or 0) > limit:
                raise calling.too_large(limit)
            if not _may_see_the_token(account, where):
                raise ValueError("its address is not one of WhatsApp's")
            return await call.download(where, limit=limit, headers=headers)

    async def connect(self, account: Account, public_url: str) -> None:
        """Give this number a place of its own, beside the app's."""
        asked = {
            "webhook_configuration": {
                "override_callback_uri": public_url,
                "verify_token": account.secrets["verify_token"],
            }
        }
        async with calling.calls() as call:
            try:
                said = await call(
                    "POST",
                    whatsapp_sending.url(account, account.address),
                    json=asked,
                    headers=whatsapp_sending.authorized(account),
                )
            except (NotReachedError, CutOffError) as error:
                raise OSError(str(error)) from error
        if said.status >= _ERROR:
            raise OSError(f"WhatsApp answered {said.status}")
        if not said.good:
            why = mapping(mapping(said.data).get("error"))
            raise ValueError(text(why.get("message"), 400) or f"WhatsApp answered {said.status}")


def _may_see_the_token(account: Account, where: str) -> bool:
    host = (urlsplit(where).hostname or "").lower()
    own = (urlsplit(str(account.settings.get("api_url") or API_URL)).hostname or "").lower()
    return host == own or (where.startswith("https://") and host.endswith(_FILES))
