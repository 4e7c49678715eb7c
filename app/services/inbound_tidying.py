"""What came in is not kept as it was for ever: its bytes go when it has long been taken, and reports on ours whole."""

from datetime import datetime

from app.db import Connection

# Bytes are large: one transaction lets go of so many and no more.
BATCH = 500
_BYTES = """UPDATE inbound SET raw = NULL WHERE id IN (SELECT id FROM inbound
WHERE raw IS NOT NULL AND ended_at < $1 ORDER BY ended_at LIMIT $2)"""
# That they came is known from what they did: nobody asks for them by name.
_RECEIPTS = """DELETE FROM inbound WHERE id IN (SELECT id FROM inbound
WHERE raw IS NOT NULL AND ended_at < $1 AND outcome = 'receipt' ORDER BY ended_at LIMIT $2)"""


async def tidy(connection: Connection, *, before: datetime) -> bool:
    """Let go of the bytes of what ended before this instant; what waits, is parked or held stays. Whether there may be
    more.
    """
    gone = [await connection.execute(each, before, BATCH) for each in (_RECEIPTS, _BYTES)]
    return any(each.endswith(f" {BATCH}") for each in gone)
