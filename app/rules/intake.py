"""Partner intake: which parts of any JSON become which fields of a ticket; schemas judge the result, not this."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, get_args

from app.rules.budgets import Budget
from app.rules.intake_rules import MappingError, Rule, apply_rule, lookup

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
    "request_type",
    "action",
    "status",
    "comment",
    "comment_author",
    "comment_external_id",
    "comment_visibility",
    "updated_at",
    "sequence",
]
# What a mapping may name: these, and `custom_fields.` with the name of one.
Mapped: TypeAlias = "str | Rule | None"
CUSTOM = "custom_fields."
# For a whole mapping, whatever it says. Some fifth of a second at most.
STEPS = 200_000
FIELDS: tuple[IntakeField, ...] = get_args(IntakeField)
TYPES = frozenset({"question", "incident", "problem", "task", "request", "feedback"})
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
    # Only where a mapping says so: many payloads have a `status` or an `action` that is not meant for us.
    "request_type": (),
    "action": (),
    "status": (),
    "comment": (),
    "comment_author": (),
    "comment_external_id": (),
    "comment_visibility": (),
    "updated_at": (),
    "sequence": (),
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
    """What was found: values by field (a value of a wrong kind is kept, to be refused), and where each came from.

    `paths` are dotted paths into the payload, or the field's own name where the mapping itself made it; `origins` say
    which: usual, path, jmespath, liquid, constant, default, completed. `troubles` are rules of the
    mapping that failed on this payload, by field.
    """

    values: dict[str, Any] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)


def extract(payload: Any, mapping: Mapping[str, Mapped]) -> Extracted:  # noqa: ANN401 - any JSON
    """The ticket's fields in a payload; total: any JSON and any mapping give an answer.

    A mapped field is taken from its path or rule only (`None`: never taken); the others from `DEFAULT_PATHS`, in the
    payload and in its `data` object (the shape that Standard Webhooks recommend). Without a subject it is the first
    line of the body, without a body it is the comment or the subject. Blank and null values count as absent.
    """
    found, budget = Extracted(), Budget(STEPS)
    for name in FIELDS:
        if name != "requester":
            for place in _places(found, payload, mapping, name, budget):
                _keep(found, name, place, mapped=name in mapping)
    for place in _places(found, payload, mapping, "requester", budget):
        _keep_requester(found, place, mapping)
    for custom in sorted(mapping):
        if custom.startswith(CUSTOM):
            _keep_custom(found, payload, custom, mapping[custom], budget)
    _complete(found)
    return found


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    value: Any
    origin: str


def _places(
    found: Extracted,
    payload: Any,  # noqa: ANN401
    mapping: Mapping[str, Mapped],
    name: IntakeField,
    budget: Budget,
) -> Iterator[_Place]:
    if name in mapping:
        given = mapping[name]
        place = None if given is None else _from_mapping(found, payload, name, given, budget)
        if place is not None and (value := _plain(place.value)) is not None:
            yield _Place(place.path, value, place.origin)
        return
    enveloped = isinstance(payload, dict) and isinstance(payload.get("data"), dict)
    for prefix in ("", "data.") if enveloped else ("",):
        for path in DEFAULT_PATHS[name]:
            value = _plain(lookup(payload, prefix + path))
            if value is not None:
                yield _Place(prefix + path, value, "usual")


def _from_mapping(found: Extracted, payload: Any, name: str, given: str | Rule, budget: Budget) -> _Place | None:  # noqa: ANN401
    if isinstance(given, str):
        return _Place(given, lookup(payload, given), "path")
    try:
        value, origin = apply_rule(given, payload, budget)
    except MappingError as error:
        found.troubles[name] = str(error)
        return None
    return _Place(given["path"] if origin == "path" else name, value, origin)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Text without its outer blanks, whole numbers as text; None for what says nothing."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        return value.strip() or None
    return None if value in ([], {}) else value


def _keep(found: Extracted, name: str, place: _Place, *, mapped: bool) -> None:
    if name in found.values:
        return
    value = place.value
    match name:
        case "priority" if isinstance(value, str):
            word = value.lower()
            value = PRIORITIES.get(word, word)
        case "action" | "status" | "comment_visibility" if isinstance(value, str):
            value = value.lower().replace("-", "_").replace(" ", "_")
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
    found.paths[name] = place.path
    found.origins[name] = place.origin


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


def _keep_requester(found: Extracted, place: _Place, mapping: Mapping[str, Mapped]) -> None:
    """The parts of a requester: an object with email, phone, name and external_id, or a text: an e-mail or a name."""
    value = place.value
    if isinstance(value, str):
        name = "requester_email" if "@" in value else "requester_name"
        if name not in mapping:
            _keep(found, name, place, mapped=True)
        return
    if not isinstance(value, dict):
        return
    for key, name in _REQUESTER:
        part = _plain(value.get(key))
        if part is not None and name not in mapping:
            inside = place.path if place.origin not in {"usual", "path"} else f"{place.path}.{key}"
            _keep(found, name, _Place(inside, part, place.origin), mapped=True)


def _keep_custom(found: Extracted, payload: Any, name: str, given: Mapped, budget: Budget) -> None:  # noqa: ANN401
    whole = found.values.get("custom_fields", {})
    place = None if given is None else _from_mapping(found, payload, name, given, budget)
    if not isinstance(whole, dict) or (place is None and name.removeprefix(CUSTOM) not in whole):
        return
    # A field that is mapped is taken from there only; its value keeps its kind.
    kept = {key: value for key, value in whole.items() if key != name.removeprefix(CUSTOM)}
    if place is not None and place.value is not None:
        kept[name.removeprefix(CUSTOM)] = place.value
        found.paths[name], found.origins[name] = place.path, place.origin
        found.paths.setdefault("custom_fields", place.path)
        found.origins.setdefault("custom_fields", place.origin)
    if kept:
        found.values["custom_fields"] = kept
    else:
        for each in (found.values, found.paths, found.origins):
            each.pop("custom_fields", None)


def _complete(found: Extracted) -> None:
    values = found.values
    if "body" not in values and isinstance(values.get("comment"), str):
        _copy(found, "comment", "body", values["comment"])
    if "subject" not in values and isinstance(values.get("body"), str):
        first = next((line.strip() for line in values["body"].splitlines() if line.strip()), values["body"])
        short = first if len(first) <= SUBJECT_FROM_BODY else first[: SUBJECT_FROM_BODY - 1].rstrip() + "…"
        _copy(found, "body", "subject", short)
    elif "body" not in values and isinstance(values.get("subject"), str):
        _copy(found, "subject", "body", values["subject"])


def _copy(found: Extracted, source: str, target: str, value: str) -> None:
    found.values[target] = value
    found.paths[target] = found.paths[source]
    found.origins[target] = "completed"
