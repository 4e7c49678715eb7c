"""Agents who follow a ticket, as clients see them."""

from uuid import UUID

from app.schemas.base import Instant, Out


class FollowerOut(Out):
    """An agent who hears of what happens to a ticket that need not be theirs."""

    agent_id: UUID
    name: str
    cause: str
    added_at: Instant


class Followers(Out):
    """Everybody who follows a ticket."""

    items: list[FollowerOut]
