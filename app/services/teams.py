"""Teams: create, read, list, change, and who is in them."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import hint
from app.errors import Invalid, pointer
from app.hints import Hint
from app.models import Calendar, Team, TeamMember
from app.rules.actors import Actor
from app.schemas.teams import TeamIn, TeamOut, TeamPage, TeamPatch
from app.services import keyset, rows


def visible_to(_actor: Actor) -> SelectOfScalar[Team]:
    """The teams that a caller may see: who may see people at all may see every team."""
    return select(Team)


async def create(session: AsyncSession, _actor: Actor, new: TeamIn) -> TeamOut:
    """Make a team. Raises the refusals of its constraints: `name_taken`, `unknown_agent`, `unknown_team`; as below."""
    now = clock.now()
    await _refuse_calendar(session, new.calendar_id)
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
    """Change a team; members are replaced. Raises as `create`, `NotFound`, `PreconditionFailed`, `ladder_cycle`."""
    sent = change.model_dump(exclude_unset=True, exclude={"agent_ids"})
    if sent.get("escalates_to_id") is not None:
        # Before the row: two who each add a half of a circle would otherwise not see each other.
        await session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik ladder of teams"))))
    team = await rows.lock(session, visible_to(actor).where(col(Team.id) == team_id), version=version)
    members = (await _members(session, [team.id]))[team.id]
    wanted = members if change.agent_ids is None else change.agent_ids
    leaving, coming = set(members) - set(wanted), [each for each in wanted if each not in members]
    changed = {name: value for name, value in sent.items() if value != getattr(team, name)}
    if not (leaving or coming or changed):
        return _shown(team, members)
    await _refuse_calendar(session, changed.get("calendar_id"))
    await _refuse_circle(session, team.id, changed.get("escalates_to_id"))
    for name, value in changed.items():
        setattr(team, name, value)
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


async def _refuse_calendar(session: AsyncSession, calendar_id: UUID | None) -> None:
    """Raise `Invalid` (`unknown_calendar`) unless it is there; it is not archived until this transaction ends."""
    if calendar_id is None:
        return
    query = select(Calendar.id).where(col(Calendar.id) == calendar_id, col(Calendar.archived_at).is_(None))
    if (await session.exec(query.with_for_update(read=True))).first() is None:
        detail = "There is no such calendar, or it is archived"
        raise Invalid(detail, code="unknown_calendar", errors=[pointer("calendar_id", detail)])


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
        created_at=team.created_at,
        updated_at=team.updated_at,
    )
