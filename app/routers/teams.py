"""`/v1/teams`: groups of agents; work waits in a team's queue."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.teams import TeamIn, TeamOut, TeamPage, TeamPatch
from app.services import teams

router = DeskRouter(prefix="/v1/teams", tags=["Teams"])


def _answer(team: TeamOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(team.model_dump(), status, version=str(team.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createTeam",
    summary="Make a team",
    response_model=TeamOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: TeamIn, actor: Annotated[Actor, agent(P.PEOPLE_WRITE)], work: Work) -> Response:
    """Make a team with its agents. Work that waits in it goes to them."""
    made = await teams.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/teams/{made.id}")


@router.get("", operation_id="listTeams", summary="List teams", response_model=TeamPage, responses=problems(401, 403))
async def list_teams(
    actor: Annotated[Actor, staff(P.PEOPLE_READ)],
    work: Work,
    *,
    archived: Annotated[bool, Query(description="Those that are archived, and no others.")] = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """All teams with their agents, by name."""
    found = await teams.page(work.session, actor, archived=archived, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    "/{team_id}",
    operation_id="getTeam",
    summary="Read a team",
    response_model=TeamOut,
    responses=problems(401, 403, 404),
)
async def read(team_id: UUID, actor: Annotated[Actor, staff(P.PEOPLE_READ)], work: Work) -> Response:
    """A team and the agents in it."""
    return _answer(await teams.read(work.session, actor, team_id))


@router.patch(
    "/{team_id}",
    operation_id="updateTeam",
    summary="Change a team",
    response_model=TeamOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    team_id: UUID, change: TeamPatch, actor: Annotated[Actor, agent(P.PEOPLE_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Change a team: its name, when it works, where it escalates to, who is in it (`agent_ids`: all of them)."""
    return _answer(await teams.patch(work.session, actor, team_id, change, version=if_match))


@router.delete(
    "/{team_id}",
    status_code=204,
    operation_id="deleteTeam",
    summary="Delete a team",
    responses=problems(401, 403, 404, 409, 412),
)
async def delete(
    team_id: UUID, actor: Annotated[Actor, agent(P.PEOPLE_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Delete a team. Refused while it is needed; `used_by` names what needs it: a brand whose default it is, an enabled
    SLA policy that acts on it, a team that escalates to it, a queue that names it, unsolved tickets and live chats.

    A team that was worked in before is archived: its tickets keep it, its agents leave it, its name is free.
    """
    await teams.delete(work.session, actor, team_id, version=if_match)
    return Response(status_code=204)
