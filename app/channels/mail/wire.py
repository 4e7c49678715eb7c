"""A mail between two processes: JSON, then the bytes of its files. Nothing that is read can become code."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson

from app.channels.mail.types import Address, MailIn, Part, Report

_LENGTH = 4


def pack(mail: MailIn) -> bytes:
    """The mail as bytes."""
    told = {name: getattr(mail, name) for name in MailIn.__slots__ if name not in {"parts", "reports"}}
    told["reports"] = [asdict(each) for each in mail.reports]
    told["parts"] = [
        [part.name, part.content_type, len(part.content), part.content_id, part.inline] for part in mail.parts
    ]
    # Numbers of surrogates and the like were cleaned before; what is not text fails here, in the child.
    head = orjson.dumps(told)
    return b"".join([len(head).to_bytes(_LENGTH), head, *(part.content for part in mail.parts)])


def unpack(raw: bytes) -> MailIn:
    """The mail that was packed. Raises ValueError, KeyError or TypeError for anything else."""
    size = int.from_bytes(raw[:_LENGTH])
    told: dict[str, Any] = orjson.loads(raw[_LENGTH : _LENGTH + size])
    parts: list[Part] = []
    at = _LENGTH + size
    for name, content_type, length, content_id, inline in told["parts"]:
        parts.append(Part(name, content_type, raw[at : at + length], content_id, inline))
        at += length
    return MailIn(
        message_id=told["message_id"],
        in_reply_to=tuple(told["in_reply_to"]),
        references=tuple(told["references"]),
        subject=told["subject"],
        sender=Address(**told["sender"]) if told["sender"] else None,
        authors=_addresses(told["authors"]),
        reply_to=_addresses(told["reply_to"]),
        to=_addresses(told["to"]),
        cc=_addresses(told["cc"]),
        delivered_to=tuple(told["delivered_to"]),
        date=datetime.fromisoformat(told["date"]) if told["date"] else None,
        text=told["text"],
        html=told["html"],
        parts=tuple(parts),
        headers={name: tuple(values) for name, values in told["headers"].items()},
        reports=tuple(Report(**each) for each in told["reports"]),
        blocked_images=told["blocked_images"],
        cut=tuple(told["cut"]),
    )


def _addresses(told: list[dict[str, str]]) -> tuple[Address, ...]:
    return tuple(Address(**each) for each in told)
