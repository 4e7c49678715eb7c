"""Telegram: a bot that customers write to. Protocol: https://core.telegram.org/bots/api

Updates come to the webhook, with the secret that `connect` has given Telegram in a header, or are fetched by a long
poll (`telegram_polling`) where nothing can reach the desk.
"""

import hmac
import re
from collections.abc import Container, Mapping
from typing import Any

import orjson

from app.channels import calling, json_shapes, telegram_reading, telegram_sending
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
from app.channels.calling import CutOffError, NotReachedError, Said
from app.channels.json_shapes import mapping, text, whole, words
from app.channels.telegram_sending import API_URL
from app.settings import settings

# What a bot may download: https://core.telegram.org/bots/api#getfile
DOWNLOAD_BYTES = 20_000_000
KINDS = ("message", "edited_message", "my_chat_member", "callback_query")
HEADER = "x-telegram-bot-api-secret-token"
_TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{20,100}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_POLL_SECONDS = 10.0
_MANY, _ERROR = 429, 500
# A wrong token, and somebody else who asks, are put right by people.
_LATER = frozenset({401, 404, 409, _MANY})


class Telegram:
    """The adapter."""

    kind = "telegram"
    repeatable = False

    def check(self, account: Account) -> None:
        """A token as BotFather gives it, and a secret that Telegram takes."""
        if not _TOKEN.fullmatch(account.secrets.get("bot_token", "")):
            raise ValueError("bot_token: BotFather gives a number, a colon and about 35 letters")
        if not account.settings.get("polling") and not _SECRET.fullmatch(account.secrets.get("webhook_secret", "")):
            raise ValueError("webhook_secret: 16 to 256 of A-Z, a-z, 0-9, _ and -")
        calling.check_url(str(account.settings.get("api_url") or API_URL), "api_url")

    def identity_scope(self, account: Account) -> str:  # noqa: ARG002 - the interface's
        """A user's id is theirs with every bot."""
        return self.kind

    def receive(self, account: Account, request: Delivered) -> Received:
        """One update, with the secret in the header."""
        secret = account.secrets.get("webhook_secret", "")
        said = request.headers.get(HEADER, "")
        if request.method != "POST" or not secret or not hmac.compare_digest(said.encode(), secret.encode()):
            raise ForgedError
        update = json_shapes.loaded(request.body)
        answer = Answer(200, "application/json", courtesy(mapping(update)))
        return Received((stored(mapping(update), request.body),), answer)

    def read(self, account: Account, body: bytes) -> tuple[Incoming, ...]:  # noqa: ARG002 - the interface's
        """What an update says."""
        update = json_shapes.loaded(body)
        if not isinstance(update, dict) or whole(update.get("update_id")) is None:
            raise ValueError("this is no update of a bot")
        return telegram_reading.read(update)

    async def send(self, account: Account, out: Outgoing) -> Outcome:
        """Make the next step."""
        return await telegram_sending.send(account, out)

    async def introduce(self, account: Account, person: Person) -> Person:  # noqa: ARG002 - the interface's
        """Updates say everything."""
        return person

    async def fetch(self, account: Account, file: File) -> bytes:
        """Ask where the file lies, then get it from there. A path is good for an hour, so both are done each time."""
        limit = min(DOWNLOAD_BYTES, settings().attachment_bytes)
        if file.size is not None and file.size > limit:
            raise calling.too_large(limit)
        async with calling.calls() as call:
            said = await _called(call, account, "getFile", {"file_id": file.token})
            found = mapping(mapping(said.data).get("result"))
            path = text(found.get("file_path"), 1000)
            if not path or ".." in path:
                raise ValueError(words(mapping(said.data).get("description")) or "Telegram has no such file")
            if (json_shapes.size(found.get("file_size")) or 0) > limit:
                raise calling.too_large(limit)
            base = str(account.settings.get("api_url") or API_URL).rstrip("/")
            return await call.download(f"{base}/file/bot{account.secrets['bot_token']}/{path}", limit=limit)

    async def connect(self, account: Account, public_url: str) -> None:
        """Tell Telegram where the desk listens, or that it will ask itself."""
        async with calling.calls() as call:
            if account.settings.get("polling"):
                asked: dict[str, object] = {"drop_pending_updates": False}
                said = await _called(call, account, "deleteWebhook", asked, later={_MANY})
            else:
                asked = {
                    "url": public_url,
                    "secret_token": account.secrets["webhook_secret"],
                    "allowed_updates": KINDS,
                    # Several connections would overtake each other: a conversation could come in disorder.
                    "max_connections": 1,
                }
                said = await _called(call, account, "setWebhook", asked, later={_MANY})
        if not said.good:
            raise ValueError(words(mapping(said.data).get("description")) or f"Telegram answered {said.status}")


def stored(update: Mapping[str, Any], body: bytes) -> Update:
    """An update as it is kept until it is read."""
    number = whole(update.get("update_id"))
    return Update(None if number is None else str(number), telegram_reading.lane(update), body)


def courtesy(update: Mapping[str, Any]) -> bytes:
    """What is answered to an update beside that it came: a pressed button stops waiting. The desk makes no buttons, but
    the bot may have had some before. https://core.telegram.org/bots/api#making-requests-when-getting-updates
    """
    pressed = json_shapes.identifier(mapping(update.get("callback_query")).get("id"))
    return orjson.dumps({"method": "answerCallbackQuery", "callback_query_id": pressed}) if pressed else b"{}"


async def updates(account: Account, offset: int, *, seconds: float = _POLL_SECONDS) -> list[Update]:
    """The updates from this number on; waits so long for the first. Asking for a number says that all before it are
    stored. https://core.telegram.org/bots/api#getupdates

    Raises `OSError` when another time there may be some.
    """
    asked = {"offset": offset, "timeout": int(seconds), "limit": 100, "allowed_updates": KINDS}
    async with calling.calls() as call:
        said = await _called(call, account, "getUpdates", asked)
        if not said.good:
            raise OSError(words(mapping(said.data).get("description")) or f"Telegram answered {said.status}")
        found = json_shapes.items(mapping(said.data).get("result"))
        for update in found:
            if (answer := orjson.loads(courtesy(update))).pop("method", None):
                await _called(call, account, "answerCallbackQuery", answer)
    numbered = [each for each in found if whole(each.get("update_id")) is not None]
    return [stored(each, json_shapes.dumped(each, otherwise=b"{}")) for each in numbered]


async def _called(
    call: calling.Calls, account: Account, method: str, asked: Mapping[str, object], *, later: Container[int] = _LATER
) -> Said:
    try:
        said = await call("POST", telegram_sending.url(account, method), json=asked)
    except (NotReachedError, CutOffError) as error:
        raise OSError(str(error)) from error
    if said.status in later or said.status >= _ERROR:
        raise OSError(words(mapping(said.data).get("description")) or f"Telegram answered {said.status}")
    return said
