"""Feedback: invitations to rate a solved ticket, and the answers."""

from sqlmodel.ext.asyncio.session import AsyncSession

from app.models import Ticket


async def invite(session: AsyncSession, ticket: Ticket) -> None:
    """Invite the requester to rate this resolution episode, once."""


async def cancel(session: AsyncSession, ticket: Ticket) -> None:
    """Take back the open invitation of the episode that a reopening has ended."""
