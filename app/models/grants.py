"""Single-use grants that open a socket."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.models.columns import at


class RealtimeGrant(SQLModel, table=True):
    """A grant: random, stored hashed, deleted by its use; bound to the caller that asked."""

    __tablename__ = "realtime_grants"

    token_hash: str = Field(primary_key=True)
    actor_kind: str
    actor_id: UUID
    session_id: UUID | None = None
    # When the credential behind the grant ends: a socket never outlives it.
    credential_expires_at: datetime | None = at(nullable=True)
    expires_at: datetime = at(index=True)
