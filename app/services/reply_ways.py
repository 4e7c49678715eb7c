"""What is known of a thread's customer and of the channels to them: the facts by which a reply channel is chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from app.channels import windows as channel_windows
from app.channels.adapters import ADAPTERS
from app.channels.base import Account
from app.db import Connection
from app.errors import NotFound
from app.rules.reply_channels import HERE, Chosen, Obstacle, Place, Thread, Way, mailboxes

# Of the channels of a desk, and of those in copy, so many are looked at.
MOST_CHANNELS, MOST_CCS = 100, 50
# What a customer opens on the web, or in the app, is answered there.
_OPENED_HERE = frozenset({"web", "chat"})

_TICKET = """SELECT t.brand, t.source_id, t.chat_id, t.requester_id, c.name,
 coalesce(c.email, h.email, c.claimed_email, h.claimed_email) AS address, r.channel_id AS chosen, r.chosen_at,
 ARRAY(SELECT coalesce(c.merged_into, c.id)
  UNION ALL SELECT k.id FROM customers k WHERE k.merged_into = coalesce(c.merged_into, c.id)) AS family,
 ARRAY(SELECT t.id UNION ALL SELECT s.id FROM tickets s WHERE s.merged_into_id = t.id) AS threads
FROM tickets t JOIN customers c ON c.id = t.requester_id LEFT JOIN customers h ON h.id = c.merged_into
LEFT JOIN ticket_reply_channels r ON r.ticket_id = t.id WHERE t.id = $1"""
_WROTE = """SELECT m.created_at, m.seq, t.channel, k.channel_id, k.thread FROM messages m
JOIN tickets t ON t.id = m.ticket_id
LEFT JOIN LATERAL (SELECT channel_id, thread FROM channel_messages WHERE message_id = m.id AND direction = 'in' LIMIT 1)
 k ON true
WHERE m.ticket_id = ANY ($1) AND m.visibility = 'public' AND m.author_kind = 'customer' AND m.author_id = ANY ($2)
ORDER BY m.created_at DESC, m.id DESC LIMIT 1"""
_READS = """SELECT EXISTS (SELECT FROM visitor_sessions
WHERE customer_id = ANY ($1) AND verified_email IS NULL AND ended_at IS NULL AND expires_at > $2)"""
# The mailbox by which the thread came, if one did.
_CAME_BY = """SELECT k.channel_id FROM channel_messages k JOIN channels c ON c.id = k.channel_id AND c.kind = 'email'
WHERE k.ticket_id = ANY ($1) AND k.direction = 'in' ORDER BY k.created_at LIMIT 1"""
_CHANNELS = f"""SELECT c.id, c.kind, c.name, c.address, c.brand, c.enabled, c.settings::text AS settings,
 t.thread, t.last_inbound_at,
 EXISTS (SELECT FROM channel_identities i WHERE i.customer_id = ANY ($1) AND i.channel_kind = c.kind
  AND i.scope IN (c.kind, c.id::text) AND i.blocked AND NOT EXISTS (
   SELECT FROM channel_identities o WHERE o.channel_kind = i.channel_kind AND o.scope = i.scope
   AND o.external_id = t.thread AND NOT o.blocked)) AS blocked
FROM channels c LEFT JOIN LATERAL (
 SELECT thread, last_inbound_at FROM channel_threads WHERE channel_id = c.id AND customer_id = ANY ($1)
 ORDER BY thread IS NOT DISTINCT FROM $3 DESC, ticket_id = ANY ($2) DESC, last_inbound_at DESC NULLS LAST LIMIT 1
) t ON c.kind <> 'email'
WHERE c.archived_at IS NULL AND c.kind <> 'phone' ORDER BY c.created_at, c.id LIMIT {MOST_CHANNELS}"""  # noqa: S608 - ours
# Whom a customer has named hears nothing from a machine until an agent has looked at it and written: else a stranger's
# mail with fifty addresses would be sent on to all of them.
_COPIES = f"""SELECT c.id, c.name, coalesce(c.email, h.email, c.claimed_email, h.claimed_email) AS address,
 NOT EXISTS (SELECT FROM customers x WHERE x.id = k.added_by) OR EXISTS (SELECT FROM messages m
  WHERE m.ticket_id = k.ticket_id AND m.author_kind = 'agent' AND m.visibility = 'public') AS vouched
FROM ticket_ccs k JOIN customers c ON c.id = k.customer_id LEFT JOIN customers h ON h.id = c.merged_into
WHERE k.ticket_id = $1 ORDER BY k.added_at, c.id LIMIT {MOST_CCS}"""  # noqa: S608 - a number of ours


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets a mail: whose reading of the thread makes it needless, their name and address. `vouched`:
    somebody of the desk wants them to be told.
    """

    customer_id: UUID
    name: str
    address: str
    vouched: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """A thread as the rule sees it, and who is written to."""

    thread: Thread
    requester: Recipient
    # In the order in which mailboxes are tried, those that can be used.
    mailboxes: Sequence[Way]
    copies: Sequence[Recipient]


