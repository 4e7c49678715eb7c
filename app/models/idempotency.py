"""Idempotency keys and the first results stored under them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from app.models.columns import at


class IdempotencyKey(SQLModel, table=True):
    """The first answer to a POST under one caller's key, committed with what the POST did."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (
        Index("idempotency_keys_of_message", "message_id", postgresql_where=text("message_id IS NOT NULL")),
    )

    # sha256 of caller, method, path and the client's key.
    key_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    body_hash: bytes = Field(sa_type=LargeBinary)
    status: int | None = None
    # Encrypted: an answer may hold a secret that is shown once.
    response: bytes | None = Field(default=None, sa_type=LargeBinary)
    # The message or file that the answer repeats, or the call of the assistant: a redaction goes in here too.
    message_id: UUID | None = None
    created_at: datetime = at(index=True)
