"""`/v1/skills`: what agents can be good at, and how many are."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.skills import SkillIn, SkillOut, SkillPage, SkillPatch
from app.services import skills

router = DeskRouter(prefix="/v1/skills", tags=["Skills"])


def _answer(skill: SkillOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(skill.model_dump(), status, version=str(skill.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createSkill",
    summary="Make a skill",
    response_model=SkillOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: SkillIn, actor: Annotated[Actor, agent(P.PEOPLE_WRITE)], work: Work) -> Response:
    """Make a skill; its name is one whatever its case. Naming a new one in an agent's skills makes it as well."""
    made = await skills.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/skills/{made.id}")


@router.get(
    "", operation_id="listSkills", summary="List skills", response_model=SkillPage, responses=problems(401, 403)
)
async def list_skills(
    actor: Annotated[Actor, staff(P.PEOPLE_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """The skills by name, each with how many active agents have it at which level: also those that nobody has."""
    return answer((await skills.page(work.session, actor, cursor=cursor, limit=limit)).model_dump())


@router.get(
    "/{skill_id}",
    operation_id="getSkill",
    summary="Read a skill",
    response_model=SkillOut,
    responses=problems(401, 403, 404),
)
async def read(skill_id: UUID, actor: Annotated[Actor, staff(P.PEOPLE_READ)], work: Work) -> Response:
    """A skill and how many active agents have it; its ETag goes into `If-Match` when you change it."""
    return _answer(await skills.read(work.session, actor, skill_id))


@router.patch(
    "/{skill_id}",
    operation_id="updateSkill",
    summary="Change a skill",
    response_model=SkillOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    skill_id: UUID, change: SkillPatch, actor: Annotated[Actor, agent(P.PEOPLE_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Change its name or description; agents and queues that have it keep it."""
    return _answer(await skills.patch(work.session, actor, skill_id, change, version=if_match))


@router.delete(
    "/{skill_id}",
    status_code=204,
    operation_id="deleteSkill",
    summary="Delete a skill",
    responses=problems(401, 403, 404, 409, 412),
)
async def delete(
    skill_id: UUID, actor: Annotated[Actor, agent(P.PEOPLE_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Delete a skill; agents who have it lose it. Refused while a queue asks for it: `used_by` names the queues."""
    await skills.delete(work.session, actor, skill_id, version=if_match)
    return Response(status_code=204)
