"""Macros: named lists of actions that people apply to tickets."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of, records


class Macro(SQLModel, table=True):
    """Actions under a name, and the conditions under which it is offered."""

    __tablename__ = "macros"
    __table_args__ = (
        one_of("macros", "scope", "shared", "team", "personal"),
        CheckConstraint(
            "(scope = 'personal') = (owner_id IS NOT NULL) AND (scope = 'team') = (team_id IS NOT NULL)",
            name="macros_scope_has_its_own",
        ),
        Index("macros_by_title", text("lower(title)"), "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    title: str
    description: str | None = None
    folder: str | None = None
    scope: str
    owner_id: UUID | None = Field(default=None, foreign_key="agents.id")
    team_id: UUID | None = Field(default=None, foreign_key="teams.id")
    conditions: dict[str, Any] = document()
    actions: list[dict[str, Any]] = records()
    version: int = 1
    archived_at: datetime | None = at(nullable=True)
    created_by: UUID | None = Field(default=None, foreign_key="agents.id")
    created_at: datetime = at()
    updated_at: datetime = at()
