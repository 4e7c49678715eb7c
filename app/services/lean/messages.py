"""Hot path: a message onto a thread, exactly once, and the thread read as pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from app import detecting
from app.db import Connection
from app.errors import NotFound
from app.hints import Hint
from app.ids import new_id
from app.rules.actors import SYSTEM, Actor
from app.rules.statuses import MessageEffect, effect_of_message
from app.services.lean.files import FILES_JSON
from app.services.lean.translations import ORIGINAL
from app.services.lean.wire import MESSAGE_JSON, visible

_APPEND = "SELECT * FROM desk_message_append($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20)"
# It came to another ticket while this one was merged into that.
_ELSEWHERE = "_elsewhere"


@dataclass(frozen=True, slots=True)
class NewMessage:
    """What a sender hands in. `last_seen_seq` arms the send guard (None: off)."""

    body: str
    visibility: str = "public"
    format: str = "text"
    client_message_id: str | None = None
    last_seen_seq: int | None = None
    attachment_ids: Sequence[UUID] = ()
    # Agents and teams that a note names.
    mention_ids: Sequence[UUID] = ()
    # The sender's draft that this is: it goes with the sending.
    draft_version: int | None = None
    # Where the body is a translation: what its author wrote, and in which language.
    original: str | None = None
    translated_from: str | None = None


@dataclass(frozen=True, slots=True)
class Appended:
    """How it went: `outcome` is stored, dup, mismatch, not_found, refused, moved_on or signed_out.

    For stored and dup `message` is the stored row, whose `ticket_id` says where it came to; `hint` goes out after the
    commit (None: nothing new).
    """

    outcome: str
    status: str
    message: dict[str, Any]
    hint: Hint | None
    # It was opened again, or came into sight again, and is nobody's.
    waits_again: bool = False
    # Those who look at the lists in which the ticket is.
    lists: tuple[Hint, ...] = ()


async def append(
    connection: Connection,
    actor: Actor,
    ticket_id: UUID,
    new: NewMessage,
    *,
    now: datetime,
    author: Actor | None = None,
    requester_id: UUID | None = None,
    effect: MessageEffect | None = None,
) -> Appended:
    """Append a message in one statement: lock, duplicate check, guard, status move, message and events.

    `actor` is who may or may not see the ticket; `author` (the actor by default) is whose words they are. A customer
    writes onto their own tickets, or onto one of `requester_id`'s that they may see. `effect` is what it does there, in
    place of what such a message does.
    """
    author = author or actor
    effect = effect or effect_of_message(author.kind, new.visibility)
    message_id, heard = new_id(), detecting.language(new.body)
    row: Any = await connection.fetchrow(
        _APPEND,
        ticket_id,
        message_id,
        now,
        author.kind,
        author.id,
        author.name,
        (requester_id or actor.id) if actor.kind == "customer" else None,
        actor.source_id if actor.kind == "partner" else None,
        new.visibility,
        new.format,
        new.body,
        new.client_message_id,
        new.last_seen_seq,
        effect.refuse,
        effect.move_from,
        effect.move_to,
        actor.kind,
        actor.session_id,
        heard.language,
        heard.is_sure,
    )
    outcome = row["outcome"]
    if outcome.endswith(_ELSEWHERE):
        outcome = outcome.removesuffix(_ELSEWHERE)
        ticket_id = await connection.fetchval("SELECT ticket_id FROM messages WHERE id = $1", row["message_id"])
    message = {
        "id": row["message_id"],
        "ticket_id": UUID(int=ticket_id.int),
        "seq": row["seq"],
        "public_seq": row["public_seq"],
        "author_kind": author.kind,
        "author_id": author.id,
        "author_name": row["author_name"],
        "visibility": row["visibility"],
        "format": row["format"],
        "body": new.body,
        "language": heard.language,
        "client_message_id": new.client_message_id,
        "created_at": row["created_at"],
        "version": 1,
        "edited_at": None,
        "redacted_at": None,
        "delivery": None,
        "translated_from": None,
        "original": None,
        # Filled by whoever attaches files, in the same transaction.
        "attachments": [],
    }
    if outcome != "stored":
        return Appended(outcome, row["status"], message, None)
    return Appended(
        outcome,
        row["status"],
        message,
        _hint(row, message, author, now),
        waits_again=row["assignee_id"] is None
        and (row["moved"] is not None or "snoozed_until" in (row["changed"] or "")),
        lists=_lists(row),
    )


def _lists(row: Any) -> tuple[Hint, ...]:  # noqa: ANN401 - asyncpg.Record
    hints = [Hint("list", about) for about in (row["team_id"], row["assignee_id"]) if about is not None]
    if row["moved"] is not None and row["assignee_id"] is not None:
        hints.append(Hint("load", row["assignee_id"]))
    return tuple(hints)


def _hint(row: Any, message: dict[str, Any], author: Actor, now: datetime) -> Hint:  # noqa: ANN401 - asyncpg.Record
    """The hint with the new events themselves, so that this process need not read them back."""
    about = {"actor_kind": author.kind, "actor_id": author.id, "actor_name": author.name, "at": now}
    events: list[dict[str, Any]] = [
        {
            "ticket_id": message["ticket_id"],
            "seq": row["seq"],
            "public_seq": row["public_seq"],
            "type": "message.created",
            "data": {"set": orjson.loads(row["changed"])} if row["changed"] else {},
            "message": message,
            **about,
        }
    ]
    if row["moved"] is not None:
        events.append(
            {
                "ticket_id": message["ticket_id"],
                "seq": row["seq"] + 1,
                "public_seq": None if row["public_seq"] is None else row["public_seq"] + 1,
                "type": "ticket.status_changed",
                "data": {"set": orjson.loads(row["moved"]), "was": {"status": row["old_status"]}},
                "message": None,
                **about,
            }
        )
    if row["cancelled_survey"] is not None:
        events.append(
            {
                "ticket_id": message["ticket_id"],
                "seq": row["seq"] + 2,
                "public_seq": None,
                "type": "survey.cancelled",
                "data": {"invitation_id": str(row["cancelled_survey"])},
                "message": None,
                "actor_kind": SYSTEM.kind,
                "actor_id": SYSTEM.id,
                "actor_name": SYSTEM.name,
                "at": now,
            }
        )
    return Hint("ticket", message["ticket_id"], row["ticket_seq"], row["ticket_public_seq"], tuple(events))


_STORED = f"""SELECT m.body, m.language, m.seq, m.public_seq, m.created_at, m.version, m.edited_at, m.redacted_at,
m.delivery, m.translated_from, {ORIGINAL} AS original, ({FILES_JSON})::text AS files
FROM messages m WHERE m.id = $1"""  # noqa: S608 - columns of ours


async def stored(connection: Connection, message_id: UUID) -> dict[str, Any]:
    """A message that is known to be there, as it is now: what `append` does not know of a repeat."""
    row: Any = await connection.fetchrow(_STORED, message_id)
    return {**dict(row), "attachments": orjson.loads(row["files"])}


async def one(connection: Connection, actor: Actor, ticket_id: UUID, message_id: UUID) -> tuple[Any, str]:
    """A message as JSON, as this caller sees it, and its version for the ETag. Raises `NotFound`."""
    counter = "seq" if actor.sees_internal else "public_seq"
    condition, parameters = visible(actor, 3)
    row: Any = await connection.fetchrow(
        f"SELECT m.version, {MESSAGE_JSON.format(seq='m.' + counter)}::text AS json"  # noqa: S608 - names of ours only
        " FROM messages m JOIN tickets t ON t.id = m.ticket_id"
        f" WHERE m.id = $2 AND t.id = $1 AND m.{counter} IS NOT NULL AND {condition}",
        ticket_id,
        message_id,
        *parameters,
    )
    if row is None:
        raise NotFound
    return orjson.Fragment(row["json"]), str(row["version"])


async def thread(
    connection: Connection, actor: Actor, ticket_id: UUID, *, after: int = 0, before: int | None = None, limit: int = 50
) -> list[bytes]:
    """Messages as JSON, `after < seq < before`, in order, at most `limit`; with `before` the latest ones below it.

    Agents count by `seq` and see notes; everybody else counts by `public_seq`. Raises `NotFound`.
    """
    counter = "seq" if actor.sees_internal else "public_seq"
    condition, parameters = visible(actor, 5)
    order = "DESC" if before is not None else "ASC"
    rows = await connection.fetch(
        f"SELECT m.id, {MESSAGE_JSON.format(seq='m.' + counter)}::text AS json FROM tickets t LEFT JOIN LATERAL ("  # noqa: S608 - names of ours only
        f" SELECT m.* FROM messages m"
        f" WHERE m.ticket_id = t.id AND m.{counter} > $2 AND ($3::int IS NULL OR m.{counter} < $3)"
        f" ORDER BY m.{counter} {order} LIMIT $4) m ON true WHERE t.id = $1 AND {condition} ORDER BY m.{counter}",
        ticket_id,
        after,
        before,
        limit,
        *parameters,
    )
    if not rows:
        raise NotFound
    return [row["json"].encode() for row in rows if row["id"] is not None]
