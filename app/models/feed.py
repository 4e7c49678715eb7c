"""The change feed: what is to get a place in it, the places, and how far each of the desk's own readers is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Identity
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.models.columns import at


class FeedTodo(SQLModel, table=True):
    """Something that happened and has no place yet. Triggers leave it, in the transaction in which it happened.

    A ticket's event is named by `ticket_id` and `seq`; of anything else this is all there is.
    """

    __tablename__ = "feed_todo"

    id: int | None = Field(default=None, sa_type=BigInteger, sa_column_args=[Identity(always=True)], primary_key=True)
    ticket_id: UUID | None = None
    seq: int | None = None
    public_seq: int | None = None
    type: str
    about_id: UUID | None = None
    data: dict[str, Any] | None = Field(default=None, sa_type=JSONB, nullable=True)
    at: datetime | None = at(nullable=True)


class FeedRow(SQLModel, table=True):
    """A place in the feed. Whoever sees one has seen, or can see, all before it."""

    __tablename__ = "feed"
    __table_args__ = (CheckConstraint("num_nonnulls(ticket_id, about_id) = 1", name="feed_about_one_thing"),)

    position: int = Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    ticket_id: UUID | None = None
    seq: int | None = None
    public_seq: int | None = None
    type: str
    # The ticket's, so that a partner's page is found without its tickets.
    source_id: UUID | None = None
    about_id: UUID | None = None
    data: dict[str, Any] | None = Field(default=None, sa_type=JSONB, nullable=True)
    given_at: datetime = at()
    at: datetime | None = at(nullable=True)


class FeedState(SQLModel, table=True):
    """The one row that whoever gives places holds meanwhile: the last place given, and in which history."""

    __tablename__ = "feed_state"
    __table_args__ = (CheckConstraint("one", name="feed_state_one_row"),)

    one: bool = Field(default=True, primary_key=True)
    position: int = Field(sa_type=BigInteger)
    epoch: str


class FeedJump(SQLModel, table=True):
    """Places that were never given, between a history that was taken back and this one: `after` < place <= `upto`."""

    __tablename__ = "feed_jumps"

    upto: int = Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    after: int = Field(sa_type=BigInteger)
    at: datetime = at()


class FeedCursor(SQLModel, table=True):
    """How far one of the desk's own readers is; it moves in the transaction of what that reader did."""

    __tablename__ = "feed_cursors"

    name: str = Field(primary_key=True)
    position: int = Field(sa_type=BigInteger)
