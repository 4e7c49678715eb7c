"""What readers do in a help centre: visits, what was searched, what was read, and whether it helped."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, one_of


class HelpVisit(SQLModel, table=True):
    """One reader's searches and reads of one brand that follow each other within half an hour.

    `visitor` and `customer_id` say who it is until it is judged (`due_at`: a day after the last thing they did), and
    are forgotten then. `outcome` is what became of it.
    """

    __tablename__ = "help_visits"
    __table_args__ = (
        one_of(
            "help_visits", "outcome", "answered", "said_no", "contacted", "in_contact", "unknown", "wrote", "unread"
        ),
        Index("help_visits_of_brand", "brand", "started_at"),
        Index("help_visits_started", "started_at"),
        Index("help_visits_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        Index("help_visits_live", "visitor", "last_at", postgresql_where=text("visitor IS NOT NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    brand: str = Field(foreign_key="brands.key")
    visitor: bytes | None = None
    customer_id: UUID | None = None
    # Who it is was only known when they wrote.
    wrote: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    searches: int = 0
    reads: int = 0
    # The last answer to "did this help?" of the visit.
    helped: bool | None = None
    started_at: datetime = at()
    last_at: datetime = at()
    # When the last article was opened.
    read_at: datetime | None = at(nullable=True)
    due_at: datetime | None = at(nullable=True)
    outcome: str | None = None


class HelpSearch(SQLModel, table=True):
    """Something that was searched; what is typed on is the same search. Without addresses and long numbers.

    `query` null: what was typed into a form or a chat, which is not kept here.
    """

    __tablename__ = "help_searches"
    __table_args__ = (
        one_of("help_searches", "origin", "search", "form", "chat", "ticket"),
        Index("help_searches_of_brand", "brand", "at"),
        Index("help_searches_at", "at"),
        Index("help_searches_of_visit", "visit_id", "at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    visit_id: UUID = Field(foreign_key="help_visits.id", ondelete="CASCADE")
    brand: str
    locale: str | None = None
    origin: str = "search"
    query: str | None = None
    results: int
    # How much of the question the best of them has.
    coverage: float = 0
    opened: bool = False
    at: datetime = at()


class HelpRead(SQLModel, table=True):
    """An article that was opened, once for each visit."""

    __tablename__ = "help_reads"
    __table_args__ = (Index("help_reads_of_article", "article_id", "at"),)

    visit_id: UUID = Field(foreign_key="help_visits.id", primary_key=True, ondelete="CASCADE")
    article_id: UUID = Field(foreign_key="articles.id", primary_key=True)
    locale: str
    # It was opened from the answer to this search; that may be deleted before.
    search_id: UUID | None = None
    at: datetime = at()


class HelpVote(SQLModel, table=True):
    """Whether an article helped: one answer of each reader, the latest."""

    __tablename__ = "help_votes"
    __table_args__ = (Index("help_votes_of_article", "article_id", "at"), Index("help_votes_at", "at"))

    article_id: UUID = Field(foreign_key="articles.id", primary_key=True)
    voter: bytes = Field(primary_key=True)
    locale: str
    helped: bool
    comment: str | None = None
    at: datetime = at()
