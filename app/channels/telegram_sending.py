"""Sending by a Telegram bot. Methods and limits: https://core.telegram.org/bots/api#sendmessage and #sending-files

A text goes in pieces of 4,096, files one by one after it, each a step of its own. Nothing tells Telegram that a request
came before, so what was cut off in the middle is not made again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from app.channels import calling, markdown
from app.channels.base import Account, Delayed, Outcome, OutFile, Outgoing, Partly, Refused, Sent, Unsure
from app.channels.calling import Calls, Said
from app.channels.json_shapes import mapping, whole, words

API_URL = "https://api.telegram.org"
TEXT = 4096
FILE_BYTES = 50_000_000
PHOTO_BYTES = 10_000_000

_PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp"})
_BAD, _FORBIDDEN, _LARGE, _MANY, _ERROR, _GATEWAY = 400, 403, 413, 429, 500, 504
_ACCOUNT = frozenset({401, 404})


@dataclass(frozen=True, slots=True)
class Step:
    """One request: a piece of the text, or a file."""

    text: str = ""
    file: OutFile | None = None
    # What of the text is bold, a link, code: https://core.telegram.org/bots/api#messageentity
    entities: Sequence[Mapping[str, object]] = ()


def steps(out: Outgoing) -> tuple[Step, ...]:
    """What is sent one after the other; the same at every attempt."""
    text, marks = markdown.styled(out.text) if out.format == "markdown" else (out.text, ())
    texts = (Step(text=piece, entities=entities) for piece, entities in markdown.cut(text, marks, TEXT))
    return (*texts, *(Step(file=file) for file in out.files))


def url(account: Account, method: str) -> str:
    """Where a method of this bot is called."""
    base = str(account.settings.get("api_url") or API_URL).rstrip("/")
    return f"{base}/bot{account.secrets['bot_token']}/{method}"


async def send(account: Account, out: Outgoing) -> Outcome:
    """Make the next step."""
    plan, done = steps(out), len(out.sent)
    if large := next((file for file in out.files if file.size > FILE_BYTES), None):
        return Refused(f"{large.name} is larger than 50 MB, the most that a bot may send", "file_too_large")
    if done >= len(plan):
        return Sent(()) if done else Refused("there is nothing in it that could be sent", "empty")
    async with calling.calls() as call:
        answers = out.reply_to if done == 0 else None
        said = await calling.attempt(_step(account, call, out, plan[done], answers=answers), repeatable=False)
    if not isinstance(said, Said):
        return said
    number = whole(mapping(mapping(said.data).get("result")).get("message_id"))
    if not said.good or number is None:
        return outcome(said)
    ids = (f"{out.to}:{number}",)
    return Sent(ids) if done + 1 == len(plan) else Partly(ids)


async def _step(account: Account, call: Calls, out: Outgoing, step: Step, *, answers: str | None) -> Said:
    fields: dict[str, Any] = {"chat_id": out.to}
    chat, _, number = (answers or "").rpartition(":")
    if chat == out.to and number.isdigit():
        # What they have deleted meanwhile is answered all the same.
        fields["reply_parameters"] = {"message_id": int(number), "allow_sending_without_reply": True}
    if step.file is None:
        fields["text"] = step.text
        styled = {**fields, "entities": step.entities} if step.entities else fields
        said = await call("POST", url(account, "sendMessage"), json=styled)
        if said.status == _BAD and step.entities and "entit" in words(mapping(said.data).get("description")):
            # Its words matter more than how they look.
            said = await call("POST", url(account, "sendMessage"), json=fields)
        return said
    name = _method(step.file)
    said = await _send_file(account, call, fields, step.file, name)
    if said.status == _BAD and name != "Document" and "chat" not in words(mapping(said.data).get("description")):
        # No picture to them: too long and thin, or of a kind of its own. As a file it goes.
        said = await _send_file(account, call, fields, step.file, "Document")
    return said


async def _send_file(account: Account, call: Calls, fields: Mapping[str, Any], file: OutFile, name: str) -> Said:
    form = {key: each if isinstance(each, str) else orjson.dumps(each).decode() for key, each in fields.items()}
    part = {name.lower(): (file.name, file.content, file.content_type)}
    return await call("POST", url(account, f"send{name}"), form=form, files=part)


def _method(file: OutFile) -> str:
    if file.content_type in _PHOTOS and file.size <= PHOTO_BYTES:
        return "Photo"
    if file.content_type == "video/mp4":
        return "Video"
    if file.content_type in {"audio/mpeg", "audio/mp4"}:
        return "Audio"
    return "Document"


def outcome(said: Said) -> Outcome:
    """What an answer that is no success means."""
    data = mapping(said.data)
    why = words(data.get("description")) or f"Telegram answered {said.status}"
    if said.status in _ACCOUNT:
        return Delayed(f"the bot's token is not accepted: {why}", calling.ACCOUNT_SECONDS)
    if said.status == _MANY:
        asked = whole(mapping(data.get("parameters")).get("retry_after"))
        return Delayed(why, float(asked) if asked is not None and asked > 0 else said.retry_after)
    if said.good or said.status == _GATEWAY:
        # A success without the message, or somebody in between who does not know.
        return Unsure(why)
    return Delayed(why, said.retry_after) if said.status >= _ERROR else Refused(why, _code(said.status, why))


def _code(status: int, why: str) -> str:
    if status == _FORBIDDEN:
        return "blocked" if "blocked" in why or "deactivated" in why else "not_allowed"
    if status == _LARGE:
        return "file_too_large"
    return "unknown_recipient" if "chat not found" in why else "not_accepted"
