"""Hot path: creating a ticket with its first message and events, and reading one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from app.db import Connection
from app.errors import NotFound
from app.hints import Hint
from app.ids import new_id
from app.rules.actors import Actor
from app.rules.languages import NOTHING, Heard
from app.rules.queues import lines_of
from app.services.lean import wire
from app.services.lean.wire import MESSAGE_JSON, columns_for, visible

_PLACES = ",".join(f"${n}" for n in range(1, 39))
_CREATE = f"SELECT * FROM desk_ticket_create({_PLACES})"  # noqa: S608 - numbered places only
_RECEIVED_PLACES = ",".join(f"${n}" for n in range(1, 45))
_RECEIVE = f"SELECT * FROM desk_intake_create({_RECEIVED_PLACES})"  # noqa: S608 - numbered places only


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asks: a known customer, or what identifies one to be found or made."""

    customer_id: UUID | None = None
    external_id: str | None = None
    email: str | None = None
    phone: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What a ticket starts with.

    `assignee_id` was asked for; `proposed` are routing's choices, best first, of which one is taken if it still holds;
    `decision` is how routing came to them, as JSON.
    """

    subject: str
    body: str
    channel: str
    requester: Requester
    format: str = "text"
    client_message_id: str | None = None
    priority: str = "normal"
    type: str = "question"
    topic: str | None = None
    language: str | None = None
    # Where nobody has said it: what is known of the requester, and whether the language is of the desk's own finding.
    known_language: str | None = None
    language_detected: bool = False
    # What the first message is written in.
    heard: Heard = NOTHING
    tags: list[str] = field(default_factory=list)
    custom_fields: Mapping[str, Any] = field(default_factory=dict)
    brand: str | None = None
    team_id: UUID | None = None
    assignee_id: UUID | None = None
    proposed: Sequence[UUID] = ()
    source_id: UUID | None = None
    external_id: str | None = None
    chat_id: UUID | None = None
    queue_id: UUID | None = None
    routed_by_hand: bool = False
    decision: str | None = None
    request_type: str | None = None
    form: str | None = None
    # What of this the caller has said, and not left to the catalogue or to us.
    said: frozenset[str] = frozenset()
    # What the catalogue brings along: a checklist, and whether somebody has to say yes first (besides leads: an agent).
    checklist: str | None = None
    needs_approval: bool = False
    approver: UUID | None = None
    # The custom fields that whoever makes it may see, and those of them all that are for agents only.
    shown_fields: Mapping[str, Any] = field(default_factory=dict)
    of_agents: Sequence[str] = ()
    # What speaks for a customer at the end of their patience (`rules/tension.explained`); None: nothing.
    tension: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Created:
    """The new ticket as a row (see `wire.ticket`), and the hint to send after the commit."""

    row: dict[str, Any]
    hint: Hint
    message_id: UUID

    @property
    def lists(self) -> tuple[Hint, ...]:
        """Hints for those who look at the lists in which it now is."""
        about = [each for each in (self.row["team_id"], self.row["assignee_id"]) if each is not None]
        lists = [Hint("list", each) for each in about]
        if self.row["assignee_id"] is not None:
            return (*lists, Hint("load", self.row["assignee_id"]))
        return (*lists, *(Hint("waiting", each) for each in lines_of(self.row["queue_id"], self.row["team_id"])))


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is kept of a partner's delivery with the ticket that it makes; `said` is JSON."""

    locks: Sequence[str]
    webhook_id: str
    body_hash: str
    said: str = "{}"
    said_at: datetime | None = None
    said_sequence: int | None = None


async def create(connection: Connection, actor: Actor, new: NewTicket, *, now: datetime) -> Created:
    """Create a ticket in one statement. Raises asyncpg's integrity errors, named in `rules/constraints.py`."""
    ids = new_id(), new_id()
    return _made(new, ids, await connection.fetchrow(_CREATE, *_parameters(actor, new, ids, now)), now)


async def receive(
    connection: Connection, actor: Actor, new: NewTicket, receipt: Receipt, *, now: datetime
) -> Created | None:
    """The same with the receipt of the delivery that makes it; None, and nothing done, when that came before or its
    thing has a ticket.
    """
    ids = new_id(), new_id()
    row = await connection.fetchrow(
        _RECEIVE,
        receipt.locks,
        receipt.webhook_id,
        receipt.body_hash,
        receipt.said,
        receipt.said_at,
        receipt.said_sequence,
        *_parameters(actor, new, ids, now),
    )
    return None if row is None else _made(new, ids, row, now)


