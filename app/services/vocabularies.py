"""The desk's vocabulary: its fields, topics, forms and request types, compiled once for each change of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from app.db import Connection
from app.rules.catalogue import RequestType
from app.rules.field_values import Shape
from app.rules.fields import Field, Fields
from app.rules.forms import Form, Question
from app.rules.patterns import compiled
from app.rules.topics import Topic, Tree
from app.services.sla_worlds import conditions_of

# What tells whether anything has changed; null while a desk has no vocabulary.
STAMP = "(SELECT v.stamp::text FROM vocabulary_stamps v WHERE v.id = 1)"

_FIELDS = "SELECT key, definition::text AS definition, archived_at FROM fields ORDER BY key"
_TOPICS = "SELECT path, labels::text AS labels, archived_at FROM topics"
_FORMS = "SELECT key, definition::text AS definition, archived_at FROM forms"
_REQUEST_TYPES = "SELECT key, definition::text AS definition, archived_at FROM request_types"
_STRICT = "SELECT key FROM brands WHERE strict_fields"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What tickets are held against. `strict` are the brands where only what is defined may be used."""

    fields: Fields = field(default_factory=dict)
    topics: Tree = field(default_factory=dict)
    forms: Mapping[str, Form] = field(default_factory=dict)
    request_types: Mapping[str, RequestType] = field(default_factory=dict)
    strict: frozenset[str] = frozenset()


NONE = Vocabulary()
# Compiled by stamp: a process may serve several desks one after the other, as tests do.
_known: dict[str, Vocabulary] = {}
_MOST_KNOWN = 8


async def current(connection: Connection) -> Vocabulary:
    """The vocabulary as this connection sees it. One short statement, and more when it has changed."""
    return await stamped(connection, await connection.fetchval(f"SELECT {STAMP}"))


async def stamped(connection: Connection, stamp: str | None) -> Vocabulary:
    """The vocabulary of a stamp that was read on this connection; mostly without a statement."""
    if stamp is None:
        return NONE
    found = _known.get(stamp)
    if found is None:
        # A change between these statements compiles what is newer under a stamp that nobody will see again.
        found = Vocabulary(
            fields=_fields(await connection.fetch(_FIELDS)),
            topics={
                row["path"].lower(): Topic(row["path"], orjson.loads(row["labels"]), row["archived_at"] is not None)
                for row in await connection.fetch(_TOPICS)
            },
            forms={row["key"]: _form(row) for row in await connection.fetch(_FORMS)},
            request_types={row["key"]: _request_type(row) for row in await connection.fetch(_REQUEST_TYPES)},
            strict=frozenset(row["key"] for row in await connection.fetch(_STRICT)),
        )
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[stamp] = found
    return found


def _fields(rows: Iterable[Mapping[str, Any]]) -> dict[str, Field]:
    return {
        row["key"]: field_of(row["key"], orjson.loads(row["definition"]), archived=row["archived_at"] is not None)
        for row in rows
    }


def _form(row: Mapping[str, Any]) -> Form:
    stated = orjson.loads(row["definition"])
    questions = tuple(
        Question(each["field"], each["required"], conditions_of(each["conditions"])) for each in stated["questions"]
    )
    return Form(
        key=row["key"],
        brand=stated["brand"],
        ticket_type=stated["ticket_type"],
        public=stated["public"],
        archived=row["archived_at"] is not None,
        questions=questions,
    )


def _request_type(row: Mapping[str, Any]) -> RequestType:
    stated = orjson.loads(row["definition"])
    approval = stated["approval"] or {"agent_id": None}
    return RequestType(
        key=row["key"],
        brand=stated["brand"],
        public=stated["public"],
        archived=row["archived_at"] is not None,
        form=stated["form"],
        checklist=stated["checklist"],
        team_id=None if stated["team_id"] is None else UUID(stated["team_id"]),
        priority=stated["priority"],
        ticket_type=stated["ticket_type"],
        tags=tuple(stated["tags"]),
        needs_approval=stated["approval"] is not None,
        approver=None if approval["agent_id"] is None else UUID(approval["agent_id"]),
    )


def field_of(key: str, stated: Mapping[str, Any], *, archived: bool) -> Field:
    """The rules' field of a stored definition."""
    shape = Shape(
        kind=stated["kind"],
        options={each["value"]: not each["archived"] for each in stated["options"]},
        pattern=None if stated["pattern"] is None else compiled(stated["pattern"]),
        minimum=stated["min"],
        maximum=stated["max"],
        max_length=stated["max_length"],
    )
    return Field(
        key=key,
        shape=shape,
        labels=stated["labels"],
        hints=stated["hints"],
        option_labels={each["value"]: each["labels"] for each in stated["options"]},
        required_on_create=stated["required_on_create"],
        required_to_solve=stated["required_to_solve"],
        required_when=conditions_of(stated["required_when"]),
        default=stated["default"],
        visible_to=stated["visible_to"],
        writable_by=stated["writable_by"],
        types=frozenset(stated["ticket_types"]),
        brands=frozenset(stated["brands"]),
        conditions=conditions_of(stated["conditions"]),
        of_customer=stated["of_customer"],
        archived=archived,
    )
