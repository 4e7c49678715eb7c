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
from app.models import Agent, Brand, Calendar, Customer, Organization, Queue, RequestType, Skill, Team, Template

Refusal: TypeAlias = dict[str, str]
Path: TypeAlias = tuple[str | int, ...]
Kind: TypeAlias = Literal[
    "calendar", "team", "agent", "brand", "customer", "organization", "skill", "queue", "template", "request_type"
]
# Where something is named, what it is, and its id (of a brand or a type of request: its key).
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
    "template": "There is no such template, or it is archived, or it is only one agent's",
    "request_type": "There is no such type of request, or it is archived",
}
_BY_KEY = frozenset({"brand", "request_type"})
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
    gone = await missing(session, list(named))
    if gone:
        raise Invalid(gone[0]["detail"], code=gone[0]["code"], errors=gone)


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
            condition["value"] = spelled(condition["value"])


def spelled(value: Any) -> Any:  # noqa: ANN401 - a JSON value
    """An id, or several, as we write them; whatever else it is as it is."""
    if isinstance(value, list):
        return [spelled(each) for each in value]
    found = _id(value)
    return value if found is None else str(found)


async def missing(session: AsyncSession, named: Collection[Named], *, hold: bool = True) -> list[Refusal]:
    """What of this is not there; unless only looked at, the rest is held until this transaction ends."""
    there: dict[Kind, set[Any]] = {}
    for kind in {kind for _, kind, _ in named}:
        query = _those_there(kind, [key for _, of, key in named if of == kind])
        if hold and kind in _HELD:
            query = query.with_for_update(read=True, key_share=_HELD[kind] == "key share")
        there[kind] = set((await session.exec(query)).all())
    return [
        refusal(path, f"unknown_{kind}", _UNKNOWN[kind])
        for path, kind, key in named
        if (key if kind in _BY_KEY else _id(key)) not in there[kind]
    ]


# What must not go before this transaction ends, and the lock under which it cannot.
_HELD: Mapping[Kind, Literal["share", "key share"]] = {
    "calendar": "share", "template": "share", "team": "key share", "skill": "key share",
}  # fmt: skip


def _those_there(kind: Kind, keys: Collection[Any]) -> SelectOfScalar[Any]:  # noqa: C901 - a table
    ids = {found for each in keys if (found := _id(each)) is not None}
    query: SelectOfScalar[Any]
    match kind:
        case "calendar":
            query = select(Calendar.id).where(col(Calendar.id).in_(ids), col(Calendar.archived_at).is_(None))
        case "team":
            query = select(Team.id).where(col(Team.id).in_(ids), col(Team.archived_at).is_(None))
        case "skill":
            query = select(Skill.id).where(col(Skill.id).in_(ids))
        case "queue":
            query = select(Queue.id).where(col(Queue.id).in_(ids), col(Queue.archived_at).is_(None))
        case "template":
            public = (col(Template.archived_at).is_(None), col(Template.scope) != "personal")
            query = select(Template.id).where(col(Template.id).in_(ids), *public)
        case "agent":
            query = select(Agent.id).where(col(Agent.id).in_(ids), col(Agent.status) != "disabled")
        case "customer":
            query = select(Customer.id).where(col(Customer.id).in_(ids))
        case "organization":
            query = select(Organization.id).where(col(Organization.id).in_(ids))
        case "brand":
            query = select(Brand.key).where(col(Brand.key).in_(set(keys)))
        case "request_type":
            query = select(RequestType.key).where(
                col(RequestType.key).in_(set(keys)), col(RequestType.archived_at).is_(None)
            )
    return query


def _id(value: Any) -> UUID | None:  # noqa: ANN401 - a UUID, or a JSON value
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
