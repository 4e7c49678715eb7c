"""Which customers ask for an idea, what a ticket asks for, and product feedback that nobody has looked at."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.models import Idea, IdeaTicket
from app.rules.actors import Actor
from app.schemas.base import Reference
from app.schemas.idea_tickets import (
    FeedbackTicket,
    FeedbackTicketPage,
    IdeaTicketIn,
    IdeaTicketOut,
    IdeaTicketPage,
    TicketIdeas,
)
from app.services import customer_merges, idea_finding, idea_linking, ideas, keyset, suggestion_texts, ticket_access
from app.services.lean.wire import visible

_LAST = UUID(int=2**128 - 1)
# Where a ticket is linked to several of a group it is shown with the link that was made first.
_PAGE = """SELECT DISTINCT ON (k.id) x.idea_id, k.id AS ticket_id, k.number, k.subject,
 coalesce(h.id, c.id) AS customer_id, coalesce(h.name, c.name) AS customer_name,
 x.quote, x.by_id, a.name AS by_name, x.at
FROM ideas i JOIN idea_tickets x ON x.idea_id = i.id JOIN tickets k ON k.id = x.ticket_id
JOIN customers c ON c.id = k.requester_id LEFT JOIN customers h ON h.id = c.merged_into
JOIN agents a ON a.id = x.by_id
WHERE (i.id = $1 OR i.merged_into_id = $1) AND k.id < $2 AND ($4 OR k.spam <> 'marked')
ORDER BY k.id DESC, x.at LIMIT $3"""
_FEEDBACK = """SELECT t.id, t.number, t.subject, t.status, t.brand, t.created_at, coalesce(h.id, c.id) AS customer_id,
 coalesce(h.name, c.name) AS customer_name,
 ARRAY(SELECT DISTINCT coalesce(i.merged_into_id, i.id) FROM idea_tickets x JOIN ideas i ON i.id = x.idea_id
  WHERE x.ticket_id = t.id) AS ideas
FROM tickets t JOIN customers c ON c.id = t.requester_id LEFT JOIN customers h ON h.id = c.merged_into
WHERE t.type = 'feedback' AND t.status <> 'merged' AND t.spam <> 'marked'
 AND ($1::boolean IS NULL OR $1 = EXISTS (SELECT FROM idea_tickets x WHERE x.ticket_id = t.id))
 AND ($2::text IS NULL OR t.brand = $2) AND ($3::timestamptz IS NULL OR (t.created_at, t.id) < ($3, $4)) AND {}
ORDER BY t.created_at DESC, t.id DESC LIMIT $5"""


async def put(
    session: AsyncSession, actor: Actor, idea_id: UUID, ticket_id: UUID, asked: IdeaTicketIn
) -> tuple[IdeaTicketOut, bool]:
    """Link a ticket to an idea, or change the quote; whether it was made.

    Raises `NotFound` and `Conflict` (`ticket_merged`, `idea_merged`).
    """
    # Whoever merges customers counts what is linked by then, and we what is merged by then: one after the other.
    await customer_merges.alone(session)
    # Tickets are locked before ideas: whoever marks spam comes to the ideas from there.
    idea = await ideas.get(session, actor, idea_id)
    await ticket_access.lock(session, actor, ticket_id)
    head = await ideas.lock_head(session, actor, idea.id)
    _, made = await idea_linking.link(session, actor, head, ticket_id, asked)
    await ideas.recount(session, [head.id])
    row = await (await raw_connection(session)).fetchrow(
        _PAGE, head.id, UUID(int=ticket_id.int + 1) if ticket_id != _LAST else _LAST, 1, True
    )
    return _shown(row), made


async def remove(session: AsyncSession, actor: Actor, idea_id: UUID, ticket_id: UUID) -> None:
    """Take the link away; without one nothing changes. Raises `NotFound`."""
    await ideas.get(session, actor, idea_id)
    await ticket_access.lock(session, actor, ticket_id)
    idea, head = await ideas.lock_group(session, actor, idea_id)
    group = select(Idea).where(
        (col(Idea.id) == idea.id) | (col(Idea.merged_into_id) == idea.id),
        col(Idea.id).in_(select(IdeaTicket.idea_id).where(col(IdeaTicket.ticket_id) == ticket_id)),
    )
    for each in (await session.exec(group.order_by(col(Idea.id)))).all():
        await idea_linking.unlink(session, actor, each, ticket_id)
    await ideas.recount(session, [head.id])


async def page(session: AsyncSession, actor: Actor, idea_id: UUID, *, cursor: str | None, limit: int) -> IdeaTicketPage:
    """The tickets of an idea and of those that are part of it. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    await ideas.get(session, actor, idea_id)
    before = _LAST if cursor is None else keyset.by_id(cursor)
    rows = await (await raw_connection(session)).fetch(_PAGE, idea_id, before, limit + 1, False)
    found, following = keyset.page(rows, limit, lambda row: keyset.encode(UUID(int=row["ticket_id"].int)))
    return IdeaTicketPage(items=[_shown(row) for row in found], next_cursor=following)


