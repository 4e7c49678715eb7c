"""`/v1/sources/{id}/parked`: webhooks that could not become anything; `/preview` and `/samples` to mend the mapping."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.jobs import JobOut
from app.schemas.source_parked import (
    DiscardIn,
    ParkedOut,
    ParkedPage,
    ParkedStatus,
    ParkedWithBody,
    PreviewIn,
    PreviewOut,
    SampleList,
)
from app.services import jobs, source_parked, source_previews

router = DeskRouter(prefix="/v1/sources/{source_id}", tags=["Partner sources"])


@router.post(
    "/preview",
    operation_id="previewSource",
    summary="Try a mapping on a webhook",
    response_model=PreviewOut,
    responses=problems(401, 403, 404, 415),
)
async def preview(
    source_id: UUID, asked: PreviewIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work
) -> Response:
    """What a webhook would do now: each field with where it came from, and the problems. Nothing is written."""
    return answer((await source_previews.preview(work.session, actor, source_id, asked)).model_dump())


@router.get(
    "/samples",
    operation_id="listSourceSamples",
    summary="The last webhooks of a source",
    response_model=SampleList,
    responses=problems(401, 403, 404),
)
async def samples(source_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """The last 20 webhooks that were authentic, raw, newest first (of a busy source, 20 of each minute)."""
    return answer((await source_previews.samples(work.session, actor, source_id)).model_dump())


@router.get(
    "/parked",
    operation_id="listParkedWebhooks",
    summary="List parked webhooks",
    response_model=ParkedPage,
    responses=problems(401, 403, 404),
)
async def parked(
    source_id: UUID,
    actor: Annotated[Actor, agent(P.SETTINGS_READ)],
    work: Work,
    status: Annotated[ParkedStatus | None, Query(description="`parked`: only what still waits.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Authentic webhooks of a source that could not become anything, in the order of their coming."""
    found = await source_parked.page(work.session, actor, source_id, status=status, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.post(
    "/parked/replay",
    status_code=202,
    operation_id="replayParkedWebhooks",
    summary="Try all parked webhooks again",
    response_model=JobOut,
    responses=problems(401, 403, 404, 415),
)
async def replay_all(source_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Begin a job that tries all that is parked now, in the order of its coming, under the mapping of now."""
    job = await source_parked.replay_all(work.session, actor, source_id)
    return answer(jobs.shown(job).model_dump(), 202, location=f"/v1/jobs/{job.id}")


@router.get(
    "/parked/{parked_id}",
    operation_id="getParkedWebhook",
    summary="Read a parked webhook",
    response_model=ParkedWithBody,
    responses=problems(401, 403, 404),
)
async def read(
    source_id: UUID, parked_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work
) -> Response:
    """A parked webhook with its raw body and why it could not become anything."""
    return answer((await source_parked.read(work.session, actor, source_id, parked_id)).model_dump())


@router.post(
    "/parked/{parked_id}/replay",
    operation_id="replayParkedWebhook",
    summary="Try a parked webhook again",
    response_model=ParkedOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def replay(
    source_id: UUID, parked_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work
) -> Response:
    """Try it under the mapping of now: it is `replayed`, or still `parked` with why. Once replayed it stays so.

    Of one external id what came first is replayed first (409 `earlier_parked`).
    """
    return answer((await source_parked.replay(work, actor, source_id, parked_id)).model_dump())


@router.post(
    "/parked/{parked_id}/discard",
    operation_id="discardParkedWebhook",
    summary="Discard a parked webhook",
    response_model=ParkedOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def discard(
    source_id: UUID, parked_id: UUID, why: DiscardIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work
) -> Response:
    """Give it up, with a reason; it stays in the list until it is tidied away."""
    return answer(
        (await source_parked.discard(work.session, actor, source_id, parked_id, reason=why.reason)).model_dump()
    )
