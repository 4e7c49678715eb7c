"""What a version of an SLA policy says, as it is stored: made from what was sent, compared, and looked over."""

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import chain
from typing import Any, Final
from uuid import UUID

import orjson
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import Invalid
from app.models import Agent, Brand, Calendar, Customer, Organization, Team
from app.rules import conditions, sla_policies
from app.services.sla_worlds import conditions_of, steps_of, targets_of

Refusal = dict[str, str]
Path = tuple[str | int, ...]

# What makes a new version when it changes; a policy's name, place and whether it is enabled do not.
PARTS: Final = ("calendar_id", "conditions", "targets", "steps", "pausable_updates", "paused_when_snoozed")

_UNKNOWN = {
    "calendar": "There is no such calendar, or it is archived",
    "team": "There is no such team",
    "agent": "There is no such active agent",
    "brand": "There is no such brand",
    "customer": "There is no such customer",
    "organization": "There is no such organization",
}
# Conditions on these name something that must be there.
_NAMING = {
    "team_id": "team",
    "brand": "brand",
    "requester_id": "customer",
    "organization_id": "organization",
}


def parts_of(sent: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a definition in a body (as JSON), as they are stored: with keys for its steps, ids as we write them.

    A key names the step in the log of a ticket. Within a version it stays; another version has other steps.
    """
    parts = {name: sent[name] for name in PARTS if name in sent}
    if "steps" in parts:
        parts["steps"] = [{"key": f"s{place}", **each} for place, each in enumerate(parts["steps"], 1)]
    if "conditions" in parts:
        for condition in chain(parts["conditions"]["all"], parts["conditions"]["any"]):
            if _NAMING.get(condition["field"], "brand") != "brand":
                condition["value"] = _canonical(condition["value"])
    return parts


def _canonical(value: Any) -> Any:  # noqa: ANN401 - a JSON value
    if isinstance(value, list):
        return [_canonical(each) for each in value]
    found = _id(value)
    return value if found is None else str(found)


def changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    """The parts of `now` that are not as before. Compared as JSON: to Python 1 and true are equal."""
    return {name for name, value in now.items() if _json(before[name]) != _json(value)}


def _json(value: Any) -> bytes:  # noqa: ANN401 - a JSON value
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


async def refuse(session: AsyncSession, definition: Mapping[str, Any], *, about: Collection[str]) -> None:
    """Raise `Invalid` when the definition means nothing, or when parts of it in `about` name what is not there.

    What was there when the rest was written may have gone since; that is no reason to refuse another change.
    """
    found = [_refusal(each.path, each.code, each.sentence) for each in _problems(definition)]
    if found:
        raise Invalid("See errors: each entry names a field", errors=found)
    missing = await _missing(session, definition, about)
    if missing:
        raise Invalid(missing[0]["detail"], code=missing[0]["code"], errors=missing)


def _problems(definition: Mapping[str, Any]) -> Iterator[conditions.Problem | sla_policies.Problem]:
    for each in conditions.problems(conditions_of(definition["conditions"])):
        yield conditions.Problem(("conditions", *each.path), each.code, each.sentence)
    yield from sla_policies.problems(
        targets_of(definition["targets"]),
        steps_of(definition["steps"]),
        has_calendar=definition["calendar_id"] is not None,
    )
    yield from sla_policies.never_paused(definition["paused_when_snoozed"])


def _refusal(path: Path, code: str, detail: str) -> Refusal:
    return {"pointer": "/" + "/".join(map(str, path)), "detail": detail, "code": code}


async def _missing(session: AsyncSession, definition: Mapping[str, Any], about: Collection[str]) -> list[Refusal]:
    named = [each for part, names in _NAMES.items() if part in about for each in names(definition[part])]
    there: dict[str, set[Any]] = {}
    for kind in {kind for _, kind, _ in named}:
        there[kind] = await _there(session, kind, [key for _, of, key in named if of == kind])
    return [
        _refusal(path, f"unknown_{kind}", _UNKNOWN[kind])
        for path, kind, key in named
        if (key if kind == "brand" else _id(key)) not in there[kind]
    ]


async def _there(session: AsyncSession, kind: str, keys: Collection[Any]) -> set[Any]:
    """Those of the keys that there are; a calendar stays as it is until this transaction ends."""
    ids = {found for each in keys if (found := _id(each)) is not None}
    match kind:
        case "calendar":
            query = select(Calendar.id).where(col(Calendar.id).in_(ids), col(Calendar.archived_at).is_(None))
            return set((await session.exec(query.with_for_update(read=True))).all())
        case "team":
            return set((await session.exec(select(Team.id).where(col(Team.id).in_(ids)))).all())
        case "agent":
            active = select(Agent.id).where(col(Agent.id).in_(ids), col(Agent.status) != "disabled")
            return set((await session.exec(active)).all())
        case "customer":
            return set((await session.exec(select(Customer.id).where(col(Customer.id).in_(ids)))).all())
        case "organization":
            return set((await session.exec(select(Organization.id).where(col(Organization.id).in_(ids)))).all())
        case _:
            return set((await session.exec(select(Brand.key).where(col(Brand.key).in_(set(keys))))).all())


def _in_calendar(calendar_id: str | None) -> Iterator[tuple[Path, str, Any]]:
    if calendar_id is not None:
        yield ("calendar_id",), "calendar", calendar_id


def _in_conditions(stated: Mapping[str, Any]) -> Iterator[tuple[Path, str, Any]]:
    for group in ("all", "any"):
        for place, condition in enumerate(stated[group]):
            kind, value = _NAMING.get(condition["field"]), condition["value"]
            if kind is not None and value is not None:
                for each in value if isinstance(value, list) else [value]:
                    yield ("conditions", group, place, "value"), kind, each


def _in_steps(steps: Collection[Mapping[str, Any]]) -> Iterator[tuple[Path, str, Any]]:
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


# Where a part names what must be there: (path, kind, id or key).
_NAMES: Final[Mapping[str, Callable[[Any], Iterator[tuple[Path, str, Any]]]]] = {
    "calendar_id": _in_calendar,
    "conditions": _in_conditions,
    "steps": _in_steps,
}


def _id(text: Any) -> UUID | None:  # noqa: ANN401 - a JSON value
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None