async def known(connection: Connection, ticket_id: UUID, *, now: datetime) -> Known:
    """Everything that decides where the next answer goes. Raises `NotFound`."""
    row = await connection.fetchrow(_TICKET, ticket_id)
    if row is None:
        raise NotFound
    family, threads = row["family"], row["threads"]
    wrote = await connection.fetchrow(_WROTE, threads, family)
    channels = await connection.fetch(_CHANNELS, family, threads, None if wrote is None else wrote["thread"])
    came_by = await connection.fetchval(_CAME_BY, threads)
    ours = {each["address"] for each in channels if each["kind"] == "email"}
    by_id = {_id(each["id"]): each for each in channels}
    boxes = [(key, each["brand"]) for key, each in by_id.items() if each["kind"] == "email"]
    in_order = mailboxes(boxes, brand=row["brand"], came_by=None if came_by is None else _id(came_by))
    address = row["address"] or ""
    mails = [_mail(by_id[each], address, ours) for each in in_order]
    others = [_way(each, wrote, now) for each in channels if each["kind"] != "email"]
    copies = await connection.fetch(_COPIES, ticket_id)
    return Known(
        Thread(
            ways=[*others, *mails],
            wrote_by=_place(wrote),
            wrote_at=None if wrote is None else wrote["created_at"],
            chosen=_chosen(row),
            live_chat=row["chat_id"] is not None,
            reads_here=await connection.fetchval(_READS, family, now),
            partner=row["source_id"] is not None,
        ),
        Recipient(_id(row["requester_id"]), row["name"] or "", address),
        [_mail(by_id[each], "", ours) for each in in_order if by_id[each]["enabled"]],
        [
            Recipient(_id(each["id"]), each["name"] or "", each["address"], each["vouched"])
            for each in copies
            if each["address"] and _plain(each["address"]) not in {*ours, _plain(address)}
        ],
    )


def _chosen(row: Mapping[str, Any]) -> Chosen | None:
    if row["chosen_at"] is None:
        return None
    return Chosen(HERE if row["chosen"] is None else _id(row["chosen"]), row["chosen_at"])


def _place(wrote: Mapping[str, Any] | None) -> Place | None:
    if wrote is None:
        return None
    if wrote["channel_id"] is not None:
        return _id(wrote["channel_id"])
    # The first message came as the ticket did: by a form, say. What came later without a channel was written here.
    opening = wrote["seq"] == 2  # noqa: PLR2004 - after `ticket.created`
    return HERE if not opening or wrote["channel"] in _OPENED_HERE else None


def _mail(row: Mapping[str, Any], address: str, ours: set[str]) -> Way:
    obstacle: Obstacle | None = None
    if not address:
        obstacle = "no_address"
    elif _plain(address) in ours:
        # Two mailboxes of one desk would write to each other for ever.
        obstacle = "own_address"
    elif not row["enabled"]:
        obstacle = "switched_off"
    return Way(_id(row["id"]), row["kind"], row["name"], address, obstacle)


def _way(row: Mapping[str, Any], wrote: Mapping[str, Any] | None, now: datetime) -> Way:
    thread = row["thread"]
    if wrote is not None and wrote["channel_id"] == row["id"] and wrote["thread"] is not None:
        thread = wrote["thread"]
    obstacle: Obstacle | None = None
    if thread is None:
        obstacle = "never_wrote"
    elif row["blocked"]:
        obstacle = "blocked"
    elif not row["enabled"] or row["kind"] not in ADAPTERS:
        obstacle = "switched_off"
    elif _closed(row, now):
        obstacle = "window_closed"
    return Way(_id(row["id"]), row["kind"], row["name"], thread or "", obstacle)


def _closed(row: Mapping[str, Any], now: datetime) -> bool:
    """Whether the channel takes free text only for so long after the customer wrote, that is over, and nothing else
    carries one.
    """
    adapter = ADAPTERS[row["kind"]]
    if channel_windows.is_open(adapter, row["last_inbound_at"], now):
        return False
    account = Account(
        _id(row["id"]), row["kind"], row["name"], row["address"], orjson.loads(row["settings"]), secrets={}
    )
    return channel_windows.template(adapter, account, "?") is None


def _plain(address: str) -> str:
    """A mailbox's address: what stands after a plus lands there too."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _id(value: UUID) -> UUID:
    # asyncpg has a UUID class of its own.
    return UUID(int=value.int)
