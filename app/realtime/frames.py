"""Frames to and from what they mean: strict on the way in, encoded once for all who get them on the way out."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from pydantic import ValidationError
from websockets.frames import Frame, Opcode

from app.errors import AppError, BadRequest, Invalid, words_of
from app.schemas.realtime import FROM_CLIENT, ClientFrames
from app.services.lean import wire


class BadFrame(AppError):
    """Not a frame at all: the connection ends."""

    status = 400
    code = "bad_frame"
    title = "A frame is a JSON object in a text message"


def decode(text: str | None) -> ClientFrames:
    """The frame that a client sent (None: it was a binary message).

    Raises `BadFrame` (`invalid_json`, `bad_frame`) for what is no frame, `BadRequest` (`unknown_type`,
    `nul_character`) and `Invalid` for a frame that cannot be done.
    """
    if text is None:
        raise BadFrame
    try:
        return FROM_CLIENT.validate_json(text)
    except ValidationError as error:
        raise _meaning(error) from None


def _meaning(error: ValidationError) -> AppError:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    kind = found[0]["type"]
    if kind == "json_invalid":
        return BadFrame("The frame is not valid JSON", code="invalid_json")
    if kind in {"dict_type", "model_type", "model_attributes_type", "union_tag_not_found"}:
        return BadFrame()
    if kind == "union_tag_invalid":
        return BadRequest("This desk does not know that type of frame", code="unknown_type")
    if any("NUL" in item["msg"] for item in found):
        return BadRequest("Text must not contain the NUL character", code="nul_character")
    # The first part of a location is the type of the frame.
    errors = [
        {
            "pointer": "/" + "/".join(str(part) for part in item["loc"][1:]),
            "detail": words_of(item),
            "code": item["type"],
        }
        for item in found[:20]
    ]
    return Invalid(errors=errors)


def encode(frame: Mapping[str, Any]) -> bytes:
    """A frame as it goes out: JSON in a text message, for `Connection.push`."""
    return _message(wire.dumps(frame))


def event(row: Mapping[str, Any], audience: str, who: UUID | None = None) -> bytes:
    """An event as it goes out (see `event_json`)."""
    return _message(event_json(row, audience, who))


def is_personal(row: Mapping[str, Any], audience: str) -> bool:
    """Whether one of an audience sees more of an event than the others: then it is encoded for each."""
    return audience == "customer" and bool(row["type"] == "survey.invited")


def _message(text: bytes) -> bytes:
    # Without an extension a message is the same bytes for every socket, so a room encodes it once.
    return Frame(Opcode.TEXT, text).serialize(mask=False)


def event_json(row: Mapping[str, Any], audience: str, who: UUID | None = None) -> bytes:
    """An event as `ev` for agents, customers or partners. `row` is what `lean.events.since` yields."""
    shown = wire.event(row, audience, who)
    actor = shown["actor"]
    frame = {
        "t": "ev",
        "ticket": row["ticket_id"],
        "seq": shown["seq"],
        "kind": shown["type"],
        "from": {"id": actor["id"], "role": actor["kind"], "name": actor["name"]},
        "data": shown["data"],
        "at": shown["at"],
    }
    message = row["message"]
    if message is not None and message["client_message_id"] is not None:
        frame["cmid"] = message["client_message_id"]
    return wire.dumps(frame)


def refusal(error: AppError, re: int | None) -> bytes:
    """An `err` frame: the same code and members as the problem of HTTP."""
    frame: dict[str, Any] = {
        "t": "err",
        "re": re,
        "code": error.code,
        "detail": error.detail,
        "temporary": error.temporary,
        **error.extra,
    }
    if error.errors:
        frame["errors"] = error.errors
    return encode(frame)


def frame_id(text: str | None) -> int | None:
    """The `id` of a frame that could not be accepted, for the answer to it."""
    try:
        raw = orjson.loads(text or "")
    except ValueError:
        return None
    found = raw.get("id") if isinstance(raw, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 1 << 53 else None


def counter(row: Mapping[str, Any], audience: str) -> int | None:
    """Where an event stands in this audience's counter; None when it is not for them."""
    found: int | None = row["seq"] if audience == "agent" else row["public_seq"]
    return found
