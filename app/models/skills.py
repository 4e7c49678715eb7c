"""Skills, and who has them at which level."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at


class Skill(SQLModel, table=True):
    """Something that agents can be good at; its name is one whatever its case."""

    __tablename__ = "skills"
    __table_args__ = (Index("skills_name_unique", text("lower(name)"), unique=True),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    description: str | None = None
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class AgentSkill(SQLModel, table=True):
    """How good an agent is at something, from 1 (learning) to 5 (expert)."""

    __tablename__ = "agent_skills"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 5", name="agent_skills_level_range"),)

    agent_id: UUID = Field(foreign_key="agents.id", primary_key=True, ondelete="CASCADE")
    skill_id: UUID = Field(foreign_key="skills.id", primary_key=True, index=True, ondelete="CASCADE")
    level: int
