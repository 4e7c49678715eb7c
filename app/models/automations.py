"""Automations in versions that never change, what they have to look at, and what they did."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of, records


class Automation(SQLModel, table=True):
    """A rule by name. Those that are enabled and not archived are looked at in order of `position`.

    `since` is when it was enabled, or changed since: what happened, or was due, before that is not its business.
    """

    __tablename__ = "automations"
    __table_args__ = (Index("automations_in_order", "position", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)
    position: int
    enabled: bool = False
    # Why the desk itself has switched it off.
    disabled_because: str | None = None
    number: int = 1
    version: int = 1
    since: datetime = at()
    archived_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
    updated_at: datetime = at()


class AutomationVersion(SQLModel, table=True):
    """What a rule said at a time: a run names the version by which it was."""

    __tablename__ = "automation_versions"
    __table_args__ = (UniqueConstraint("automation_id", "number", name="automation_versions_number_unique"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    automation_id: UUID = Field(foreign_key="automations.id")
    number: int
    name: str
    # Trigger, conditions, actions and how often, as `schemas/automations.py` has them.
    definition: dict[str, Any] = document()
    created_by: UUID | None = Field(default=None, foreign_key="agents.id")
    created_at: datetime = at()


class AutomationTask(SQLModel, table=True):
    """A look that is to be taken at a ticket: by a rule at an event, by a rule when its time has come, or (no rule) at
    when its rules of time are due now that something has happened.

    No foreign keys: they would have whoever follows the feed wait for every ticket that somebody holds.
    """

    __tablename__ = "automation_tasks"
    __table_args__ = (
        one_of("automation_tasks", "kind", "event", "time", "timers"),
        Index("automation_tasks_due", "due_at", "id"),
        Index("automation_tasks_of_ticket", "ticket_id", "due_at"),
        # Of one event one look each, and one timer of a rule for a ticket.
        Index(
            "automation_tasks_event_unique", "automation_id", "ticket_id", "seq", unique=True,
            postgresql_where=text("kind = 'event'"),
        ),
        Index(
            "automation_tasks_time_unique", "automation_id", "ticket_id", unique=True,
            postgresql_where=text("kind = 'time'"),
        ),
        Index(
            "automation_tasks_timers_unique", "ticket_id", unique=True, postgresql_where=text("kind = 'timers'"),
        ),
    )  # fmt: skip

    id: int | None = Field(
        default=None, sa_type=BigInteger, sa_column_args=[Identity(always=True)], primary_key=True, nullable=False
    )
    kind: str
    automation_id: UUID | None = None
    ticket_id: UUID
    seq: int | None = None
    due_at: datetime = at()
    attempts: int = 0


class AutomationKey(SQLModel, table=True):
    """A run that must not be again: by what the rule is unique, on this ticket."""

    __tablename__ = "automation_keys"

    automation_id: UUID = Field(foreign_key="automations.id", primary_key=True, ondelete="CASCADE")
    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True, ondelete="CASCADE")
    key: str = Field(primary_key=True)
    at: datetime = at()


class AutomationRun(SQLModel, table=True):
    """What a rule did to a ticket, by which values; or why it was stopped, or what went wrong."""

    __tablename__ = "automation_runs"
    __table_args__ = (
        one_of("automation_runs", "status", "done", "stopped", "failed"),
        Index("automation_runs_of_automation", "automation_id", "id"),
        Index("automation_runs_of_ticket", "ticket_id", "id"),
        # How often a rule has run on a ticket of late.
        Index("automation_runs_of_both", "automation_id", "ticket_id", "at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    automation_id: UUID = Field(foreign_key="automations.id", ondelete="CASCADE")
    number: int
    ticket_id: UUID = Field(foreign_key="tickets.id", ondelete="CASCADE")
    # The event that it was about; null: its time had come.
    seq: int | None = None
    status: str
    reason: str | None = None
    depth: int = 1
    matched: list[dict[str, Any]] = records()
    outcomes: list[dict[str, Any]] = records()
    duration_ms: int
    at: datetime = at()
