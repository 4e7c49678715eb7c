"""What the catalogue brings to a ticket with its type of request: when it is made, and when the type is another one."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.errors import Conflict, Invalid
from app.models import Ticket
from app.rules.actors import SYSTEM, Actor
from app.rules.catalogue import NOTHING, RequestType, given_anew
from app.services import ticket_approvals, ticket_settling, ticket_tasks
from app.services.lean.tickets import NewTicket
from app.services.ticket_access import lock
from app.services.vocabularies import current


@dataclass(frozen=True, slots=True)
class Chosen:
    """A ticket asks for something else: its type of request before, and from now on."""

    before: RequestType
    now: RequestType


async def bring_along(session: AsyncSession, ticket_id: UUID, wanted: NewTicket) -> bool:
    """What the catalogue adds to a ticket that this transaction has made; whether it has added anything."""
    if wanted.checklist is None and not wanted.needs_approval:
        return False
    ticket_id = UUID(int=ticket_id.int)
    await _add_tasks(session, SYSTEM, ticket_id, wanted.checklist)
    if wanted.needs_approval:
        await ticket_approvals.ask(session, await lock(session, SYSTEM, ticket_id), wanted.approver)
    return True


async def choose(
    session: AsyncSession, actor: Actor, ticket: Ticket, wanted: dict[str, Any], *, said: AbstractSet[str]
) -> Chosen | None:
    """A locked ticket's other type of request, where `wanted` has one; None: it has none.

    What the catalogue gives with it is added to `wanted`: team, priority, type and tags, as far as nobody has `said`
    one and the ticket has what every new one has, or what its type before gave.

    Raises `Invalid` (`unknown_request_type`) and `Conflict` (`approval_pending`: while a ticket waits for
    an approval, only whoever decides about that may change what it asks for).
    """
    if "request_type" not in wanted:
        return None
    words = await current(await raw_connection(session))
    before = words.request_types.get(ticket.request_type or "", NOTHING)
    now = NOTHING
    if wanted["request_type"] is not None:
        brand = wanted.get("brand", ticket.brand)
        now = ticket_settling.offered(words, wanted["request_type"], actor, brand)
    if ticket.approval == "pending" and not await ticket_approvals.may_decide(session, actor, ticket.id):
        detail = "It waits for an approval: whoever is to decide, or a lead, may change what it asks for"
        raise Conflict(detail, code="approval_pending")
    values = {name: getattr(ticket, name) for name in ("type", "priority", "tags", "team_id")}
    values |= {name: wanted[name] for name in values if name in wanted}
    given = given_anew(
        values,
        before,
        now,
        said=said,
        type_now=ticket_settling.type_of(words, now),
        type_before=ticket_settling.type_of(words, before),
        # Somebody has it, or has said where it goes.
        placed=ticket.assignee_id is not None
        or ticket.chat_id is not None
        or (ticket.routed_by_hand and ticket.team_id != before.team_id),
    )
    wanted.update(given)
    return Chosen(before, now)


async def follow(session: AsyncSession, actor: Actor, ticket: Ticket, chosen: Chosen, *, ends: bool) -> None:
    """The tasks and the approval of a locked ticket whose type of request has changed. `ends`: it is solved with that.

    Tasks of the checklist before go that nobody has touched; an approval that is waited for goes on, is handed over or
    is withdrawn; one that was decided was about something else.
    """
    before, now = chosen.before, chosen.now
    await session.flush()
    if before.checklist != now.checklist:
        if before.checklist is not None:
            await ticket_tasks.take_back(session, actor, ticket, before.checklist)
        await _add_tasks(session, actor, ticket.id, now.checklist)
    await ticket_approvals.follow(session, actor, ticket, before=before, now=now, ends=ends)


async def _add_tasks(session: AsyncSession, actor: Actor, ticket_id: UUID, checklist: str | None) -> None:
    if checklist is None:
        return
    try:
        await ticket_tasks.apply(session, actor, ticket_id, checklist)
    except (Invalid, Conflict) as error:
        # It was archived since: who asks for something is not turned away for that. Or it has these tasks already.
        if error.code not in {"unknown_checklist", "checklist_applied"}:
            raise
