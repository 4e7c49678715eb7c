"""Conditions in groups, one in the other, with questions about time and words besides those of `conditions.py`.

The plain shape of a policy or queue, `all` and `any` of conditions, is a group too and means the same here.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias, get_args

from app.rules import conditions
from app.rules.conditions import Condition, Problem
from app.rules.schedules import AnySchedule

More: TypeAlias = Literal[
    "before", "after", "older_than", "newer_than", "inside", "outside", "contains", "contains_none"
]
MORE: frozenset[str] = frozenset(get_args(More))
MAX_DEPTH, MAX_CONDITIONS = 4, 50
MAX_SECONDS = 3_660 * 86_400

# Instants that can be asked about. `now` is when the rule looks: at the event, or when it is due.
TIMES = frozenset(
    {
        "now", "created_at", "updated_at", "status_since", "assigned_since", "solved_at", "first_reply_at",
        "snoozed_until", "pending_until", "last_customer_message_at", "last_agent_message_at",
    }
)  # fmt: skip
TEXTS = frozenset({"subject", "message"})
# What only an event knows; of an answer to a survey also what it was and to which.
OF_EVENTS = frozenset(
    {"event", "actor", "visibility", "via", "message", "survey_score", "survey_metric", "survey_key"}
)  # fmt: skip
FIELDS = conditions.FIELDS | TIMES | TEXTS | OF_EVENTS | {"assignee_id", "queue_id", "customer_tier"}
_OF_CALENDARS, _OF_TEXTS = frozenset({"inside", "outside"}), frozenset({"contains", "contains_none"})
_AGES = frozenset({"older_than", "newer_than"})
_ALWAYS_THERE = frozenset({"present", "absent"})
# What facts hold besides the ticket's own: the hours of calendars, by id.
CALENDARS = "calendars"


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a time or about words."""

    field: str
    operator: More
    value: Any

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Whether it holds; of what is not known nothing is true, but that it does not contain something."""
        return _HOLDS[self.operator](found(self.field, facts), self.value, facts)


Leaf: TypeAlias = Condition | Question


@dataclass(frozen=True, slots=True)
class Group:
    """All of `all` and, if there are any, at least one of `any`; each is a condition or another group."""

    all: tuple["Leaf | Group", ...] = ()
    any: tuple["Leaf | Group", ...] = ()

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Whether it holds; an empty group always does."""
        return all(each.holds(facts) for each in self.all) and (
            not self.any or any(each.holds(facts) for each in self.any)
        )

    def matched(self, facts: Mapping[str, Any]) -> list[tuple[Leaf, Any]]:
        """The conditions that hold, in all its groups, each with the value that it found: why a rule fired."""
        return [(each, found(each.field, facts)) for _, each in self.leaves() if each.holds(facts)]

    def leaves(self, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Leaf]]:
        """Every condition in it, with its place."""
        for name, several in (("all", self.all), ("any", self.any)):
            for place, each in enumerate(several):
                if isinstance(each, Group):
                    yield from each.leaves((*path, name, place))
                else:
                    yield (*path, name, place), each


def group_of(stated: Mapping[str, Any]) -> Group:
    """A group as JSON has it, as the rules have it."""
    every, some = (tuple(_node(each) for each in stated.get(name) or ()) for name in ("all", "any"))
    return Group(every, some)


def _node(stated: Mapping[str, Any]) -> Leaf | Group:
    if stated.get("field") is None:
        return group_of(stated)
    kind = Question if stated["operator"] in MORE else Condition
    return kind(stated["field"], stated["operator"], stated.get("value"))


