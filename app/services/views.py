"""Saved views: everybody's, a team's, an agent's own."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, literal, or_, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import hint, raw_connection
from app.errors import Conflict, Forbidden, Invalid
from app.hints import Hint
from app.models import TeamMember, View
from app.rules.actors import Actor
from app.rules.permissions import Permission
from app.rules.views import IDS, STANDS, problems
from app.schemas.views import ViewCountOut, ViewCounts, ViewIn, ViewOut, ViewPage, ViewPatch
from app.services import keyset, naming, rows, view_counts, view_lists
from app.services.naming import Kind, Named
from app.services.sla_worlds import conditions_of

# Every change of a ticket is held against every view that there is.
MOST: Mapping[str, int] = {"shared": 100, "team": 30, "personal": 20}
# So many are counted for one agent.
_COUNTED = 500
_NAMES: Mapping[str, Kind] = {
    "team_id": "team", "brand": "brand", "requester_id": "customer", "assignee_id": "agent", "queue_id": "queue",
}  # fmt: skip


def visible_to(actor: Actor) -> SelectOfScalar[View]:
    """The views that an agent may see: everybody's, their teams', their own; who may make them, all teams'."""
    own = select(TeamMember.team_id).where(col(TeamMember.agent_id) == actor.id)
    of_teams = col(View.scope) == "team"
    if not actor.may(Permission.VIEWS_WRITE):
        of_teams = col(View.team_id).in_(own)
    return select(View).where(or_(col(View.scope) == "shared", of_teams, col(View.agent_id) == actor.id))


async def create(session: AsyncSession, actor: Actor, new: ViewIn) -> ViewOut:
    """Make a view; its tickets are counted a moment later. Raises `Forbidden`, `Invalid` and `Conflict`
    (`too_many_views`).
    """
    if new.scope != "personal":
        _may_share(actor)
    conditions = await checked(session, new.conditions.model_dump())
    if new.team_id is not None:
        await naming.refuse(session, [(("team_id",), "team", new.team_id)])
    await _refuse_many(session, actor, new)
    now = clock.now()
    view = View(
        name=new.name, scope=new.scope, team_id=new.team_id, agent_id=actor.id if new.scope == "personal" else None,
        position=new.position, conditions=conditions, sort=new.sort, columns=list(new.columns),
        created_at=now, updated_at=now,
    )  # fmt: skip
    session.add(view)
    await session.flush()
    hint(session, Hint("views", view_counts.NOBODY))
    return shown(view)


async def read(session: AsyncSession, actor: Actor, view_id: UUID) -> ViewOut:
    """A view. Raises `NotFound`."""
    return shown(await rows.get(session, visible_to(actor).where(col(View.id) == view_id)))


async def page(session: AsyncSession, actor: Actor, *, cursor: str | None, limit: int) -> ViewPage:
    """Views in their order. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor).order_by(col(View.position), col(View.id)).limit(limit + 1)
    if cursor is not None:
        last = tuple_(*(literal(each) for each in keyset.by_place(cursor)))
        query = query.where(tuple_(View.position, View.id) > last)
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.position, row.id)
    )
    return ViewPage(items=[shown(each) for each in found], next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, view_id: UUID, change: ViewPatch, *, version: str | None
) -> ViewOut:
    """Change a view; with other conditions it is counted anew. Raises as `create`, `NotFound`, `PreconditionFailed`."""
    view = await _lock(session, actor, view_id, version)
    sent = {name: getattr(change, name) for name in change.model_fields_set}
    if change.conditions is not None:
        sent["conditions"] = await checked(session, change.conditions.model_dump())
    changed = {name: value for name, value in sent.items() if value != getattr(view, name)}
    if changed:
        for name, value in changed.items():
            setattr(view, name, value)
        view.asked += "conditions" in changed
        view.version += 1
        view.updated_at = clock.now()
        await session.flush()
        hint(session, Hint("views", view_counts.NOBODY))
    return shown(view)


async def delete(session: AsyncSession, actor: Actor, view_id: UUID, *, version: str | None) -> None:
    """Delete a view. Raises `NotFound`, `Forbidden`, `PreconditionFailed`."""
    await session.delete(await _lock(session, actor, view_id, version))
    await session.flush()
    hint(session, Hint("views", view_counts.NOBODY))


async def tickets(
    session: AsyncSession, actor: Actor, view_id: UUID, *, cursor: str | None, limit: int
) -> dict[str, Any]:
    """A page of a view's tickets, as they are now. Raises `NotFound`, `Invalid` (`invalid_cursor`)."""
    view = await rows.get(session, visible_to(actor).where(col(View.id) == view_id))
    teams = await teams_of(session, actor)
    return await view_lists.page(
        await raw_connection(session), actor, conditions_of(view.conditions),
        teams=teams, sort=view.sort, cursor=cursor, limit=limit,
    )  # fmt: skip


