"""A customer at one look, and what happened with them in order: over everybody who is the same person."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.errors import Forbidden
from app.models import Customer, CustomerNote, Organization
from app.rules.actors import Actor
from app.rules.statuses import UNSOLVED
from app.schemas.base import Reference
from app.schemas.customer_overviews import (
    CustomerOverview,
    CustomerTimelineItem,
    CustomerTimelinePage,
    OrganizationShort,
    RatingShort,
    RatingsOverview,
    TicketShort,
)
from app.services import customer_identities, customer_merges, customer_notes, customers, keyset

LOOKED_AT = 1000
OPEN, RECENT, RATINGS, NOTES, MERGED = 20, 10, 5, 10, 50

# One walk of the index for each of those who are one person: the page costs the same however many tickets there are.
_TICKETS = f"""SELECT t.* FROM unnest($1::uuid[]) who (id) CROSS JOIN LATERAL (
  SELECT t.id, t.number, t.subject, t.status, t.priority, t.channel, t.topic, t.assignee_id, t.team_id, t.requester_id,
  t.created_at, t.public_updated_at AS last_activity_at FROM tickets t WHERE t.requester_id = who.id
  ORDER BY t.public_updated_at DESC, t.id DESC LIMIT {LOOKED_AT}
) t ORDER BY t.last_activity_at DESC, t.id DESC LIMIT {LOOKED_AT}"""  # noqa: S608 - numbers of ours

_RATINGS = f"""SELECT f.id, f.ticket_id, f.score, f.comment, f.created_at FROM feedback f WHERE f.customer_id = ANY ($1)
AND f.metric = 'csat' AND f.ticket_id IS NOT NULL ORDER BY f.created_at DESC, f.id DESC LIMIT {LOOKED_AT}"""  # noqa: S608 - numbers of ours

# What each kind of thing says of itself, and when; $2 and $3 are the place after which the page begins.
_KINDS = (
    (
        "ticket", "tickets t", "t.requester_id", "t.public_updated_at", "t.id", "t.id",
        """json_build_object('number', t.number, 'subject', t.subject, 'status', t.status, 'channel', t.channel,
        'created_at', to_char(t.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))""",
    ),
    (
        "chat", "chats t", "t.customer_id", "t.created_at", "t.id", "t.ticket_id",
        "json_build_object('status', t.status, 'agent_id', t.agent_id, 'ended_by', t.ended_by)",
    ),
    (
        "feedback", "feedback t", "t.customer_id", "t.created_at", "t.id", "t.ticket_id",
        "json_build_object('score', t.score, 'comment', t.comment, 'metric', t.metric)",
    ),
    (
        "note", "customer_notes t", "t.customer_id", "t.created_at", "t.id", "NULL::uuid",
        "json_build_object('body', t.body, 'author_name', t.author_name, 'pinned', t.pinned)",
    ),
    (
        "merge", "customer_merges t", "t.target_id", "t.merged_at", "t.id", "NULL::uuid",
        "json_build_object('source_id', t.source_id, 'by', t.by_name, 'undone', t.undone_at IS NOT NULL)",
    ),
)  # fmt: skip


def agents_only(actor: Actor) -> None:
    """Raise `Forbidden` for whoever is no agent: an overview holds notes, and tickets of every source."""
    if not actor.sees_internal:
        raise Forbidden("The overview and timeline of a customer are for agents", code="agents_only")


async def read(session: AsyncSession, actor: Actor, customer_id: UUID) -> CustomerOverview:
    """All there is to know of a customer, and of those who are the same person. Raises `NotFound`, `Forbidden`."""
    agents_only(actor)
    await customers.read(session, actor, customer_id)
    everybody = await customer_merges.group(session, customer_id)
    people = {
        each.id: each for each in (await session.exec(select(Customer).where(col(Customer.id).in_(everybody)))).all()
    }
    head = people[everybody[0]]
    connection = await raw_connection(session)
    tickets = [TicketShort.model_validate(dict(row)) for row in await connection.fetch(_TICKETS, everybody)]
    unsolved = [each for each in tickets if each.status in UNSOLVED]
    over = [each for each in tickets if each.status not in UNSOLVED]
    return CustomerOverview(
        organization=await _organization(session, head.organization_id),
        identities=await customer_identities.of(session, head.id),
        merged=[Reference(id=each, name=people[each].name) for each in everybody[1 : MERGED + 1]],
        open_tickets=unsolved[:OPEN],
        open_count=len(unsolved),
        recent_tickets=over[:RECENT],
        ticket_count=len(tickets),
        channels=[channel for channel, _ in Counter(each.channel for each in tickets).most_common()],
        ratings=await _ratings(connection, everybody),
        notes=await _notes(session, everybody),
        first_seen_at=min(each.created_at for each in people.values()),
        last_activity_at=tickets[0].last_activity_at if tickets else None,
    )


async def timeline(
    session: AsyncSession, actor: Actor, customer_id: UUID, *, cursor: str | None, limit: int
) -> CustomerTimelinePage:
    """Tickets, chats, ratings, notes and merges of a customer, newest first.

    Raises `NotFound`, `Forbidden` and `Invalid` (`invalid_cursor`).
    """
    agents_only(actor)
    await customers.read(session, actor, customer_id)
    everybody = await customer_merges.group(session, customer_id)
    place: tuple[Any, Any] = (None, None) if cursor is None else keyset.by_time(cursor)
    connection = await raw_connection(session)
    found = await connection.fetch(_page_of(limit + 1), everybody, *place)
    shown, following = keyset.page(found, limit, lambda row: keyset.encode(row["at"], UUID(int=row["id"].int)))
    items = [
        CustomerTimelineItem(
            kind=row["kind"],
            id=UUID(int=row["id"].int),
            at=row["at"],
            ticket_id=None if row["ticket_id"] is None else UUID(int=row["ticket_id"].int),
            data=orjson.loads(row["data"]),
        )
        for row in shown
    ]
    return CustomerTimelinePage(items=items, next_cursor=following)


def _page_of(limit: int) -> str:
    parts = [
        f"(SELECT '{kind}' AS kind, {key} AS id, {at} AS at, {ticket} AS ticket_id, {data}::text AS data FROM {source}"  # noqa: S608 - names of ours only
        f" WHERE {whose} = who.id AND ($2::timestamptz IS NULL OR ({at}, {key}) < ($2, $3::uuid))"
        f" ORDER BY {at} DESC, {key} DESC LIMIT {limit})"
        for kind, source, whose, at, key, ticket, data in _KINDS
    ]
    return (
        f"SELECT x.* FROM unnest($1::uuid[]) who (id) CROSS JOIN LATERAL ({' UNION ALL '.join(parts)}) x"  # noqa: S608
        f" ORDER BY x.at DESC, x.id DESC LIMIT {limit}"
    )


async def _organization(session: AsyncSession, organization_id: UUID | None) -> OrganizationShort | None:
    found = None if organization_id is None else await session.get(Organization, organization_id)
    return None if found is None else OrganizationShort(id=found.id, name=found.name, domains=found.domains)


async def _ratings(connection: Connection, everybody: Sequence[UUID]) -> RatingsOverview:
    found = await connection.fetch(_RATINGS, everybody)
    scores = [row["score"] for row in found]
    counted = Counter(scores)
    return RatingsOverview(
        count=len(scores),
        average=round(sum(scores) / len(scores), 2) if scores else None,
        distribution={str(score): counted[score] for score in range(1, 6)},
        latest=[RatingShort.model_validate(dict(row)) for row in found[:RATINGS]],
    )


async def _notes(session: AsyncSession, everybody: Sequence[UUID]) -> list[Any]:
    query = select(CustomerNote).where(col(CustomerNote.customer_id).in_(everybody))
    query = query.order_by(col(CustomerNote.pinned).desc(), col(CustomerNote.created_at).desc()).limit(NOTES)
    return [customer_notes.shown(each) for each in (await session.exec(query)).all()]
