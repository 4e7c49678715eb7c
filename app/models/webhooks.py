"""Outgoing webhooks: where to, what is on its way there, and how each attempt went."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of, words


class Webhook(SQLModel, table=True):
    """An address that is told of events. Its secrets and headers are sealed under the desk's secret.

    `failures` in a row and since when; while `blocked_until` is set the receiver is left alone but for one try at that
    time.
    """

    __tablename__ = "webhooks"
    __table_args__ = (
        one_of("webhooks", "audience", "desk", "partner"),
        one_of("webhooks", "disabled_because", "admin", "gone", "failing"),
        Index("webhooks_in_order", "created_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    url: str
    description: str | None = None
    # Names and patterns; a condition that is an empty list is none.
    events: list[str] = words()
    conditions: dict[str, Any] = document()
    audience: str = "desk"
    with_ticket: bool = False
    header_names: list[str] = words()
    headers: str | None = None
    secret: str
    previous_secret: str | None = None
    previous_secret_until: datetime | None = at(nullable=True)
    api_version: str
    enabled: bool = True
    disabled_because: str | None = None
    disabled_at: datetime | None = at(nullable=True)
    # Only what has a later place in the feed.
    since: int = Field(sa_type=BigInteger)
    failures: int = 0
    failing_since: datetime | None = at(nullable=True)
    blocked_until: datetime | None = at(nullable=True)
    created_by: UUID | None = Field(default=None, foreign_key="agents.id")
    version: int = 1
    archived_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
    updated_at: datetime = at()


class WebhookLane(SQLModel, table=True):
    """What of one ticket waits for one webhook: whoever holds the lane sends its deliveries one after the other.

    It is there while something waits (`waiting` deliveries). Until `due_at` nobody takes it; `claim` tells who has.
    """

    __tablename__ = "webhook_lanes"
    __table_args__ = (Index("webhook_lanes_due", "webhook_id", "due_at"),)

    webhook_id: UUID = Field(foreign_key="webhooks.id", primary_key=True)
    # The ticket, or what else it is about.
    lane: UUID = Field(primary_key=True)
    waiting: int
    attempts: int = 0
    due_at: datetime = at()
    claim: UUID | None = None


class WebhookDelivery(SQLModel, table=True):
    """One event for one webhook. `number` is its place in the lane; `body` is what was sent, once it was."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        one_of("webhook_deliveries", "status", "waiting", "delivered", "failed"),
        Index("webhook_deliveries_newest", "webhook_id", "id"),
        Index(
            "webhook_deliveries_waiting", "webhook_id", "lane", "number", postgresql_where=text("status = 'waiting'")
        ),
        Index("webhook_deliveries_of_lane", "webhook_id", "lane", "id"),
        Index("webhook_deliveries_failed", "webhook_id", "id", postgresql_where=text("status = 'failed'")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: int | None = Field(default=None, sa_type=BigInteger, sa_column_args=[Identity(always=True)], nullable=False)
    webhook_id: UUID = Field(foreign_key="webhooks.id")
    lane: UUID
    # Null: a test.
    position: int | None = Field(default=None, sa_type=BigInteger)
    event_id: str
    type: str
    ticket_id: UUID | None = None
    replay: bool = False
    status: str = "waiting"
    attempts: int = 0
    last_status: int | None = None
    last_error: str | None = None
    body: str | None = None
    created_at: datetime = at()
    ended_at: datetime | None = at(nullable=True)


class WebhookAttempt(SQLModel, table=True):
    """One try: what was said beside the body, and what came back."""

    __tablename__ = "webhook_attempts"

    delivery_id: UUID = Field(foreign_key="webhook_deliveries.id", primary_key=True, ondelete="CASCADE")
    number: int = Field(primary_key=True)
    request_headers: dict[str, Any] = document()
    status: int | None = None
    response_headers: dict[str, Any] | None = Field(default=None, sa_type=JSONB, nullable=True)
    response_body: str | None = None
    error: str | None = None
    took_ms: int
    at: datetime = at()
