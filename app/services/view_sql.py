"""A view's conditions as SQL on a ticket `t`: they hold there exactly when the rules say so, as a test shows."""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

import orjson

from app.rules.conditions import CUSTOM, DATE_OR_TIME, Condition, Conditions
from app.rules.topics import SEPARATOR
from app.rules.views import IDS, ME, MY_TEAMS

Put = Callable[[Any, str], str]


class Places:
    """The parameters of a statement, from `$first` on."""

    def __init__(self, first: int) -> None:
        self._first = first
        self.values: list[Any] = []

    def put(self, value: Any, kind: str) -> str:  # noqa: ANN401 - an SQL value
        """The place of a value, cast to a type."""
        self.values.append(value)
        return f"${self._first + len(self.values) - 1}::{kind}"


def where(conditions: Conditions, put: Put, *, me: UUID | None = None, teams: Collection[UUID] = ()) -> str:
    """The condition in SQL. `me` and `teams` are whoever looks."""
    every = [_one(each, put, me, teams) for each in conditions.all]
    some = [_one(each, put, me, teams) for each in conditions.any]
    if some:
        every.append(f"({' OR '.join(some)})")
    return " AND ".join(every) or "true"


def _one(condition: Condition, put: Put, me: UUID | None, teams: Collection[UUID]) -> str:
    name, operator, value = condition.field, condition.operator, condition.value
    if name == "assignee_id" and value == ME:
        return f"t.assignee_id = {put(me, 'uuid')}"
    if name == "team_id" and value == MY_TEAMS:
        return f"t.team_id = ANY ({put(list(teams), 'uuid[]')})"
    if name.startswith(CUSTOM):
        return _CUSTOM[operator](f"t.custom_fields -> {put(name.removeprefix(CUSTOM), 'text')}", value, put)
    if name == "tags":
        return _TAGS[operator](value, put)
    kind = "uuid" if name in IDS else "text"
    return _PLAIN[operator](f"t.{name}", value, put, kind)


def _empty(column: str, kind: str) -> str:
    return (
        f"({column} IS NULL OR {column} = '')"
        if kind == "text" and column != "t.snoozed_until"
        else f"{column} IS NULL"
    )


_PLAIN: Mapping[str, Callable[[str, Any, Put, str], str]] = {
    "is": lambda column, value, put, kind: f"{column} = {put(value, kind)}",
    "is_not": lambda column, value, put, kind: f"{column} IS DISTINCT FROM {put(value, kind)}",
    "in": lambda column, value, put, kind: f"{column} = ANY ({put(value, kind + '[]')})",
    "not_in": lambda column, value, put, kind: f"coalesce({column} <> ALL ({put(value, kind + '[]')}), true)",
    "present": lambda column, _value, _put, kind: f"NOT {_empty(column, kind)}",
    "absent": lambda column, _value, _put, kind: _empty(column, kind),
    "under": lambda column, value, put, _kind: (
        f"({column} = {put(value, 'text')} OR starts_with({column}, {put(value + SEPARATOR, 'text')}))"
    ),
}
_TAGS: Mapping[str, Callable[[Any, Put], str]] = {
    "has_any": lambda value, put: f"t.tags && {put(value, 'text[]')}",
    "has_all": lambda value, put: f"t.tags @> {put(value, 'text[]')}",
    "has_none": lambda value, put: f"NOT t.tags && {put(value, 'text[]')}",
    "present": lambda _value, _put: "t.tags <> '{}'",
    "absent": lambda _value, _put: "t.tags = '{}'",
}


def _json(value: Any) -> str:  # noqa: ANN401 - a JSON value
    return orjson.dumps(value).decode()


def _compared(found: str, comparison: str, value: Any, put: Put) -> str:  # noqa: ANN401
    if isinstance(value, str):
        text = f"({found} #>> '{{}}')"
        of_one_kind = f"jsonb_typeof({found}) = 'string' AND length({text}) = {len(value)}"
        is_one = f"{of_one_kind} AND {text} ~ '^{DATE_OR_TIME.pattern}$'"
        compared = f'{text} COLLATE "C" {comparison} {put(value, "text")}'
        return f"coalesce(CASE WHEN {is_one} THEN {compared} END, false)"
    number = f"CASE WHEN jsonb_typeof({found}) = 'number' THEN ({found})::text::numeric END"
    return f"coalesce({number} {comparison} {put(_json(value), 'text')}::numeric, false)"


_NOTHING = "ARRAY['null', '\"\"', '[]']::jsonb[]"
_CUSTOM: Mapping[str, Callable[[str, Any, Put], str]] = {
    "is": lambda found, value, put: f"{found} = {put(_json(value), 'text')}::jsonb",
    "is_not": lambda found, value, put: f"{found} IS DISTINCT FROM {put(_json(value), 'text')}::jsonb",
    "in": lambda found, value, put: f"{found} = ANY ({put([_json(each) for each in value], 'text[]')}::jsonb[])",
    "not_in": lambda found, value, put: (
        f"coalesce({found} <> ALL ({put([_json(each) for each in value], 'text[]')}::jsonb[]), true)"
    ),
    "present": lambda found, _value, _put: f"coalesce({found} <> ALL ({_NOTHING}), false)",
    "absent": lambda found, _value, _put: f"coalesce({found} = ANY ({_NOTHING}), true)",
    "at_least": lambda found, value, put: _compared(found, ">=", value, put),
    "at_most": lambda found, value, put: _compared(found, "<=", value, put),
}