def _parameters(actor: Actor, new: NewTicket, ids: tuple[UUID, UUID], now: datetime) -> tuple[Any, ...]:
    """Of `desk_ticket_create`, in its order."""
    ticket_id, message_id = ids
    asked = new.requester
    return (
        ticket_id,
        message_id,
        now,
        actor.kind,
        actor.id,
        actor.name,
        asked.customer_id,
        new_id(),
        asked.external_id,
        asked.email,
        asked.phone,
        asked.name,
        new.subject,
        new.body,
        new.format,
        new.client_message_id,
        new.priority,
        new.type,
        new.channel,
        new.topic,
        new.language,
        new.tags,
        orjson.dumps(new.custom_fields).decode() if new.custom_fields else "{}",
        new.brand,
        new.team_id,
        new.assignee_id,
        list(new.proposed),
        new.source_id,
        new.external_id,
        new.chat_id,
        new.queue_id,
        new.routed_by_hand,
        new.decision,
        new.request_type,
        _more(new),
        new.language_detected,
        new.heard.language,
        new.heard.is_sure,
    )


def _more(new: NewTicket) -> str:
    """What else the first event says."""
    more: dict[str, Any] = {"fields_of_agents": list(new.of_agents)} if new.of_agents else {}
    if new.tension is not None:
        more["tension"] = new.tension
    return orjson.dumps(more).decode() if more else "{}"


def _made(new: NewTicket, ids: tuple[UUID, UUID], row: Any, now: datetime) -> Created:  # noqa: ANN401 - asyncpg's row
    ticket_id, message_id = ids
    made = {
        "id": ticket_id,
        "number": row["number"],
        "subject": new.subject,
        "status": row["status"],
        "priority": new.priority,
        "type": new.type,
        "channel": new.channel,
        "topic": new.topic,
        "language": new.language,
        "language_detected": new.language_detected,
        "tags": new.tags,
        "custom_fields": orjson.dumps(new.custom_fields),
        "shown_fields": orjson.dumps(new.shown_fields),
        "request_type": new.request_type,
        "approval": None,
        "tension": "none" if new.tension is None else new.tension["level"],
        "spam": "no",
        "brand": row["brand"],
        "requester_id": row["requester_id"],
        "requester_name": row["requester_name"],
        "requester_email": row["requester_email"],
        "queue_id": new.queue_id,
        "team_id": row["team_id"],
        "assignee_id": row["assignee_id"],
        "source_id": new.source_id,
        "external_id": new.external_id,
        "chat_id": new.chat_id,
        "merged_into": None,
        "has_merged": False,
        "first_reply_at": None,
        "first_human_reply_at": None,
        "solved_at": None,
        "snoozed_until": None,
        "pending_until": None,
        "tier": 0,
        # Its clocks are set a moment after it is committed.
        "next_due_at": None,
        "seq": row["seq"],
        "public_seq": row["public_seq"],
        "version": 1 if row["assignee_id"] is None else 2,
        "created_at": now,
        "updated_at": now,
        "public_updated_at": now,
    }
    # Nobody can be in the room of a ticket that is being made: the counters are enough.
    return Created(made, Hint("ticket", ticket_id, row["seq"], row["public_seq"]), message_id)


async def read(
    connection: Connection, actor: Actor, ticket_id: UUID, *, with_messages: int = 0
) -> tuple[dict[str, Any], str]:
    """A ticket as this caller sees it and its version for the ETag; with its latest messages when asked.

    Raises `NotFound` for a ticket that is not there or not this caller's.
    """
    condition, parameters = visible(actor, 2)
    counter = "seq" if actor.sees_internal else "public_seq"
    thread = ""
    if with_messages:
        # The JSON is made outside of the limit, else Postgres may make it for the whole thread first.
        thread = (
            f", (SELECT coalesce(json_agg({MESSAGE_JSON.format(seq='m.' + counter)} ORDER BY m.{counter}), '[]')::text"  # noqa: S608 - names of ours only
            f" FROM (SELECT m.* FROM messages m WHERE m.ticket_id = t.id AND m.{counter} IS NOT NULL"
            f" ORDER BY m.{counter} DESC LIMIT {int(with_messages)}) m) AS messages"
        )
    row = await connection.fetchrow(
        f"SELECT {columns_for(actor)}{thread} FROM tickets t JOIN customers c ON c.id = t.requester_id"  # noqa: S608
        f" WHERE t.id = $1 AND {condition}",
        ticket_id,
        *parameters,
    )
    if row is None:
        raise NotFound
    shown = wire.ticket(row, actor)
    if with_messages:
        shown["messages"] = orjson.Fragment(row["messages"])
    return shown, str(shown["version"])
