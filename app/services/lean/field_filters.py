"""Lists by custom fields and topics: conditions whose values stand in the statement itself.

Plans of hot paths never depend on their parameters. How many tickets have a topic or a field's value decides whether
the list's order or these indexes are walked, so here the planner has to see the value: it is written out, quoted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import orjson

from app.db import Connection
from app.errors import Invalid, parameter
from app.rules.actors import Actor
from app.rules.field_values import DATES, NUMBERS, Kind, Refused, Shape, normal
from app.rules.fields import Field, within
from app.rules.topics import SEPARATOR, tidy
from app.services import vocabularies

How: TypeAlias = Literal["is", "gte", "lte"]
# A custom field, how it is compared, and with what: as they stand in an address.
Asked: TypeAlias = tuple[str, How, str]
MOST_FIELDS, MOST_VALUES = 10, 20
_OF_TEXT: Mapping[str, Any] = {"true": True, "false": False}
_SIGNS: Mapping[How, str] = {"gte": ">=", "lte": "<="}
# Dates and instants as they are stored are compared as texts of one shape; whatever else is there is none.
_DATE, _INSTANT = "[0-9]{4}-[0-9]{2}-[0-9]{2}", "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What must be true of a ticket `t` (`fits`), and a statement for the ids of all tickets of which it may be, by an
    index (`probe`).
    """

    fits: str
    probe: str


def both(one: Narrowed, other: Narrowed | None) -> Narrowed:
    """What is true of a ticket when both are; whoever may fit is among those of either."""
    return one if other is None else Narrowed(f"({one.fits}) AND {other.fits}", other.probe)


async def conditions(
    connection: Connection, actor: Actor, asked: Sequence[Asked], topics: Sequence[str]
) -> Narrowed | None:
    """What these say of a ticket, all of which must hold; None when they are about what this caller may not see.

    A repeated key with `is` means any of its values. Raises `Invalid` (`invalid_filter`).
    """
    words = await vocabularies.current(connection)
    by_key: dict[str, list[tuple[How, str]]] = {}
    for key, how, value in asked:
        by_key.setdefault(key, []).append((how, value))
    if len(by_key) > MOST_FIELDS or any(len(each) > MOST_VALUES for each in by_key.values()):
        raise _invalid("field", f"At most {MOST_FIELDS} fields, with {MOST_VALUES} values each")
    indexed, ranges, measured = [], [], []
    for key, values in by_key.items():
        definition = words.fields.get(key)
        if not _may_ask(actor, definition):
            return None
        alternatives = [each for how, value in values if how == "is" for each in _values(key, definition, value)]
        if any(how == "is" for how, _ in values):
            any_of = " OR ".join(
                f"t.custom_fields @> {literal(orjson.dumps({key: each}).decode())}" for each in alternatives
            )
            indexed.append(f"t.custom_fields <> '{{}}'::jsonb AND ({any_of or 'false'})")
        bounds = [(how, _bound(key, definition, how, value)) for how, value in values if how != "is"]
        ranges += [_beyond(key, how, bound) for how, bound in bounds]
        if bounds:
            within_bounds = [f"m.value {_SIGNS[how]} {_digits(bound)}" for how, bound in bounds]
            measured.append(" AND ".join([f"m.key = {literal(key)}", *within_bounds]))
    if topics:
        indexed.append(
            _branches(words.topics[tidy(each)].path if tidy(each) in words.topics else each for each in topics)
        )
    if indexed:
        probe = f"SELECT t.id FROM tickets t WHERE {' AND '.join(indexed)}"  # noqa: S608 - written out by `literal`
    else:
        probe = f"SELECT m.ticket_id AS id FROM ticket_measures m WHERE {measured[0]}"  # noqa: S608
    return Narrowed(" AND ".join(f"({each})" for each in (*indexed, *ranges)), probe)


def _bound(key: str, definition: Field | None, how: How, text: str) -> int | float | str:
    """A number, or a date or an instant as it is stored, for a range."""
    parameter = f"field.{key}.{how}"
    kinds: tuple[Kind, ...] = ("number", "date", "datetime")
    if definition is not None:
        kind = definition.shape.kind
        if kind not in NUMBERS | DATES:
            raise _invalid(parameter, "Only numbers, dates and times have a range")
        kinds = ("number",) if kind in NUMBERS else (kind,)
    sentence = "A range of a field that is not defined has a number, a date or a time"
    for kind in kinds:
        try:
            found = normal(Shape(kind), text)
        except Refused as refused:
            sentence = refused.sentence if definition is not None else sentence
            continue
        if found is not None:
            return found  # type: ignore[no-any-return]  # of these kinds it is a number or a text
        sentence = "A range needs a value"
    raise _invalid(parameter, sentence)


def _beyond(key: str, how: How, bound: float | str) -> str:
    found = f"(t.custom_fields -> {literal(key)})"
    if isinstance(bound, str):
        text = f"({found} #>> '{{}}')"
        shape = _DATE if len(bound) == len("2026-05-31") else _INSTANT
        is_one = f"jsonb_typeof({found}) = 'string' AND {text} ~ '^{shape}$'"
        return f'CASE WHEN {is_one} THEN {text} COLLATE "C" {_SIGNS[how]} {literal(bound)} ELSE false END'
    number = f"({found}::text)::numeric {_SIGNS[how]} {_digits(bound)}"
    return f"CASE WHEN jsonb_typeof({found}) = 'number' THEN {number} ELSE false END"


def _digits(bound: float | str) -> str:
    """As `desk_measures` has it."""
    digits = (
        "".join(each for each in bound if each.isdigit()) if isinstance(bound, str) else orjson.dumps(bound).decode()
    )
    return f"{literal(digits)}::numeric"


def _may_ask(actor: Actor, definition: Field | None) -> bool:
    if definition is None:
        return actor.kind != "customer"
    return within(actor.kind, definition.visible_to)


def _values(key: str, definition: Field | None, text: str) -> Iterable[Any]:
    """What a text in an address can mean, as it is stored."""
    if "\x00" in text:
        raise _invalid(f"field.{key}", "Text must not contain the NUL character")
    if definition is not None:
        shape = definition.shape
        # Options that are archived, and values beyond bounds that were set later, can be looked for.
        shape = Shape(shape.kind, dict.fromkeys(shape.options, True), max_length=10_000)
        try:
            value = normal(shape, text)
        except Refused as refused:
            raise _invalid(f"field.{key}", refused.sentence) from refused
        return () if value is None else (value,)
    # Nobody has said what it is: the text, and what it is as JSON.
    try:
        number = orjson.loads(text) if text[:1] in "-0123456789" and len(text) < 40 else None  # noqa: PLR2004
    except ValueError:
        number = None
    other = _OF_TEXT.get(text, number)
    return (text,) if other is None else (text, other)


def _branches(topics: Iterable[str]) -> str:
    several = []
    for topic in topics:
        if "\x00" in topic:
            raise _invalid("topic", "Text must not contain the NUL character")
        below = topic.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + SEPARATOR + "%"
        several += [f"t.topic = {literal(topic)}", f"t.topic LIKE {literal(below)}"]
    return "(" + " OR ".join(several) + ")"


def literal(text: str) -> str:
    """A text as a literal of SQL, whatever the server's settings say of backslashes."""
    return "E'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _invalid(name: str, detail: str) -> Invalid:
    return Invalid(detail, code="invalid_filter", errors=[{**parameter(name, detail), "code": "invalid_filter"}])
