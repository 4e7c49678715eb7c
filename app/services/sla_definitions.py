"""What a version of an SLA policy says, as it is stored: made from what was sent, compared, and looked over."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import Invalid
from app.rules import conditions, sla_policies
from app.services import naming
from app.services.naming import Named, Path
from app.services.sla_worlds import conditions_of, steps_of, targets_of

# What makes a new version when it changes; a policy's name, place and whether it is enabled do not.
PARTS: Final = (
    "calendar_id",
    "conditions",
    "targets",
    "steps",
    "pausable_updates",
    "paused_when_snoozed",
    "in_incident",
)


def parts_of(sent: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a definition in a body (as JSON), as they are stored: with keys for its steps, ids as we write them.

    A key names the step in the log of a ticket. Within a version it stays; another version has other steps.
    """
    parts = {name: sent[name] for name in PARTS if name in sent}
    if "steps" in parts:
        parts["steps"] = [{"key": f"s{place}", **each} for place, each in enumerate(parts["steps"], 1)]
    if "conditions" in parts:
        naming.spell_ids(parts["conditions"])
    return parts


async def refuse(session: AsyncSession, definition: Mapping[str, Any], *, about: Collection[str]) -> None:
    """Raise `Invalid` when the definition means nothing, or when parts of it in `about` name what is not there.

    What was there when the rest was written may have gone since; that is no reason to refuse another change.
    """
    found = [naming.refusal(each.path, each.code, each.sentence) for each in _problems(definition)]
    if found:
        raise Invalid("See errors: each entry names a field", errors=found)
    await naming.refuse(session, (each for part in _NAMES if part in about for each in _NAMES[part](definition[part])))


def _problems(definition: Mapping[str, Any]) -> Iterator[conditions.Problem | sla_policies.Problem]:
    for each in conditions.problems(conditions_of(definition["conditions"])):
        yield conditions.Problem(("conditions", *each.path), each.code, each.sentence)
    yield from sla_policies.problems(
        targets_of(definition["targets"]),
        steps_of(definition["steps"]),
        has_calendar=definition["calendar_id"] is not None,
    )
    yield from sla_policies.never_paused(definition["paused_when_snoozed"])


def _in_calendar(calendar_id: str | None) -> Iterator[Named]:
    if calendar_id is not None:
        yield ("calendar_id",), "calendar", calendar_id


def in_steps(steps: Collection[Mapping[str, Any]]) -> Iterator[Named]:
    """What the actions of the steps name."""
    for place, step in enumerate(steps):
        for number, action in enumerate(step["actions"]):
            path: Path = ("steps", place, "actions", number)
            if "team_id" in action:
                yield (*path, "team_id"), "team", action["team_id"]
            if "agent_id" in action:
                yield (*path, "agent_id"), "agent", action["agent_id"]
            for which, recipient in enumerate(action.get("recipients", ())):
                if "agent_id" in recipient:
                    yield (*path, "recipients", which, "agent_id"), "agent", recipient["agent_id"]


# Where a part names what must be there.
_NAMES: Final[Mapping[str, Callable[[Any], Iterator[Named]]]] = {
    "calendar_id": _in_calendar,
    "conditions": naming.in_conditions,
    "steps": in_steps,
}
