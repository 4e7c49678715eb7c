"""What agents were and had in hand, from when to when, and the same summed by quarters of an hour."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Identity, Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import at, one_of


class AgentSpan(SQLModel, table=True):
    """A stretch of an agent's time, half-open: what they were (`state`), or a chat, a call or wrap-up in hand.

    Written by triggers alone (alembic/sql). Of `state` each agent has one that is open; what is in hand is open until
    it is over, only wrap-up has its end from the beginning.
    """

    __tablename__ = "agent_spans"
    __table_args__ = (
        one_of("agent_spans", "kind", "state", "chat", "call", "wrap_up"),
        CheckConstraint("to_at >= from_at", name="agent_spans_forwards"),
        CheckConstraint(
            "(kind = 'state') = (presence IS NOT NULL) AND (kind = 'state') = (about_id IS NULL)",
            name="agent_spans_of_a_kind",
        ),
        Index(
            "agent_spans_open_state", "agent_id", unique=True,
            postgresql_where=text("kind = 'state' AND to_at IS NULL"),
        ),
        Index("agent_spans_about", "about_id", "from_at", postgresql_where=text("about_id IS NOT NULL")),
        # What was going on in a period, however long ago.
        Index("agent_spans_during", text("tstzrange(from_at, to_at)"), postgresql_using="gist"),
        Index("agent_spans_begun", "from_at"),
        # Since when an agent is here.
        Index("agent_spans_of_agent", "agent_id", "from_at"),
    )  # fmt: skip

    id: int | None = Field(default=None, sa_type=BigInteger, sa_column_args=[Identity(always=True)], primary_key=True)
    agent_id: UUID = Field(foreign_key="agents.id", ondelete="CASCADE")
    kind: str
    # The chat or the call.
    about_id: UUID | None = None
    from_at: datetime = at()
    to_at: datetime | None = at(nullable=True)
    # Of a state.
    presence: str | None = None
    off: str | None = None


class AgentSlot(SQLModel, table=True):
    """A quarter of an hour of an agent, in microseconds; no row: offline all the time, with nothing in hand.

    `handling`, `idle`, `busy`, `away` and `off` are parts of the time: never two at once. `chatting` is time with at
    least one chat; `chat`, `call` and `wrap_up` count each thing in hand for itself.
    """

    __tablename__ = "agent_slots"
    __table_args__ = (Index("agent_slots_in_order", "at", "agent_id"),)

    agent_id: UUID = Field(foreign_key="agents.id", ondelete="CASCADE", primary_key=True)
    at: datetime = Field(sa_type=DateTime(timezone=True), primary_key=True)
    handling: int = Field(sa_type=BigInteger)
    idle: int = Field(sa_type=BigInteger)
    busy: int = Field(sa_type=BigInteger)
    away: int = Field(sa_type=BigInteger)
    off: int = Field(sa_type=BigInteger)
    chatting: int = Field(sa_type=BigInteger)
    chat: int = Field(sa_type=BigInteger)
    call: int = Field(sa_type=BigInteger)
    wrap_up: int = Field(sa_type=BigInteger)


class AgentDay(SQLModel, table=True):
    """A day of UTC that is over: what agents' time went to by `hours` or `quarters`, or when they were at `work`.

    `agents` are their ids, sixteen bytes each, and `data` is `n` rows about them in columns (`timing.pack`).
    """

    __tablename__ = "agent_days"
    __table_args__ = (
        one_of("agent_days", "kind", "hours", "quarters", "work"),
        Index("agent_days_in_order", "day"),
    )

    kind: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    n: int
    agents: bytes
    data: bytes


class AgentSlotsUntil(SQLModel, table=True):
    """The one row that says up to when slots have been summed; whoever sums them holds it meanwhile."""

    __tablename__ = "agent_slots_until"
    __table_args__ = (CheckConstraint("one", name="agent_slots_until_one_row"),)

    one: bool = Field(default=True, primary_key=True)
    until: datetime = at()
