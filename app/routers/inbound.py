"""`/v1/inbound`: what came in by channels, and the parking lot of what could not be taken."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.file_names import disposition
from app.rules.permissions import Permission as P
from app.schemas.base import Text
from app.schemas.inbound import InboundDiscardIn, InboundOut, InboundPage, InboundReplayIn, InboundStatus
from app.schemas.jobs import JobOut
from app.services import inbound_lot, inbound_replays, jobs

router = DeskRouter(prefix="/v1/inbound", tags=["Channels"])


@router.get(
    "",
    operation_id="listInbound",
    summary="List what came in",
    response_model=InboundPage,
    responses=problems(401, 403),
)
async def list_inbound(
    actor: Annotated[Actor, agent(P.SETTINGS_READ)],
    work: Work,
    status: Annotated[InboundStatus | None, Query(description="`parked`: what needs somebody.")] = None,
    channel_id: UUID | None = None,
    external_id: Annotated[
        Text | None, Query(max_length=1000, description="A Message-ID without its brackets, or an update's id.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """Mails and updates in the order of their coming, with what became of each. Never their words: those are `/raw`."""
    found = await inbound_lot.page(
        work.session,
        actor,
        status=status,
        channel_id=channel_id,
        external_id=external_id,
        cursor=cursor,
        limit=limit,
    )
    return answer(found.model_dump())


@router.post(
    "/replay",
    status_code=202,
    operation_id="replayParkedInbound",
    summary="Try again what is parked",
    response_model=JobOut,
    responses=problems(401, 403, 415),
)
async def replay_parked(
    wanted: InboundReplayIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work
) -> Response:
    """Begin a job that lets all of a choice that is parked now be tried again, in the order of its coming, as if it had
    just come. `progress.total` is how many they are, and `result.replayed` how many it were. Sent again it finds
    nothing more to do.
    """
    job = await inbound_replays.ask(work.session, actor, wanted)
    return answer(jobs.shown(job).model_dump(), 202, location=f"/v1/jobs/{job.id}")


@router.get(
    "/{inbound_id}",
    operation_id="getInbound",
    summary="Read about one",
    response_model=InboundOut,
    responses=problems(401, 403, 404),
)
async def read(inbound_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_READ)], work: Work) -> Response:
    """What became of it, and why not, the last time."""
    return answer((await inbound_lot.read(work.session, actor, inbound_id)).model_dump())


@router.get(
    "/{inbound_id}/raw",
    operation_id="getInboundRaw",
    summary="Download it as it came",
    response_class=Response,
    responses={
        **problems(401, 403, 404),
        200: {
            "description": "The bytes as they came",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        },
    },
)
async def raw(inbound_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """The bytes, always as a download. Some days after it was taken they are gone, and so they are when the message was
    redacted.
    """
    content, name = await inbound_lot.raw(work.session, actor, inbound_id)
    headers = {
        "content-disposition": disposition(name),
        "content-security-policy": "sandbox; default-src 'none'",
        "cache-control": "no-store",
    }
    return Response(content, 200, headers, media_type="application/octet-stream")


@router.post(
    "/{inbound_id}/replay",
    operation_id="replayInbound",
    summary="Try it again",
    response_model=InboundOut,
    responses=problems(401, 403, 404, 409),
)
async def replay(inbound_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """What is parked or held is tried again, as if it had just come. What waits or was taken stays as it is."""
    return answer((await inbound_lot.replay(work.session, actor, inbound_id)).model_dump())


@router.post(
    "/{inbound_id}/discard",
    operation_id="discardInbound",
    summary="Throw it away",
    response_model=InboundOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def discard(
    inbound_id: UUID, asked: InboundDiscardIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work
) -> Response:
    """It will not be taken, and stays in the list with the reason. What was taken already is a 409."""
    return answer((await inbound_lot.discard(work.session, actor, inbound_id, reason=asked.reason)).model_dump())