def found(field: str, facts: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a field's value
    """What the facts hold of a field."""
    if field.startswith(conditions.CUSTOM):
        return (facts.get("custom_fields") or {}).get(field.removeprefix(conditions.CUSTOM))
    known = facts.get(field)
    return conditions.UNSAID.get(field) if known is None else known


def problems(group: Group, fields: Collection[str] = FIELDS) -> list[Problem]:
    """What makes a group meaningless: as `conditions.problems`, with the place in all its groups."""
    return [Problem(path, code, sentence) for path, leaf in group.leaves() for code, sentence in _wrong(leaf, fields)]


def _wrong(leaf: Leaf, fields: Collection[str]) -> list[tuple[str, str]]:
    if isinstance(leaf, Condition):
        if leaf.field in TIMES & frozenset(fields) and leaf.operator not in _ALWAYS_THERE:
            return [("operator_does_not_fit", f"Ask about {leaf.field} with before, after, older_than or inside")]
        plain = conditions.problems(conditions.Conditions(all=(leaf,)), fields)
        return [(each.code, each.sentence) for each in plain]
    custom = leaf.field.startswith(conditions.CUSTOM) and len(leaf.field) > len(conditions.CUSTOM)
    if leaf.field not in fields and not custom:
        return [("unknown_field", f"There is no field {leaf.field!r}")]
    if not custom and leaf.field not in (TEXTS if leaf.operator in _OF_TEXTS else TIMES):
        return [("operator_does_not_fit", f"{leaf.operator} is not for {leaf.field}")]
    return [] if _fits(leaf) else [("invalid_value", f"{leaf.operator} takes {_TAKES[leaf.operator]}")]


_TAKES: Mapping[More, str] = {
    "before": "an instant", "after": "an instant", "older_than": "seconds", "newer_than": "seconds",
    "inside": "the id of a calendar", "outside": "the id of a calendar", "contains": "a text or several",
    "contains_none": "a text or several",
}  # fmt: skip


def _fits(leaf: Question) -> bool:
    value = leaf.value
    if leaf.operator in _AGES:
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_SECONDS
    if leaf.operator in _OF_TEXTS:
        return bool(_words(value))
    if leaf.operator in _OF_CALENDARS:
        return isinstance(value, str)
    return _instant(value) is not None


_Holds: TypeAlias = Callable[[Any, Any, Mapping[str, Any]], bool]


def _compared(operator: Callable[[datetime, datetime], bool]) -> _Holds:
    def holds(is_there: Any, value: Any, _facts: Mapping[str, Any]) -> bool:  # noqa: ANN401 - JSON values
        one, other = _instant(is_there), _instant(value)
        return one is not None and other is not None and operator(one, other)

    return holds


def _age(operator: Callable[[timedelta, timedelta], bool]) -> _Holds:
    def holds(is_there: Any, value: Any, facts: Mapping[str, Any]) -> bool:  # noqa: ANN401 - JSON values
        at, now = _instant(is_there), _instant(facts.get("now"))
        return at is not None and now is not None and operator(now - at, timedelta(seconds=value))

    return holds


def _open(*, wanted: bool) -> _Holds:
    def holds(is_there: Any, value: Any, facts: Mapping[str, Any]) -> bool:  # noqa: ANN401 - JSON values
        at = _instant(is_there)
        hours: AnySchedule | None = (facts.get(CALENDARS) or {}).get(value)
        return at is not None and hours is not None and hours.is_open(at) is wanted

    return holds


def _contains(is_there: Any, value: Any, _facts: Mapping[str, Any]) -> bool:  # noqa: ANN401 - JSON values
    text = is_there.casefold() if isinstance(is_there, str) else ""
    return any(each.casefold() in text for each in _words(value))


_HOLDS: Mapping[More, _Holds] = {
    "before": _compared(lambda one, other: one < other),
    "after": _compared(lambda one, other: one > other),
    "older_than": _age(lambda age, wanted: age >= wanted),
    "newer_than": _age(lambda age, wanted: age < wanted),
    "inside": _open(wanted=True),
    "outside": _open(wanted=False),
    "contains": _contains,
    "contains_none": lambda is_there, value, facts: not _contains(is_there, value, facts),
}


def _words(value: Any) -> list[str]:  # noqa: ANN401 - a JSON value
    several = value if isinstance(value, list) else [value]
    return several if several and all(isinstance(each, str) and each for each in several) else []


def _instant(value: Any) -> datetime | None:  # noqa: ANN401 - a JSON value, or an instant
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
        # A date without more, as custom fields have them, is its beginning in UTC.
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo is not None else value.replace(tzinfo=_UTC)


_UTC = datetime.fromisoformat("1970-01-01T00:00:00+00:00").tzinfo


def next_moment(group: Group, facts: Mapping[str, Any]) -> datetime | None:
    """When one of its conditions may next come to hold, or cease to, though nothing happens to the ticket."""
    now = facts["now"]
    moments = (_moment(leaf, facts) for _, leaf in group.leaves() if isinstance(leaf, Question))
    return min((each for each in moments if each is not None and each > now), default=None)


def _moment(leaf: Question, facts: Mapping[str, Any]) -> datetime | None:
    if leaf.operator in _AGES:
        at = _instant(found(leaf.field, facts))
        return None if at is None else at + timedelta(seconds=leaf.value)
    if leaf.field != "now":
        return None
    if leaf.operator in _OF_CALENDARS:
        hours: AnySchedule | None = (facts.get(CALENDARS) or {}).get(leaf.value)
        return None if hours is None else hours.next_change(facts["now"])
    return _instant(leaf.value)


def is_of_time(group: Group) -> bool:
    """Whether it may come to hold though nothing happens to the ticket."""
    return any(
        isinstance(leaf, Question)
        and leaf.operator not in _OF_TEXTS
        and (leaf.field == "now" or leaf.operator in _AGES)
        for _, leaf in group.leaves()
    )


def calendars_in(group: Group) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The calendars that it asks about, each with its place."""
    for path, leaf in group.leaves():
        if isinstance(leaf, Question) and leaf.operator in _OF_CALENDARS and isinstance(leaf.value, str):
            yield path, leaf.value
