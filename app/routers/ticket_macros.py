"""`/v1/tickets/{id}/macros`: which macros are offered for a ticket, what one would do, and doing it."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.macros import MacroPage
from app.schemas.ticket_macros import AppliedOut, MacroApplyIn, MacroPreviewOut
from app.services import ticket_macros

router = DeskRouter(prefix="/v1/tickets", tags=["Macros"])


@router.get(
    "/{ticket_id}/macros",
    operation_id="listTicketMacros",
    summary="List the macros for a ticket",
    response_model=MacroPage,
    responses=problems(401, 403, 404),
)
async def offered(ticket_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """The macros whose conditions this ticket fulfils, all of them, by title."""
    return answer((await ticket_macros.offered(work.session, actor, ticket_id)).model_dump())


@router.post(
    "/{ticket_id}/macros/{macro_id}/preview",
    operation_id="previewMacro",
    summary="See what a macro would do",
    response_model=MacroPreviewOut,
    responses=problems(401, 403, 404, 409),
)
async def preview(
    ticket_id: UUID, macro_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """What would become of each action and of the ticket, as you, now, with the texts that would be written."""
    return answer((await ticket_macros.preview(work.session, actor, ticket_id, macro_id)).model_dump())


@router.post(
    "/{ticket_id}/macros/{macro_id}/apply",
    operation_id="applyMacro",
    summary="Apply a macro",
    response_model=AppliedOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def apply(
    ticket_id: UUID,
    macro_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_WRITE)],
    work: Work,
    guard: MacroApplyIn | None = None,
) -> Response:
    """Do everything that the macro says, as you, or nothing: 409 `macro_refused` says which action cannot be done.

    With `last_seen_seq` it is refused (409 `thread_moved_on`) when somebody else has written since. Nothing deletes a
    ticket; after an action that closes it, others that would change it are refused, and so is the macro.
    """
    return answer(await ticket_macros.apply(work.session, actor, ticket_id, macro_id, guard or MacroApplyIn()))
