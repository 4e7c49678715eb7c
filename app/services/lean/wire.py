"""Rows as clients see them: plain dicts that orjson turns into the shapes of `app/schemas/`."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson

from app.rules.actors import ASSISTANT_ID, Actor, is_generated
from app.rules.visibility import HIDDEN, event_data_for, fields_for
from app.services import survey_tokens
from app.services.lean.files import FILES_JSON
from app.services.lean.translations import ORIGINAL_JSON, original

TICKET_COLUMNS = """t.id, t.number, t.subject, t.status, t.priority, t.type, t.channel, t.topic, t.language,
t.language_detected, t.tags,
t.custom_fields::text AS custom_fields, t.brand, t.requester_id, c.name AS requester_name,
coalesce(c.email, c.claimed_email) AS requester_email, t.queue_id, t.team_id, t.assignee_id, t.source_id, t.external_id,
t.chat_id,
CASE WHEN t.merged_into_id IS NOT NULL THEN desk_merged_into(t.id) END AS merged_into,
EXISTS (SELECT FROM tickets s WHERE s.merged_into_id = t.id) AS has_merged,
t.first_reply_at, t.first_human_reply_at, t.solved_at, t.snoozed_until, t.pending_until, t.tier,
t.request_type, t.approval, t.tension, t.spam,
(SELECT s.next_due_at FROM ticket_sla s WHERE s.ticket_id = t.id) AS next_due_at,
t.seq, t.public_seq, t.version, t.created_at, t.updated_at,
t.public_updated_at"""

# Built by Postgres: a thread of 20 messages is then one value for us instead of 220.
# What became of it on its way is for agents, who count by `seq`: the planner knows which of the two it is.
MESSAGE_JSON = (
    """json_build_object('id', m.id, 'ticket_id', m.ticket_id, 'seq', {seq},
'author', json_build_object('kind', m.author_kind, 'id', m.author_id, 'name', m.author_name),
'generated', m.author_kind = 'system' AND m.author_id = '"""
    + str(ASSISTANT_ID)
    + """',
'visibility', m.visibility, 'body', m.body, 'format', m.format, 'language', m.language,
'client_message_id', m.client_message_id,
'created_at', to_char(m.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
'version', m.version, 'edited_at', to_char(m.edited_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
'redacted_at', to_char(m.redacted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
'translated_from', m.translated_from, 'original', CASE WHEN '{seq}' = 'm.seq' THEN """
    + ORIGINAL_JSON
    + """ END,
'delivery', CASE WHEN '{seq}' = 'm.seq' THEN m.delivery END, 'attachments', """
    + FILES_JSON
    + ")"
)

# What customers and partners may see of the custom fields; a row without it shows them none.
_SHOWN_FIELDS = """, CASE WHEN t.custom_fields = '{}' THEN '{}'
ELSE desk_fields_for(t.custom_fields, '%s')::text END AS shown_fields"""

OPTIONS = orjson.OPT_UTC_Z


def _plain(value: Any) -> str:  # noqa: ANN401 - what orjson does not know
    # asyncpg has a UUID class of its own, which orjson does not take for one.
    if isinstance(value, UUID):
        return str(value)
    raise TypeError


def dumps(value: Any) -> bytes:  # noqa: ANN401 - any wire shape
    """JSON bytes of a wire shape (UUIDs and instants included)."""
    return orjson.dumps(value, default=_plain, option=OPTIONS)


def columns_for(actor: Actor) -> str:
    """The columns that `ticket` needs to show a ticket to this caller."""
    if actor.sees_internal:
        return TICKET_COLUMNS
    return f"{TICKET_COLUMNS}, c.merged_into AS requester_is{_SHOWN_FIELDS % actor.kind}"


