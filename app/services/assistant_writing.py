"""The moment at which an answer by itself is put on the thread: under the ticket's lock, if everything still holds."""

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from app import clock
from app.db import Database, hint, raw_connection
from app.errors import NotFound
from app.rules.actors import SYSTEM
from app.rules.assistant_deciding import Declined, refused
from app.rules.assistant_words import framed
from app.services import ticket_access
from app.services.assistant_answers import Claimed, Facts, end, look
from app.services.assistant_calling import Written
from app.services.assistant_sources import Article
from app.services.lean import messages as lean


async def write(
    database: Database, item: Claimed, facts: Facts, written: Written, articles: Sequence[Article]
) -> Declined | None:
    """Put it there, once; None when it is done (or somebody else does it), else why not: a person has written, say.

    It is the desk's own message: no clock of a reply moves, no status changes, and the ticket waits where it waited.
    """
    with suppress(_TakenError):
        return await _put(database, item, facts, written, articles)
    return None


class _TakenError(Exception):
    """Its turn was over long ago and is somebody else's: nothing of this is kept."""


async def _put(
    database: Database, item: Claimed, facts: Facts, written: Written, articles: Sequence[Article]
) -> Declined | None:
    async with database.unit_of_work() as work:
        session = work.session
        try:
            ticket = await ticket_access.lock(session, SYSTEM, item.ticket_id)
        except NotFound:
            return "over"
        connection = await raw_connection(session)
        now = await look(connection, item.message_id)
        if now is None or now.asked.body != facts.asked.body:
            return "over" if now is None else "changed"
        if (why := refused(now.rules, now.asked, now=clock.now())) is not None:
            return why
        listed = [(number, articles[number - 1].title, articles[number - 1].url) for number in written.checked.cited]
        new = lean.NewMessage(
            body=framed(written.checked.text, listed, facts.language), client_message_id=f"answer-{item.message_id}"
        )
        at = max(clock.now(), ticket.updated_at)
        done = await lean.append(connection, facts.author, ticket.id, new, now=at)
        if done.outcome not in {"stored", "dup"}:
            return "over"
        answer_id: UUID = done.message["id"]
        if not await end(connection, item, "answered", answer_id=answer_id, call_id=written.call_id):
            raise _TakenError
        if done.hint is not None:
            for each in (done.hint, *done.lists):
                hint(session, each)
    return None
