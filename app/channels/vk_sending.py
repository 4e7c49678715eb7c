"""Sending as a VK community. Methods: https://dev.vk.com/ru/method/messages.send, files: https://dev.vk.com/ru/api/upload
Errors: https://dev.vk.com/ru/reference/errors

Each request carries a number made of the message's own id: VK sends one of a number once, so that what was cut off in
the middle is simply made again.
"""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.channels import calling, markdown
from app.channels.base import Account, Delayed, Outcome, OutFile, Outgoing, Partly, Refused, Sent, Unsure
from app.channels.calling import Calls, Said
from app.channels.json_shapes import identifier, items, mapping, text, whole, words
from app.channels.pieces import pieces

API_URL = "https://api.vk.com"
API_VERSION = "5.199"
TEXT = 4096
FILES = 10
# All uploads of a step and the message: less than the time for which nobody else tries.
STEP_SECONDS = 240.0
PHOTO_BYTES = 50_000_000
DOCUMENT_BYTES = 200_000_000

_PHOTOS = frozenset({"image/jpeg", "image/png", "image/gif"})
_LATER = {1: 60.0, 6: 1.0, 9: 60.0, 10: 30.0, 14: 600.0, 29: 600.0, 32: 60.0, 36: 30.0, 43: 300.0, 603: 60.0}
_ACCOUNT = frozenset({5, 15, 17, 27, 28, 42, 1117, 3610})
_REFUSED = {
    7: "not_allowed",
    18: "blocked",
    37: "blocked",
    113: "unknown_recipient",
    900: "blocked",
    901: "blocked",
    902: "blocked",
    914: "too_long",
    917: "not_allowed",
    22: "file_refused",
    105: "file_refused",
}
_MANY, _ERROR = 429, 500


@dataclass(frozen=True, slots=True)
class Step:
    """One request: a piece of the text, with files at the last ones."""

    text: str = ""
    files: tuple[OutFile, ...] = ()


class _Failed(Exception):
    def __init__(self, outcome: Delayed | Refused | Unsure) -> None:
        super().__init__(outcome.error)
        self.outcome = outcome


def steps(out: Outgoing) -> tuple[Step, ...]:
    """What is sent one after the other; the same at every attempt."""
    texts = pieces(markdown.words(out), TEXT)
    groups = [out.files[at : at + FILES] for at in range(0, len(out.files), FILES)]
    if texts and groups:
        return (*(Step(each) for each in texts[:-1]), Step(texts[-1], groups[0]), *(Step("", g) for g in groups[1:]))
    return (*(Step(each) for each in texts), *(Step("", group) for group in groups))


def random_id(out: UUID, step: int) -> int:
    """By which VK knows a request that it has had: 31 bits, the same at every attempt, never 0 (which means none)."""
    return int.from_bytes(hashlib.sha256(out.bytes + step.to_bytes(4)).digest()[:4]) & 0x7FFF_FFFF or 1


async def method(call: Calls, account: Account, name: str, **fields: object) -> Said:
    """Call a method of the API, as the community."""
    base = str(account.settings.get("api_url") or API_URL).rstrip("/")
    form = {key: str(each) for key, each in fields.items() if each is not None}
    form["access_token"], form["v"] = account.secrets["access_token"], API_VERSION
    # In the body, so that no log of addresses has the token.
    return await call("POST", f"{base}/method/{name}", form=form)


