"""Who is told what the status page says, and how far each update has been told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, one_of, words


class StatusSubscription(SQLModel, table=True):
    """An address or a URL that asked to be told. `pending` until whoever has it says so; of one brand, or of all.

    Whoever asks again has a new row; when that one is confirmed, the one before ends.
    """

    __tablename__ = "status_subscriptions"
    __table_args__ = (
        one_of("status_subscriptions", "kind", "mail", "webhook"),
        one_of("status_subscriptions", "state", "pending", "active", "ended"),
        Index("status_subscriptions_of_target", text("lower(target)"), "created_at"),
        Index("status_subscriptions_active", "id", postgresql_where=text("state = 'active'")),
        Index("status_subscriptions_over", "created_at", postgresql_where=text("state <> 'active'")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str
    target: str
    brand: str | None = Field(default=None, foreign_key="brands.key")
    # None named: all of them.
    component_ids: list[str] = words()
    locale: str | None = None
    state: str = "pending"
    # Sealed; webhooks alone have one.
    secret: str | None = None
    created_at: datetime = at()
    confirmed_at: datetime | None = at(nullable=True)
    ended_at: datetime | None = at(nullable=True)


class StatusNotice(SQLModel, table=True):
    """A public update that subscribers are told, and up to whom (`cursor`) they have been."""

    __tablename__ = "status_notices"
    __table_args__ = (Index("status_notices_waiting", "update_id", postgresql_where=text("done_at IS NULL")),)

    update_id: UUID = Field(foreign_key="incident_updates.id", primary_key=True, ondelete="CASCADE")
    cursor: UUID | None = None
    done_at: datetime | None = at(nullable=True)
    # How often an error of ours came in between, and until when others go first. Given up it is done, with an error.
    failures: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    parked_until: datetime | None = at(nullable=True)
    last_error: str | None = None
