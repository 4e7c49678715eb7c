"""`/v1/templates`: canned replies in several languages and for several brands, and how they read for a ticket."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.templates import (
    RenderedOut,
    RenderIn,
    RenderTextIn,
    TemplateIn,
    TemplateOut,
    TemplatePage,
    TemplatePatch,
)
from app.services import template_rendering, templates

router = DeskRouter(prefix="/v1/templates", tags=["Templates"])


def _answer(template: TemplateOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(template.model_dump(), status, version=str(template.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createTemplate",
    summary="Make a template",
    response_model=TemplateOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: TemplateIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """Make a template: your own, or (leads and admins) a team's or everybody's.

    Variables that there are not, or that are not for customers, are named in `problems`; it is saved all the same.
    """
    made = await templates.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/templates/{made.id}")


@router.get(
    "",
    operation_id="listTemplates",
    summary="List templates",
    response_model=TemplatePage,
    responses=problems(401, 403),
)
async def list_templates(
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    *,
    q: Annotated[
        str | None,
        Query(max_length=100, pattern=r"^[^\x00]*$", description="Part of a title, or how a shortcut begins."),
    ] = None,
    folder: Annotated[str | None, Query(max_length=255, pattern=r"^[^\x00]*$")] = None,
    archived: Annotated[bool, Query(description="Those that are archived, and no others.")] = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=1500)] = None,
) -> Response:
    """Everybody's templates, your teams' and your own, by title."""
    found = await templates.page(work.session, actor, q=q, folder=folder, archived=archived, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.post(
    "/render",
    operation_id="renderText",
    summary="Fill a text for a ticket",
    response_model=RenderedOut,
    responses=problems(401, 403, 404, 415),
)
async def render_text(asked: RenderTextIn, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """How a text that is no template yet would read: `{{ greeting }}` alone is how you greet this customer."""
    return answer((await template_rendering.text(work.session, actor, asked)).model_dump())


@router.get(
    "/{template_id}",
    operation_id="getTemplate",
    summary="Read a template",
    response_model=TemplateOut,
    responses=problems(401, 403, 404),
)
async def read(template_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """A template; its ETag goes into `If-Match` when you change it."""
    return _answer(await templates.read(work.session, actor, template_id))


@router.patch(
    "/{template_id}",
    operation_id="updateTemplate",
    summary="Change a template",
    response_model=TemplateOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    template_id: UUID,
    change: TemplatePatch,
    actor: Annotated[Actor, agent(P.TICKETS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change a template of your own; those of teams and of everybody are for leads and admins."""
    return _answer(await templates.patch(work.session, actor, template_id, change, version=if_match))


@router.delete(
    "/{template_id}",
    status_code=204,
    operation_id="archiveTemplate",
    summary="Archive a template",
    responses=problems(401, 403, 404, 409, 412),
)
async def archive(
    template_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Take a template away. One that a macro or an automation writes with stays until that one changes."""
    await templates.archive(work.session, actor, template_id, version=if_match)
    return Response(status_code=204)


@router.post(
    "/{template_id}/render",
    operation_id="renderTemplate",
    summary="Fill a template for a ticket",
    response_model=RenderedOut,
    responses=problems(401, 403, 404, 415),
)
async def render(
    template_id: UUID, asked: RenderIn, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work
) -> Response:
    """The text in the customer's language and of the ticket's brand, filled; `unknown` and `missing` name the holes.

    Nothing is sent and nothing is counted. Send it, edited or not, as a message with `template_id`: it is refused while
    there are holes in it.
    """
    return answer((await template_rendering.template(work.session, actor, template_id, asked)).model_dump())
