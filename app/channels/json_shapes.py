"""Reading JSON that strangers send: nothing raises, nothing is longer than it may be, nothing is of the wrong kind.

Who reads a vendor's update asks for what he needs by these functions and gets it, or an empty value: an update never
fails because a field is missing, of another kind, or larger than anybody would write.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

# Of a list that has no natural end so many are read.
ITEMS = 100
ID_CHARS = 200
NAME_CHARS = 200
TEXT_CHARS = 100_000
_LATEST = 253_402_300_799  # the last second of the year 9999


def loaded(body: bytes) -> Any:  # noqa: ANN401 - JSON is JSON
    """The JSON in these bytes; None when there is none, or nested deeper than any parser goes."""
    try:
        return orjson.loads(body)
    except (orjson.JSONDecodeError, RecursionError):
        return None


def dumped(value: object, *, otherwise: bytes) -> bytes:
    """A part of what was loaded, as bytes; `otherwise` where it is nested deeper than can be written."""
    try:
        return orjson.dumps(value)
    except (TypeError, RecursionError):
        return otherwise


def mapping(value: object) -> Mapping[str, Any]:
    """An object, or an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: object, limit: int = ITEMS) -> list[Mapping[str, Any]]:
    """The objects of a list, the first ones only."""
    return [each for each in value[:limit] if isinstance(each, dict)] if isinstance(value, list) else []


def text(value: object, limit: int = TEXT_CHARS) -> str:
    """A text without the characters that no database stores, cut to this length."""
    if not isinstance(value, str):
        return ""
    return value[: limit + 100].replace("\x00", "").encode("utf-8", "ignore").decode()[:limit]


def words(value: object, limit: int = NAME_CHARS) -> str:
    """A text of one line: a name, a title."""
    return " ".join(text(value, limit * 4).split())[:limit]


def joined(lines: Iterable[str]) -> str:
    """What is not empty of these, one below the other, cut to what a text may be."""
    return "\n".join(line for line in lines if line).strip()[:TEXT_CHARS]


def identifier(value: object) -> str:
    """What something is called by its vendor: a short text or a whole number; empty when it is neither."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return str(value)
    found = text(value, ID_CHARS + 1)
    return found if 0 < len(found) <= ID_CHARS and found.isprintable() and " " not in found else ""


def whole(value: object) -> int | None:
    """A whole number, also one that is written as a text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.isascii() and value.removeprefix("-").isdigit() and len(value) < 20:  # noqa: PLR2004
        value = int(value)
    return value if isinstance(value, int) and -(2**63) <= value < 2**63 else None


def size(value: object) -> int | None:
    """How many bytes something has."""
    found = whole(value)
    return found if found is not None and found >= 0 else None


def coordinate(value: object) -> float | None:
    """A latitude or longitude."""
    return float(value) if isinstance(value, int | float) and abs(value) <= 180 else None  # noqa: PLR2004 - degrees


def moment(value: object) -> datetime | None:
    """A time given in seconds since 1970."""
    found = whole(value)
    return datetime.fromtimestamp(found, UTC) if found is not None and 0 < found <= _LATEST else None
