"""Runs of automations as people look at them: of one rule, or on one ticket, newest first."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models import Automation, AutomationRun, Ticket
from app.rules.actors import Actor
from app.schemas.automation_runs import AutomationRunOut, AutomationRunPage, MatchedOut, RunAutomationOut, RunTicketOut
from app.services import automations, keyset, rows, ticket_access
from app.services.outcomes import shown


async def of_automation(
    session: AsyncSession, actor: Actor, automation_id: UUID, *, status: str | None, cursor: str | None, limit: int
) -> AutomationRunPage:
    """What a rule did. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    await rows.get(session, automations.visible_to(actor).where(col(Automation.id) == automation_id))
    of_one = [col(AutomationRun.automation_id) == automation_id]
    return await _page(session, of_one, status=status, cursor=cursor, limit=limit)


async def on_ticket(
    session: AsyncSession, actor: Actor, ticket_id: UUID, *, cursor: str | None, limit: int
) -> AutomationRunPage:
    """What rules did to a ticket. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    await ticket_access.get(session, actor, ticket_id)
    of_one = [col(AutomationRun.ticket_id) == ticket_id]
    return await _page(session, of_one, status=None, cursor=cursor, limit=limit)


async def _page(
    session: AsyncSession, of_one: list[Any], *, status: str | None, cursor: str | None, limit: int
) -> AutomationRunPage:
    query = (
        select(AutomationRun, Automation.name, Ticket.number, Ticket.subject)
        .join(Automation, col(Automation.id) == col(AutomationRun.automation_id))
        .join(Ticket, col(Ticket.id) == col(AutomationRun.ticket_id))
        .where(*of_one)
        .order_by(col(AutomationRun.id).desc())
        .limit(limit + 1)
    )
    if status is not None:
        query = query.where(col(AutomationRun.status) == status)
    if cursor is not None:
        query = query.where(col(AutomationRun.id) < keyset.by_id(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda row: keyset.encode(row[0].id))
    return AutomationRunPage(items=[_shown(*row) for row in found], next_cursor=following)


def _shown(run: AutomationRun, name: str, number: int | None, subject: str) -> AutomationRunOut:
    return AutomationRunOut(
        id=run.id,
        automation=RunAutomationOut(id=run.automation_id, name=name, number=run.number),
        ticket=RunTicketOut(id=run.ticket_id, number=number or 0, subject=subject),
        seq=run.seq,
        status=run.status,
        reason=run.reason,
        depth=run.depth,
        matched=[MatchedOut(**each) for each in run.matched],
        outcomes=shown(run.outcomes),
        duration_ms=run.duration_ms,
        at=run.at,
    )
