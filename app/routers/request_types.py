"""`/v1/request-types`: the catalogue of what can be asked of the desk."""

from typing import Annotated

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, anyone, problems
from app.requests import DeskRouter
from app.routers.forms import Accepts, FormName, Locale
from app.rules.actors import Actor
from app.rules.locales import accepted
from app.rules.permissions import Permission as P
from app.schemas.request_types import RequestTypeIn, RequestTypeOut, RequestTypePage, RequestTypePatch
from app.services import request_types

router = DeskRouter(prefix="/v1/request-types", tags=["Catalogue"])


def _answer(found: RequestTypeOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(found.model_dump(), status, version=str(found.version), location=location)


def _languages(locale: str | None, accepts: str | None) -> list[str]:
    return [locale] if locale else accepted(accepts)


@router.post(
    "",
    status_code=201,
    operation_id="createRequestType",
    summary="Make a type of request",
    response_model=RequestTypeOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: RequestTypeIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Make a type of request: with its form, checklist, team, priority and, where somebody has to say yes, approval."""
    made = await request_types.create(work.session, actor, new, languages=())
    return _answer(made, 201, location=f"/v1/request-types/{made.key}")


@router.get(
    "",
    operation_id="listRequestTypes",
    summary="List the catalogue",
    response_model=RequestTypePage,
    responses=problems(401, 403),
)
async def list_request_types(
    actor: Annotated[Actor, anyone(P.TICKETS_READ)],
    work: Work,
    *,
    locale: Locale = None,
    accept_language: Accepts = None,
    archived: Annotated[bool, Query(description="Those that are archived, and no others.")] = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """What can be asked of the desk, by key; for customers what is open to them, of their brand, in their language."""
    found = await request_types.page(
        work.session,
        actor,
        archived=archived,
        languages=_languages(locale, accept_language),
        cursor=cursor,
        limit=limit,
    )
    return answer(found.model_dump())


@router.get(
    "/{key}",
    operation_id="getRequestType",
    summary="Read a type of request",
    response_model=RequestTypeOut,
    responses=problems(401, 403, 404),
)
async def read(
    key: FormName,
    actor: Annotated[Actor, anyone(P.TICKETS_READ)],
    work: Work,
    locale: Locale = None,
    accept_language: Accepts = None,
) -> Response:
    """A type of request; its ETag goes into `If-Match` when you change it."""
    languages = _languages(locale, accept_language)
    return _answer(await request_types.read(work.session, actor, key, languages=languages))


@router.patch(
    "/{key}",
    operation_id="updateRequestType",
    summary="Change a type of request",
    response_model=RequestTypeOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    key: FormName,
    change: RequestTypePatch,
    actor: Annotated[Actor, agent(P.SETTINGS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change a type of request, or archive it. Tickets that have it keep what they got from it."""
    return _answer(await request_types.patch(work.session, actor, key, change, languages=(), version=if_match))
