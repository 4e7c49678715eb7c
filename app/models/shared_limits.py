"""Counts of what all processes of the desk allow together only so often."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.models.columns import at


class SharedLimit(SQLModel, table=True):
    """How many of `name` there were by one key in a window that ends at `until`.

    The key is a keyed hash: people type passwords into the field for the address. Not logged by Postgres: after a
    crash of the server everybody begins anew.
    """

    __tablename__ = "shared_limits"
    __table_args__ = (Index("shared_limits_until", "until"), {"prefixes": ["UNLOGGED"]})

    name: str = Field(primary_key=True)
    key: bytes = Field(primary_key=True)
    count: int
    until: datetime = at()
