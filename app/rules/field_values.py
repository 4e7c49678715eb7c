"""One value of a custom field: judged, and written in the one way in which it is stored and compared."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal, TypeAlias, get_args
from urllib.parse import urlsplit
from uuid import UUID

from app.rules.phones import normal_phone

Kind: TypeAlias = Literal[
    "text", "long_text", "number", "integer", "boolean", "date", "datetime", "select", "multi_select", "url", "email",
    "phone", "agent", "customer",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
TEXTS: frozenset[Kind] = frozenset({"text", "long_text"})
NUMBERS: frozenset[Kind] = frozenset({"number", "integer"})
DATES: frozenset[Kind] = frozenset({"date", "datetime"})
CHOICES: frozenset[Kind] = frozenset({"select", "multi_select"})
# Beyond it a number that went through JavaScript is another one.
MAX_NUMBER = 2**53 - 1
MAX_TEXT, MAX_LONG_TEXT, MAX_URL = 255, 10_000, 2_000

_NUMBER = re.compile(r"[+-]?[0-9]{1,16}(\.[0-9]{1,10})?")
_WORDS: Mapping[str, bool] = {"true": True, "false": False}
_PART = r'[^@\s\x00-\x1f<>()\[\],;:\\"]'
_EMAIL = re.compile(f"{_PART}{{1,64}}@{_PART}{{1,189}}")
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{3,30}")


class Refused(Exception):
    """A value that cannot be stored: a stable code and a sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value has to be. `options` are the values of a choice, true while they can be chosen.

    `minimum` and `maximum` are numbers, or dates and instants as they are stored; `max_length` is in characters.
    """

    kind: Kind
    options: Mapping[str, bool] = field(default_factory=dict)
    pattern: re.Pattern[str] | None = None
    minimum: Any = None
    maximum: Any = None
    max_length: int | None = None


def normal(shape: Shape, value: Any) -> Any:  # noqa: ANN401 - JSON in, JSON out
    """The value as it is stored; None when it is none (null, an empty text, an empty list). Raises `Refused`."""
    if isinstance(value, str):
        value = value.strip()
    if value is None or value in ("", []):
        return None
    found = _NORMAL[shape.kind](shape, value)
    if shape.minimum is not None and found < shape.minimum:
        raise Refused("out_of_range", f"This is at least {shape.minimum}")
    if shape.maximum is not None and found > shape.maximum:
        raise Refused("out_of_range", f"This is at most {shape.maximum}")
    return found


def accepted(shape: Shape, value: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Whether a value that is stored would be taken today, too."""
    try:
        return normal(shape, value) is not None
    except Refused:
        return False


def _text(shape: Shape, value: Any) -> str:  # noqa: ANN401 - any JSON value, here and below
    if not isinstance(value, str):
        raise Refused("invalid_value", "This is a text")
    if shape.kind == "text" and not value.isprintable():
        raise Refused("invalid_value", "This is a text on one line")
    most = shape.max_length or (MAX_TEXT if shape.kind == "text" else MAX_LONG_TEXT)
    if len(value) > most:
        raise Refused("too_long", f"This has at most {most} characters")
    if shape.pattern is not None and not shape.pattern.fullmatch(value):
        raise Refused("pattern_does_not_match", "This is not written as it has to be")
    return value


def _number(shape: Shape, value: Any) -> int | float:  # noqa: ANN401
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = float(value) if "." in value else int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Refused("invalid_value", "This is a number")
    if abs(value) > MAX_NUMBER:
        raise Refused("out_of_range", "This number is too large")
    if float(value).is_integer():
        return int(value)
    if shape.kind == "integer":
        raise Refused("invalid_value", "This is a whole number")
    return float(value)


def _boolean(_shape: Shape, value: Any) -> bool:  # noqa: ANN401
    if isinstance(value, str):
        value = _WORDS.get(value.lower())
    if not isinstance(value, bool):
        raise Refused("invalid_value", "This is true or false")
    return value


def _date(_shape: Shape, value: Any) -> str:  # noqa: ANN401
    try:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise Refused("invalid_value", "This is a date, like 2026-05-31")


def _instant(_shape: Shape, value: Any) -> str:  # noqa: ANN401
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
        if found is not None and found.tzinfo is not None:
            # Of one length, in whole seconds: they are compared as texts.
            return found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
    except (ValueError, OverflowError):
        pass
    raise Refused("invalid_value", "This is a time with its offset, like 2026-05-31T12:00:00Z")


def _select(shape: Shape, value: Any) -> str:  # noqa: ANN401
    if not isinstance(value, str) or value not in shape.options:
        raise Refused("unknown_option", "This is none of the options")
    if not shape.options[value]:
        raise Refused("option_archived", "This option is not offered any more")
    return value


def _multi_select(shape: Shape, value: Any) -> list[str]:  # noqa: ANN401
    several = value if isinstance(value, list) else [value]
    if len(several) > len(shape.options):
        raise Refused("invalid_value", "These are more than there are options")
    chosen = {_select(shape, each.strip() if isinstance(each, str) else each) for each in several}
    return [each for each in shape.options if each in chosen]


def _url(_shape: Shape, value: Any) -> str:  # noqa: ANN401
    try:
        if isinstance(value, str) and len(value) <= MAX_URL and value.isprintable() and " " not in value:
            parts = urlsplit(value)
            if parts.scheme.lower() in {"http", "https"} and parts.hostname and parts.port != 0:
                return parts._replace(scheme=parts.scheme.lower(), netloc=_lower_host(parts.netloc)).geturl()
    except ValueError:
        pass
    raise Refused("invalid_value", "This is an address on the web, like https://example.com/page")


def _lower_host(netloc: str) -> str:
    user, at, host = netloc.rpartition("@")
    return user + at + host.lower()


def _email(_shape: Shape, value: Any) -> str:  # noqa: ANN401
    if not isinstance(value, str) or not _EMAIL.fullmatch(value):
        raise Refused("invalid_value", "This is an e-mail address, like vera@example.com")
    local, _, domain = value.rpartition("@")
    return f"{local}@{domain.lower()}"


def _phone(_shape: Shape, value: Any) -> str:  # noqa: ANN401
    found = normal_phone(value) if isinstance(value, str) and _PHONE.fullmatch(value) else None
    if not found:
        raise Refused("invalid_value", "This is a phone number, like +7 495 000-11-22")
    return found


def _identifier(_shape: Shape, value: Any) -> str:  # noqa: ANN401
    try:
        if isinstance(value, str):
            return str(UUID(value))
    except ValueError:
        pass
    raise Refused("invalid_value", "This is an id")


_NORMAL: Mapping[Kind, Callable[[Shape, Any], Any]] = {
    "text": _text, "long_text": _text, "number": _number, "integer": _number, "boolean": _boolean, "date": _date,
    "datetime": _instant, "select": _select, "multi_select": _multi_select, "url": _url, "email": _email,
    "phone": _phone, "agent": _identifier, "customer": _identifier,
}  # fmt: skip
