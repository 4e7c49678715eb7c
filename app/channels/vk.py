"""VK: a community that customers write to. Protocol: https://dev.vk.com/ru/api/callback/getting-started

Events carry the secret word that is set beside the server's address; the first one asks for the confirmation string.
"""

import hmac
import re

from app.channels import calling, json_shapes, vk_reading, vk_sending
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
    Update,
)
from app.channels.calling import CutOffError, NotReachedError
from app.channels.json_shapes import identifier, items, mapping, text, words
from app.channels.vk_sending import API_URL
from app.settings import settings

_GROUP = re.compile(r"[0-9]{1,20}")
_CONFIRMATION = re.compile(r"[A-Za-z0-9]{4,64}")
_ERROR = 500


class Vk:
    """The adapter."""

    kind = "vk"
    repeatable = True

    def check(self, account: Account) -> None:
        """The community's number, its key, the secret word and the string that confirms the server."""
        if not _GROUP.fullmatch(account.address):
            raise ValueError("address: the community's number, digits")
        if len(account.secrets.get("access_token", "")) < 20:  # noqa: PLR2004
            raise ValueError("access_token: the community's key with the right to messages, photos and documents")
        if not 8 <= len(account.secrets.get("webhook_secret", "")) <= 50:  # noqa: PLR2004 - VK's limit
            raise ValueError("webhook_secret: 8 to 50 characters, the same as at VK")
        if not _CONFIRMATION.fullmatch(str(account.settings.get("confirmation") or "")):
            raise ValueError("confirmation: the string that VK wants to hear from the server")
        calling.check_url(str(account.settings.get("api_url") or API_URL), "api_url")

    def identity_scope(self, account: Account) -> str:  # noqa: ARG002 - the interface's
        """A user's number is theirs in all communities."""
        return self.kind

    def receive(self, account: Account, request: Delivered) -> Received:
        """One event of this community, with its secret word."""
        event = mapping(json_shapes.loaded(request.body))
        known, said = account.secrets.get("webhook_secret", ""), text(event.get("secret"), 100)
        if request.method != "POST" or identifier(event.get("group_id")) != account.address or not known:
            raise ForgedError
        if not hmac.compare_digest(said.encode(), known.encode()):
            raise ForgedError
        if event.get("type") == "confirmation":
            return Received((), Answer(body=str(account.settings.get("confirmation") or "").encode()))
        # The secret is not kept: who may see what came need not know it.
        kept = {key: each for key, each in event.items() if key != "secret"}
        body = json_shapes.dumped(kept, otherwise=request.body)
        return Received((Update(identifier(event.get("event_id")) or None, vk_reading.lane(event), body),))

    def read(self, account: Account, body: bytes) -> tuple[Incoming, ...]:  # noqa: ARG002 - the interface's
        """What an event says."""
        event = mapping(json_shapes.loaded(body))
        if not text(event.get("type"), 100):
            raise ValueError("this is no event of a community")
        return vk_reading.read(event)

    async def send(self, account: Account, out: Outgoing) -> Outcome:
        """Make the next step."""
        return await vk_sending.send(account, out)

    async def introduce(self, account: Account, person: Person) -> Person:
        """Events have numbers only: ask for the name. https://dev.vk.com/ru/method/users.get"""
        async with calling.calls() as call:
            asked = vk_sending.method(call, account, "users.get", user_ids=person.external_id, fields="screen_name")
            try:
                said = await asked
            except (NotReachedError, CutOffError) as error:
                raise OSError(str(error)) from error
        if said.status >= _ERROR:
            raise OSError(f"VK answered {said.status}")
        found = next(iter(items(mapping(said.data).get("response"))), {})
        name = words(f"{text(found.get('first_name'), 200)} {text(found.get('last_name'), 200)}")
        return Person(person.external_id, name or None, words(found.get("screen_name")) or None)

    async def fetch(self, account: Account, file: File) -> bytes:  # noqa: ARG002 - the interface's
        """Get the file from the address in the event, which is looked at like any that a stranger gives."""
        limit = settings().attachment_bytes
        if file.size is not None and file.size > limit:
            raise calling.too_large(limit)
        async with calling.calls() as call:
            return await call.download(file.token or "", limit=limit)

    async def connect(self, account: Account, public_url: str) -> None:
        """Nothing is told: a community's server is set in its own settings, where its string is shown too."""
