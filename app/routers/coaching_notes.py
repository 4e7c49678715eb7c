"""`/v1/coaching-notes`: what a lead tells an agent in private."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.coaching_notes import (
    CoachingNoteAcknowledgeIn,
    CoachingNoteIn,
    CoachingNoteOut,
    CoachingNotePage,
    CoachingNotePatch,
)
from app.services import coaching_notes

router = DeskRouter(prefix="/v1/coaching-notes", tags=["Quality"])


def _answer(note: CoachingNoteOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(note.model_dump(), status, version=str(note.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createCoachingNote",
    summary="Write a coaching note",
    response_model=CoachingNoteOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: CoachingNoteIn, actor: Annotated[Actor, agent(P.REVIEWS_WRITE)], work: Work) -> Response:
    """Tell an agent something in private, perhaps about a review. The two of you and admins see it, nobody else."""
    made = await coaching_notes.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/coaching-notes/{made.id}")


@router.get(
    "",
    operation_id="listCoachingNotes",
    summary="List coaching notes",
    response_model=CoachingNotePage,
    responses=problems(401, 403),
)
async def list_notes(
    actor: Annotated[Actor, agent(P.REVIEWS_READ)],
    work: Work,
    *,
    agent_id: Annotated[UUID | None, Query(description="Whom they are for.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """What you wrote and were told, the newest first; admins see all."""
    return answer(
        (await coaching_notes.page(work.session, actor, agent_id=agent_id, cursor=cursor, limit=limit)).model_dump()
    )


@router.get(
    "/{note_id}",
    operation_id="getCoachingNote",
    summary="Read a coaching note",
    response_model=CoachingNoteOut,
    responses=problems(401, 403, 404),
)
async def read(note_id: UUID, actor: Annotated[Actor, agent(P.REVIEWS_READ)], work: Work) -> Response:
    """A note that you wrote or were told; an admin any."""
    return _answer(await coaching_notes.read(work.session, actor, note_id))


@router.patch(
    "/{note_id}",
    operation_id="updateCoachingNote",
    summary="Change a coaching note",
    response_model=CoachingNoteOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    note_id: UUID,
    change: CoachingNotePatch,
    actor: Annotated[Actor, agent(P.REVIEWS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change a note of your own, until it is acknowledged."""
    return _answer(await coaching_notes.patch(work.session, actor, note_id, change, version=if_match))


@router.delete(
    "/{note_id}",
    status_code=204,
    operation_id="deleteCoachingNote",
    summary="Delete a coaching note",
    responses=problems(401, 403, 404, 412),
)
async def delete(
    note_id: UUID, actor: Annotated[Actor, agent(P.REVIEWS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Delete a note: your own, or as an admin one that is not for you."""
    await coaching_notes.delete(work.session, actor, note_id, version=if_match)
    return Response(status_code=204)


@router.post(
    "/{note_id}/acknowledge",
    operation_id="acknowledgeCoachingNote",
    summary="Acknowledge a coaching note",
    response_model=CoachingNoteOut,
    responses=problems(401, 403, 404, 415),
)
async def acknowledge(
    note_id: UUID,
    said: CoachingNoteAcknowledgeIn,
    actor: Annotated[Actor, agent(P.REVIEWS_READ)],
    work: Work,
) -> Response:
    """Say that you have read it, and what you think; the author is told. Doing so again changes nothing."""
    return _answer(await coaching_notes.acknowledge(work.session, actor, note_id, said.reply))
