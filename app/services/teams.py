"""Teams: create, read, list, change, delete, and who is in them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import func, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import hint
from app.errors import Conflict, Invalid, PreconditionFailed, pointer
from app.hints import Hint
from app.models import Team, TeamMember
from app.rules.actors import Actor
from app.schemas.teams import TeamIn, TeamOut, TeamPage, TeamPatch
from app.services import keyset, naming, rows, team_uses


def visible_to(_actor: Actor) -> SelectOfScalar[Team]:
    """The teams that a caller may see: who may see people at all may see every team."""
    return select(Team)


async def create(session: AsyncSession, _actor: Actor, new: TeamIn) -> TeamOut:
    """Make a team. Raises the refusals of its constraints: `name_taken`, `unknown_agent`, `unknown_team`; as below."""
    now = clock.now()
    await naming.refuse(session, _named(new.model_dump(include={"calendar_id", "escalates_to_id"})))
    team = Team(
        name=new.name,
        calendar_id=new.calendar_id,
        escalates_to_id=new.escalates_to_id,
        created_at=now,
        updated_at=now,
    )
    session.add(team)
    await session.flush()
    await _put_in(session, team.id, new.agent_ids)
    return _shown(team, new.agent_ids)


async def read(session: AsyncSession, actor: Actor, team_id: UUID) -> TeamOut:
    """A team. Raises `NotFound`."""
    team = await rows.get(session, visible_to(actor).where(col(Team.id) == team_id))
    return _shown(team, (await _members(session, [team.id]))[team.id])


async def page(session: AsyncSession, actor: Actor, *, archived: bool, cursor: str | None, limit: int) -> TeamPage:
    """Teams by name. Raises `Invalid` for a cursor that is not ours."""
    name, team_id = col(Team.name), col(Team.id)
    query = visible_to(actor).where(col(Team.archived_at).is_not(None) == archived)
    query = query.order_by(name, team_id).limit(limit + 1)
    if cursor is not None:
        query = query.where(tuple_(name, team_id) > keyset.by_name_and_id(cursor))
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda team: keyset.encode(team.name, team.id)
    )
    members = await _members(session, [team.id for team in found])
    return TeamPage(items=[_shown(team, members[team.id]) for team in found], next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, team_id: UUID, change: TeamPatch, *, version: str | None
) -> TeamOut:
    """Change a team; members are replaced.

    Raises as `create`, `NotFound`, `PreconditionFailed`, `ladder_cycle` and (`team_archived`) `Conflict`.
    """
    sent = change.model_dump(exclude_unset=True, exclude={"agent_ids"})
    if sent.get("escalates_to_id") is not None:
        # Before the row: two who each add a half of a circle would otherwise not see each other.
        await session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik ladder of teams"))))
    team = await rows.lock(session, visible_to(actor).where(col(Team.id) == team_id), version=version)
    if team.archived_at is not None and change.model_fields_set - {"name"}:
        raise Conflict("An archived team takes a new name and nothing else", code="team_archived")
    members = (await _members(session, [team.id]))[team.id]
    wanted = members if change.agent_ids is None else change.agent_ids
    leaving, coming = set(members) - set(wanted), [each for each in wanted if each not in members]
    changed = {name: value for name, value in sent.items() if value != getattr(team, name)}
    if not (leaving or coming or changed):
        return _shown(team, members)
    await naming.refuse(session, _named(changed))
    await _refuse_circle(session, team.id, changed.get("escalates_to_id"))
    for name, value in changed.items():
        setattr(team, name, value)
    team.version += 1
    team.updated_at = clock.now()
    session.add(team)
    await session.flush()
    if leaving:
        await session.exec(
            sa.delete(TeamMember).where(col(TeamMember.team_id) == team.id, col(TeamMember.agent_id).in_(leaving))
        )
        hint(session, Hint("route", team.id))
    await _put_in(session, team.id, coming)
    return _shown(team, wanted)


async def delete(session: AsyncSession, actor: Actor, team_id: UUID, *, version: str | None) -> None:
    """Delete a team; one that something of the past refers to is archived, and its name is free. Again: nothing.

    Raises `NotFound`, `PreconditionFailed`, and `Conflict` (`team_in_use`) with what uses it now.
    """
    # The strong lock: whoever names the team waits for us, and then finds none.
    query = visible_to(actor).where(col(Team.id) == team_id).with_for_update()
    team = await rows.get(session, query.execution_options(populate_existing=True))
    if team.archived_at is not None:
        return
    if version is not None and version != str(team.version):
        raise PreconditionFailed
    users = await team_uses.now(session, team_id)
    if users:
        detail = f"The {users[0]['kind']} {users[0]['name']} needs this team"
        raise Conflict(detail, code="team_in_use", used_by=users)
    await session.exec(sa.delete(TeamMember).where(col(TeamMember.team_id) == team_id))
    if not await team_uses.ever(session, team_id):
        await session.delete(team)
    else:
        team.archived_at = team.updated_at = clock.now()
        team.version += 1
    await session.flush()


def _named(values: Mapping[str, Any]) -> Iterator[naming.Named]:
    if values.get("calendar_id") is not None:
        yield ("calendar_id",), "calendar", values["calendar_id"]
    if values.get("escalates_to_id") is not None:
        yield ("escalates_to_id",), "team", values["escalates_to_id"]


async def _refuse_circle(session: AsyncSession, team_id: UUID, escalates_to_id: UUID | None) -> None:
    """Raise `Invalid` (`ladder_cycle`) when the ladder from there leads back to the team."""
    if escalates_to_id is None:
        return
    ladder = select(Team.id, Team.escalates_to_id).where(col(Team.id) == escalates_to_id).cte(recursive=True)
    above = select(Team.id, Team.escalates_to_id).join(ladder, col(Team.id) == ladder.c.escalates_to_id)
    # UNION and not UNION ALL: it ends also where there is a circle already.
    ladder = ladder.union(above)
    if team_id in (await session.exec(select(ladder.c.id))).all():
        detail = "The team would escalate to itself, by way of this one"
        raise Invalid(detail, code="ladder_cycle", errors=[pointer("escalates_to_id", detail)])


async def _put_in(session: AsyncSession, team_id: UUID, agent_ids: Iterable[UUID]) -> None:
    coming = [TeamMember(team_id=team_id, agent_id=each) for each in agent_ids]
    if coming:
        session.add_all(coming)
        await session.flush()
        # Work may be waiting in this team for somebody who has just come.
        hint(session, Hint("route", team_id))


async def _members(session: AsyncSession, team_ids: list[UUID]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {each: [] for each in team_ids}
    query = select(TeamMember).where(col(TeamMember.team_id).in_(team_ids)).order_by(col(TeamMember.agent_id))
    for member in (await session.exec(query)).all() if team_ids else ():
        found[member.team_id].append(member.agent_id)
    return found


def _shown(team: Team, agent_ids: Iterable[UUID]) -> TeamOut:
    return TeamOut(
        id=team.id,
        name=team.name,
        agent_ids=sorted(agent_ids),
        calendar_id=team.calendar_id,
        escalates_to_id=team.escalates_to_id,
        version=team.version,
        archived_at=team.archived_at,
        created_at=team.created_at,
        updated_at=team.updated_at,
    )
