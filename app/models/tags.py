"""Tags: how many tickets have each."""

from sqlalchemy import BigInteger, Identity, Text
from sqlmodel import Field, SQLModel


class Tag(SQLModel, table=True):
    """A tag and how many tickets have it, but for what `tag_changes` has still to say."""

    __tablename__ = "tags"

    name: str = Field(primary_key=True, sa_type=Text(collation="C"))
    uses: int = 0


class TagChange(SQLModel, table=True):
    """A tag that a ticket got or lost. Triggers only add rows, so that tickets never wait for each other's tags."""

    __tablename__ = "tag_changes"

    id: int | None = Field(
        default=None, primary_key=True, sa_type=BigInteger, sa_column_args=[Identity(always=True)], nullable=False
    )
    tag: str = Field(sa_type=Text(collation="C"))
    delta: int
