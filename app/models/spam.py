"""Spam: what agents have said of tickets, and the words that are learnt from it."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.models.columns import at, words


class SpamExample(SQLModel, table=True):
    """A ticket that is known to be spam, or known not to be: while this is here its words count in `spam_words`."""

    __tablename__ = "spam_examples"

    ticket_id: UUID = Field(primary_key=True, foreign_key="tickets.id", ondelete="CASCADE")
    spam: bool
    words: list[str] = words()
    at: datetime = at()


class SpamWord(SQLModel, table=True):
    """In how many examples of either side a word occurs. The row of the empty word counts the examples."""

    __tablename__ = "spam_words"

    word: str = Field(primary_key=True)
    spam: int = 0
    ham: int = 0
