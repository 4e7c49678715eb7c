"""`/v1/tickets/{id}/draft`: what an agent has begun to write, on all of their devices."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.drafts import DraftIn, DraftOut, DraftsOut
from app.services import drafts

router = DeskRouter(prefix="/v1/tickets/{ticket_id}/draft", tags=["Tickets"])


@router.get(
    "",
    operation_id="getDraft",
    summary="Read your draft",
    response_model=DraftsOut,
    responses=problems(401, 403, 404),
)
async def read(ticket_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """Only you see it. Whoever gets a ticket also sees what its last agent had begun to write: `left`."""
    found, version = await drafts.read(work.session, actor, ticket_id)
    return answer(found, version=version)


@router.put(
    "",
    operation_id="putDraft",
    summary="Save your draft",
    response_model=DraftOut,
    responses=problems(401, 403, 404, 412, 415),
)
async def put(
    ticket_id: UUID, new: DraftIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Send the ETag that you have seen, or none when there was no draft.

    412 says that another device was faster; its `current` is what that one saved, so that nothing is lost.
    """
    saved = await drafts.put(work.session, actor, ticket_id, new, version=if_match)
    return answer(saved, version=str(saved["version"]))


@router.delete(
    "",
    status_code=204,
    operation_id="deleteDraft",
    summary="Throw your draft away",
    responses=problems(401, 403, 404, 412),
)
async def delete(
    ticket_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """A message that is sent with `draft_version` does this by itself. Its files are removed after a day."""
    await drafts.delete(work.session, actor, ticket_id, version=if_match)
    return Response(status_code=204)


@router.post(
    "/take",
    operation_id="takeDraft",
    summary="Take over the draft that was left",
    response_model=DraftOut,
    responses=problems(401, 403, 404, 409),
)
async def take(ticket_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """For whoever has the ticket now: the draft of the agent before you becomes yours, with its files."""
    taken = await drafts.take(work.session, actor, ticket_id)
    return answer(taken, version=str(taken["version"]))
