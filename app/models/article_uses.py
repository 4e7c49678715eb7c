"""Where agents have pointed customers to articles."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, one_of


class ArticleUse(SQLModel, table=True):
    """That an agent pointed to an article on a ticket: its address was in a message of theirs (`linked`), or they took
    it from the suggestions (`suggested`, without a message).
    """

    __tablename__ = "article_uses"
    __table_args__ = (
        one_of("article_uses", "kind", "linked", "suggested"),
        Index(
            "article_uses_once", "message_id", "article_id", unique=True,
            postgresql_where=text("message_id IS NOT NULL"),
        ),
        Index(
            "article_uses_taken", "ticket_id", "article_id", unique=True, postgresql_where=text("message_id IS NULL")
        ),
        Index("article_uses_of_ticket", "ticket_id", "at"),
        Index("article_uses_of_article", "article_id", "at", "id"),
    )  # fmt: skip

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ticket_id: UUID = Field(foreign_key="tickets.id")
    message_id: UUID | None = Field(default=None, foreign_key="messages.id")
    article_id: UUID = Field(foreign_key="articles.id")
    agent_id: UUID | None = Field(default=None, foreign_key="agents.id")
    kind: str
    at: datetime = at()
