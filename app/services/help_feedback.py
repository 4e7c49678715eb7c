"""Did this help? One answer of each reader for each article, which they may change."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Forbidden, Invalid, pointer
from app.rules.help_masking import masked_lines
from app.schemas.help_feedback import HelpFeedbackIn, HelpFeedbackOut
from app.services import help_reads, help_visits
from app.services.help_readers import Reader

_VOTE = """INSERT INTO help_votes (article_id, voter, locale, helped, comment, at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (article_id, voter) DO UPDATE
SET locale = excluded.locale, helped = excluded.helped, comment = excluded.comment, at = excluded.at"""
_VISIT = "UPDATE help_visits SET helped = $2 WHERE id = $1"


async def vote(session: AsyncSession, reader: Reader, article_id: UUID, new: HelpFeedbackIn) -> HelpFeedbackOut:
    """Keep a reader's answer, in place of the one before.

    Raises `NotFound`, `Forbidden` for staff, `Invalid` (`reader_unknown`) where nothing tells one reader from another.
    """
    connection = await raw_connection(session)
    brand, locale = await help_reads.readable(connection, reader, article_id, new.locale)
    if not reader.counted:
        raise Forbidden("Only readers say whether an article helped", code="not_a_reader")
    if reader.visitor is None:
        detail = "Say a session, or come with a visitor token: each reader has one answer"
        raise Invalid(detail, code="reader_unknown", errors=[pointer("session", detail)])
    now = clock.now()
    comment = masked_lines(new.comment) if new.comment else None
    # Whoever answers has read it; the lock of the visit puts two answers at once in order.
    visit_id = await help_visits.read(connection, reader, brand, (article_id, locale), search_id=None, now=now)
    await connection.execute(_VOTE, article_id, reader.visitor, locale, new.helped, comment, now)
    await connection.execute(_VISIT, visit_id, new.helped)
    return HelpFeedbackOut(article_id=article_id, locale=locale, helped=new.helped, comment=comment)
