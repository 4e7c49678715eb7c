"""Closing a ticket as spam, by whoever says that it is."""

from collections.abc import Mapping
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import hint
from app.hints import Hint
from app.models import Ticket
from app.rules.actors import Actor
from app.rules.queues import OF_NOBODY
from app.schemas.events import EventType
from app.services import chat_endings, events, survey_invitations, ticket_approvals


async def close(session: AsyncSession, actor: Actor, ticket: Ticket, why: Mapping[str, Any]) -> None:
    """Close a locked ticket as spam, whatever it still needs: no survey, no clock that was kept, no answer."""
    await chat_endings.end_live(session, actor, ticket)
    if ticket.status == "solved":
        await survey_invitations.cancel(session, ticket, because="spam")
    if ticket.approval == "pending":
        await ticket_approvals.withdraw(session, actor, ticket)
    changes: dict[str, Any] = {"spam": "marked"}
    if ticket.status != "closed":
        changes["status"] = "closed"
    changes |= {name: None for name in ("snoozed_until", "pending_until") if getattr(ticket, name) is not None}
    # Whoever had it has room for another one.
    hint(session, Hint("route", ticket.queue_id or ticket.team_id or OF_NOBODY))
    events.record(session, actor, ticket, EventType.TICKET_MARKED_SPAM, changes=changes, data={"spam": dict(why)})
