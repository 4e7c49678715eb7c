"""What suggestions are learnt from: what agents took or dismissed, and the words of the tickets on which they did."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, String, text
from sqlmodel import Field, SQLModel

from app.models.columns import at, one_of, words


class SuggestionUse(SQLModel, table=True):
    """What an agent did with a suggestion on a ticket, the last time. `about_id` is the article, template or ticket."""

    __tablename__ = "suggestion_uses"
    __table_args__ = (
        one_of("suggestion_uses", "kind", "article", "reply", "ticket"),
        one_of("suggestion_uses", "action", "inserted", "dismissed"),
    )

    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True)
    kind: str = Field(primary_key=True)
    about_id: UUID = Field(primary_key=True)
    action: str
    agent_id: UUID | None = Field(default=None, foreign_key="agents.id")
    at: datetime = at()


class SuggestionExample(SQLModel, table=True):
    """That something was right (or `dismissed`) for a ticket whose customer had used these words.

    `marks` are `desk_suggestion_mark` of each stem: what is learnt in one brand is found in that brand only. Made of
    `article_uses` and `suggestion_uses`, and made anew from these and the messages at any time.
    """

    __tablename__ = "suggestion_examples"
    __table_args__ = (
        one_of("suggestion_examples", "kind", "article", "reply"),
        Index(
            "suggestion_examples_marks", "marks", postgresql_using="gin",
            postgresql_with={"gin_pending_list_limit": 512},
        ),
        Index("suggestion_examples_lately", "kind", "brand", "at", "ticket_id", postgresql_where=text("NOT dismissed")),
    )  # fmt: skip

    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True)
    about_id: UUID = Field(primary_key=True)
    kind: str
    brand: str
    dismissed: bool
    marks: list[str] = words()
    at: datetime = at()


class SuggestionWord(SQLModel, table=True):
    """In how many examples a mark is, without those that were dismissed; with an empty stem: how many there are."""

    __tablename__ = "suggestion_words"

    mark: str = Field(primary_key=True, sa_type=String(collation="C"))
    examples: int = Field(sa_type=BigInteger)
