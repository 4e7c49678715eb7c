"""Ideas: what staff propose and customers ask for, the votes, the comments, the answers and the tickets behind them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, one_of, words


class Idea(SQLModel, table=True):
    """Something that could be better. One that says the same as another points at it, always straight at the head.

    The counts are of the whole group and stay with its head; `desk_ideas_count` keeps them.
    """

    __tablename__ = "ideas"
    __table_args__ = (
        one_of("ideas", "status", "proposed", "considering", "planned", "started", "done", "declined"),
        CheckConstraint("merged_into_id <> id", name="ideas_merged_into_another"),
        # Lists show heads only; each order has its index.
        Index("ideas_newest", "created_at", "id", postgresql_where=text("merged_into_id IS NULL")),
        Index("ideas_by_votes", "votes", "id", postgresql_where=text("merged_into_id IS NULL")),
        Index("ideas_by_asked", "asked", "id", postgresql_where=text("merged_into_id IS NULL")),
        Index("ideas_merged", "merged_into_id", postgresql_where=text("merged_into_id IS NOT NULL")),
        Index("ideas_by_stems", "stems", postgresql_using="gin"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    title: str
    body: str
    brand: str | None = Field(default=None, foreign_key="brands.key")
    author_id: UUID = Field(foreign_key="agents.id")
    status: str = "proposed"
    # What was answered last; every answer stays in `idea_answers`.
    answer: str | None = None
    merged_into_id: UUID | None = Field(default=None, foreign_key="ideas.id")
    # The stems of title and body, by which ideas that say the same are found.
    stems: list[str] = words()
    votes: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    comments: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    # How many customers asked for it, each once however many tickets they have, and on how many tickets.
    asked: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    tickets: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class IdeaVote(SQLModel, table=True):
    """An agent wants it. It stays with the idea that was voted for, also while that one is part of another."""

    __tablename__ = "idea_votes"

    idea_id: UUID = Field(foreign_key="ideas.id", primary_key=True, ondelete="CASCADE")
    agent_id: UUID = Field(foreign_key="agents.id", primary_key=True, index=True)
    at: datetime = at()


class IdeaComment(SQLModel, table=True):
    """What somebody says about an idea."""

    __tablename__ = "idea_comments"
    __table_args__ = (Index("idea_comments_of_idea", "idea_id", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    idea_id: UUID = Field(foreign_key="ideas.id", ondelete="CASCADE")
    author_id: UUID = Field(foreign_key="agents.id")
    body: str
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class IdeaAnswer(SQLModel, table=True):
    """What became of an idea, and in which words."""

    __tablename__ = "idea_answers"
    __table_args__ = (Index("idea_answers_of_idea", "idea_id", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    idea_id: UUID = Field(foreign_key="ideas.id", ondelete="CASCADE")
    was: str
    status: str
    answer: str | None = None
    by_id: UUID = Field(foreign_key="agents.id")
    at: datetime = at()


class IdeaTicket(SQLModel, table=True):
    """A customer asks for it on a ticket."""

    __tablename__ = "idea_tickets"

    idea_id: UUID = Field(foreign_key="ideas.id", primary_key=True, ondelete="CASCADE")
    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True, index=True)
    # In the customer's words, as whoever linked it heard them.
    quote: str | None = None
    by_id: UUID = Field(foreign_key="agents.id")
    at: datetime = at()