def ticket(row: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    """A ticket as this caller sees it.

    For customers and partners `seq` is the public counter, and `version` with it.
    """
    internal = actor.sees_internal
    shown = {
        "id": row["id"],
        "number": row["number"],
        "subject": row["subject"],
        "status": row["status"],
        "priority": row["priority"],
        "type": row["type"],
        "channel": row["channel"],
        "topic": row["topic"],
        "language": row["language"],
        "language_detected": row["language_detected"],
        "tags": row["tags"],
        "custom_fields": orjson.Fragment(row["custom_fields"]),
        "brand": row["brand"],
        "request_type": row["request_type"],
        "requester": {"id": row["requester_id"], "name": row["requester_name"], "email": row["requester_email"]},
        "queue_id": row["queue_id"],
        "team_id": row["team_id"],
        "assignee_id": row["assignee_id"],
        "source_id": row["source_id"],
        "external_id": row["external_id"],
        "chat_id": row["chat_id"],
        "merged_into": _merged_into(row["merged_into"], actor),
        "has_merged": row["has_merged"],
        "first_reply_at": row["first_reply_at"],
        "first_human_reply_at": row["first_human_reply_at"],
        "solved_at": row["solved_at"],
        "snoozed_until": row["snoozed_until"],
        "pending_until": row["pending_until"],
        "tier": row["tier"],
        "approval": row["approval"],
        "tension": row["tension"],
        "spam": row["spam"],
        "next_due_at": row["next_due_at"],
        "seq": row["seq"] if internal else row["public_seq"],
        "version": row["version"] if internal else row["public_seq"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"] if internal else row["public_updated_at"],
    }
    allowed = fields_for(actor.kind)
    if allowed is not None:
        shown.update({key: value for key, value in HIDDEN.items() if key not in allowed})
        shown["custom_fields"] = orjson.Fragment(row.get("shown_fields") or "{}")
    if actor.kind == "customer" and actor.id not in {row["requester_id"], row.get("requester_is")}:
        # Who is in copy knows who asks, and not their address.
        shown["requester"]["email"] = None
    return shown


def _merged_into(found: str | None, actor: Actor) -> dict[str, Any] | None:
    """The ticket that a merged one is part of, if this caller may know of it (the same door as `visible`)."""
    if found is None:
        return None
    into = orjson.loads(found)
    mine = {
        "customer": str(actor.id) in into["customer_ids"],
        "partner": actor.source_id is None or into["source_id"] == str(actor.source_id),
    }
    return {"id": into["id"], "number": into["number"]} if mine.get(actor.kind, True) else None


def message(row: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    """A message as this caller sees it (the caller may see it at all)."""
    return {
        "id": row["id"],
        "ticket_id": row["ticket_id"],
        "seq": row["seq"] if actor.sees_internal else row["public_seq"],
        "author": {"kind": row["author_kind"], "id": row["author_id"], "name": row["author_name"]},
        "generated": is_generated(row["author_kind"], row["author_id"]),
        "visibility": row["visibility"],
        "body": row["body"],
        "format": row["format"],
        "language": row["language"],
        "client_message_id": row["client_message_id"],
        "created_at": row["created_at"],
        "version": row["version"],
        "edited_at": row["edited_at"],
        "redacted_at": row["redacted_at"],
        "translated_from": row.get("translated_from"),
        "original": original(row) if actor.sees_internal else None,
        "delivery": row["delivery"] if actor.sees_internal else None,
        "attachments": row["attachments"],
    }


def event(row: Mapping[str, Any], kind: str, who: UUID | None = None) -> dict[str, Any]:
    """An event as a kind of caller sees it; `who` is the caller, where one of them may see more than the others.

    `row` is what `lean.events.since` yields: `data` and `message` are dicts.
    """
    internal = kind in {"agent", "system"}
    data = row["data"] if internal else event_data_for(kind, row["data"])
    if kind == "customer" and row["type"] == "survey.invited":
        data = survey_tokens.for_customer(data, who, head_id=row["data"].get("customer_head_id"))
    if row["message"] is not None:
        data = {**data, "message": message_in_event(row["message"], internal=internal)}
    return {
        "seq": row["seq"] if internal else row["public_seq"],
        "type": row["type"],
        "actor": {"kind": row["actor_kind"], "id": row["actor_id"], "name": row["actor_name"]},
        "data": data,
        "at": row["at"],
    }


def message_in_event(row: Mapping[str, Any], *, internal: bool) -> dict[str, Any]:
    """The message that an event is about: what a client needs to show it without another request."""
    shown = {
        "id": row["id"],
        "seq": row["seq"] if internal else row["public_seq"],
        "visibility": row["visibility"],
        "body": row["body"],
        "format": row["format"],
        "client_message_id": row["client_message_id"],
        "attachments": row["attachments"],
    }
    if row.get("author_id") == ASSISTANT_ID:
        shown["generated"] = True
    if row["version"] > 1:
        # What it says now is not what it said when the event was written.
        shown |= {name: row[name] for name in ("version", "edited_at", "redacted_at")}
    if row.get("translated_from") is not None:
        shown["translated_from"] = row["translated_from"]
        if internal:
            shown["original"] = original(row)
    if internal and row["delivery"] is not None:
        shown["delivery"] = row["delivery"]
    return shown


_MERGED = "SELECT x.id FROM customers x WHERE x.merged_into = {0}"
_THEIRS = (
    f"(t.requester_id = {{0}} OR t.requester_id IN ({_MERGED}) OR EXISTS (SELECT 1 FROM ticket_ccs k"  # noqa: S608 - ours
    f" WHERE k.ticket_id = t.id AND (k.customer_id = {{0}} OR k.customer_id IN ({_MERGED}))))"
)


def visible(actor: Actor, first: int) -> tuple[str, list[UUID]]:
    """The door to tickets: the condition (on `t`) under which this caller sees one, and its parameters from `$first`.

    Agents see every ticket; customers their own, those of whoever was merged into them, and those where they are in
    copy; partners those of their source (a key without one: all).
    """
    if actor.kind == "customer":
        return _THEIRS.format(f"${first}"), [actor.id]
    if actor.kind == "partner" and actor.source_id is not None:
        return f"t.source_id = ${first}", [actor.source_id]
    return "true", []
