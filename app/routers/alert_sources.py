"""`/v1/alert-sources`: systems that watch for you and post what they see."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.alert_sources import (
    AlertSourceIn,
    AlertSourceMade,
    AlertSourceOut,
    AlertSourcePage,
    AlertSourcePatch,
)
from app.services import alert_sources

router = DeskRouter(prefix="/v1/alert-sources", tags=["Monitors"])


@router.post(
    "",
    status_code=201,
    operation_id="createAlertSource",
    summary="Let a system post alerts",
    response_model=AlertSourceMade,
    responses=problems(401, 403, 409, 415),
)
async def create(new: AlertSourceIn, actor: Annotated[Actor, staff(P.MONITORS_WRITE)], work: Work) -> Response:
    """Make an address for Alertmanager, Grafana or anything else. Address and secret are shown once."""
    made = await alert_sources.create(work.session, actor, new)
    return answer(made.model_dump(), 201, version=str(made.version), location=f"/v1/alert-sources/{made.id}")


@router.get(
    "",
    operation_id="listAlertSources",
    summary="List sources of alerts",
    response_model=AlertSourcePage,
    responses=problems(401, 403),
)
async def list_sources(
    actor: Annotated[Actor, staff(P.MONITORS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """The sources by name, each with when it last said something."""
    return answer((await alert_sources.page(work.session, actor, cursor=cursor, limit=limit)).model_dump())


@router.get(
    "/{source_id}",
    operation_id="getAlertSource",
    summary="Read a source of alerts",
    response_model=AlertSourceOut,
    responses=problems(401, 403, 404),
)
async def read(source_id: UUID, actor: Annotated[Actor, staff(P.MONITORS_READ)], work: Work) -> Response:
    """A source; its ETag goes into `If-Match` when you change it."""
    found = await alert_sources.read(work.session, actor, source_id)
    return answer(found.model_dump(), version=str(found.version))


@router.patch(
    "/{source_id}",
    operation_id="updateAlertSource",
    summary="Change a source of alerts",
    response_model=AlertSourceOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    source_id: UUID,
    change: AlertSourcePatch,
    actor: Annotated[Actor, staff(P.MONITORS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change or switch off a source. Its shape and its proof stay; make another one to change these."""
    found = await alert_sources.patch(work.session, actor, source_id, change, version=if_match)
    return answer(found.model_dump(), version=str(found.version))


@router.delete(
    "/{source_id}",
    status_code=204,
    operation_id="deleteAlertSource",
    summary="Delete a source of alerts",
    responses=problems(401, 403, 404, 409, 412),
)
async def delete(
    source_id: UUID, actor: Annotated[Actor, staff(P.MONITORS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Delete a source with its alerts and alarms; open alarms end, and what they opened with them."""
    await alert_sources.delete(work, actor, source_id, version=if_match)
    return Response(status_code=204)
