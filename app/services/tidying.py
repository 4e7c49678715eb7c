"""Deleting what nobody needs any more: old keys, and sign-ins and widget sessions that are long over."""

from datetime import timedelta

from sqlmodel import col, delete, or_
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.models import SignIn, VisitorSession
from app.services import idempotency

# An ended session is kept for a while: reuse of its token can then be told from a token that never was.
KEEP = timedelta(days=7)


async def tidy(session: AsyncSession) -> None:
    """Delete idempotency keys past their time, and sessions that ended or expired a week ago or more."""
    await idempotency.prune(session)
    before = clock.now() - KEEP
    await session.exec(delete(SignIn).where(or_(col(SignIn.expires_at) < before, col(SignIn.ended_at) < before)))
    over = or_(col(VisitorSession.expires_at) < before, col(VisitorSession.ended_at) < before)
    await session.exec(delete(VisitorSession).where(over))
