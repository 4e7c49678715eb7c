"""What readers search: published articles as Postgres takes them apart, and the words that occur in them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field, SQLModel

from app.models.columns import at


class HelpDocument(SQLModel, table=True):
    """A published article in one language. `head` has what stands out, and the words of its title once more after
    a `=`; `words` has all of it. Both also hold where it belongs, as a mark that begins with a space.

    Written by `desk_help_refresh` alone, in the transaction that publishes, and made anew at any time.
    """

    __tablename__ = "help_documents"
    __table_args__ = (
        Index("help_documents_head", "head", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
        Index("help_documents_words", "words", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
        # Words are looked at for every candidate: they stay in the row, whatever its length.
        {"postgresql_with": {"toast_tuple_target": "8160"}},
    )

    article_id: UUID = Field(primary_key=True)
    locale: str = Field(primary_key=True)
    brand: str
    visibility: str
    category_id: UUID | None = None
    # Different words of its title.
    title_words: int
    at: datetime = at()
    head: Any = Field(sa_type=TSVECTOR, nullable=False)
    words: Any = Field(sa_type=TSVECTOR, nullable=False)


class HelpWord(SQLModel, table=True):
    """A stem that occurs in a brand's articles of one language, and in how many: what is typed is completed and
    corrected to these. The scope says who may read them: readers learn no word of other articles (`desk_help_scopes`).
    What all its documents have is among its words: how many there are.
    """

    __tablename__ = "help_words"
    __table_args__ = (
        # Words that are one letter apart have some of these in common.
        Index("help_words_slips", text("desk_help_slips(scope, word)"), postgresql_using="gin"),
        Index("help_words_gone", "docs", postgresql_where=text("docs <= 0")),
    )

    scope: str = Field(primary_key=True, sa_type=String(collation="C"))
    word: str = Field(primary_key=True, sa_type=String(collation="C"))
    docs: int
