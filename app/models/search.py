"""What is searched: texts as Postgres takes them apart, and the words that occur in them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, String, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field, SQLModel

from app.models.columns import at

# Each kind has an index of its own: one that is found rarely does not wait behind one that is found often.
KINDS = ("ticket", "message", "customer")


class SearchDocument(SQLModel, table=True):
    """One ticket's subject, message or customer, by its own id. `words` also holds when it was (at several widths) and,
    of a ticket, what it can be filtered by; such marks begin with a space, and no word of a text does.

    Written by the indexer alone, a moment after what it is made of, and rebuilt from that at any time.
    """

    __tablename__ = "search_documents"
    __table_args__ = (
        *(
            Index(
                f"search_{kind}_words",
                "words",
                postgresql_using="gin",
                postgresql_where=text(f"kind = '{kind}'"),
                # What waits to be sorted in is read by every search: little of it.
                postgresql_with={"gin_pending_list_limit": 512},
            )
            for kind in KINDS
        ),
        Index("search_newest", "kind", "at", "id"),
        Index("search_in_ticket", "ticket_id", postgresql_where=text("kind = 'message'")),
    )

    id: UUID = Field(primary_key=True)
    kind: str
    ticket_id: UUID | None = None
    internal: bool = False
    at: datetime = at()
    words: Any = Field(sa_type=TSVECTOR, nullable=False)


class SearchWord(SQLModel, table=True):
    """A stem that occurs, and in how many documents: what a mistyped word is compared with. Also the marks of tickets,
    which begin with a space and are compared with nothing.
    """

    __tablename__ = "search_words"
    __table_args__ = (
        Index(
            "search_words_alike", "word", postgresql_using="gin", postgresql_ops={"word": "gin_trgm_ops"},
            postgresql_where=text("word > '!'"),
        ),
        Index("search_words_gone", "docs", postgresql_where=text("docs <= 0")),
    )  # fmt: skip

    word: str = Field(primary_key=True, sa_type=String(collation="C"))
    docs: int = Field(sa_type=BigInteger)
