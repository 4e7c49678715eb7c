"""A thread as the assistant may read it: public words only, unless a colleague asks; nothing personal in it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from app.db import Database, raw_connection
from app.rules.actors import Actor
from app.rules.assistant_fitting import Fitted, Said, Who, fit
from app.rules.redaction import Mask
from app.services import ticket_access
from app.settings import settings

# Of a thread so many messages are read: its first, and the newest.
MOST_MESSAGES = 120
EACH = 6_000

_TICKET = """SELECT t.subject, t.seq, t.brand, t.language, c.name AS customer_name, c.locale
FROM tickets t JOIN customers c ON c.id = t.requester_id WHERE t.id = $1"""
# Its place in the index gives both ends without reading what lies between.
_THREAD = f"""SELECT * FROM (
 (SELECT seq, author_kind, visibility, left(body, {2 * EACH}) AS body, redacted_at FROM messages
  WHERE ticket_id = $1 AND (visibility = 'public' OR $2) ORDER BY seq LIMIT 1)
 UNION
 (SELECT seq, author_kind, visibility, left(body, {2 * EACH}) AS body, redacted_at FROM messages
  WHERE ticket_id = $1 AND (visibility = 'public' OR $2) ORDER BY seq DESC LIMIT {MOST_MESSAGES})
) m ORDER BY seq"""  # noqa: S608 - numbers of ours
_COUNT = """SELECT count(*) FROM (SELECT 1 FROM messages WHERE ticket_id = $1 AND (visibility = 'public' OR $2)
AND body <> '' LIMIT 10000) m"""


@dataclass(frozen=True, slots=True)
class Thread:
    """What is read of a ticket. `mask` gives back what is hidden in it; `seq` is how far it was read."""

    ticket_id: UUID
    seq: int
    brand: str | None
    language: str | None
    subject: str
    read: Fitted
    mask: Mask
    customer_name: str

    @property
    def texts(self) -> list[str]:
        """All words of it."""
        return [self.subject, *(each.text for each in self.read.thread)]

    @property
    def ours(self) -> list[str]:
        """What the desk's own people and the desk have written."""
        return [each.text for each in self.read.thread if each.who != "customer"]

    @property
    def asked(self) -> str:
        """What the customer has written since somebody last answered; else the last that they wrote."""
        theirs: list[str] = []
        for each in reversed(self.read.thread):
            if each.who == "customer":
                theirs.append(each.text)
            elif theirs:
                break
        return "\n".join(reversed(theirs))


async def load(database: Database, actor: Actor, ticket_id: UUID, *, notes: bool = False, room: float = 1.0) -> Thread:
    """A ticket that this caller may see, read in a transaction of its own. `room` is the share of what may be sent.

    Raises `NotFound`.
    """
    async with database.unit_of_work() as work:
        await ticket_access.get(work.session, actor, ticket_id)
        connection = await raw_connection(work.session)
        row: Any = await connection.fetchrow(_TICKET, ticket_id)
        messages = await connection.fetch(_THREAD, ticket_id, notes)
        count: int = await connection.fetchval(_COUNT, ticket_id, notes)
    budget = int(settings().assistant_context * room)
    # A microsecond for each letter: nobody else of this process waits for it.
    mask, read = await asyncio.to_thread(_read, messages, budget)
    return Thread(
        ticket_id=ticket_id,
        seq=row["seq"],
        brand=row["brand"],
        language=row["language"] or row["locale"],
        subject=mask.hide(row["subject"]),
        read=Fitted(read.thread, max(read.left_out, count - len(read.thread))),
        mask=mask,
        customer_name=row["customer_name"] or "",
    )


def _read(rows: Sequence[Any], budget: int) -> tuple[Mask, Fitted]:
    """What is read of these messages. What has no room is not looked at either."""
    mask, newest, left = Mask(), [], budget
    first, *others = [row for row in rows if row["body"]] or [None]
    for row in reversed(others):
        if left < 0:
            break
        newest.append(row)
        left -= min(EACH, len(row["body"]))
    kept = [each for each in (first, *reversed(newest)) if each is not None]
    said = [Said(_who(row), mask.hide(row["body"])) for row in kept]
    return mask, fit(said, budget=budget, each=min(EACH, budget))


def _who(row: Any) -> Who:  # noqa: ANN401 - asyncpg.Record
    if row["visibility"] == "internal":
        return "note"
    # A partner's system writes for the customer.
    return cast("Who", {"agent": "agent", "system": "desk"}.get(row["author_kind"], "customer"))
