"""Teams: create, read, list, change, and who is in them."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import hint
from app.hints import Hint
from app.models import Team, TeamMember
from app.rules.actors import Actor
from app.schemas.teams import TeamIn, TeamOut, TeamPage, TeamPatch
from app.services import keyset, rows


def visible_to(_actor: Actor) -> SelectOfScalar[Team]:
    """The teams that a caller may see: who may see people at all may see every team."""
    return select(Team)


async def create(session: AsyncSession, _actor: Actor, new: TeamIn) -> TeamOut:
    """Make a team. Raises the refusals of its constraints: `name_taken`, `unknown_agent`."""
    now = clock.now()
    team = Team(name=new.name, created_at=now, updated_at=now)
    session.add(team)
    await session.flush()
    await _put_in(session, team.id, new.agent_ids)
    return _shown(team, new.agent_ids)


async def read(session: AsyncSession, actor: Actor, team_id: UUID) -> TeamOut:
    """A team. Raises `NotFound`."""
    team = await rows.get(session, visible_to(actor).where(col(Team.id) == team_id))
    return _shown(team, (await _members(session, [team.id]))[team.id])


async def page(session: AsyncSession, actor: Actor, *, cursor: str | None, limit: int) -> TeamPage:
    """Teams by name. Raises `Invalid` for a cursor that is not ours."""
    query = visible_to(actor).order_by(col(Team.name)).limit(limit + 1)
    if cursor is not None:
        query = query.where(col(Team.name) > keyset.by_name(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda team: keyset.encode(team.name))
    members = await _members(session, [team.id for team in found])
    return TeamPage(items=[_shown(team, members[team.id]) for team in found], next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, team_id: UUID, change: TeamPatch, *, version: str | None
) -> TeamOut:
    """Rename a team or replace its members. Raises `NotFound`, `PreconditionFailed` and as `create`."""
    team = await rows.lock(session, visible_to(actor).where(col(Team.id) == team_id), version=version)
    members = (await _members(session, [team.id]))[team.id]
    wanted = members if change.agent_ids is None else change.agent_ids
    leaving, coming = set(members) - set(wanted), [each for each in wanted if each not in members]
    renamed = change.name is not None and change.name != team.name
    if not (leaving or coming or renamed):
        return _shown(team, members)
    team.name = change.name or team.name
    team.version += 1
    team.updated_at = clock.now()
    session.add(team)
    await session.flush()
    if leaving:
        await session.exec(
            delete(TeamMember).where(col(TeamMember.team_id) == team.id, col(TeamMember.agent_id).in_(leaving))
        )
        hint(session, Hint("route", team.id))
    await _put_in(session, team.id, coming)
    return _shown(team, wanted)


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
        version=team.version,
        created_at=team.created_at,
        updated_at=team.updated_at,
    )
