"""Customers and the widget sessions by which they come."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at


class Customer(SQLModel, table=True):
    """Somebody who asks. `email`, `phone` and `external_id` identify; `claimed_email` is only what a visitor said."""

    __tablename__ = "customers"
    __table_args__ = (
        Index("customers_email_unique", text("lower(email)"), unique=True),
        Index("customers_phone_unique", "phone", unique=True),
        Index("customers_external_id_unique", "external_id", unique=True),
        Index("customers_created", "created_at", "id"),
        Index(
            "customers_by_organization",
            "organization_id",
            "created_at",
            "id",
            postgresql_where=text("organization_id IS NOT NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str | None = None
    email: str | None = None
    claimed_email: str | None = None
    phone: str | None = None
    external_id: str | None = None
    locale: str | None = None
    organization_id: UUID | None = Field(default=None, foreign_key="organizations.id")
    # What was agreed with them, in the desk's own words: "gold".
    tier: str | None = None
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class VisitorSession(SQLModel, table=True):
    """A widget session: what a visitor token names, so that it can be ended."""

    __tablename__ = "visitor_sessions"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    customer_id: UUID = Field(foreign_key="customers.id", index=True, ondelete="CASCADE")
    brand: str | None = None
    created_at: datetime = at()
    expires_at: datetime = at()
    ended_at: datetime | None = at(nullable=True)
