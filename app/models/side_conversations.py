"""Side conversations: private threads beside a ticket, with a supplier or with another team."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, one_of


class SideConversation(SQLModel, table=True):
    """With whom and about what. Either `email` (somebody outside) or `team_id` is set.

    Whoever is outside answers by a link with a token: it is stored sealed, to be written into every mail, and hashed,
    to be looked up.
    """

    __tablename__ = "side_conversations"
    __table_args__ = (
        one_of("side_conversations", "status", "open", "closed"),
        CheckConstraint("(email IS NULL) <> (team_id IS NULL)", name="side_conversations_with_one"),
        Index("side_conversations_of_ticket", "ticket_id", "id"),
        Index(
            "side_conversations_of_team",
            "team_id",
            "status",
            "updated_at",
            "id",
            postgresql_where=text("team_id IS NOT NULL"),
        ),
        Index("side_conversations_newest", "status", "updated_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ticket_id: UUID = Field(foreign_key="tickets.id")
    subject: str
    status: str = "open"
    email: str | None = None
    name: str | None = None
    team_id: UUID | None = Field(default=None, foreign_key="teams.id")
    token_hash: str | None = Field(default=None, unique=True)
    token: str | None = None
    created_by: UUID = Field(foreign_key="agents.id")
    # Messages so far.
    seq: int = 0
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class SideMessage(SQLModel, table=True):
    """One message of a side conversation; `author_id` is null for whoever is outside."""

    __tablename__ = "side_messages"
    __table_args__ = (
        one_of("side_messages", "author_kind", "agent", "outside"),
        Index("side_messages_in_order", "conversation_id", "seq", unique=True),
        Index(
            "side_messages_sent_once",
            "conversation_id",
            "author_kind",
            text("coalesce(author_id, '00000000-0000-0000-0000-000000000000'::uuid)"),
            "client_message_id",
            unique=True,
            postgresql_where=text("client_message_id IS NOT NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    conversation_id: UUID = Field(foreign_key="side_conversations.id")
    seq: int
    author_kind: str
    author_id: UUID | None = None
    author_name: str
    body: str
    client_message_id: str | None = None
    # Its words were removed for good.
    redacted_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
