"""Links between tickets: made, listed and taken away, with an event on both; never a circle of parents or problems."""

from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, raw_connection
from app.errors import Conflict, Invalid, NotFound, PreconditionFailed, pointer
from app.models import Ticket, TicketLink
from app.rules import ticket_links as rules
from app.rules.actors import Actor
from app.schemas.events import EventType
from app.schemas.ticket_links import LinkByOut, LinkedOut, LinkIn, LinkOut
from app.services import events, incident_marks, keyset, ticket_access
from app.services.ticket_locks import lock_all

VERSION = "1"
_FIRST, _LAST = UUID(int=0), UUID(int=2**128 - 1)

# Who stands above a ticket, and above them; one more than there may be.
_ABOVE = """WITH RECURSIVE up (id, height) AS (
  SELECT $1::uuid, 1
  UNION ALL SELECT l.to_id, up.height + 1 FROM up JOIN ticket_links l ON l.from_id = up.id AND l.kind = $2
  WHERE up.height <= $3
) SELECT id FROM up"""
# What stands below a ticket, how many deep.
_BELOW = """WITH RECURSIVE down (id, depth) AS (
  SELECT $1::uuid, 0
  UNION SELECT l.from_id, down.depth + 1 FROM down JOIN ticket_links l ON l.to_id = down.id AND l.kind = $2
  WHERE down.depth <= $3
) SELECT max(depth) FROM down"""
_COUNT = """SELECT count(*) FROM (SELECT FROM ticket_links WHERE from_id = $1
 UNION ALL SELECT FROM ticket_links WHERE to_id = $1 AND kind <> 'incident_of' LIMIT $2) counted"""
# Both ways a ticket is in a link, each in the order of an index.
_PAGE = """SELECT l.*, o.number, o.subject, o.status, o.priority, o.assignee_id FROM (
 (SELECT k.*, k.to_id AS other_id, true AS own FROM ticket_links k
  WHERE k.from_id = $1 AND ($5::text IS NULL OR k.kind = $5) AND ($6::boolean IS NULL OR $6)
  AND (k.kind, k.to_id) > ($2, $3) ORDER BY k.kind, k.to_id LIMIT $7)
 UNION ALL
 (SELECT k.*, k.from_id AS other_id, false AS own FROM ticket_links k
  WHERE k.to_id = $1 AND ($5::text IS NULL OR k.kind = $5) AND ($6::boolean IS NULL OR NOT $6)
  AND (k.kind, k.from_id) > ($2, $4) ORDER BY k.kind, k.from_id LIMIT $7)
) l JOIN tickets o ON o.id = l.other_id ORDER BY l.kind, l.own DESC, l.other_id LIMIT $7"""


async def create(session: AsyncSession, actor: Actor, ticket_id: UUID, asked: LinkIn) -> tuple[LinkOut, bool]:
    """Link two tickets; what is linked so already stays. Whether it was made.

    Raises `NotFound`, `Invalid` (`link_to_itself`, `unknown_ticket`) and `Conflict` (`ticket_merged`, `link_circle`,
    `links_too_deep`, `already_linked`: it has another parent or problem, `too_many`).
    """
    await ticket_access.get(session, actor, ticket_id)
    if asked.ticket_id == ticket_id:
        detail = "A ticket is not linked to itself"
        raise Invalid(detail, code="link_to_itself", errors=[pointer("ticket_id", detail)])
    ends = rules.ends(ticket_id, asked.kind, asked.ticket_id)
    if ends.kind in rules.LADDERS:
        # Of three who each add a side of a circle, the last one sees the others.
        await session.exec(select(func.pg_advisory_xact_lock(func.hashtext(f"otklik links {ends.kind}"))))
    try:
        found = await lock_all(session, actor, {ticket_id, asked.ticket_id})
    except NotFound as error:
        detail = "There is no such ticket"
        raise Invalid(detail, code="unknown_ticket", errors=[pointer("ticket_id", detail)]) from error
    here, there = found[ticket_id], found[asked.ticket_id]
    same = select(TicketLink).where(
        col(TicketLink.from_id) == ends.from_id, col(TicketLink.to_id) == ends.to_id, col(TicketLink.kind) == ends.kind
    )
    known = (await session.exec(same)).first()
    if known is not None:
        return _out(known, there, own=ends.from_id == ticket_id), False
    for each in (here, there):
        if each.merged_into_id is not None:
            raise Conflict(f"Ticket {each.number} is part of another one: link that one", code="ticket_merged")
    await _bound(await raw_connection(session), ends)
    made = TicketLink(
        kind=ends.kind,
        from_id=ends.from_id,
        to_id=ends.to_id,
        holds=asked.holds and ends.kind == "child_of",
        created_by=actor.id,
        created_by_name=actor.name,
        created_at=clock.now(),
    )
    session.add(made)
    _tell(session, actor, made, found, EventType.TICKET_LINKED)
    if ends.kind == "incident_of":
        await incident_marks.follow(session, actor, found[ends.from_id])
    await session.flush()
    return _out(made, there, own=ends.from_id == ticket_id), True


