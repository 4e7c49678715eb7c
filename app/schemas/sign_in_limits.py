"""Accounts of agents that somebody guesses at."""

from uuid import UUID

from pydantic import Field

from app.schemas.base import Instant, Out


class SignInLimitOut(Out):
    """Wrong passwords for one agent's account, from networks that the agent has not signed in from."""

    agent_id: UUID
    failures: int
    limit: int = Field(description="So many within an hour, and the account is refused to such networks.")
    until: Instant = Field(description="When they are forgotten.")
    refused: bool


class SignInLimitsOut(Out):
    """Those with most failures first."""

    items: list[SignInLimitOut]
