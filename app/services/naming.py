"""What bodies and definitions name by id or key: where they do, and the refusal when it is not there."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from typing import Any, Literal, TypeAlias
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import Invalid
from app.models import Agent, Brand, Calendar, Customer, Organization, Queue, Skill, Team

Refusal: TypeAlias = dict[str, str]
Path: TypeAlias = tuple[str | int, ...]
Kind: TypeAlias = Literal["calendar", "team", "agent", "brand", "customer", "organization", "skill", "queue"]
# Where something is named, what it is, and its id (a brand's key).
Named: TypeAlias = tuple[Path, Kind, Any]

_UNKNOWN: Mapping[Kind, str] = {
    "calendar": "There is no such calendar, or it is archived",
    "team": "There is no such team",
    "agent": "There is no such active agent",
    "brand": "There is no such brand",
    "customer": "There is no such customer",
    "organization": "There is no such organization",
    "skill": "There is no such skill",
    "queue": "There is no such queue, or it is archived",
}
# Conditions on these name something that must be there.
_IN_CONDITIONS: Mapping[str, Kind] = {
    "team_id": "team",
    "brand": "brand",
    "requester_id": "customer",
    "organization_id": "organization",
}


def refusal(path: Iterable[str | int], code: str, detail: str) -> Refusal:
    """One entry of `errors[]`, with its own code."""
    return {"pointer": "/" + "/".join(map(str, path)), "detail": detail, "code": code}


async def refuse(session: AsyncSession, named: Iterable[Named]) -> None:
    """Raise `Invalid` (`unknown_team` and the like) unless all of this is there.

    Calendars are not archived, and teams and skills do not go, until this transaction ends.
    """
    missing = await _missing(session, list(named))
    if missing:
        raise Invalid(missing[0]["detail"], code=missing[0]["code"], errors=missing)


@contextmanager
def below(path: str) -> Iterator[None]:
    """Inside, refusals point into a part of the body."""
    try:
        yield
    except Invalid as error:
        errors = [{**each, "pointer": path + each["pointer"]} for each in error.errors]
        raise Invalid(error.detail, code=error.code, errors=errors) from error


def in_conditions(stated: Mapping[str, Any], path: Path = ("conditions",)) -> Iterator[Named]:
    """What the conditions of a definition name."""
    for group in ("all", "any"):
        for place, condition in enumerate(stated[group]):
            kind, value = _IN_CONDITIONS.get(condition["field"]), condition["value"]
            if kind is not None and value is not None:
                for each in value if isinstance(value, list) else [value]:
                    yield (*path, group, place, "value"), kind, each


def spell_ids(stated: Mapping[str, Any]) -> None:
    """Write the ids in the conditions of a body as we write them: they are compared as text."""
    for condition in chain(stated["all"], stated["any"]):
        if _IN_CONDITIONS.get(condition["field"], "brand") != "brand":
            condition["value"] = _spelled(condition["value"])


def _spelled(value: Any) -> Any:  # noqa: ANN401 - a JSON value
    if isinstance(value, list):
        return [_spelled(each) for each in value]
    found = _id(value)
    return value if found is None else str(found)


async def _missing(session: AsyncSession, named: Collection[Named]) -> list[Refusal]:
    there: dict[Kind, set[Any]] = {}
    for kind in {kind for _, kind, _ in named}:
        there[kind] = await _there(session, kind, [key for _, of, key in named if of == kind])
    return [
        refusal(path, f"unknown_{kind}", _UNKNOWN[kind])
        for path, kind, key in named
        if (key if kind == "brand" else _id(key)) not in there[kind]
    ]


async def _there(session: AsyncSession, kind: Kind, keys: Collection[Any]) -> set[Any]:
    ids = {found for each in keys if (found := _id(each)) is not None}
    query: SelectOfScalar[Any]
    match kind:
        case "calendar":
            query = select(Calendar.id).where(col(Calendar.id).in_(ids), col(Calendar.archived_at).is_(None))
            query = query.with_for_update(read=True)
        case "team":
            query = select(Team.id).where(col(Team.id).in_(ids), col(Team.archived_at).is_(None))
            query = query.with_for_update(read=True, key_share=True)
        case "skill":
            query = select(Skill.id).where(col(Skill.id).in_(ids)).with_for_update(read=True, key_share=True)
        case "queue":
            query = select(Queue.id).where(col(Queue.id).in_(ids), col(Queue.archived_at).is_(None))
        case "agent":
            query = select(Agent.id).where(col(Agent.id).in_(ids), col(Agent.status) != "disabled")
        case "customer":
            query = select(Customer.id).where(col(Customer.id).in_(ids))
        case "organization":
            query = select(Organization.id).where(col(Organization.id).in_(ids))
        case "brand":
            query = select(Brand.key).where(col(Brand.key).in_(set(keys)))
    return set((await session.exec(query)).all())


def _id(value: Any) -> UUID | None:  # noqa: ANN401 - a UUID, or a JSON value
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