async def _bound(connection: Connection, ends: rules.Ends) -> None:
    if ends.kind in rules.LADDERS:
        above = [row["id"] for row in await connection.fetch(_ABOVE, ends.to_id, ends.kind, rules.MOST_ABOVE)]
        if ends.from_id in above:
            raise Conflict("They would stand above each other", code="link_circle")
        below: int = await connection.fetchval(_BELOW, ends.from_id, ends.kind, rules.MOST_ABOVE)
        if len(above) + below > rules.MOST_ABOVE:
            detail = f"At most {rules.MOST_ABOVE} tickets stand above each other"
            raise Conflict(detail, code="links_too_deep")
        taken = "SELECT EXISTS (SELECT FROM ticket_links WHERE from_id = $1 AND kind = $2)"
        if await connection.fetchval(taken, ends.from_id, ends.kind):
            what = "problem" if ends.kind == "incident_of" else "parent"
            raise Conflict(f"It has another {what}: unlink that one first", code="already_linked")
    for each in (ends.from_id, ends.to_id):
        if each == ends.to_id and ends.kind == "incident_of":
            continue
        if await connection.fetchval(_COUNT, each, rules.MOST_LINKS) >= rules.MOST_LINKS:
            raise Conflict(f"A ticket has at most {rules.MOST_LINKS} links", code="too_many")


def _tell(session: AsyncSession, actor: Actor, link: TicketLink, tickets: dict[UUID, Ticket], kind: EventType) -> None:
    for here, there, own in ((link.from_id, link.to_id, True), (link.to_id, link.from_id, False)):
        other = {"id": str(there), "number": tickets[there].number}
        data = {"link_id": str(link.id), "kind": rules.seen(link.kind, own=own), "ticket": other}
        events.record(session, actor, tickets[here], kind, data=data)


def _out(link: TicketLink, other: Ticket, *, own: bool) -> LinkOut:
    shown = {name: getattr(other, name) for name in ("id", "number", "subject", "status", "priority", "assignee_id")}
    return LinkOut(
        id=link.id,
        kind=rules.seen(link.kind, own=own),
        ticket=LinkedOut(**shown),
        holds=link.holds,
        created_by=LinkByOut(id=link.created_by, name=link.created_by_name),
        created_at=link.created_at,
    )


async def _find(session: AsyncSession, ticket_id: UUID, link_id: UUID) -> TicketLink:
    of_it = or_(col(TicketLink.from_id) == ticket_id, col(TicketLink.to_id) == ticket_id)
    found = (await session.exec(select(TicketLink).where(col(TicketLink.id) == link_id, of_it))).first()
    if found is None:
        raise NotFound
    return found


async def read(session: AsyncSession, actor: Actor, ticket_id: UUID, link_id: UUID) -> LinkOut:
    """A link of this ticket. Raises `NotFound`."""
    await ticket_access.get(session, actor, ticket_id)
    link = await _find(session, ticket_id, link_id)
    own = link.from_id == ticket_id
    other = await ticket_access.get(session, actor, link.to_id if own else link.from_id)
    return _out(link, other, own=own)


async def page(
    session: AsyncSession, actor: Actor, ticket_id: UUID, *, kind: rules.Seen | None, cursor: str | None, limit: int
) -> dict[str, Any]:
    """The links of this ticket, also of a kind. Raises `NotFound` and `Invalid` (`invalid_cursor`)."""
    await ticket_access.get(session, actor, ticket_id)
    after, own_after, other_after = "", _FIRST, _FIRST
    if cursor is not None:
        place, last = keyset.by_name_and_id(cursor)
        after, _, side = place.partition(" ")
        # Of one kind its own come first.
        own_after, other_after = (last, _FIRST) if side == "own" else (_LAST, last)
    stored, own = (None, None) if kind is None else ("related", None) if kind == "related" else rules.STORED[kind]
    connection = await raw_connection(session)
    rows = await connection.fetch(_PAGE, ticket_id, after, own_after, other_after, stored, own, limit + 1)
    shown, following = keyset.page(
        rows,
        limit,
        lambda row: keyset.encode(f"{row['kind']} {'own' if row['own'] else 'other'}", UUID(str(row["other_id"]))),
    )
    return {"items": [_item(row) for row in shown], "next_cursor": following}


def _item(row: Any) -> dict[str, Any]:  # noqa: ANN401 - asyncpg.Record
    other = {name: row[name] for name in ("number", "subject", "status", "priority", "assignee_id")}
    return {
        "id": row["id"],
        "kind": rules.seen(row["kind"], own=row["own"]),
        "ticket": {"id": row["other_id"], **other},
        "holds": row["holds"],
        "created_by": {"id": row["created_by"], "name": row["created_by_name"]},
        "created_at": row["created_at"],
    }


async def delete(session: AsyncSession, actor: Actor, ticket_id: UUID, link_id: UUID, *, version: str | None) -> None:
    """Take a link away. Raises `NotFound` and `PreconditionFailed`."""
    await ticket_access.get(session, actor, ticket_id)
    seen = await _find(session, ticket_id, link_id)
    found = await lock_all(session, actor, {seen.from_id, seen.to_id})
    query = select(TicketLink).where(col(TicketLink.id) == link_id).execution_options(populate_existing=True)
    link = (await session.exec(query)).first()
    if link is None:
        raise NotFound
    if version is not None and version != VERSION:
        raise PreconditionFailed
    await session.delete(link)
    _tell(session, actor, link, found, EventType.TICKET_UNLINKED)
    if link.kind == "incident_of":
        await incident_marks.follow(session, actor, found[link.from_id])
    await session.flush()
