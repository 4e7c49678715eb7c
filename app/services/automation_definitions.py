"""What an automation says: its parts as they are stored, and what is wrong with them before anything runs by it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import Invalid
from app.rules import conditions
from app.rules.actors import Actor
from app.rules.automations import CHANGING
from app.rules.condition_groups import Group, calendars_in, group_of, problems
from app.schemas.automations import AutomationIn, AutomationPatch, DryRunIn
from app.schemas.condition_groups import stated
from app.schemas.events import EventType
from app.schemas.ticket_actions import ActionProblem
from app.services import naming, ticket_action_naming
from app.services.naming import Named, Refusal

PARTS: Final = ("trigger", "conditions", "actions", "run")
# Conditions on these name something that must be there.
_IDS: Final[Mapping[str, naming.Kind]] = {
    "team_id": "team", "queue_id": "queue", "assignee_id": "agent", "requester_id": "customer",
    "organization_id": "organization", "brand": "brand",
}  # fmt: skip


def parts_of(sent: AutomationIn | AutomationPatch | DryRunIn) -> dict[str, Any]:
    """The parts of a definition that a body has, as they are stored: ids as we write them."""
    body = sent.model_dump(mode="json", include=sent.model_fields_set | {"conditions", "run"})
    parts = {name: body[name] for name in PARTS if body.get(name) is not None}
    if "conditions" in parts and sent.conditions is not None:
        parts["conditions"] = stated(sent.conditions)
        spell_ids(parts["conditions"])
    return parts


def spell_ids(group: Mapping[str, Any]) -> None:
    """Write the ids in the conditions of a stored group as we write them: they are compared as text."""
    for condition in _plain(group):
        if condition["field"] in _IDS:
            condition["value"] = naming.spelled(condition["value"])


def _plain(group: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for each in (*group["all"], *group["any"]):
        if "field" in each:
            yield each
        else:
            yield from _plain(each)


async def refuse(session: AsyncSession, actor: Actor, parts: Mapping[str, Any]) -> None:
    """Raise `Invalid`, or `Forbidden`, for parts that mean nothing or name what is not there."""
    wrong = list(_wrong(parts))
    if wrong:
        raise Invalid("See errors: each entry names a field", errors=wrong)
    await naming.refuse(session, named(parts))
    if "actions" in parts:
        await ticket_action_naming.refuse(session, actor, parts["actions"])


def _wrong(parts: Mapping[str, Any]) -> Iterator[Refusal]:
    if "conditions" in parts:
        for each in problems(group_of(parts["conditions"])):
            yield naming.refusal(("conditions", *each.path), each.code, each.sentence)
    trigger = parts.get("trigger")
    if trigger is None:
        return
    for place, each in enumerate(trigger.get("changed", ())):
        if each["field"] not in CHANGING and not each["field"].startswith(conditions.CUSTOM):
            sentence = f"There is no field {each['field']!r} whose change is told"
            yield naming.refusal(("trigger", "changed", place, "field"), "unknown_field", sentence)
    if trigger.get("changed") and all(each in _WITHOUT_CHANGES for each in trigger["types"]):
        yield naming.refusal(("trigger", "changed"), "never_changes", "None of these events changes a field")
    if any(action["type"] == "assign_to_me" or action["type"] == "follow" for action in parts.get("actions", ())):
        yield naming.refusal(("actions",), "nobody_acts", "An automation is nobody: there is no 'me'")


_WITHOUT_CHANGES = frozenset(
    {
        EventType.FEEDBACK_GIVEN.value, EventType.FEEDBACK_CHANGED.value, EventType.TICKET_FOLLOWED.value,
        EventType.TICKET_UNFOLLOWED.value,
    }
)  # fmt: skip


def named(parts: Mapping[str, Any]) -> Iterator[Named]:
    """What a definition names, besides what its actions do."""
    yield from _in_trigger(parts.get("trigger") or {})
    group: Group = group_of(parts.get("conditions") or {})
    for path, calendar in calendars_in(group):
        yield ("conditions", *path, "value"), "calendar", calendar
    for path, kind, value in in_group(group):
        yield ("conditions", *path, "value"), kind, value


def in_group(group: Group) -> Iterator[tuple[naming.Path, naming.Kind, Any]]:
    """What the conditions of a group name, besides calendars: where, what it is, its id or key."""
    for path, leaf in group.leaves():
        kind = _IDS.get(leaf.field)
        for value in leaf.value if isinstance(leaf.value, list) else [leaf.value]:
            if kind is not None and value is not None:
                yield path, kind, value


def _in_trigger(trigger: Mapping[str, Any]) -> Iterator[Named]:
    if trigger.get("calendar_id") is not None:
        yield ("trigger", "calendar_id"), "calendar", trigger["calendar_id"]
    for place, each in enumerate(trigger.get("changed", ())):
        values = [(member, number, value) for member in ("was", "to") for number, value in enumerate(each[member])]
        for member, number, value in values:
            if each["field"] in _IDS and value is not None:
                yield ("trigger", "changed", place, member, number), _IDS[each["field"]], value


async def problems_of(session: AsyncSession, several: Sequence[Mapping[str, Any]]) -> list[list[ActionProblem]]:
    """For each definition, what it refers to that is not there any more."""
    found = await ticket_action_naming.problems(session, [each["actions"] for each in several])
    everything = [((which, *path), kind, key) for which, each in enumerate(several) for path, kind, key in named(each)]
    for each in await naming.missing(session, everything, hold=False):
        number, _, pointer = each["pointer"][1:].partition("/")
        found[int(number)].append(ActionProblem(code=each["code"], pointer="/" + pointer, detail=each["detail"]))
    return found


def all_named(definition: Mapping[str, Any]) -> Iterator[Named]:
    """Everything that a definition names."""
    yield from named(definition)
    yield from ticket_action_naming.in_actions(definition["actions"])
