"""All tickets that a search finds, and not only a page of them: for what is done to each of them."""

from uuid import UUID

from app import clock
from app.db import Connection
from app.errors import Conflict, pointer
from app.rules.actors import Actor
from app.services.search import LIMITS, Search, parsed, place
from app.services.search_filters import SearchFilter
from app.services.search_hits import Hit

# Only what has been asked for in so many words: nobody changes what has words that are nearly the same.
_PHASES = (("exact", "ticket"), ("words", "ticket"), ("words", "message"))
_PIECE = 1_000
_SECONDS = 5.0
_OF_MESSAGES = "SELECT DISTINCT ticket_id FROM messages WHERE id = ANY ($1::uuid[])"


async def matching(connection: Connection, actor: Actor, text: str, *, limit: int) -> set[UUID]:
    """Tickets whose subject or messages have these words, or that are named exactly; of more than `limit` some more.

    Raises `Invalid` (`nothing_to_search`, `too_many_words`), and `Conflict` (`too_many_tickets`) when it would take too
    long to find them all. Within a transaction, whose statements have two seconds from here on.
    """
    query = parsed(text, named=pointer)
    phases = _PHASES[:1] if query.only_number else _PHASES
    until = clock.monotonic() + _SECONDS
    await connection.execute(LIMITS)
    search = Search(connection, actor, query, SearchFilter(), seconds=_SECONDS)
    found: set[UUID] = set()
    start, after = 0, None
    while len(found) <= limit:
        hits, following = await search.run(phases, start, after, _PIECE)
        found |= await _tickets(connection, hits)
        if following is None:
            break
        if clock.monotonic() > until:
            detail = "It takes too long to find all of them: use rarer words"
            raise Conflict(detail, code="too_many_tickets")
        start, after = place(following, len(phases))
    return found


async def _tickets(connection: Connection, hits: list[Hit]) -> set[UUID]:
    messages = [each.id for each in hits if each.kind == "message"]
    rows = await connection.fetch(_OF_MESSAGES, messages) if messages else []
    return {each.id for each in hits if each.kind == "ticket"} | {UUID(int=row["ticket_id"].int) for row in rows}
