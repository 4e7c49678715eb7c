"""SLA policies, in versions that never change."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document


class SlaPolicy(SQLModel, table=True):
    """A policy by name. Those that are enabled and not archived are tried in order of `position`."""

    __tablename__ = "sla_policies"
    __table_args__ = (Index("sla_policies_in_order", "position", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)
    position: int
    enabled: bool = True
    number: int = 1
    version: int = 1
    archived_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
    updated_at: datetime = at()


class SlaPolicyVersion(SQLModel, table=True):
    """What a policy promised at a time: a clock names the version that it keeps to."""

    __tablename__ = "sla_policy_versions"
    __table_args__ = (UniqueConstraint("policy_id", "number", name="sla_policy_versions_number_unique"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    policy_id: UUID = Field(foreign_key="sla_policies.id")
    number: int
    name: str
    calendar_id: UUID | None = Field(default=None, foreign_key="calendars.id")
    # Conditions, targets and steps, as `schemas/sla_policies.py` has them.
    definition: dict[str, Any] = document()
    created_by: UUID | None = Field(default=None, foreign_key="agents.id")
    created_at: datetime = at()
