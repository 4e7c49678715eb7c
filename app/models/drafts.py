"""Drafts: what an agent has begun to write on a ticket."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from app.models.columns import at, one_of


class Draft(SQLModel, table=True):
    """One per ticket and agent; `version` is the ETag that keeps two devices from overwriting each other."""

    __tablename__ = "drafts"
    __table_args__ = (
        one_of("drafts", "visibility", "public", "internal"),
        one_of("drafts", "format", "text", "markdown"),
    )

    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True)
    agent_id: UUID = Field(foreign_key="agents.id", primary_key=True)
    body: str
    format: str = "text"
    visibility: str = "public"
    attachment_ids: list[UUID] = Field(
        default_factory=list, sa_type=ARRAY(Uuid), nullable=False, sa_column_kwargs={"server_default": "{}"}
    )
    last_seen_seq: int | None = None
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()
