"""`/v1/macros`: named lists of actions, everybody's, a team's or an agent's own."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.macros import MacroIn, MacroOut, MacroPage, MacroPatch
from app.services import macros

router = DeskRouter(prefix="/v1/macros", tags=["Macros"])


def _answer(macro: MacroOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(macro.model_dump(), status, version=str(macro.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createMacro",
    summary="Make a macro",
    response_model=MacroOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: MacroIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """Make a macro: your own, or (leads and admins) a team's or everybody's.

    It acts as whoever applies it and may do nothing that they could not do by hand. Mails and calls of other systems
    are for admins.
    """
    made = await macros.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/macros/{made.id}")


@router.get(
    "", operation_id="listMacros", summary="List macros", response_model=MacroPage, responses=problems(401, 403)
)
async def list_macros(
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    *,
    q: Annotated[str | None, Query(max_length=100, pattern=r"^[^\x00]*$", description="Part of a title.")] = None,
    archived: Annotated[bool, Query(description="Those that are archived, and no others.")] = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=1500)] = None,
) -> Response:
    """Everybody's macros, your teams' and your own, by title."""
    found = await macros.page(work.session, actor, q=q, archived=archived, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    "/{macro_id}",
    operation_id="getMacro",
    summary="Read a macro",
    response_model=MacroOut,
    responses=problems(401, 403, 404),
)
async def read(macro_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """A macro; its ETag goes into `If-Match` when you change it. `problems` says what of it is not there any more."""
    return _answer(await macros.read(work.session, actor, macro_id))


@router.patch(
    "/{macro_id}",
    operation_id="updateMacro",
    summary="Change a macro",
    response_model=MacroOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    macro_id: UUID, change: MacroPatch, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Change a macro of your own; those of teams and of everybody are for leads and admins."""
    return _answer(await macros.patch(work.session, actor, macro_id, change, version=if_match))


@router.delete(
    "/{macro_id}",
    status_code=204,
    operation_id="archiveMacro",
    summary="Archive a macro",
    responses=problems(401, 403, 404, 412),
)
async def archive(
    macro_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Take a macro away; what it did stays done. One that is archived is answered 204 too."""
    await macros.archive(work.session, actor, macro_id, version=if_match)
    return Response(status_code=204)
