"""Saved views of tickets, and how many tickets are in each."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of, words


class View(SQLModel, table=True):
    """A view: everybody's, a team's, or one agent's own. `conditions` is what `rules/views.py` reads.

    Its counts are right while `counted` is its `asked`, which is another number whenever other tickets are asked for.
    """

    __tablename__ = "views"
    __table_args__ = (
        one_of("views", "scope", "shared", "team", "personal"),
        CheckConstraint("(scope = 'team') = (team_id IS NOT NULL)", name="views_of_a_team"),
        CheckConstraint("(scope = 'personal') = (agent_id IS NOT NULL)", name="views_of_an_agent"),
        Index("views_in_order", "position", "id"),
        Index("views_of_agent", "agent_id", postgresql_where=text("agent_id IS NOT NULL")),
        Index("views_of_team", "team_id", postgresql_where=text("team_id IS NOT NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    scope: str
    team_id: UUID | None = Field(default=None, foreign_key="teams.id", ondelete="CASCADE")
    agent_id: UUID | None = Field(default=None, foreign_key="agents.id", ondelete="CASCADE")
    position: int
    conditions: dict[str, Any] = document()
    sort: str
    columns: list[str] = words()
    asked: int = 1
    counted: int = 0
    counted_at: datetime | None = at(nullable=True)
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class ViewCount(SQLModel, table=True):
    """How many tickets a view has of an agent and a team (the zero UUID where it is counted for everybody at once).

    Kept by the reader of the change feed alone.
    """

    __tablename__ = "view_counts"

    view_id: UUID = Field(foreign_key="views.id", primary_key=True, ondelete="CASCADE")
    agent_id: UUID = Field(primary_key=True)
    team_id: UUID = Field(primary_key=True)
    tickets: int = Field(sa_type=BigInteger)
