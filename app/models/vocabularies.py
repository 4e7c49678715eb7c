"""What tells whether the desk's vocabulary (fields, topics, forms, request types) has changed."""

from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class VocabularyStamp(SQLModel, table=True):
    """One row, written by triggers on the tables of the vocabulary: another stamp with each change."""

    __tablename__ = "vocabulary_stamps"
    __table_args__ = (CheckConstraint("id = 1", name="vocabulary_stamps_one_row"),)

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    stamp: UUID
