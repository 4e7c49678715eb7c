"""Tickets like another one: those that sound alike, and those that may be the very same matter and should be one."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.models import Ticket
from app.rules import ticket_duplicates as rules
from app.rules.actors import Actor
from app.rules.ticket_duplicates import Pair, Sign
from app.schemas.ticket_duplicates import (
    AlikeTicket,
    DuplicateOffer,
    DuplicateReason,
    DuplicateTicket,
    DuplicateTickets,
    SimilarReason,
    SimilarTicket,
    SimilarTickets,
)
from app.services import similar_tickets, suggestion_texts, ticket_access
from app.services.lean.wire import visible
from app.services.search_scanning import FIRST
from app.services.similar_tickets import Similar

# Less like this one than that is chance.
LEAST_ALIKE = 0.1
# Tickets of so many days before and after may be the same matter.
AROUND = timedelta(days=14)
# Of one requester so many of these are looked at.
THEIRS = 20

_NOT_DISMISSED = """NOT EXISTS (SELECT FROM suggestion_uses u WHERE u.ticket_id = ${0} AND u.kind = 'ticket'
 AND u.about_id = t.id AND u.action = 'dismissed')"""
_OF_BRAND = f"t.brand IS NOT DISTINCT FROM ${FIRST} AND t.status <> 'merged' AND t.spam <> 'marked'"
_SIMILAR = f"{_OF_BRAND} AND {_NOT_DISMISSED.format(FIRST + 1)}"
_OPEN = f"""t.brand IS NOT DISTINCT FROM ${FIRST} AND t.status IN ('new', 'open', 'pending', 'on_hold')
 AND {_NOT_DISMISSED.format(FIRST + 1)} AND t.created_at BETWEEN ${FIRST + 2} AND ${FIRST + 3}"""
# The same person may have been two customers before they were merged.
_THEIRS = f"""WITH who AS (
 SELECT coalesce(c.merged_into, c.id) AS id FROM customers c WHERE c.id = $1
), same AS (SELECT id FROM who UNION ALL SELECT x.id FROM who JOIN customers x ON x.merged_into = who.id)
SELECT t.id FROM same CROSS JOIN LATERAL (
 SELECT o.* FROM tickets o WHERE o.requester_id = same.id ORDER BY o.public_updated_at DESC, o.id DESC LIMIT 100) t
WHERE t.id <> $2 AND $3::text IS NULL AND $4::text IS NULL AND $5::text IS NULL AND {_OPEN} LIMIT {THEIRS}"""  # noqa: S608 - ours
_SHOWN = """SELECT t.id, t.number, t.subject, t.status, t.requester_id, c.name AS requester_name, t.assignee_id,
 t.created_at, t.solved_at FROM tickets t JOIN customers c ON c.id = t.requester_id
WHERE t.id = ANY ($1::uuid[]) AND {}"""


async def similar(session: AsyncSession, actor: Actor, ticket_id: UUID, *, limit: int) -> SimilarTickets:
    """Tickets of the brand that sound alike, whatever became of them. Raises `NotFound` and `Unavailable`."""
    ticket = await ticket_access.get(session, actor, ticket_id)
    connection = await raw_connection(session)
    written = (await suggestion_texts.bags(connection, [ticket_id]))[ticket_id]
    values = (ticket.brand, ticket_id)
    found = await similar_tickets.find(connection, actor, ticket_id, written, where=_SIMILAR, values=values)
    found = [each for each in found if each.likeness >= LEAST_ALIKE][:limit]
    shown = await _shown(connection, actor, [each.ticket_id for each in found])
    return SimilarTickets(
        items=[
            SimilarTicket(
                ticket=shown[each.ticket_id],
                likeness=each.likeness,
                why=[SimilarReason(kind="similar_words", words=each.words)],
            )
            for each in found
            if each.ticket_id in shown
        ]
    )


async def duplicates(session: AsyncSession, actor: Actor, ticket_id: UUID, *, limit: int) -> DuplicateTickets:
    """Open tickets of the brand, of around that time, that may be the same matter.

    Raises `NotFound` and `Unavailable`.
    """
    ticket = await ticket_access.get(session, actor, ticket_id)
    if ticket.status == "merged":
        return DuplicateTickets(items=[])
    connection = await raw_connection(session)
    written = (await suggestion_texts.bags(connection, [ticket_id]))[ticket_id]
    values = (ticket.brand, ticket_id, ticket.created_at - AROUND, ticket.created_at + AROUND)
    theirs = {
        UUID(int=row["id"].int)
        for row in await connection.fetch(_THEIRS, ticket.requester_id, ticket_id, None, None, None, *values)
    }
    alike = await similar_tickets.find(connection, actor, ticket_id, written, where=_OPEN, values=values)
    alike += await similar_tickets.compared(connection, written, theirs - {each.ticket_id for each in alike})
    near = {each.ticket_id: each for each in alike}
    shown = await _shown(connection, actor, {*near, *theirs})
    said = await suggestion_texts.said(connection, [ticket_id, *shown])
    mine = rules.references(said[ticket_id])
    found = []
    for other_id, other in shown.items():
        same_requester = other_id in theirs
        shared = mine & rules.references(said.get(other_id, ()))
        each = near.get(other_id, Similar(other_id, 0.0, []))
        pair = Pair(each.likeness, same_requester, abs(other.created_at - ticket.created_at), shared)
        signs = rules.signs(pair)
        if rules.likeness(signs) >= rules.LEAST:
            found.append(_duplicate(ticket, other, signs, each.words, sorted(shared), same_requester=same_requester))
    found.sort(key=lambda one: (-one.likeness, -one.ticket.number))
    return DuplicateTickets(items=found[:limit])


def _duplicate(
    ticket: Ticket,
    other: AlikeTicket,
    signs: Mapping[Sign, float],
    words: list[str],
    references: list[str],
    *,
    same_requester: bool,
) -> DuplicateTicket:
    said: dict[Sign, list[str]] = {"same_text": words, "similar_words": words, "same_reference": references}
    offer = rules.offer(same_requester=same_requester)
    # The older one stays: it has the number that the customer was told first.
    older_is_other = (other.created_at, other.number) < (ticket.created_at, ticket.number or 0)
    into, source = (other.id, ticket.id) if older_is_other else (ticket.id, other.id)
    return DuplicateTicket(
        ticket=other,
        likeness=rules.likeness(signs),
        why=[DuplicateReason(kind=kind, words=said.get(kind, [])[:6], likeness=says) for kind, says in signs.items()],
        offer=DuplicateOffer(
            do=offer,
            into_id=into if offer == "merge" else None,
            source_ids=[source] if offer == "merge" else [],
        ),
    )


async def _shown(connection: Connection, actor: Actor, ids: Collection[UUID]) -> dict[UUID, AlikeTicket]:
    door, given = visible(actor, 2)
    rows = await connection.fetch(_SHOWN.format(door), list(ids), *given)
    there = {UUID(int=row["id"].int): _ticket(row) for row in rows}
    return {each: there[each] for each in ids if each in there}


def _ticket(row: Any) -> AlikeTicket:  # noqa: ANN401 - a row
    plain = {name: UUID(int=value.int) if isinstance(value, UUID) else value for name, value in dict(row).items()}
    return AlikeTicket(**plain)
