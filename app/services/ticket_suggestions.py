"""What may help an agent to answer a ticket: articles, templates, and tickets that were solved before."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.models import Ticket
from app.rules.actors import Actor
from app.schemas.ticket_suggestions import InsertOut, SolvedSuggestion, TicketSuggestionsOut
from app.services import (
    similar_tickets,
    suggested_articles,
    suggested_replies,
    suggestion_texts,
    ticket_access,
)
from app.services.search_scanning import FIRST
from app.services.similar_tickets import Similar

# Less like this one than that, a solved ticket helps nobody.
LEAST_ALIKE = 0.2
_SOLVED = f"""t.status IN ('solved', 'closed') AND t.spam <> 'marked' AND t.brand IS NOT DISTINCT FROM ${FIRST}
 AND EXISTS (SELECT FROM messages a WHERE a.ticket_id = t.id AND a.author_kind = 'agent' AND a.visibility = 'public'
 AND a.redacted_at IS NULL) AND NOT EXISTS (SELECT FROM suggestion_uses u WHERE u.ticket_id = ${FIRST + 1}
 AND u.kind = 'ticket' AND u.about_id = t.id AND u.action = 'dismissed')"""  # noqa: S608 - numbers of ours
_ANSWERS = """SELECT t.id, t.number, t.subject, t.status, t.solved_at, m.id AS message_id, m.body, m.format
FROM tickets t CROSS JOIN LATERAL (
 SELECT a.id, a.body, a.format FROM messages a WHERE a.ticket_id = t.id AND a.author_kind = 'agent'
 AND a.visibility = 'public' AND a.redacted_at IS NULL ORDER BY a.seq DESC LIMIT 1) m
WHERE t.id = ANY ($1::uuid[])"""


async def suggest(session: AsyncSession, actor: Actor, ticket_id: UUID, *, limit: int) -> TicketSuggestionsOut:
    """Up to `limit` of each kind. Raises `NotFound` and `Unavailable`."""
    ticket = await ticket_access.get(session, actor, ticket_id)
    connection = await raw_connection(session)
    written = (await suggestion_texts.bags(connection, [ticket_id]))[ticket_id]
    return TicketSuggestionsOut(
        articles=await suggested_articles.suggest(session, actor, ticket, written, limit=limit),
        replies=await suggested_replies.suggest(session, actor, ticket, written, limit=limit),
        tickets=await _solved(connection, actor, ticket, written, limit),
    )


async def _solved(
    connection: Connection, actor: Actor, ticket: Ticket, written: Mapping[str, str], limit: int
) -> list[SolvedSuggestion]:
    values = (ticket.brand, ticket.id)
    found = await similar_tickets.find(connection, actor, ticket.id, written, where=_SOLVED, values=values)
    found = [each for each in found if each.likeness >= LEAST_ALIKE][:limit]
    rows = await connection.fetch(_ANSWERS, [each.ticket_id for each in found])
    answers = {UUID(int=row["id"].int): row for row in rows}
    return [_shown(each, answers[each.ticket_id]) for each in found if each.ticket_id in answers]


def _shown(found: Similar, row: Any) -> SolvedSuggestion:  # noqa: ANN401 - a row
    return SolvedSuggestion(
        ticket_id=found.ticket_id,
        number=row["number"],
        subject=row["subject"],
        status=row["status"],
        solved_at=row["solved_at"],
        likeness=found.likeness,
        words=found.words,
        message_id=UUID(int=row["message_id"].int),
        insert=InsertOut(body=row["body"], format=row["format"]),
    )
