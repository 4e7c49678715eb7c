"""Idempotency keys and the first results stored under them."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from app.models.columns import at


class IdempotencyKey(SQLModel, table=True):
    """The first answer to a POST under one caller's key, committed with what the POST did."""

    __tablename__ = "idempotency_keys"

    # sha256 of caller, method, path and the client's key.
    key_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    body_hash: bytes = Field(sa_type=LargeBinary)
    status: int | None = None
    # Encrypted: an answer may hold a secret that is shown once.
    response: bytes | None = Field(default=None, sa_type=LargeBinary)
    created_at: datetime = at(index=True)
