"""Conditions on a ticket, as policies, queues and automations state them: facts in, whether they hold and why out."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias, get_args

from app.rules.statuses import STATUSES
from app.rules.topics import within

Operator: TypeAlias = Literal[
    "is", "is_not", "in", "not_in", "has_any", "has_all", "has_none", "present", "absent", "at_least", "at_most",
    "under",
]  # fmt: skip
OPERATORS: frozenset[str] = frozenset(get_args(Operator))

# What can be asked about, besides `custom_fields.<key>`.
FIELDS = frozenset(
    {
        "priority", "type", "channel", "brand", "team_id", "requester_id", "organization_id", "tags", "language",
        "topic", "status", "request_type", "tension", "spam", "incident",
    }
)  # fmt: skip
CUSTOM = "custom_fields."
# What these can be at all: a condition on anything else would never hold, and nobody would notice.
VALUES: Mapping[str, frozenset[str]] = {
    "priority": frozenset({"low", "normal", "high", "urgent"}),
    "type": frozenset({"question", "incident", "problem", "task", "request", "feedback"}),
    "channel": frozenset(
        {"api", "web", "chat", "email", "phone", "webhook", "agent", "telegram", "whatsapp", "vk", "custom", "form"}
    ),
    "status": frozenset(STATUSES),
    "tension": frozenset({"none", "raised", "high"}),
    "spam": frozenset({"no", "suspected", "marked"}),
    "incident": frozenset({"no", "open"}),
}
# What a ticket is whose log does not say: every one begins so.
UNSAID: Mapping[str, str] = {"incident": "no"}
# And what an event of an answer to a survey can say.
OF_ANSWERS: Mapping[str, frozenset[str]] = {"survey_metric": frozenset({"csat", "nps", "ces", "pulse", "custom"})}
# Fields that are numbers, and are compared as such.
NUMBERS = frozenset({"survey_score"})
LISTS = frozenset({"tags"})
_OF_LISTS = frozenset({"has_any", "has_all", "has_none"})
# Of one length each, so that texts of one kind are in the order of time.
DATE_OR_TIME = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?")
_OF_NUMBERS = frozenset({"at_least", "at_most"})
# Fields whose values are paths; `under` means a value and everything below it.
TREES = frozenset({"topic"})
_OF_TREES = frozenset({"under"})
_WITH_LIST = frozenset({"in", "not_in", "has_any", "has_all", "has_none"})
_WITHOUT_VALUE = frozenset({"present", "absent"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One question about one field; `value` is what it is compared with, as in JSON."""

    field: str
    operator: Operator
    value: Any = None

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Whether it holds; a missing value is nothing, equal to nothing and on no list."""
        return _HOLDS[self.operator](_value(self.field, facts), self.value)


@dataclass(frozen=True, slots=True)
class Conditions:
    """All of `all` and, if there are any, at least one of `any`. Empty conditions always hold."""

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()

    def hold(self, facts: Mapping[str, Any]) -> bool:
        """Whether they hold."""
        return all(each.holds(facts) for each in self.all) and (
            not self.any or any(each.holds(facts) for each in self.any)
        )

    def matched(self, facts: Mapping[str, Any]) -> list[tuple[Condition, Any]]:
        """The conditions that hold, each with the value that it found: why something was chosen."""
        return [(each, _value(each.field, facts)) for each in (*self.all, *self.any) if each.holds(facts)]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a condition: where, a stable code, a sentence."""

    path: tuple[str | int, ...]
    code: str
    sentence: str


def problems(conditions: Conditions, fields: Collection[str] = FIELDS) -> list[Problem]:
    """What makes these conditions meaningless: unknown fields, operators that do not fit, values of the wrong shape.

    `fields` can be asked about, and custom fields.
    """
    return [
        Problem((group, place), code, sentence)
        for group, several in (("all", conditions.all), ("any", conditions.any))
        for place, each in enumerate(several)
        for code, sentence in _wrong(each, fields)
    ]


