"""Runs of automations: what a rule did to a ticket, by which values."""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from app.schemas.base import Instant, Out
from app.schemas.ticket_actions import OutcomeOut


class MatchedOut(Out):
    """A condition that held, and what it found."""

    field: str
    operator: str
    value: Any
    found: Any


class RunTicketOut(Out):
    """The ticket of a run."""

    id: UUID
    number: int
    subject: str


class RunAutomationOut(Out):
    """The automation of a run, and the version of it."""

    id: UUID
    name: str
    number: int


class AutomationRunOut(Out):
    """One run."""

    id: UUID
    automation: RunAutomationOut
    ticket: RunTicketOut
    seq: int | None = Field(description="The event of the ticket's log that it was about; null: its time had come.")
    status: Literal["done", "stopped", "failed"]
    reason: str | None = Field(
        description="Of `stopped`: `own_doing`, `too_deep`, `runaway`. Of `failed`: `internal_error`."
    )
    depth: int = Field(description="1: a person, a customer or time was the cause. 2: another automation was ...")
    matched: list[MatchedOut]
    outcomes: list[OutcomeOut]
    duration_ms: int
    at: Instant


class AutomationRunPage(Out):
    """A page of runs, newest first."""

    items: list[AutomationRunOut]
    next_cursor: str | None
