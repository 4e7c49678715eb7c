"""Partner intake: which parts of any JSON become which fields of a ticket; schemas judge the result, not this."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

IntakeField = Literal[
    "subject",
    "body",
    "requester",
    "requester_email",
    "requester_phone",
    "requester_name",
    "requester_external_id",
    "priority",
    "type",
    "topic",
    "language",
    "tags",
    "external_id",
    "custom_fields",
]
FIELDS: tuple[IntakeField, ...] = get_args(IntakeField)
TYPES = frozenset({"question", "incident", "problem", "task", "request"})
SUBJECT_FROM_BODY = 120

# Where a field is looked for when the source's mapping does not name it; the first place with a value wins.
DEFAULT_PATHS: Mapping[IntakeField, tuple[str, ...]] = {
    "subject": ("subject", "title"),
    "body": ("body", "message", "text", "description"),
    "requester": ("requester", "customer"),
    "requester_email": ("requester_email", "email"),
    "requester_phone": ("requester_phone", "phone"),
    "requester_name": ("requester_name", "name"),
    "requester_external_id": ("requester_external_id",),
    "priority": ("priority",),
    "type": ("type",),
    "topic": ("topic", "category"),
    "language": ("language", "locale"),
    "tags": ("tags", "labels"),
    "external_id": ("external_id",),
    "custom_fields": ("custom_fields",),
}
# Words of other systems for our four priorities.
PRIORITIES: Mapping[str, str] = {
    "lowest": "low",
    "minor": "low",
    "medium": "normal",
    "standard": "normal",
    "major": "high",
    "critical": "urgent",
    "highest": "urgent",
    "blocker": "urgent",
}
_REQUESTER: tuple[tuple[str, IntakeField], ...] = (
    ("email", "requester_email"),
    ("phone", "requester_phone"),
    ("name", "requester_name"),
    ("external_id", "requester_external_id"),
)


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was found: values by field (a value of a wrong kind is kept, to be refused), and the path of each."""

    values: dict[str, Any] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)


def extract(payload: Any, mapping: Mapping[str, str | None]) -> Extracted:  # noqa: ANN401 - any JSON
    """The ticket's fields in a payload; total: any JSON and any mapping give an answer.

    A mapped field is taken from its path only (`None`: never taken); the others from `DEFAULT_PATHS`, in the payload
    and in its `data` object (the shape that Standard Webhooks recommend). Without a subject it is the first line of
    the body, without a body it is the subject. Blank and null values count as absent.
    """
    found = Extracted()
    for name in FIELDS:
        if name == "requester":
            continue
        for path, value in _places(payload, mapping, name):
            _keep(found, name, path, value, mapped=name in mapping)
    for path, value in _places(payload, mapping, "requester"):
        _keep_requester(found, path, value, mapping)
    _complete(found)
    return found


def lookup(payload: Any, path: str) -> Any:  # noqa: ANN401 - any JSON
    """The value at a dotted path (`a.b.0.c`: names of objects, places in lists); None when there is none."""
    value = payload
    for part in path.split("."):
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isascii() and part.isdigit() and int(part[:9]) < len(value):
            value = value[int(part[:9])]
        else:
            return None
    return value


def _places(payload: Any, mapping: Mapping[str, str | None], name: IntakeField) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    if name in mapping:
        given = mapping[name]
        paths = [] if given is None else [given]
    else:
        enveloped = isinstance(payload, dict) and isinstance(payload.get("data"), dict)
        prefixes = ("", "data.") if enveloped else ("",)
        paths = [prefix + path for prefix in prefixes for path in DEFAULT_PATHS[name]]
    for path in paths:
        value = _plain(lookup(payload, path))
        if value is not None:
            yield path, value


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Text without its outer blanks, whole numbers as text; None for what says nothing."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        return value.strip() or None
    return None if value in ([], {}) else value


def _keep(found: Extracted, name: str, path: str, value: Any, *, mapped: bool) -> None:  # noqa: ANN401
    if name in found.values:
        return
    match name:
        case "priority" if isinstance(value, str):
            word = value.lower()
            value = PRIORITIES.get(word, word)
        case "type":
            if isinstance(value, str):
                value = value.lower()
            # Webhooks carry the kind of their event under this name: only our own words are meant for us.
            if not mapped and (not isinstance(value, str) or value not in TYPES):
                return
        case "language" if isinstance(value, str):
            first, *rest = value.replace("_", "-").split("-")
            value = "-".join([first.lower(), *rest])
        case "tags":
            value = _tags(value)
            if not value:
                return
    found.values[name] = value
    found.paths[name] = path


def _tags(value: Any) -> Any:  # noqa: ANN401 - any JSON
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list):
        return value
    plain = [tag for tag in map(_plain, parts) if tag is not None]
    unique: list[Any] = []
    for tag in plain:
        if tag not in unique:
            unique.append(tag)
    return unique


def _keep_requester(found: Extracted, path: str, value: Any, mapping: Mapping[str, str | None]) -> None:  # noqa: ANN401
    """The parts of a requester: an object with email, phone, name and external_id, or a text: an e-mail or a name."""
    if isinstance(value, str):
        name = "requester_email" if "@" in value else "requester_name"
        if name not in mapping:
            _keep(found, name, path, value, mapped=True)
        return
    if not isinstance(value, dict):
        return
    for key, name in _REQUESTER:
        part = _plain(value.get(key))
        if part is not None and name not in mapping:
            _keep(found, name, f"{path}.{key}", part, mapped=True)


def _complete(found: Extracted) -> None:
    values, paths = found.values, found.paths
    if "subject" not in values and isinstance(values.get("body"), str):
        first = next((line.strip() for line in values["body"].splitlines() if line.strip()), values["body"])
        values["subject"] = first if len(first) <= SUBJECT_FROM_BODY else first[: SUBJECT_FROM_BODY - 1].rstrip() + "…"
        paths["subject"] = paths["body"]
    elif "body" not in values and isinstance(values.get("subject"), str):
        values["body"] = values["subject"]
        paths["body"] = paths["subject"]
