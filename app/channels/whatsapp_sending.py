"""Sending by WhatsApp's Cloud API.
Messages: https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
Media: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
Errors: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes

A business may write freely for 24 hours after the customer did; later only by a template that Meta has approved.
Nothing tells WhatsApp that a request came before, so what was cut off in the middle is not made again.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.channels import calling, markdown
from app.channels.base import Account, Delayed, Outcome, OutFile, Outgoing, Partly, Refused, Sent, Unsure
from app.channels.calling import Calls, Said
from app.channels.json_shapes import identifier, items, mapping, whole, words
from app.channels.pieces import pieces, units

API_URL = "https://graph.facebook.com"
API_VERSION = "v24.0"
TEXT = 4096
TEMPLATE_TEXT = 1024
WINDOW = timedelta(hours=24)

# type -> what WhatsApp shows as such, up to so many bytes; all else goes as a document.
_SHOWN: Mapping[str, tuple[frozenset[str], int]] = {
    "image": (frozenset({"image/jpeg", "image/png"}), 5_000_000),
    "video": (frozenset({"video/mp4", "video/3gpp"}), 16_000_000),
    "audio": (frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}), 16_000_000),
}
_DOCUMENT_BYTES = 100_000_000
# An id that is the person's with this business, and no number.
_USER_ID = re.compile(r"[A-Z]{2}\.[A-Za-z0-9.]{1,140}")

# Come again: trouble there, too many messages in all, from this number, to this person.
_LATER = {
    1: 60.0,
    2: 60.0,
    4: 300.0,
    131000: 60.0,
    131016: 60.0,
    80007: 300.0,
    130429: 10.0,
    131048: 600.0,
    131056: 10.0,
}
# The account: the token, its rights, the payment. Somebody has to see to it.
_ACCOUNT = frozenset({0, 3, 10, 190, 368, 131005, 131031, 131042, 133010})
_REFUSED = {
    131047: "window_closed",
    131026: "undeliverable",
    131030: "not_allowed",
    131021: "unknown_recipient",
    131050: "blocked",
    131051: "not_accepted",
    131052: "file_refused",
    131053: "file_refused",
}
_MANY, _ERROR, _GATEWAY = 429, 500, 504


def url(account: Account, path: str) -> str:
    """Where something of this account is called."""
    base = str(account.settings.get("api_url") or API_URL).rstrip("/")
    return f"{base}/{account.settings.get('api_version') or API_VERSION}/{path}"


def authorized(account: Account) -> dict[str, str]:
    """The header that says who calls."""
    return {"authorization": f"Bearer {account.secrets['access_token']}"}


def template(account: Account, text: str) -> Mapping[str, Any] | None:
    """The template that carries a text when the window is closed; None: the account has none, or the text is too long.

    Its body has one parameter, which is the text, on one line, as parameters must be.
    """
    named = mapping(account.settings.get("template"))
    line = " ".join(text.split())
    if not named or not line or units(line) > TEMPLATE_TEXT:
        return None
    return {
        "name": named["name"],
        "language": {"code": named["language"]},
        "components": [{"type": "body", "parameters": [{"type": "text", "text": line}]}],
    }


def steps(out: Outgoing) -> tuple[Mapping[str, Any] | OutFile, ...]:
    """What is sent one after the other; the same at every attempt."""
    if out.template is not None:
        return ({"type": "template", "template": out.template},)
    texts = [
        {"type": "text", "text": {"body": piece, "preview_url": False}} for piece in pieces(markdown.words(out), TEXT)
    ]
    return (*texts, *out.files)


async def send(account: Account, out: Outgoing) -> Outcome:
    """Make the next step."""
    plan, done = steps(out), len(out.sent)
    if (never := _never(out)) is not None:
        return never
    if done >= len(plan):
        return Sent(()) if done else Refused("there is nothing in it that could be sent", "empty")
    async with calling.calls() as call:
        ready = await _ready(account, call, plan[done])
        if isinstance(ready, Delayed | Refused | Unsure):
            return ready
        message = {**_to(out.to), **ready}
        if out.reply_to and done == 0 and out.template is None:
            message["context"] = {"message_id": out.reply_to}
        made = call("POST", url(account, f"{account.address}/messages"), json=message, headers=authorized(account))
        said = await calling.attempt(made, repeatable=False)
    if not isinstance(said, Said):
        return said
    known = identifier(next(iter(items(mapping(said.data).get("messages"))), {}).get("id"))
    if not said.good or not known:
        return outcome(said, repeatable=False)
    return Sent((known,)) if done + 1 == len(plan) else Partly((known,))


def _never(out: Outgoing) -> Refused | None:
    """Why it cannot be sent at all, which is said before a part of it has gone."""
    if large := next((file for file in out.files if file.size > _DOCUMENT_BYTES), None):
        return Refused(f"{large.name} is larger than 100 MB, the most that WhatsApp takes", "file_too_large")
    if out.template is not None and out.files:
        return Refused("the customer wrote too long ago: only a text can be sent, and no files", "window_closed")
    return None


async def _ready(
    account: Account, call: Calls, step: Mapping[str, Any] | OutFile
) -> Mapping[str, Any] | Delayed | Refused | Unsure:
    """The message of a step: a file is uploaded first, which nobody sees, so that it may be done again."""
    if not isinstance(step, OutFile):
        return step
    uploaded = await calling.attempt(_upload(account, call, step), repeatable=True)
    if not isinstance(uploaded, Said):
        return uploaded
    media = identifier(mapping(uploaded.data).get("id"))
    return _media(step, media) if uploaded.good and media else outcome(uploaded, repeatable=True)


def _to(thread: str) -> dict[str, str]:
    person = {"recipient": thread} if _USER_ID.fullmatch(thread) else {"to": thread}
    return {"messaging_product": "whatsapp", "recipient_type": "individual", **person}


async def _upload(account: Account, call: Calls, file: OutFile) -> Said:
    return await call(
        "POST",
        url(account, f"{account.address}/media"),
        form={"messaging_product": "whatsapp", "type": file.content_type},
        files={"file": (file.name, file.content, file.content_type)},
        headers=authorized(account),
    )


def _media(file: OutFile, media: str) -> Mapping[str, Any]:
    for kind, (types, limit) in _SHOWN.items():
        if file.content_type in types and file.size <= limit:
            return {"type": kind, kind: {"id": media}}
    return {"type": "document", "document": {"id": media, "filename": file.name}}


def outcome(said: Said, *, repeatable: bool) -> Delayed | Refused | Unsure:
    """What an answer that is no success means."""
    error = mapping(mapping(said.data).get("error"))
    code = whole(error.get("code"))
    details = words(mapping(error.get("error_data")).get("details"), 400) or words(error.get("message"), 400)
    why = f"{code or ''} {details or f'WhatsApp answered {said.status}'}".strip()
    if code in _ACCOUNT:
        return Delayed(why, calling.ACCOUNT_SECONDS)
    if code in _LATER or said.status == _MANY:
        return Delayed(why, said.retry_after or _LATER.get(code or 0))
    if code in _REFUSED:
        return Refused(why, _REFUSED[code])
    if said.good or said.status == _GATEWAY:
        return Delayed(why) if repeatable else Unsure(why)
    return Delayed(why, said.retry_after) if said.status >= _ERROR else Refused(why, "not_accepted")
