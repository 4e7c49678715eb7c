"""What the formats share: a record as it was read, and how their words and times become ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

STATUSES = {
    "new": "new",
    "open": "open",
    "pending": "pending",
    "hold": "on_hold",
    "on_hold": "on_hold",
    "on-hold": "on_hold",
    "snoozed": "pending",
    "solved": "solved",
    "resolved": "solved",
    "closed": "closed",
}
PRIORITIES = {"low": "low", "normal": "normal", "medium": "normal", "high": "high", "urgent": "urgent"}
CHANNELS = {
    "email": "email", "mail": "email", "web": "web", "web form": "web", "web_widget": "web", "portal": "web",
    "phone": "phone", "voice": "phone", "call": "phone", "chat": "chat", "native_messaging": "chat",
    "messaging": "chat",
    "api": "api", "webhook": "webhook", "agent": "agent", "telegram": "telegram", "whatsapp": "whatsapp", "vk": "vk",
}  # fmt: skip
TYPES = frozenset({"question", "incident", "problem", "task", "request", "feedback"})


class CannotReadError(ValueError):
    """A record that is none of this format; its text is for people."""


@dataclass(frozen=True, slots=True)
class Read:
    """One record of ours, not judged yet. `parent` is the ticket of a message that comes on its own."""

    kind: str
    id: str | None
    record: dict[str, Any]
    parent: str | None = None


def text(value: Any) -> str | None:  # noqa: ANN401 - any JSON
    """A text or a number as text; None for everything else and for nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def time(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Unix seconds as an instant; the rest as it is."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value, UTC)
        except (OverflowError, ValueError, OSError):
            return value
    return value or None


def word(value: Any, words: Mapping[str, str], otherwise: str | None) -> Any:  # noqa: ANN401 - any JSON
    """What a word means; nothing is `otherwise`, and a word that nobody knows stays, to be refused by name."""
    if value is None or value == "":
        return otherwise
    return words.get(str(value).strip().lower(), value)


def language(value: Any) -> str | None:  # noqa: ANN401 - any JSON
    """A language as we write it, `de-AT`; None for what is none."""
    parts = str(value or "").replace("_", "-").split("-")
    if not (parts[0].isascii() and parts[0].isalpha() and 2 <= len(parts[0]) <= 3):  # noqa: PLR2004 - ISO 639
        return None
    return "-".join([parts[0].lower(), *(each for each in parts[1:2] if each.isascii() and each.isalnum())])


def tags(value: Any) -> list[str]:  # noqa: ANN401 - any JSON
    """Tags from a list, or from a text with commas; each once."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    found = [each for each in map(text, parts) if each is not None]
    return list(dict.fromkeys(found))


def given(record: Mapping[str, Any]) -> dict[str, Any]:
    """Without what says nothing."""
    return {name: value for name, value in record.items() if value is not None}


def objects(value: Any) -> Iterable[Mapping[str, Any]]:  # noqa: ANN401 - any JSON
    """The objects of a list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
