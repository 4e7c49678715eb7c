"""Queues of waiting work, and what waits in them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of


class Queue(SQLModel, table=True):
    """A queue by name. Those that are enabled and not archived are tried in order of `position`.

    `definition` is what `rules/queues.py` reads: conditions, teams, skills, how it chooses, what happens when closed.
    """

    __tablename__ = "queues"
    __table_args__ = (Index("queues_in_order", "position", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)
    position: int
    enabled: bool = True
    calendar_id: UUID | None = Field(default=None, foreign_key="calendars.id")
    definition: dict[str, Any] = document()
    version: int = 1
    archived_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
    updated_at: datetime = at()


class QueueItem(SQLModel, table=True):
    """A ticket, or the chat over it, that waits for an agent: in `line`, which is a queue's id, else its team's, else
    the zero UUID.

    Kept by triggers on tickets and chats: no code path can forget it. The router adds what it asks of an agent by now
    (`needs`; `class` is one for all that ask the same; null while its queue is closed), until `changes_at` or until
    something about it changes (`sorted` is false then, and `changes_at` is when to look, null: now).
    """

    __tablename__ = "queue_items"
    __table_args__ = (
        one_of("queue_items", "channel", "chat", "ticket", "call"),
        one_of("queue_items", "state", "waiting", "offered"),
        # In the order in which a line is served.
        Index("queue_items_in_line", "line", "channel", "rank", "urgency", "due_at", "queued_at", "ticket_id"),
        Index(
            "queue_items_in_class", "channel", "class", "rank", "urgency", "due_at", "queued_at", "ticket_id",
            postgresql_where=text("state = 'waiting' AND class IS NOT NULL"),
        ),
        Index("queue_items_unsorted", "channel", "queued_at", postgresql_where=text("NOT sorted")),
        Index("queue_items_changing", "changes_at", postgresql_where=text("changes_at IS NOT NULL")),
    )  # fmt: skip

    # No foreign key: it comes and goes with its ticket's row, by triggers.
    ticket_id: UUID = Field(primary_key=True)
    chat_id: UUID | None = None
    channel: str
    line: UUID
    queue_id: UUID | None = None
    team_id: UUID | None = None
    state: str = "waiting"
    # What a lead has put first or last, the priority (0 is urgent), the next deadline (or infinity), since when.
    rank: int = 0
    urgency: int
    due_at: datetime = at()
    queued_at: datetime = at()
    sorted: bool = False
    needs: dict[str, Any] = document()
    # In byte order, whatever the database's own: those of one line lie together.
    class_: str | None = Field(default=None, sa_type=String(collation="C"), sa_column_kwargs={"name": "class"})
    changes_at: datetime | None = at(nullable=True)


class ReturningTicket(SQLModel, table=True):
    """A ticket whose agent is not there for it any more: the router gives it to their substitute or back to the queue.

    Left by a trigger when a ticket is reopened, and when an agent is disabled.
    """

    __tablename__ = "returning_tickets"

    ticket_id: UUID = Field(primary_key=True)
    agent_id: UUID
