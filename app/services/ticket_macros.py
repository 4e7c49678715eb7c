"""Macros on a ticket: which are offered for it, what one would do, and doing it."""

from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Conflict
from app.ids import new_id
from app.models import Macro
from app.rules.actors import Actor
from app.schemas.macros import MacroPage
from app.schemas.ticket_actions import ChangeOut
from app.schemas.ticket_macros import MacroApplyIn, MacroPreviewOut
from app.services import macros, rows, send_guard, ticket_access, ticket_actions, ticket_places, tickets, usage_counts
from app.services.causes import Cause
from app.services.outcomes import shown
from app.services.sla_worlds import conditions_of

# So many are looked at; nobody reads further down.
MOST_OFFERED = 1_000


async def offered(session: AsyncSession, actor: Actor, ticket_id: UUID) -> MacroPage:
    """The macros whose conditions this ticket fulfils, by title. Raises `NotFound`."""
    ticket = await ticket_access.get(session, actor, ticket_id)
    facts, _ = await ticket_places.facts(await raw_connection(session), ticket.id)
    query = macros.visible_to(actor).where(col(Macro.archived_at).is_(None))
    query = query.order_by(func.lower(col(Macro.title)), col(Macro.id)).limit(MOST_OFFERED)
    found = [each for each in (await session.exec(query)).all() if conditions_of(each.conditions).hold(facts)]
    return MacroPage(items=await macros.all_shown(session, actor, found), next_cursor=None)


async def preview(session: AsyncSession, actor: Actor, ticket_id: UUID, macro_id: UUID) -> MacroPreviewOut:
    """What the macro would do to the ticket now; nothing changes. Raises `NotFound`, `Conflict` (`macro_archived`)."""
    macro = await _usable(session, actor, macro_id)
    ticket = await ticket_access.lock(session, actor, ticket_id)
    seen = await ticket_actions.preview(session, actor, ticket, macro.actions, cause=_cause(macro))
    return MacroPreviewOut(
        would_apply=not ticket_actions.refused(seen.outcomes),
        outcomes=shown(seen.outcomes),
        changes=[ChangeOut(field=name, before=before, after=after) for name, before, after in seen.changes],
    )


async def apply(
    session: AsyncSession, actor: Actor, ticket_id: UUID, macro_id: UUID, guard: MacroApplyIn
) -> dict[str, Any]:
    """Do all that the macro says, or nothing; `{"ticket", "outcomes"}`.

    Raises `NotFound`, `Conflict` (`macro_archived`, `thread_moved_on`, and `macro_refused` with the `outcomes` when
    something of it cannot be done).
    """
    macro = await _usable(session, actor, macro_id)
    ticket = await ticket_access.lock(session, actor, ticket_id)
    if guard.last_seen_seq is not None and not guard.force:
        await send_guard.refuse_unseen(session, actor, ticket, after=guard.last_seen_seq)
    outcomes = await ticket_actions.apply(session, actor, ticket, macro.actions, cause=_cause(macro))
    refused = ticket_actions.refused(outcomes)
    if refused:
        why = refused[0].get("detail") or refused[0]["skipped"].replace("_", " ")
        detail = f"Nothing was done: {refused[0]['type']} cannot be ({why})"
        told = [each.model_dump() for each in shown(outcomes)]
        raise Conflict(detail, code="macro_refused", outcomes=told)
    await usage_counts.count(session, [macro.id], clock.now())
    found, _ = await tickets.shown(session, actor, ticket_id)
    return {"ticket": found, "outcomes": [each.model_dump() for each in shown(outcomes)]}


async def _usable(session: AsyncSession, actor: Actor, macro_id: UUID) -> Macro:
    macro = await rows.get(session, macros.visible_to(actor).where(col(Macro.id) == macro_id))
    if macro.archived_at is not None:
        raise Conflict("This macro is archived", code="macro_archived")
    return macro


def _cause(macro: Macro) -> Cause:
    # Each time that somebody applies it is another one: a repeated request has its Idempotency-Key.
    return Cause("macro", macro.id, macro.title, key=f"macro:{macro.id}:{new_id()}")
