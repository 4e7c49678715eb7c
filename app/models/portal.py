"""Links by which customers sign in to the portal: one use, a quarter of an hour."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at


class PortalLink(SQLModel, table=True):
    """That somebody asked for a link to this address. What is in the link is not kept, only its hash."""

    __tablename__ = "portal_links"
    __table_args__ = (
        Index("portal_links_token_unique", "token_hash", unique=True),
        Index("portal_links_of_address", text("lower(email)"), "created_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    email: str
    token_hash: str
    brand: str | None = Field(default=None, foreign_key="brands.key")
    locale: str | None = None
    created_at: datetime = at()
    expires_at: datetime = at()
    used_at: datetime | None = at(nullable=True)
