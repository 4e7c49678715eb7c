"""What is wrong with channels that the desk asks itself: the last words of whoever asked, until it works again."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models import TelegramPolling
from app.services import mail_cursors


async def of(session: AsyncSession, channels: Collection[UUID]) -> dict[UUID, str]:
    """Why nothing comes by these channels now, of those where that is known."""
    query = select(TelegramPolling.channel_id, TelegramPolling.last_error).where(
        col(TelegramPolling.channel_id).in_(channels), col(TelegramPolling.last_error).is_not(None)
    )
    bots = {channel: error for channel, error in (await session.exec(query)).all() if error is not None}
    return {**bots, **await mail_cursors.problems(session, channels)}