def _wrong(condition: Condition, fields: Collection[str]) -> list[tuple[str, str]]:
    name, operator, value = condition.field, condition.operator, condition.value
    custom = name.startswith(CUSTOM) and len(name) > len(CUSTOM)
    if name not in fields and not custom:
        return [("unknown_field", f"There is no field {name!r}")]
    if operator in _WITHOUT_VALUE:
        return [("invalid_value", f"{operator} takes no value")] if value is not None else []
    if (
        (name in LISTS) != (operator in _OF_LISTS)
        or (operator in _OF_NUMBERS and not custom and name not in NUMBERS)
        or (operator in _OF_TREES and name not in TREES)
    ):
        wanted = "has_any, has_all or has_none" if name in LISTS else "is, is_not, in or not_in"
        return [("operator_does_not_fit", f"Ask about {name} with {wanted}")]
    return _wrong_value(condition, custom=custom)


def _wrong_value(condition: Condition, *, custom: bool) -> list[tuple[str, str]]:
    name, operator, value = condition.field, condition.operator, condition.value
    if name in NUMBERS:
        values = value if operator in _WITH_LIST and isinstance(value, list) else [value]
        fits = isinstance(value, list) == (operator in _WITH_LIST) and values and all(map(_number, values))
        return [] if fits else [("invalid_value", f"{name} is a number")]
    if operator in _OF_NUMBERS:
        sentence = f"{operator} takes a number, a date (2026-05-31) or a time in UTC (2026-05-31T12:00:00Z)"
        return [] if _number(value) or _time(value) else [("invalid_value", sentence)]
    if operator in _WITH_LIST:
        values = value if isinstance(value, list) else []
        wanted = "a list of values"
    else:
        values, wanted = [value], "one value"
    if not values or not all(_is_plain(each) for each in values):
        return [("invalid_value", f"{operator} takes {wanted}")]
    if not custom and not all(isinstance(each, str) for each in values):
        return [("invalid_value", f"{name} is a text")]
    known = VALUES.get(name) or OF_ANSWERS.get(name)
    unknown = [each for each in values if known is not None and each not in known]
    return [("unknown_value", f"{name} is never {unknown[0]!r}")] if unknown else []


_HOLDS: dict[Operator, Callable[[Any, Any], bool]] = {
    "is": lambda found, value: found is not None and same(found, value),
    "is_not": lambda found, value: found is None or not same(found, value),
    "in": lambda found, value: any(same(found, each) for each in value),
    "not_in": lambda found, value: not any(same(found, each) for each in value),
    "has_any": lambda found, value: bool(_words(found) & set(value)),
    "has_all": lambda found, value: set(value) <= _words(found),
    "has_none": lambda found, value: not _words(found) & set(value),
    "present": lambda found, _: found not in (None, "", []),
    "absent": lambda found, _: found in (None, "", []),
    "at_least": lambda found, value: _alike(found, value) and found >= value,
    "at_most": lambda found, value: _alike(found, value) and found <= value,
    "under": lambda found, value: isinstance(found, str) and within(found, value),
}


def _value(name: str, facts: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a field's value as in JSON
    if name.startswith(CUSTOM):
        return (facts.get("custom_fields") or {}).get(name.removeprefix(CUSTOM))
    found = facts.get(name)
    return UNSAID.get(name) if found is None else found


def same(found: Any, wanted: Any) -> bool:  # noqa: ANN401 - the same
    """Whether two JSON values are one."""
    # To Python 1 and true are equal; to those who read a custom field they are not.
    if isinstance(found, bool) != isinstance(wanted, bool):
        return False
    return bool(found == wanted)


def _words(found: Any) -> set[Any]:  # noqa: ANN401 - the same
    return set(found) if isinstance(found, list | tuple | set | frozenset) else set()


def _number(value: Any) -> bool:  # noqa: ANN401 - the same
    return isinstance(value, int | float) and not isinstance(value, bool)


def _time(value: Any) -> bool:  # noqa: ANN401 - the same
    """Whether it is a date or an instant as fields store them: compared as texts they are in order."""
    if not isinstance(value, str) or not DATE_OR_TIME.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _alike(found: Any, value: Any) -> bool:  # noqa: ANN401 - the same
    """Whether these can be compared: both numbers, both dates or both instants."""
    if isinstance(value, str):
        return isinstance(found, str) and len(found) == len(value) and DATE_OR_TIME.fullmatch(found) is not None
    return _number(found)


def _is_plain(value: Any) -> bool:  # noqa: ANN401 - the same
    return isinstance(value, str | int | float | bool)
