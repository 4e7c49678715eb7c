"""Second factors of agents: codes that their phone shows, and codes for when it is lost."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from app.models.columns import at, words


class SecondFactor(SQLModel, table=True):
    """One agent's. Until it is confirmed by a code it counts for nothing."""

    __tablename__ = "second_factors"

    agent_id: UUID = Field(foreign_key="agents.id", primary_key=True, ondelete="CASCADE")
    # Encrypted.
    secret: str
    # The step of time of the latest code that was used: no code is good twice.
    last_step: int | None = Field(default=None, sa_type=BigInteger)
    # sha256 of what has not been used yet.
    recovery_hashes: list[str] = words()
    confirmed_at: datetime | None = at(nullable=True)
    # Wrong codes since the last right one, and when the latest was.
    failures: int = 0
    failed_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
