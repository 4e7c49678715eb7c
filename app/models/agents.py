"""Agents, how much each can take, and their sign-ins."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, one_of, words


class Agent(SQLModel, table=True):
    """A member of staff. `presence` is stored state, never inferred from a socket."""

    __tablename__ = "agents"
    __table_args__ = (
        Index("agents_email_unique", text("lower(email)"), unique=True),
        Index("agents_created", "created_at", "id"),
        Index("agents_available", "id", postgresql_where=text("presence = 'online' AND status = 'active'")),
        one_of("agents", "role", "agent", "lead", "admin"),
        one_of("agents", "status", "invited", "active", "disabled"),
        one_of("agents", "presence", "online", "away", "busy", "offline"),
        one_of("agents", "off", "off_shift", "out_of_office"),
        CheckConstraint("tier BETWEEN 0 AND 9", name="agents_tier_range"),
        CheckConstraint("capacity_total BETWEEN 0 AND 100000", name="agents_capacity_total_range"),
        Index("agents_off_changing", "off_changes_at", postgresql_where=text("off_changes_at IS NOT NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    email: str
    name: str
    role: str = "agent"
    status: str = "active"
    password_hash: str | None = None
    # Whether a password alone is not enough: there is a confirmed row of `second_factors`.
    second_factor: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    # sha256 of the invitation token, until the agent chooses a password.
    invitation_hash: str | None = Field(default=None, unique=True)
    invitation_expires_at: datetime | None = at(nullable=True)
    # Their face, for customers to see.
    picture_id: UUID | None = Field(default=None, foreign_key="pictures.id", ondelete="SET NULL")
    languages: list[str] = words()
    # 0 is the first line.
    tier: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    # What they may hold on all channels, each thing by its channel's weight; null is no bound.
    capacity_total: int | None = None
    # When they work: by a calendar, by planned shifts, or whenever they say that they are there.
    calendar_id: UUID | None = Field(default=None, foreign_key="calendars.id")
    by_shifts: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    # Why they are off duty now, as the hours above have it, and when to look again.
    off: str | None = None
    off_changes_at: datetime | None = at(nullable=True)
    presence: str = "offline"
    presence_channels: list[str] = words()
    presence_at: datetime | None = at(nullable=True)
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class AgentLoad(SQLModel, table=True):
    """The one ledger of capacity: what an agent may hold on a channel and holds now.

    `load` is kept by triggers on tickets, chats and offers (see the migration): no code path can forget it.
    Whoever routes work locks this row first and checks `load < capacity`, so no race goes above capacity; in a
    transaction that routes, the trigger refuses what would (`agent_loads_within_capacity`). People may go above it.
    """

    __tablename__ = "agent_loads"
    __table_args__ = (
        one_of("agent_loads", "channel", "chat", "ticket", "call"),
        CheckConstraint("load >= 0", name="agent_loads_load_not_negative"),
        CheckConstraint("capacity BETWEEN 0 AND 1000", name="agent_loads_capacity_range"),
        CheckConstraint("weight BETWEEN 1 AND 100", name="agent_loads_weight_range"),
    )

    agent_id: UUID = Field(foreign_key="agents.id", primary_key=True, ondelete="CASCADE")
    channel: str = Field(primary_key=True)
    capacity: int
    load: int = 0
    # How much of the capacity in all one such thing takes.
    weight: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    last_assigned_at: datetime | None = at(nullable=True)
    freed_at: datetime | None = at(nullable=True)


class SignIn(SQLModel, table=True):
    """A family of refresh tokens: one sign-in on one device. Reuse of a spent token ends it."""

    __tablename__ = "sign_ins"
    __table_args__ = (one_of("sign_ins", "method", "password", "sso"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    agent_id: UUID = Field(foreign_key="agents.id", index=True, ondelete="CASCADE")
    method: str = Field(default="password", sa_column_kwargs={"server_default": "password"})
    # What its browser calls itself, for its agent to know it again.
    device: str | None = None
    # A keyed hash of the network that it came from.
    network: bytes | None = None
    # sha256 of the one refresh token that is good now.
    token_hash: str = Field(unique=True)
    # The one before: a client whose answer was lost may show it once more within a short grace.
    previous_hash: str | None = Field(default=None, index=True)
    rotated_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
    expires_at: datetime = at()
    ended_at: datetime | None = at(nullable=True)
    ended_because: str | None = None
