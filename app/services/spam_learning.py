"""What is learnt of spam: the words of tickets that agents have marked, and of others that they have solved."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from app import clock
from app.db import Connection
from app.rules import spam
from app.rules.spam import Learnt

# Ordinary tickets are many: so many examples of them are enough beside those of spam.
_ORDINARY_LEAST, _ORDINARY_TIMES = 200, 5
_COUNTED = ""
# And so many of spam: what is sold today is not what was sold years ago, and what is kept has an end.
MOST = 5_000

_OPENING = """SELECT t.subject, m.body FROM tickets t JOIN messages m ON m.ticket_id = t.id AND m.seq = 2
WHERE t.id = $1 AND m.redacted_at IS NULL AND m.author_kind IN ('customer', 'partner')"""
_ORDINARY = "SELECT EXISTS (SELECT FROM tickets WHERE id = $1 AND spam = 'no' AND source_id IS NULL)"
_FORGET = "DELETE FROM spam_examples WHERE ticket_id = $1 RETURNING spam, words"
_KEEP = """INSERT INTO spam_examples (ticket_id, spam, words, at) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING RETURNING true"""
# In one order, so that two who learn wait for each other and for nothing else.
_COUNT = """INSERT INTO spam_words AS w (word, spam, ham)
SELECT word, $2, $3 FROM unnest($1::text[]) word ORDER BY word
ON CONFLICT (word) DO UPDATE SET spam = greatest(w.spam + excluded.spam, 0), ham = greatest(w.ham + excluded.ham, 0)"""
_UNHEARD = "DELETE FROM spam_words WHERE word = ANY ($1::text[]) AND word <> '' AND spam = 0 AND ham = 0"
_OLDEST = "SELECT ticket_id FROM spam_examples WHERE spam ORDER BY at LIMIT $1 FOR UPDATE SKIP LOCKED"
_KNOWN = "SELECT word, spam, ham FROM spam_words WHERE word = ANY ($1::text[])"


async def opening(connection: Connection, ticket_id: UUID) -> Any:  # noqa: ANN401 - asyncpg.Record
    """The subject and the customer's first words; None when they are not there or no customer's."""
    return await connection.fetchrow(_OPENING, ticket_id)


async def learnt(connection: Connection, words: Sequence[str]) -> Learnt:
    """What is known of these words."""
    rows = {row["word"]: (row["spam"], row["ham"]) for row in await connection.fetch(_KNOWN, [_COUNTED, *words])}
    examples = rows.pop(_COUNTED, (0, 0))
    return Learnt(*examples, rows)


async def learn(connection: Connection, ticket_id: UUID, *, is_spam: bool) -> None:
    """Take a ticket as an example of either side; what was thought of it before is forgotten."""
    await forget(connection, ticket_id)
    said = await opening(connection, ticket_id)
    words = [] if said is None else await asyncio.to_thread(spam.words_of, said["subject"], said["body"])
    if words and await connection.fetchval(_KEEP, ticket_id, is_spam, words, clock.now()):
        await connection.execute(_COUNT, [_COUNTED, *words], int(is_spam), int(not is_spam))
        if is_spam:
            await _forget_oldest(connection)


async def forget(connection: Connection, ticket_id: UUID) -> None:
    """Take back what was learnt from a ticket."""
    row = await connection.fetchrow(_FORGET, ticket_id)
    if row is not None:
        await connection.execute(_COUNT, [_COUNTED, *row["words"]], -int(row["spam"]), -int(not row["spam"]))
        await connection.execute(_UNHEARD, row["words"])


async def _forget_oldest(connection: Connection) -> None:
    known = await learnt(connection, ())
    if known.spam > MOST:
        for row in await connection.fetch(_OLDEST, known.spam - MOST):
            await forget(connection, UUID(int=row["ticket_id"].int))


async def ordinary(connection: Connection, ticket_id: UUID | None) -> None:
    """A person has solved it: an example of what is no spam, while there are not enough of them."""
    known = await learnt(connection, ())
    enough = max(_ORDINARY_LEAST, _ORDINARY_TIMES * known.spam)
    if ticket_id is None or known.ham >= enough or not await connection.fetchval(_ORDINARY, ticket_id):
        return
    await learn(connection, ticket_id, is_spam=False)
