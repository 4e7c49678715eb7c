"""What reports count: facts about tickets, what folding each log has reached, and the facts of a day in columns."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Identity, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSTZRANGE
from sqlmodel import Field, SQLModel

from app.models.columns import at, document


class ReportKey(SQLModel, table=True):
    """A number for a value of a dimension (`rules/report_states.py`): facts and their columns hold only numbers."""

    __tablename__ = "report_keys"
    __table_args__ = (UniqueConstraint("dimension", "key", name="report_keys_unique"),)

    id: int | None = Field(default=None, sa_column_args=[Identity(always=True)], primary_key=True)
    dimension: str
    key: str


class ReportTicket(SQLModel, table=True):
    """What folding a ticket's log up to `seq` has reached (`rules/report_states.py`), and whether its facts count."""

    __tablename__ = "report_tickets"

    ticket_id: UUID = Field(primary_key=True)
    seq: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    live: bool = Field(default=True, sa_column_kwargs={"server_default": "true"})
    state: dict[str, Any] = document()


class ReportFact(SQLModel, table=True):
    """Something that is counted (`rules/report_facts.py`), with its ticket's dimensions as they were at that time.

    `value` is whole seconds of a time; `business` the same in the hours of `calendar`, a version of a calendar that was
    chosen once. Dimensions are numbers of `report_keys`; null: without. `live` is false as long as the ticket counts
    nowhere. `span` is from when to when a ticket was open like this.
    """

    __tablename__ = "report_facts"
    __table_args__ = (
        Index("report_facts_at", "metric", "at", "ticket_id", "number", postgresql_where=text("live")),
        Index("report_facts_open", "span", postgresql_using="gist", postgresql_where=text("live AND span IS NOT NULL")),
    )

    ticket_id: UUID = Field(primary_key=True)
    metric: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    at: datetime = at()
    value: int | None = None
    business: int | None = None
    calendar: UUID | None = None
    agent: int | None = None
    team: int | None = None
    queue: int | None = None
    brand: int | None = None
    channel: int | None = None
    topic: int | None = None
    language: int | None = None
    priority: int | None = None
    type: int | None = None
    source: int | None = None
    imported: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    live: bool = Field(default=True, sa_column_kwargs={"server_default": "true"})
    span: Any = Field(default=None, sa_type=TSTZRANGE, nullable=True)


def _column() -> Any:  # noqa: ANN401 - what Field returns
    return Field(default=None, sa_type=LargeBinary, nullable=True)


class ReportSegment(SQLModel, table=True):
    """The live facts of one metric on one day in UTC, a column each: four bytes for each fact, in order of time.

    It is exactly the facts, or it is stale (`stale_at`) and the facts themselves are read in its place. Where a metric
    has facts on a day there is a row.
    """

    __tablename__ = "report_segments"
    __table_args__ = (Index("report_segments_stale", "stale_at", postgresql_where=text("stale_at IS NOT NULL")),)

    metric: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    stale_at: datetime | None = at(nullable=True)
    n: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    at: bytes | None = _column()
    value: bytes | None = _column()
    business: bytes | None = _column()
    agent: bytes | None = _column()
    team: bytes | None = _column()
    queue: bytes | None = _column()
    brand: bytes | None = _column()
    channel: bytes | None = _column()
    topic: bytes | None = _column()
    language: bytes | None = _column()
    priority: bytes | None = _column()
    type: bytes | None = _column()
    source: bytes | None = _column()


class ReportState(SQLModel, table=True):
    """One row, as long as not all tickets are in the facts: a rebuild that begins after that time takes it away."""

    __tablename__ = "report_state"
    __table_args__ = (CheckConstraint("one", name="report_state_one_row"),)

    one: bool = Field(default=True, primary_key=True)
    incomplete_since: datetime = at()
