"""Tickets of one's organization in the portal, where it lets its members see them.

Who may is asked with every request, right before what it is asked for: a member who
leaves, an address that is taken away and a switch that is turned off count from the next request on. Nothing else knows
of this way to a ticket: no socket follows it, and nobody gets into copy by it.
"""

from typing import Any
from uuid import UUID

import orjson

from app import clock
from app.db import Connection, UnitOfWork
from app.errors import Forbidden, NotFound
from app.rules.actors import Actor
from app.schemas.portal_organization import PortalOrganizationOut, SharedMessageIn
from app.services import attachments, keyset, messages
from app.services.lean import messages as lean_messages
from app.services.lean import tickets as lean_tickets

# A customer whose mailbox this sign-in has shown, and who is still theirs, in an organization that shares.
_MEMBER = """SELECT o.id, o.name, o.ticket_sharing FROM customers me JOIN organizations o ON o.id = me.organization_id
WHERE me.id = $1 AND me.merged_into IS NULL AND o.ticket_sharing <> 'off' AND EXISTS (
  SELECT FROM visitor_sessions s JOIN customers k ON lower(k.email) = lower(s.verified_email)
  WHERE s.id = $2 AND s.ended_at IS NULL AND s.expires_at > $3 AND (k.id = me.id OR k.merged_into = me.id))"""
# Whoever belongs to it, as one person (h) under each of their names (c). What somebody has asked before they came to
# the organization is not for it, and neither is what they have asked as somebody of another one.
_PEOPLE = """customers h JOIN customers c ON c.id = h.id OR c.merged_into = h.id
WHERE h.organization_id = $1 AND h.merged_into IS NULL AND (c.organization_id IS NULL OR c.organization_id = $1)"""
_SHARED = """t.requester_id = c.id AND t.created_at >= h.organization_since AND t.created_at >= c.organization_since
AND t.spam = 'no' AND t.status <> 'merged'"""
_ONE = f"SELECT c.id FROM tickets t, {_PEOPLE} AND {_SHARED} AND t.id = $2"  # noqa: S608 - ours
# Each member's latest by the index on requesters, and of these the latest: no history is sorted as a whole.
_PAGE = f"""SELECT l.*, p.name AS requester_name, p.head FROM
(SELECT c.id, c.name, h.id AS head, h.organization_since AS since, c.organization_since AS own_since FROM {_PEOPLE}) p
CROSS JOIN LATERAL (SELECT t.id, t.number, t.subject, t.status, t.requester_id, t.created_at,
  t.public_updated_at AS updated_at FROM tickets t
  WHERE t.requester_id = p.id AND t.created_at >= p.since AND t.created_at >= p.own_since AND t.spam = 'no'
  AND t.status <> 'merged' AND ($2::text[] IS NULL OR t.status = ANY($2))
  AND ($3::timestamptz IS NULL OR (t.public_updated_at, t.id) < ($3, $4))
  ORDER BY t.public_updated_at DESC, t.id DESC LIMIT $5) l
ORDER BY l.updated_at DESC, l.id DESC LIMIT $5"""  # noqa: S608 - ours
_FILE = """SELECT a.* FROM attachments a JOIN messages m ON m.id = a.message_id OR m.copied_from_id = a.message_id
WHERE a.id = $1 AND m.ticket_id = $2 AND m.visibility = 'public' AND a.state NOT IN ('uploading', 'removed') LIMIT 1"""


async def read(connection: Connection, actor: Actor) -> PortalOrganizationOut:
    """The organization whose tickets one may see, if there is one; of another one not even the name."""
    found = await connection.fetchrow(_MEMBER, actor.id, actor.session_id, clock.now())
    if found is None:
        return PortalOrganizationOut(name=None, sharing="off")
    return PortalOrganizationOut(name=found["name"], sharing=found["ticket_sharing"])


async def page(
    connection: Connection, actor: Actor, *, status: list[str] | None, cursor: str | None, limit: int
) -> dict[str, Any]:
    """Its tickets, the latest change first. Raises `Forbidden` (`not_shared`) and `Invalid` for a cursor of others."""
    organization, _ = await _member(connection, actor)
    at, after = keyset.by_time(cursor) if cursor is not None else (None, None)
    rows = await connection.fetch(_PAGE, organization, status, at, after, limit + 1)
    items = [
        {
            "id": row["id"],
            "number": row["number"],
            "subject": row["subject"],
            "status": row["status"],
            "requester": {"id": row["requester_id"], "name": row["requester_name"]},
            "mine": row["head"] == actor.id,
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
        }
        for row in rows[:limit]
    ]
    last = rows[limit - 1] if len(rows) > limit else None
    return {"items": items, "next_cursor": None if last is None else keyset.encode(last["updated_at"], last["id"])}


async def ticket(connection: Connection, actor: Actor, ticket_id: UUID) -> dict[str, Any]:
    """One of them, as its requester sees it, but for their address and their answers. Raises `Forbidden`
    (`not_shared`) and `NotFound`.
    """
    door, _ = await _door(connection, actor, ticket_id)
    shown, _ = await lean_tickets.read(connection, door, ticket_id)
    return {**shown, "requester": {**shown["requester"], "email": None}, "custom_fields": {}}


async def thread(connection: Connection, actor: Actor, ticket_id: UUID, *, after: int, limit: int) -> dict[str, Any]:
    """What was said in public, in order. Raises as `ticket`."""
    door, _ = await _door(connection, actor, ticket_id)
    found = await lean_messages.thread(connection, door, ticket_id, after=after, limit=limit)
    following = orjson.loads(found[-1])["seq"] if len(found) == limit else None
    return {"items": [orjson.Fragment(each) for each in found], "next_cursor": following}


async def file(connection: Connection, actor: Actor, ticket_id: UUID, attachment_id: UUID) -> dict[str, Any]:
    """A file of what was said there in public, with a link to its bytes. Raises as `ticket`."""
    await _door(connection, actor, ticket_id)
    row = await connection.fetchrow(_FILE, attachment_id, ticket_id)
    if row is None:
        raise NotFound
    return attachments.shown(dict(row))


async def reply(work: UnitOfWork, actor: Actor, ticket_id: UUID, new: SharedMessageIn) -> lean_messages.Appended:
    """Write in one's own name. Raises as `ticket`, `Forbidden` (`only_to_read`), and as any customer's message."""
    _ = work.session  # that they may is looked at in the transaction that writes
    connection = await work.lean()
    door, sharing = await _door(connection, actor, ticket_id)
    if sharing != "reply":
        raise Forbidden("The members of your organization only read each other's tickets", code="only_to_read")
    message = lean_messages.NewMessage(body=new.body, client_message_id=new.client_message_id)
    return await messages.send(work, door, ticket_id, message, author=actor)


async def _member(connection: Connection, actor: Actor) -> tuple[UUID, str]:
    found = await connection.fetchrow(_MEMBER, actor.id, actor.session_id, clock.now())
    if found is None:
        detail = "Tickets are shared by the members of an organization that says so, signed in by a mailed link"
        raise Forbidden(detail, code="not_shared")
    return found["id"], found["ticket_sharing"]


async def _door(connection: Connection, actor: Actor, ticket_id: UUID) -> tuple[Actor, str]:
    """The ticket's requester, through whose eyes it is seen, in the sign-in of who looks."""
    organization, sharing = await _member(connection, actor)
    requester: UUID | None = await connection.fetchval(_ONE, organization, ticket_id)
    if requester is None:
        raise NotFound
    return Actor(
        "customer", UUID(int=requester.int), actor.name, actor.permissions, session_id=actor.session_id
    ), sharing
