"""Customers and the widget sessions by which they come."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document

# Where mail to an address lands: case and what stands after a plus make no difference.
MAILBOX = "lower(regexp_replace(email, '\\+[^@]*@', '@'))"
CLAIMED_MAILBOX = "lower(regexp_replace(claimed_email, '\\+[^@]*@', '@'))"


class Customer(SQLModel, table=True):
    """Somebody who asks. `email`, `phone` and `external_id` identify; `claimed_email` is only what a visitor said.

    Of two that are one person, one points at the other with `merged_into`: always straight at the one that stands for
    all of them. What identifies it stays with it, and finds the other one from then on.
    """

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
        Index("customers_merged", "merged_into", postgresql_where=text("merged_into IS NOT NULL")),
        CheckConstraint("merged_into <> id", name="customers_not_into_itself"),
        # By these, duplicates are found.
        Index("customers_by_mailbox", text(MAILBOX), postgresql_where=text("email IS NOT NULL")),
        Index("customers_by_claim", text(CLAIMED_MAILBOX), postgresql_where=text("claimed_email IS NOT NULL")),
        Index("customers_by_phone_end", text("right(phone, 9)"), postgresql_where=text("phone IS NOT NULL")),
        Index("customers_by_name", text("lower(name)"), postgresql_where=text("name IS NOT NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str | None = None
    email: str | None = None
    claimed_email: str | None = None
    phone: str | None = None
    external_id: str | None = None
    locale: str | None = None
    # What they write in, as the desk hears it.
    language: str | None = None
    organization_id: UUID | None = Field(default=None, foreign_key="organizations.id")
    # Since when that is so (a trigger's): what they asked before is not for the others of it.
    organization_since: datetime | None = at(nullable=True)
    # What was agreed with them, in the desk's own words: "gold".
    tier: str | None = None
    merged_into: UUID | None = Field(default=None, foreign_key="customers.id")
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()

    @property
    def speaks(self) -> str | None:
        """The language to speak to them in: what they write in, as their country does where they have said it."""
        if self.locale is not None and self.language in {None, self.locale.partition("-")[0]}:
            return self.locale
        return self.language


class CustomerMerge(SQLModel, table=True):
    """That somebody found two customers to be one person; undone, it stays as what was once thought.

    `filled` are the fields of the target that were empty and came from the source.
    """

    __tablename__ = "customer_merges"
    __table_args__ = (
        # A customer is merged into one other at a time.
        Index("customer_merges_live", "source_id", unique=True, postgresql_where=text("undone_at IS NULL")),
        Index("customer_merges_by_target", "target_id", "merged_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    source_id: UUID = Field(foreign_key="customers.id")
    target_id: UUID = Field(foreign_key="customers.id")
    filled: dict[str, Any] = document()
    by_kind: str
    by_id: UUID
    by_name: str
    merged_at: datetime = at()
    undone_at: datetime | None = at(nullable=True)


class CustomerDistinction(SQLModel, table=True):
    """Two customers that look alike and are not the same person: they are not suggested again."""

    __tablename__ = "customer_distinctions"
    __table_args__ = (CheckConstraint("one_id < other_id", name="customer_distinctions_in_order"),)

    one_id: UUID = Field(foreign_key="customers.id", primary_key=True)
    other_id: UUID = Field(foreign_key="customers.id", primary_key=True, index=True)
    by_id: UUID
    said_at: datetime = at()


class CustomerNote(SQLModel, table=True):
    """What agents should know of a customer; customers never see it."""

    __tablename__ = "customer_notes"
    __table_args__ = (Index("customer_notes_newest", "customer_id", "created_at", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    customer_id: UUID = Field(foreign_key="customers.id")
    author_id: UUID
    author_name: str
    body: str
    pinned: bool = False
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class VisitorSession(SQLModel, table=True):
    """A widget session: what a visitor token names, so that it can be ended."""

    __tablename__ = "visitor_sessions"
    __table_args__ = (Index("visitor_sessions_known_as", "known_as", postgresql_where=text("known_as IS NOT NULL")),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    customer_id: UUID = Field(foreign_key="customers.id", index=True, ondelete="CASCADE")
    # Whose identity the visitor came with, when that one was merged into this customer.
    known_as: UUID | None = None
    # The mailbox by which they have shown who they are.
    verified_email: str | None = None
    brand: str | None = None
    created_at: datetime = at()
    expires_at: datetime = at()
    ended_at: datetime | None = at(nullable=True)
