"""Tickets: the one thread with a customer, whatever the channel."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of, words


class Ticket(SQLModel, table=True):
    """A ticket as its events left it: folding the log gives this row.

    `seq` and `public_seq` are gapless and advance only under the row's lock; `version` counts field changes
    and is the ETag. A ticket counts against its agent's `ticket` capacity while it is assigned, unsolved and
    has no live chat (then the chat counts).
    """

    __tablename__ = "tickets"
    __table_args__ = (
        one_of("tickets", "status", "new", "open", "pending", "on_hold", "solved", "closed", "merged"),
        one_of("tickets", "priority", "low", "normal", "high", "urgent"),
        one_of("tickets", "type", "question", "incident", "problem", "task", "request", "feedback"),
        CheckConstraint("public_seq <= seq", name="tickets_public_within_all"),
        CheckConstraint("pending_until IS NULL OR status = 'pending'", name="tickets_pending_until_while_pending"),
        CheckConstraint("(status = 'merged') = (merged_into_id IS NOT NULL)", name="tickets_merged_is_a_pointer"),
        CheckConstraint("merged_into_id <> id", name="tickets_merged_into_another"),
        # Every list is a keyset page on one of these; the id breaks ties.
        Index("tickets_updated", "updated_at", "id"),
        Index("tickets_public_updated", "public_updated_at", "id"),
        Index("tickets_created", "created_at", "id"),
        Index("tickets_by_status", "status", "updated_at", "id"),
        Index(
            "tickets_by_queue", "queue_id", "status", "updated_at", "id", postgresql_where=text("queue_id IS NOT NULL")
        ),
        Index("tickets_by_team", "team_id", "status", "updated_at", "id", postgresql_where=text("team_id IS NOT NULL")),
        Index(
            "tickets_by_assignee",
            "assignee_id",
            "status",
            "updated_at",
            "id",
            postgresql_where=text("assignee_id IS NOT NULL"),
        ),
        # The lists of requesters and partners go by what they can see: a note must not reorder them.
        Index("tickets_by_requester", "requester_id", "public_updated_at", "id"),
        Index("tickets_by_priority", "priority", "updated_at", "id"),
        Index("tickets_by_channel", "channel", "updated_at", "id"),
        Index(
            "tickets_by_source",
            "source_id",
            "public_updated_at",
            "id",
            postgresql_where=text("source_id IS NOT NULL"),
        ),
        Index("tickets_by_tag", "tags", postgresql_using="gin", postgresql_where=text("tags <> '{}'")),
        Index(
            "tickets_external",
            "source_id",
            "external_id",
            unique=True,
            postgresql_where=text("external_id IS NOT NULL"),
        ),
        # What was asked: a condition on a field's value must name the same `custom_fields <> '{}'`.
        Index(
            "tickets_by_field",
            "custom_fields",
            postgresql_using="gin",
            postgresql_ops={"custom_fields": "jsonb_path_ops"},
            postgresql_where=text("custom_fields <> '{}'::jsonb"),
        ),
        # For a topic and everything below it, whatever the collation of the database.
        Index(
            "tickets_by_topic",
            "topic",
            postgresql_ops={"topic": "text_pattern_ops"},
            postgresql_where=text("topic IS NOT NULL"),
        ),
        Index(
            "tickets_by_request_type",
            "request_type",
            "status",
            "updated_at",
            "id",
            postgresql_where=text("request_type IS NOT NULL"),
        ),
        one_of("tickets", "tension", "none", "raised", "high"),
        one_of("tickets", "spam", "no", "suspected", "marked"),
        one_of("tickets", "incident", "no", "open"),
        one_of("tickets", "approval", "pending", "approved", "declined", "withdrawn"),
        # Product feedback, which somebody goes through.
        Index("tickets_of_feedback", "created_at", "id", postgresql_where=text("type = 'feedback'")),
        Index("tickets_merged_into", "merged_into_id", postgresql_where=text("merged_into_id IS NOT NULL")),
        Index("tickets_in_incident", "updated_at", "id", postgresql_where=text("incident <> 'no'")),
        Index("tickets_by_spam", "spam", "updated_at", "id", postgresql_where=text("spam <> 'no'")),
        # Those that come back by themselves.
        Index("tickets_snoozed", "snoozed_until", postgresql_where=text("snoozed_until IS NOT NULL")),
        Index("tickets_pending_until", "pending_until", postgresql_where=text("pending_until IS NOT NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: int | None = Field(
        default=None, sa_type=BigInteger, sa_column_args=[Identity(always=True)], unique=True, nullable=False
    )
    subject: str
    status: str = "new"
    priority: str = "normal"
    type: str = "question"
    channel: str
    topic: str | None = None
    language: str | None = None
    # The desk found the language out by itself: what the customer writes later may change it.
    language_detected: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    tags: list[str] = words()
    custom_fields: dict[str, Any] = document()
    brand: str | None = Field(default=None, foreign_key="brands.key")
    request_type: str | None = Field(default=None, foreign_key="request_types.key")
    # While it is pending the ticket waits for nobody but whoever decides.
    approval: str | None = None
    # How near the customer is to the end of their patience, and whether it is spam; the log says why.
    tension: str = Field(default="none", sa_column_kwargs={"server_default": "none"})
    spam: str = Field(default="no", sa_column_kwargs={"server_default": "no"})
    # Whether it is linked to an incident that is not over.
    incident: str = Field(default="no", sa_column_kwargs={"server_default": "no"})
    requester_id: UUID = Field(foreign_key="customers.id")
    # Where it waits, or waited last; null: in its team's own queue.
    queue_id: UUID | None = Field(default=None, foreign_key="queues.id")
    team_id: UUID | None = Field(default=None, foreign_key="teams.id")
    # Somebody chose its team or queue: conditions of queues do not move it.
    routed_by_hand: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    assignee_id: UUID | None = Field(default=None, foreign_key="agents.id")
    source_id: UUID | None = Field(default=None, foreign_key="sources.id")
    external_id: str | None = None
    # The ticket that it was merged into, which may be merged in turn; its messages stay where they are.
    merged_into_id: UUID | None = Field(default=None, foreign_key="tickets.id")
    # The live chat over this thread, while there is one.
    chat_id: UUID | None = None
    # Since when it waits for routing; a ticket that is queued again keeps its first time.
    queued_at: datetime | None = at(nullable=True)
    # The first public message by anyone on our side, and by a human: they are not the same thing.
    first_reply_at: datetime | None = at(nullable=True)
    first_human_reply_at: datetime | None = at(nullable=True)
    # Out of sight until then; a message of the customer's brings it back before.
    snoozed_until: datetime | None = at(nullable=True)
    # A pending ticket is open again then.
    pending_until: datetime | None = at(nullable=True)
    # How often it was escalated, less how often that was taken back.
    tier: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    # Only agents of this tier or above get it.
    agent_tier: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    # What a lead has put first (below 0) or last (above) in its queue.
    queue_rank: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    # Of the current resolution episode; a reopening clears it and the next solve starts another episode.
    solved_at: datetime | None = at(nullable=True)
    episode: int = 1
    seq: int = 0
    public_seq: int = 0
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()
    # The last change that the customer may know of.
    public_updated_at: datetime = at()
