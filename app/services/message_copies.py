"""Words that a split copies: what is redacted while it is copied is redacted on the new ticket, too."""

from collections.abc import Sequence
from uuid import UUID

from app.db import Connection
from app.errors import Conflict

# So often is one message copied at most: whoever changes it locks the tickets of all.
MOST = 100

_FIRST = "SELECT coalesce(m.copied_from_id, m.id) FROM messages m WHERE m.id = "
_HOLD = f"SELECT FROM messages WHERE id = ({_FIRST} $1) FOR NO KEY UPDATE"
_KEEP = f"SELECT FROM messages WHERE id IN ({_FIRST} ANY ($1)) ORDER BY id FOR SHARE"
_MANY = f"""SELECT EXISTS (SELECT FROM messages c WHERE c.copied_from_id IN ({_FIRST} ANY ($1))
 GROUP BY c.copied_from_id HAVING count(*) >= $2)"""  # noqa: S608 - names of ours


async def hold(connection: Connection, message_id: UUID) -> None:
    """Where these words were said first is locked: a split that copies them is waited for, and the next one waits.

    A split locks the ticket that it is asked of, and chooses from those merged into it, too: the locks of tickets alone
    do not meet. Call it with the tickets locked, and look for copies afterwards.
    """
    await connection.execute(_HOLD, message_id)


async def keep(connection: Connection, ids: Sequence[UUID]) -> None:
    """Until this transaction ends nobody changes these words. Raises `Conflict` (`too_many`)."""
    await connection.execute(_KEEP, list(ids))
    if await connection.fetchval(_MANY, list(ids), MOST):
        raise Conflict(f"A message is copied at most {MOST} times", code="too_many")
