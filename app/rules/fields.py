"""Custom fields: what was sent and how fields are defined in, what is stored and what is wrong with it out."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias, get_args

from app.rules.conditions import CUSTOM, Conditions, Problem
from app.rules.field_values import Refused, Shape, normal

_ALWAYS = Conditions()

# Who is meant, each with those before it: agents, and partners, and customers.
Audience: TypeAlias = Literal["agents", "partners", "customers"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
_OF_KIND: Mapping[str, Audience] = {"partner": "partners", "customer": "customers"}

# What the conditions of a field can ask about, besides other custom fields.
CONDITION_FIELDS = frozenset({"type", "brand", "priority", "channel", "language", "topic", "tags", "request_type"})
_MOST_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class Field:
    """A custom field as it is defined. Without types, brands and conditions it is for every ticket."""

    key: str
    shape: Shape
    labels: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    # Of each option's value, by language.
    option_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    required_on_create: bool = False
    required_to_solve: bool = False
    # Required only where these hold.
    required_when: Conditions = _ALWAYS
    default: Any = None
    visible_to: Audience = "agents"
    writable_by: Audience = "agents"
    types: frozenset[str] = frozenset()
    brands: frozenset[str] = frozenset()
    # Asked only where these hold.
    conditions: Conditions = _ALWAYS
    # It is about the customer: what they have answered once is known of their next ticket.
    of_customer: bool = False
    archived: bool = False

    def applies(self, facts: Mapping[str, Any]) -> bool:
        """Whether a ticket with these fields is asked for it."""
        return (
            not self.archived
            and (not self.types or facts.get("type") in self.types)
            and (not self.brands or facts.get("brand") in self.brands)
            and self.conditions.hold(facts)
        )

    def needed(self, facts: Mapping[str, Any]) -> bool:
        """Whether it has to have a value where it is required at all."""
        return self.applies(facts) and self.required_when.hold(facts)


Fields: TypeAlias = Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Sent:
    """What is written, and by whom. `facts` are the ticket's other fields; `before` is what is stored (new: nothing).

    `asked`: its writer was asked for what is required. `strict`: nobody may use keys that are not defined.
    """

    values: Mapping[str, Any]
    by: str
    facts: Mapping[str, Any]
    before: Mapping[str, Any] | None = None
    known: Mapping[str, Any] = field(default_factory=dict)
    asked: bool = True
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """The values as they are stored, what is wrong with what was sent, and which of them are for agents only."""

    values: dict[str, Any]
    problems: list[Problem]
    of_agents: list[str]


def audience(kind: str) -> Audience:
    """Whom a kind of caller belongs to."""
    return _OF_KIND.get(kind, "agents")


def within(kind: str, allowed: Audience) -> bool:
    """Whether a kind of caller is among those who are allowed."""
    return AUDIENCES.index(audience(kind)) <= AUDIENCES.index(allowed)


def settle(fields: Fields, sent: Sent) -> Settled:
    """What becomes of values that somebody sends; total: any JSON gives an answer.

    What is stored already may be sent again as it is, also for a field that is archived or asks for something else by
    now. Null, an empty text and an empty list are no value.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    changed: set[str] = set()
    before = sent.before or {}
    for key, value in sent.values.items():
        if key in before and _same(before[key], value):
            values[key] = value
            continue
        try:
            found = _written(fields.get(key), value, sent)
        except Refused as refused:
            problems.append(Problem(("custom_fields", key), refused.code, refused.sentence))
            continue
        if found is not None or key not in fields:
            values[key] = found
            changed.add(key)
    if not fields:
        return Settled(values, problems[:_MOST_PROBLEMS], [])
    facts = {**sent.facts, "custom_fields": values}
    if sent.before is None:
        _fill(fields, values, facts, sent)
    refused_keys = {each.path[1] for each in problems}
    for key, each in fields.items():
        if key in changed and not each.archived and not each.applies(facts):
            sentence = "This ticket is not asked for that: its type, its brand or its other fields say so"
            problems.append(Problem(("custom_fields", key), "field_does_not_apply", sentence))
        elif key not in refused_keys and _missing(each, values, facts, sent):
            problems.append(Problem(("custom_fields", key), "field_required", "This is needed"))
    of_agents = sorted(key for key in values if key in fields and fields[key].visible_to == "agents")
    return Settled(values, problems[:_MOST_PROBLEMS], of_agents)


def _written(definition: Field | None, value: Any, sent: Sent) -> Any:  # noqa: ANN401 - a JSON value
    if definition is None:
        if sent.strict or sent.by == "customer":
            raise Refused("unknown_field", "There is no such field")
        return value
    if not within(sent.by, definition.writable_by):
        raise Refused("field_not_writable", "This field is not yours to set")
    if definition.archived:
        raise Refused("field_archived", "This field is not used any more")
    return normal(definition.shape, value)


