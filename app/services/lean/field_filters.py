"""Lists by custom fields and topics: conditions whose values stand in the statement itself.

Plans of hot paths never depend on their parameters. How many tickets have a topic or a field's value decides whether
the list's order or these indexes are walked, so here the planner has to see the value: it is written out, quoted.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from app.db import Connection
from app.errors import Invalid
from app.rules.actors import Actor
from app.rules.field_values import Refused, Shape, normal
from app.rules.fields import Field, within
from app.rules.topics import SEPARATOR, tidy
from app.services import naming, vocabularies

MOST_FIELDS, MOST_VALUES = 10, 20
_OF_TEXT: Mapping[str, Any] = {"true": True, "false": False}


async def conditions(
    connection: Connection, actor: Actor, asked: Sequence[tuple[str, str]], topics: Sequence[str]
) -> list[str] | None:
    """The conditions on `t`, all of which must hold; None when they are about what this caller may not see.

    `asked` are (key, value); a repeated key means any of its values. Raises `Invalid` (`invalid_filter`).
    """
    words = await vocabularies.current(connection)
    by_key: dict[str, list[str]] = {}
    for key, value in asked:
        by_key.setdefault(key, []).append(value)
    if len(by_key) > MOST_FIELDS or any(len(each) > MOST_VALUES for each in by_key.values()):
        raise _invalid("field", f"At most {MOST_FIELDS} fields, with {MOST_VALUES} values each")
    found = []
    for key, values in by_key.items():
        definition = words.fields.get(key)
        if not _may_ask(actor, definition):
            return None
        alternatives = [each for value in values for each in _values(key, definition, value)]
        any_of = " OR ".join(
            f"t.custom_fields @> {_literal(orjson.dumps({key: each}).decode())}" for each in alternatives
        )
        found.append(f"t.custom_fields <> '{{}}'::jsonb AND ({any_of})")
    if topics:
        found.append(
            _branches(words.topics[tidy(each)].path if tidy(each) in words.topics else each for each in topics)
        )
    return found


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
        several += [f"t.topic = {_literal(topic)}", f"t.topic LIKE {_literal(below)}"]
    return "(" + " OR ".join(several) + ")"


def _literal(text: str) -> str:
    """A text as a literal of SQL, whatever the server's settings say of backslashes."""
    return "E'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _invalid(parameter: str, detail: str) -> Invalid:
    return Invalid(detail, code="invalid_filter", errors=[naming.refusal((parameter,), "invalid_filter", detail)])