async def of_ticket(session: AsyncSession, actor: Actor, ticket_id: UUID) -> TicketIdeas:
    """What a ticket asks for, and ideas that sound like what its customer said. Raises `NotFound`."""
    ticket = await ticket_access.get(session, actor, ticket_id)
    linked = await _linked(session, actor, ticket.id)
    connection: Connection = await raw_connection(session)
    written = (await suggestion_texts.bags(connection, [ticket.id])).get(ticket.id, {})
    similar = await idea_finding.by_words(session, actor, written, besides=[each.id for each in linked])
    return TicketIdeas(linked=await ideas.shown(session, actor, linked), similar=similar)


async def _linked(session: AsyncSession, actor: Actor, ticket_id: UUID) -> Sequence[Idea]:
    own = select(Idea).where(col(Idea.id).in_(select(IdeaTicket.idea_id).where(col(IdeaTicket.ticket_id) == ticket_id)))
    heads = {each.merged_into_id or each.id for each in (await session.exec(own)).all()}
    query = ideas.visible_to(actor).where(col(Idea.id).in_(heads)).order_by(col(Idea.id))
    return (await session.exec(query)).all()


async def feedback(
    session: AsyncSession, actor: Actor, *, linked: bool | None, brand: str | None, cursor: str | None, limit: int
) -> FeedbackTicketPage:
    """Tickets of type `feedback`, newest first; `linked`: only those with, or without, an idea.

    Raises `Invalid` (`invalid_cursor`).
    """
    at, last = (None, None) if cursor is None else keyset.by_time(cursor)
    values: list[Any] = [linked, brand, at, last, limit + 1]
    door, given = visible(actor, len(values) + 1)
    rows = await (await raw_connection(session)).fetch(_FEEDBACK.format(door), *values, *given)
    found, following = keyset.page(rows, limit, lambda row: keyset.encode(row["created_at"], UUID(int=row["id"].int)))
    items = [
        FeedbackTicket(
            ticket_id=row["id"],
            number=row["number"],
            subject=row["subject"],
            status=row["status"],
            brand=row["brand"],
            customer=Reference(id=row["customer_id"], name=row["customer_name"]),
            ideas=row["ideas"],
            created_at=row["created_at"],
        )
        for row in found
    ]
    return FeedbackTicketPage(items=items, next_cursor=following)


def _shown(row: Any) -> IdeaTicketOut:  # noqa: ANN401 - a record
    return IdeaTicketOut(
        idea_id=row["idea_id"],
        ticket_id=row["ticket_id"],
        number=row["number"],
        subject=row["subject"],
        customer=Reference(id=row["customer_id"], name=row["customer_name"]),
        quote=row["quote"],
        by=Reference(id=row["by_id"], name=row["by_name"]),
        at=row["at"],
    )