def _fill(fields: Fields, values: dict[str, Any], facts: Mapping[str, Any], sent: Sent) -> None:
    """What is known already, then defaults: one may be what another is asked for."""
    for _ in fields:
        added = False
        for key, each in fields.items():
            known = sent.known.get(key) if each.of_customer else None
            value = each.default if known is None else known
            if value is not None and key not in values and key not in sent.values and each.applies(facts):
                values[key] = value
                added = True
        if not added:
            return


def new_defaults(fields: Fields, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Defaults of the fields that a ticket is asked for after a change and was not asked for before."""
    values = dict(after["custom_fields"])
    added: dict[str, Any] = {}
    for _ in fields:
        facts = {**after, "custom_fields": {**values, **added}}
        new = {
            key: each.default
            for key, each in fields.items()
            if each.default is not None
            and key not in facts["custom_fields"]
            and each.applies(facts)
            and not each.applies(before)
        }
        if not new:
            break
        added |= new
    return added


def _missing(definition: Field, values: Mapping[str, Any], facts: Mapping[str, Any], sent: Sent) -> bool:
    if not definition.required_on_create or definition.key in values or not within(sent.by, definition.writable_by):
        return False
    if sent.before is None:
        return sent.asked and definition.needed(facts)
    # A change must not take away what was asked for; what was never there is not this change's fault.
    return definition.key in sent.before and definition.needed(facts)


def of_old(fields: Fields, values: Mapping[str, Any], *, strict: bool) -> tuple[dict[str, Any], list[Problem]]:
    """Values of a ticket of another system as they are stored here, and what is wrong with them.

    They are history: nobody is asked for what is required now, a field or an option that is archived was good then, and
    whether a field is asked for at all was another system's business. Only what a value has to be is held against them.
    """
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in values.items():
        definition = fields.get(key)
        if definition is None:
            if strict:
                problems.append(Problem(("custom_fields", key), "unknown_field", "There is no such field"))
            else:
                found[key] = value
            continue
        try:
            shape = definition.shape
            if not all(shape.options.values()):
                shape = replace(shape, options=dict.fromkeys(shape.options, True))
            normalized = normal(shape, value)
        except Refused as refused:
            problems.append(Problem(("custom_fields", key), refused.code, refused.sentence))
            continue
        if normalized is not None:
            found[key] = normalized
    return found, problems[:_MOST_PROBLEMS]


def missing_to_solve(fields: Fields, facts: Mapping[str, Any]) -> list[str]:
    """The fields without which a ticket with these `facts` (custom fields among them) is not solved."""
    values = facts.get("custom_fields") or {}
    return [key for key, each in fields.items() if each.required_to_solve and key not in values and each.needed(facts)]


def shown_to(fields: Fields, values: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Those values that a kind of caller may see. Customers see none that is not defined."""
    if audience(kind) == "agents":
        return dict(values)
    undefined = kind == "partner"
    return {
        key: value
        for key, value in values.items()
        if (within(kind, fields[key].visible_to) if key in fields else undefined)
    }


def problems_of(fields: Fields, definition: Field) -> list[Problem]:
    """What makes a definition meaningless besides its shape: who may write it, what it depends on, its default."""
    found: list[Problem] = []
    if AUDIENCES.index(definition.writable_by) > AUDIENCES.index(definition.visible_to):
        sentence = "Whoever may write a field sees it: make visible_to as wide"
        found.append(Problem(("writable_by",), "wider_than_visible", sentence))
    for part, stated in (("conditions", definition.conditions), ("required_when", definition.required_when)):
        for path, key in custom_keys(stated):
            if key == definition.key or key not in fields:
                sentence = "A field cannot depend on itself" if key == definition.key else f"There is no field {key!r}"
                found.append(Problem((part, *path), "unknown_field", sentence))
    if definition.default is not None:
        try:
            normal(definition.shape, definition.default)
        except Refused as refused:
            found.append(Problem(("default",), refused.code, refused.sentence))
    return found


def custom_keys(stated: Conditions) -> Iterable[tuple[tuple[str | int, ...], str]]:
    """The custom fields that conditions ask about, each with where they do."""
    for group, several in (("all", stated.all), ("any", stated.any)):
        for place, each in enumerate(several):
            if each.field.startswith(CUSTOM):
                yield (group, place), each.field.removeprefix(CUSTOM)


def _same(one: Any, other: Any) -> bool:  # noqa: ANN401 - JSON values
    # As JSON: to Python 1 and true are equal. By the slower library, which has integers of any size.
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
