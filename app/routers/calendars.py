"""`/v1/calendars`: opening hours in versions that never change, and what they mean over a period."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.calendars import (
    CalendarIn,
    CalendarOut,
    CalendarPage,
    CalendarPatch,
    CalendarPreview,
    CalendarPreviewIn,
    CalendarRestoreIn,
    CalendarVersionPage,
    DueAfter,
    Moment,
)
from app.services import calendar_previews, calendars

router = DeskRouter(prefix="/v1/calendars", tags=["Calendars"])


def _answer(calendar: CalendarOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(calendar.model_dump(), status, version=str(calendar.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createCalendar",
    summary="Make a calendar",
    response_model=CalendarOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: CalendarIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Make a calendar of opening hours. Public holidays become dates now, for the years from one before to ten after.

    Refused in detail: `errors` names each interval, date, zone and country that means nothing, with a code of its own.
    """
    made = await calendars.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/calendars/{made.id}")


@router.get(
    "",
    operation_id="listCalendars",
    summary="List calendars",
    response_model=CalendarPage,
    responses=problems(401, 403),
)
async def list_calendars(
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    *,
    archived: Annotated[bool, Query(description="Those that are archived, and no others.")] = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """The calendars by name, each with what its current version says."""
    found = await calendars.page(work.session, actor, archived=archived, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.post(
    "/preview",
    operation_id="previewCalendarDraft",
    summary="Preview a calendar that is not saved",
    response_model=CalendarPreview,
    responses=problems(401, 403, 415),
)
async def preview_draft(
    draft: CalendarPreviewIn,
    actor: Annotated[Actor, agent(P.SETTINGS_READ)],  # noqa: ARG001 - asking needs the permission
) -> Response:
    """What these hours would mean, refused like the calendar itself would be. Nothing is stored."""
    return answer((await calendar_previews.of_draft(draft)).model_dump(by_alias=True))


@router.get(
    "/{calendar_id}",
    operation_id="getCalendar",
    summary="Read a calendar",
    response_model=CalendarOut,
    responses=problems(401, 403, 404),
)
async def read(calendar_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """A calendar as it counts now; its ETag goes into `If-Match` when you change it."""
    return _answer(await calendars.read(work.session, actor, calendar_id))


@router.patch(
    "/{calendar_id}",
    operation_id="updateCalendar",
    summary="Change a calendar",
    response_model=CalendarOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    calendar_id: UUID,
    change: CalendarPatch,
    actor: Annotated[Actor, agent(P.SETTINGS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change a calendar. Anything but its name makes a new version, and holidays become dates anew with it.

    Versions never change: clocks that run keep to the version that they got. The same content makes no version,
    unless years have passed or the library has learnt: send `holidays` as they are to move their horizon on.
    """
    return _answer(await calendars.patch(work.session, actor, calendar_id, change, version=if_match))


@router.delete(
    "/{calendar_id}",
    status_code=204,
    operation_id="archiveCalendar",
    summary="Archive a calendar",
    responses=problems(401, 403, 404, 409, 412),
)
async def archive(
    calendar_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Put a calendar away; its name stays taken. Refused while it is worked by: `used_by` names enabled
    policies, teams, agents and queues.

    Clocks that are counted by a version of it go on. One that is archived is answered 204 too.
    """
    await calendars.archive(work.session, actor, calendar_id, version=if_match)
    return Response(status_code=204)


@router.get(
    "/{calendar_id}/versions",
    operation_id="listCalendarVersions",
    summary="List the versions of a calendar",
    response_model=CalendarVersionPage,
    responses=problems(401, 403, 404),
)
async def versions(
    calendar_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Everything that the calendar has said, newest first, and who said so."""
    found = await calendars.versions(work.session, actor, calendar_id, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.post(
    "/{calendar_id}/restore-version",
    operation_id="restoreCalendarVersion",
    summary="Restore a version of a calendar",
    response_model=CalendarOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def restore(
    calendar_id: UUID,
    which: CalendarRestoreIn,
    actor: Annotated[Actor, agent(P.SETTINGS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Make a new version like an old one; its holidays become dates anew."""
    return _answer(await calendars.restore(work.session, actor, calendar_id, which.number, version=if_match))


@router.get(
    "/{calendar_id}/preview",
    operation_id="previewCalendar",
    summary="Preview a calendar",
    response_model=CalendarPreview,
    responses=problems(401, 403, 404),
)
async def preview(
    calendar_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    since: Annotated[Moment | None, Query(alias="from", description="Now unless given.")] = None,
    until: Annotated[Moment | None, Query(alias="to", description="14 days after `from` unless given.")] = None,
    at: Annotated[Moment | None, Query(description="Now unless given.")] = None,
    due_after: Annotated[DueAfter | None, Query()] = None,
    number: Annotated[
        int | None, Query(ge=1, le=2_147_483_647, description="Of the version; the current one unless given.")
    ] = None,
) -> Response:
    """When it is open in a period of 366 days at most, on which days it is closed, and why; and how it is at `at`."""
    question = calendar_previews.Question(since, until, at, due_after)
    made = await calendar_previews.of_saved(work.session, actor, calendar_id, number=number, question=question)
    return answer(made.model_dump(by_alias=True))