async def send(account: Account, out: Outgoing) -> Outcome:
    """Make the next step."""
    plan, done = steps(out), len(out.sent)
    if large := next((file for file in out.files if file.size > DOCUMENT_BYTES), None):
        return Refused(f"{large.name} is larger than 200 MB, the most that VK takes", "file_too_large")
    if done >= len(plan):
        return Sent(()) if done else Refused("there is nothing in it that could be sent", "empty")
    try:
        async with asyncio.timeout(STEP_SECONDS), calling.calls() as call:
            attached = [await _attached(account, call, out.to, file) for file in plan[done].files]
            said = await _asked(
                call,
                account,
                "messages.send",
                peer_id=out.to,
                random_id=random_id(out.id, done),
                message=plan[done].text,
                attachment=",".join(attached) or None,
                reply_to=out.reply_to if done == 0 and (out.reply_to or "").isdigit() else None,
            )
    except _Failed as failed:
        return failed.outcome
    except TimeoutError:
        return Delayed(f"not sent within {STEP_SECONDS:.0f} s")
    known = whole(said)
    if known is None or known <= 0:
        return Delayed("VK's answer has no number of the message")
    return Sent((str(known),)) if done + 1 == len(plan) else Partly((str(known),))


async def _asked(call: Calls, account: Account, name: str, **fields: object) -> Any:  # noqa: ANN401 - JSON
    said = await calling.attempt(method(call, account, name, **fields), repeatable=True)
    if not isinstance(said, Said):
        raise _Failed(said)
    if not said.good or not isinstance(said.data, dict) or "response" not in said.data:
        raise _Failed(outcome(said))
    return said.data["response"]


async def _attached(account: Account, call: Calls, peer: str, file: OutFile) -> str:
    """Upload a file: ask where to, bring it there, have it saved. Nobody sees that, so it may be done again."""
    if file.content_type in _PHOTOS and file.size <= PHOTO_BYTES:
        where = mapping(await _asked(call, account, "photos.getMessagesUploadServer", peer_id=peer))
        had = await _uploaded(call, text(where.get("upload_url"), 2000), "photo", file)
        fields = {key: identifier(had.get(key)) or text(had.get(key)) for key in ("server", "photo", "hash")}
        saved = await _asked(call, account, "photos.saveMessagesPhoto", **fields)
        return _reference("photo", next(iter(items(saved)), {}))
    where = mapping(await _asked(call, account, "docs.getMessagesUploadServer", type="doc", peer_id=peer))
    had = await _uploaded(call, text(where.get("upload_url"), 2000), "file", file)
    saved = mapping(await _asked(call, account, "docs.save", file=text(had.get("file")), title=file.name))
    return _reference("doc", mapping(saved.get("doc")))


async def _uploaded(call: Calls, url: str, field: str, file: OutFile) -> Mapping[str, Any]:
    part = {field: (file.name, file.content, file.content_type)}
    said = await calling.attempt(call("POST", url, files=part), repeatable=True)
    if not isinstance(said, Said):
        raise _Failed(said)
    answer = mapping(said.data)
    # An empty list of photos is how this server says no.
    if said.good and not answer.get("error") and text(answer.get(field)) not in {"", "[]"}:
        return answer
    if said.status >= _ERROR or said.status == _MANY:
        raise _Failed(Delayed(f"VK's server of files answered {said.status}", said.retry_after))
    why = words(answer.get("error_descr")) or words(answer.get("error")) or f"VK does not take {file.name}"
    raise _Failed(Refused(why, "file_refused"))


def _reference(kind: str, saved: Mapping[str, Any]) -> str:
    owner, number = identifier(saved.get("owner_id")), identifier(saved.get("id"))
    if not owner or not number:
        raise _Failed(Delayed("VK has not said where it saved a file"))
    key = identifier(saved.get("access_key"))
    return f"{kind}{owner}_{number}" + (f"_{key}" if key else "")


def outcome(said: Said) -> Delayed | Refused:
    """What an answer that is no success means."""
    error = mapping(mapping(said.data).get("error"))
    code = whole(error.get("error_code"))
    why = f"{'' if code is None else code} {words(error.get('error_msg'), 400) or f'VK answered {said.status}'}".strip()
    if code in _ACCOUNT:
        return Delayed(why, calling.ACCOUNT_SECONDS)
    if code is None or code in _LATER:
        # Without a code it is no word of the API's: something between is down.
        return Delayed(why, said.retry_after or _LATER.get(code or 0))
    return Refused(why, _REFUSED.get(code, "not_accepted"))
