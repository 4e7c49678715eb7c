"""`/v1/sources`: partner systems that may post signed webhooks."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.sources import RotateIn, SourceIn, SourceOut, SourcePage, SourcePatch, SourceWithSecret
from app.services import sources

router = DeskRouter(prefix="/v1/sources", tags=["Partner sources"])


@router.post(
    "",
    status_code=201,
    operation_id="createSource",
    summary="Create a source",
    response_model=SourceWithSecret,
    responses=problems(401, 403, 409, 415),
)
async def create(new: SourceIn, _actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Create a source. Its secret is in this answer and nowhere else: hand it to the partner."""
    source, secret = await sources.create(work.session, new)
    made = SourceWithSecret(**sources.shown(source).model_dump(), secret=secret)
    return answer(made.model_dump(), 201, version=str(source.version), location=f"/v1/sources/{source.id}")


@router.get(
    "", operation_id="listSources", summary="List sources", response_model=SourcePage, responses=problems(401, 403)
)
async def list_sources(
    _actor: Annotated[Actor, agent(P.SETTINGS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200, description="At most this many.")] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """The sources, oldest first."""
    return answer((await sources.page(work.session, limit=limit, cursor=cursor)).model_dump())


@router.get(
    "/{source_id}",
    operation_id="getSource",
    summary="Read a source",
    response_model=SourceOut,
    responses=problems(401, 403, 404),
)
async def read(source_id: UUID, _actor: Annotated[Actor, agent(P.SETTINGS_READ)], work: Work) -> Response:
    """A source; its ETag goes into `If-Match` when you change it."""
    source = await sources.get(work.session, source_id)
    return answer(sources.shown(source).model_dump(), version=str(source.version))


@router.patch(
    "/{source_id}",
    operation_id="updateSource",
    summary="Change a source",
    response_model=SourceOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    source_id: UUID,
    change: SourcePatch,
    _actor: Annotated[Actor, agent(P.SETTINGS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change a source's name, mapping or brand, or switch it off: then its webhooks are refused with 403."""
    source = await sources.patch(work.session, source_id, change, version=if_match)
    return answer(sources.shown(source).model_dump(), version=str(source.version))


@router.post(
    "/{source_id}/rotate-secret",
    status_code=201,
    operation_id="rotateSourceSecret",
    summary="Give a source a new secret",
    response_model=SourceWithSecret,
    responses=problems(401, 403, 404, 415),
)
async def rotate_secret(
    source_id: UUID, _actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work, how: RotateIn | None = None
) -> Response:
    """Make a new secret, shown once. The old one still signs for a day (or `overlap_seconds`; 0 after a leak)."""
    overlap = (how or RotateIn()).overlap_seconds
    source, secret = await sources.rotate_secret(work.session, source_id, overlap_seconds=overlap)
    made = SourceWithSecret(**sources.shown(source).model_dump(), secret=secret)
    return answer(made.model_dump(), 201, version=str(source.version))