async def counts(session: AsyncSession, actor: Actor) -> ViewCounts:
    """How many tickets each view has for this agent."""
    query = visible_to(actor).order_by(col(View.position), col(View.id)).limit(_COUNTED)
    views = (await session.exec(query)).all()
    found = await view_counts.of(
        await raw_connection(session), actor, {each.id: each.conditions for each in views},
        await teams_of(session, actor),
    )  # fmt: skip
    return ViewCounts(
        items=[
            ViewCountOut(
                view_id=each.id,
                tickets=found.get(each.id, 0) if each.counted else None,
                exact=each.counted == each.asked,
            )
            for each in views
        ]
    )


async def recount(session: AsyncSession, actor: Actor, view_id: UUID) -> ViewOut:
    """Have a view counted anew, and what was wrong mended, in a moment. Raises `NotFound`."""
    view = await rows.lock(session, visible_to(actor).where(col(View.id) == view_id), version=None)
    view.counted_at = None
    await session.flush()
    return shown(view)


async def teams_of(session: AsyncSession, actor: Actor) -> list[UUID]:
    """The teams that an agent is in."""
    query = select(TeamMember.team_id).where(col(TeamMember.agent_id) == actor.id)
    return list((await session.exec(query)).all())


def _may_share(actor: Actor) -> None:
    if not actor.may(Permission.VIEWS_WRITE):
        raise Forbidden("Views of others are for leads and admins", needs=Permission.VIEWS_WRITE.value)


async def _lock(session: AsyncSession, actor: Actor, view_id: UUID, version: str | None) -> View:
    view = await rows.lock(session, visible_to(actor).where(col(View.id) == view_id), version=version)
    if view.scope != "personal":
        _may_share(actor)
    return view


async def _refuse_many(session: AsyncSession, actor: Actor, new: ViewIn) -> None:
    query = select(func.count()).select_from(View).where(col(View.scope) == new.scope)
    if new.scope == "personal":
        query = query.where(col(View.agent_id) == actor.id)
    elif new.team_id is not None:
        query = query.where(col(View.team_id) == new.team_id)
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtextextended("otklik.views", 0))))
    if (await session.exec(query)).one() >= MOST[new.scope]:
        raise Conflict(f"There may be {MOST[new.scope]} {new.scope} views: delete one", code="too_many_views")


async def checked(session: AsyncSession, stated: dict[str, Any]) -> dict[str, Any]:
    """The conditions as they are stored: ids written as we write them. Raises `Invalid`."""
    for each in (*stated["all"], *stated["any"]):
        if each["field"] in IDS:
            each["value"] = _spelled(each["value"])
    found = [
        naming.refusal(("conditions", *each.path), each.code, each.sentence) for each in problems(conditions_of(stated))
    ]
    if found:
        raise Invalid("See errors: each entry names a field", errors=found)
    await naming.refuse(session, _named(stated))
    return stated


def _spelled(value: Any) -> Any:  # noqa: ANN401 - a JSON value
    if isinstance(value, list):
        return [_spelled(each) for each in value]
    try:
        return str(UUID(value)) if isinstance(value, str) else value
    except ValueError:
        return value


def _named(stated: Mapping[str, Any]) -> Iterator[Named]:
    for group in ("all", "any"):
        for place, condition in enumerate(stated[group]):
            kind, value = _NAMES.get(condition["field"]), condition["value"]
            for each in value if isinstance(value, list) else [value]:
                if kind is not None and each is not None and each != STANDS.get(condition["field"]):
                    yield ("conditions", group, place, "value"), kind, each


def shown(view: View) -> ViewOut:
    """A view as agents see it."""
    return ViewOut(
        id=view.id, name=view.name, scope=view.scope, team_id=view.team_id, agent_id=view.agent_id,
        conditions=view.conditions, sort=view.sort, columns=view.columns, position=view.position,
        version=view.version, created_at=view.created_at, updated_at=view.updated_at,
    )  # fmt: skip
