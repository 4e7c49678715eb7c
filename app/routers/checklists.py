"""`/v1/checklists`: tasks that are added to a ticket together."""

from typing import Annotated

from fastapi import Path, Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.checklists import ChecklistIn, ChecklistOut, ChecklistPage, ChecklistPatch
from app.services import checklists

router = DeskRouter(prefix="/v1/checklists", tags=["Checklists"])

ChecklistName = Annotated[str, Path(max_length=100, pattern=r"^[^\x00]*$")]


def _answer(checklist: ChecklistOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(checklist.model_dump(), status, version=str(checklist.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createChecklist",
    summary="Make a checklist",
    response_model=ChecklistOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: ChecklistIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Make a checklist: agents add it to tickets, and types of requests bring it along."""
    made = await checklists.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/checklists/{made.key}")


@router.get(
    "",
    operation_id="listChecklists",
    summary="List checklists",
    response_model=ChecklistPage,
    responses=problems(401, 403),
)
async def list_checklists(
    actor: Annotated[Actor, staff(P.TICKETS_READ)],
    work: Work,
    *,
    archived: Annotated[bool, Query(description="Those that are archived, and no others.")] = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """The checklists by key."""
    return answer(
        (await checklists.page(work.session, actor, archived=archived, cursor=cursor, limit=limit)).model_dump()
    )


@router.get(
    "/{key}",
    operation_id="getChecklist",
    summary="Read a checklist",
    response_model=ChecklistOut,
    responses=problems(401, 403, 404),
)
async def read(key: ChecklistName, actor: Annotated[Actor, staff(P.TICKETS_READ)], work: Work) -> Response:
    """A checklist; its ETag goes into `If-Match` when you change it."""
    return _answer(await checklists.read(work.session, actor, key))


@router.patch(
    "/{key}",
    operation_id="updateChecklist",
    summary="Change a checklist",
    response_model=ChecklistOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    key: ChecklistName,
    change: ChecklistPatch,
    actor: Annotated[Actor, agent(P.SETTINGS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change a checklist, or archive it. Tickets keep the tasks that they have."""
    return _answer(await checklists.patch(work.session, actor, key, change, version=if_match))
