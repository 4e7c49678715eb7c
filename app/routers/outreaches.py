"""`/v1/outreaches`: messages to many who did not ask at this moment."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.outreaches import (
    OutreachIn,
    OutreachPage,
    OutreachPatch,
    OutreachPreview,
    OutreachRecipientPage,
    OutreachStartIn,
    OutreachTestIn,
    OutreachTestOut,
    OutreachWhole,
    RecipientState,
    State,
)
from app.services import outreach_previews, outreach_recipients, outreach_running, outreaches

router = DeskRouter(prefix="/v1/outreaches", tags=["Outreach"])


def _answer(outreach: OutreachWhole, status: int = 200, *, location: str | None = None) -> Response:
    return answer(outreach.model_dump(), status, version=str(outreach.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createOutreach",
    summary="Write an outreach",
    response_model=OutreachWhole,
    responses=problems(401, 403, 415),
)
async def create(new: OutreachIn, actor: Annotated[Actor, agent(P.OUTREACH_WRITE)], work: Work) -> Response:
    """A draft: whom it is for and what it says, in each language. Nothing leaves before it is started."""
    made = await outreaches.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/outreaches/{made.id}")


@router.get(
    "",
    operation_id="listOutreaches",
    summary="List outreaches",
    response_model=OutreachPage,
    responses=problems(401, 403),
)
async def list_outreaches(
    actor: Annotated[Actor, agent(P.OUTREACH_WRITE)],
    work: Work,
    *,
    state: Annotated[State | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Newest first, without their figures: those are with each one."""
    found = await outreaches.page(work.session, actor, state=state, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    "/{outreach_id}",
    operation_id="getOutreach",
    summary="Read an outreach",
    response_model=OutreachWhole,
    responses=problems(401, 403, 404),
)
async def read(outreach_id: UUID, actor: Annotated[Actor, agent(P.OUTREACH_WRITE)], work: Work) -> Response:
    """With its figures: how many it went to, did not reach, and who answered."""
    return _answer(await outreaches.read(work.session, actor, outreach_id))


@router.patch(
    "/{outreach_id}",
    operation_id="updateOutreach",
    summary="Change an outreach",
    response_model=OutreachWhole,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    outreach_id: UUID,
    change: OutreachPatch,
    actor: Annotated[Actor, agent(P.OUTREACH_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """A draft in everything; of one that has begun the name and the pace."""
    return _answer(await outreaches.patch(work.session, actor, outreach_id, change, version=if_match))


@router.delete(
    "/{outreach_id}",
    status_code=204,
    operation_id="deleteOutreach",
    summary="Delete a draft",
    responses=problems(401, 403, 404, 409, 412),
)
async def delete(
    outreach_id: UUID, actor: Annotated[Actor, agent(P.OUTREACH_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """What has begun stays: cancel it."""
    await outreaches.delete(work.session, actor, outreach_id, version=if_match)
    return Response(status_code=204)


@router.post(
    "/{outreach_id}/preview",
    operation_id="previewOutreach",
    summary="See who would get it",
    response_model=OutreachPreview,
    responses=problems(401, 403, 404),
)
async def preview(outreach_id: UUID, actor: Annotated[Actor, agent(P.OUTREACH_WRITE)], work: Work) -> Response:
    """How many people, how many are left out and why, and what the first twenty would read. Nothing leaves. Of a large
    audience only the first part is looked at within one request: `complete` says so.
    """
    return answer((await outreach_previews.preview(work.session, actor, outreach_id)).model_dump())


@router.post(
    "/{outreach_id}/test",
    status_code=202,
    operation_id="testOutreach",
    summary="Send it to yourself",
    response_model=OutreachTestOut,
    responses=problems(401, 403, 404, 409, 415, 429),
)
async def test(
    outreach_id: UUID, asked: OutreachTestIn, actor: Annotated[Actor, agent(P.OUTREACH_WRITE)], work: Work
) -> Response:
    """A mail to your own address, as a customer of your name would read it."""
    return answer((await outreach_previews.test(work.session, actor, outreach_id, asked)).model_dump(), 202)


@router.post(
    "/{outreach_id}/start",
    operation_id="startOutreach",
    summary="Start an outreach",
    response_model=OutreachWhole,
    responses=problems(401, 403, 404, 409, 415),
)
async def start(
    outreach_id: UUID, asked: OutreachStartIn, actor: Annotated[Actor, agent(P.OUTREACH_WRITE)], work: Work
) -> Response:
    """Now, or at a time within a year; one that is paused goes on. Started twice it is started once. From then on it
    says what it says, to whom it is for.
    """
    return _answer(await outreach_running.start(work.session, actor, outreach_id, asked))


@router.post(
    "/{outreach_id}/pause",
    operation_id="pauseOutreach",
    summary="Pause an outreach",
    response_model=OutreachWhole,
    responses=problems(401, 403, 404, 409),
)
async def pause(outreach_id: UUID, actor: Annotated[Actor, agent(P.OUTREACH_WRITE)], work: Work) -> Response:
    """Nobody else is written to until it is started again. What is on its way out leaves."""
    return _answer(await outreach_running.pause(work.session, actor, outreach_id))


@router.post(
    "/{outreach_id}/cancel",
    operation_id="cancelOutreach",
    summary="Cancel an outreach",
    response_model=OutreachWhole,
    responses=problems(401, 403, 404, 409),
)
async def cancel(outreach_id: UUID, actor: Annotated[Actor, agent(P.OUTREACH_WRITE)], work: Work) -> Response:
    """For good: who has not been written to is left out."""
    return _answer(await outreach_running.cancel(work.session, actor, outreach_id))


@router.get(
    "/{outreach_id}/recipients",
    operation_id="listOutreachRecipients",
    summary="See what became of each",
    response_model=OutreachRecipientPage,
    responses=problems(401, 403, 404),
)
async def recipients(
    outreach_id: UUID,
    actor: Annotated[Actor, agent(P.OUTREACH_WRITE)],
    work: Work,
    *,
    state: Annotated[RecipientState | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Each person once, in the order in which it goes to them, with the tickets that their answers became."""
    found = await outreach_recipients.page(work.session, actor, outreach_id, state=state, cursor=cursor, limit=limit)
    return answer(found.model_dump())
