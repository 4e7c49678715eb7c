"""Where a long poll of Telegram stands: which process asks for a bot, until when, and for what comes next."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from app.models.columns import at


class TelegramPolling(SQLModel, table=True):
    """One bot. `next_update` is asked for; all before it are stored, and Telegram forgets them when it hears that."""

    __tablename__ = "telegram_polling"

    channel_id: UUID = Field(foreign_key="channels.id", primary_key=True, ondelete="CASCADE")
    next_update: int = Field(default=0, sa_type=BigInteger)
    # Who asks, and until when nobody else does: Telegram answers one at a time.
    holder: UUID
    lease_until: datetime = at()
    # When the last update came: after a week without any the numbers begin anew.
    came_at: datetime | None = at(nullable=True)
    last_error: str | None = None
