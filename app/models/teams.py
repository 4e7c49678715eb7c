"""Teams of agents and who is in them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at


class Team(SQLModel, table=True):
    """A team; tickets and chats wait in its queue. One that is archived is there for what was done in it before."""

    __tablename__ = "teams"
    # The name of an archived team is free again.
    __table_args__ = (Index("teams_name_unique", "name", unique=True, postgresql_where=text("archived_at IS NULL")),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    # When it works.
    calendar_id: UUID | None = Field(default=None, foreign_key="calendars.id")
    # Where tickets go that are beyond it; this makes the ladder of tiers.
    escalates_to_id: UUID | None = Field(default=None, foreign_key="teams.id")
    version: int = 1
    archived_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
    updated_at: datetime = at()


class TeamMember(SQLModel, table=True):
    """An agent's place in a team."""

    __tablename__ = "team_members"

    team_id: UUID = Field(foreign_key="teams.id", primary_key=True, ondelete="CASCADE")
    agent_id: UUID = Field(foreign_key="agents.id", primary_key=True, index=True, ondelete="CASCADE")
