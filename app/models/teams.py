"""Teams of agents and who is in them."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at


class Team(SQLModel, table=True):
    """A team; tickets and chats wait in its queue."""

    __tablename__ = "teams"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)
    # When it works.
    calendar_id: UUID | None = Field(default=None, foreign_key="calendars.id")
    # Where tickets go that are beyond it; this makes the ladder of tiers.
    escalates_to_id: UUID | None = Field(default=None, foreign_key="teams.id")
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class TeamMember(SQLModel, table=True):
    """An agent's place in a team."""

    __tablename__ = "team_members"

    team_id: UUID = Field(foreign_key="teams.id", primary_key=True, ondelete="CASCADE")
    agent_id: UUID = Field(foreign_key="agents.id", primary_key=True, index=True, ondelete="CASCADE")
