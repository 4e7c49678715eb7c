"""`/v1/faces`: names and faces of agents, for whoever reads their words."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, anyone, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.faces import FacesOut
from app.services import faces

router = DeskRouter(prefix="/v1/faces", tags=["Pictures"])

SECONDS = 60


@router.get(
    "",
    operation_id="listFaces",
    summary="Names and faces of agents",
    response_model=FacesOut,
    responses=problems(401, 403),
)
async def read(
    _actor: Annotated[Actor, anyone(P.TICKETS_READ)],
    work: Work,
    ids: Annotated[list[UUID], Query(alias="id", min_length=1, max_length=50, description="Repeated: `author.id`.")],
) -> Response:
    """Of the agents whose ids you have seen as authors, for a page to show beside what they wrote."""
    made = answer((await faces.named(await work.lean(), ids)).model_dump())
    made.headers["cache-control"] = f"private, max-age={SECONDS}"
    return made
