"""Tickets that came before and have changed there since: new messages are added, fields follow unless touched here."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson

from app.rules.import_history import EVENT, MESSAGE, Log, imported
from app.services import import_tickets
from app.services.import_people import Desk, People, as_text
from app.services.import_tickets import New, Staff

_LOCK = """SELECT t.*, t.custom_fields::text AS custom_fields_text FROM tickets t WHERE t.id = ANY ($1::uuid[])
ORDER BY t.id FOR UPDATE"""
_KEYS = """SELECT ticket_id, client_message_id FROM messages
WHERE ticket_id = ANY ($1::uuid[]) AND client_message_id IS NOT NULL"""
_TOUCHED = """SELECT DISTINCT ticket_id FROM events WHERE ticket_id = ANY ($1::uuid[]) AND NOT data ? 'imported'"""
_UPDATE = """UPDATE tickets SET subject = $2, status = $3, priority = $4, type = $5, topic = $6, language = $7,
 tags = $8, custom_fields = $9::text::jsonb, team_id = $10, assignee_id = $11, snoozed_until = $12, solved_at = $13,
 first_reply_at = $14, first_human_reply_at = $15, seq = $16, public_seq = $17, version = $18, updated_at = $19,
 public_updated_at = $20, request_type = $21,
 language_detected = $22, spam = $23 WHERE id = $1"""
_ORDER = (
    "id", "subject", "status", "priority", "type", "topic", "language", "tags", "custom_fields", "team_id",
    "assignee_id", "snoozed_until", "solved_at", "first_reply_at", "first_human_reply_at", "seq", "public_seq",
    "version", "updated_at", "public_updated_at", "request_type", "language_detected", "spam",
)  # fmt: skip
_FOLLOWS = (
    "subject", "priority", "type", "topic", "language", "language_detected", "tags", "custom_fields",
    "request_type", "team_id", "assignee_id", "spam",
)  # fmt: skip


async def renew(desk: Desk, staff: Staff, people: People, changed: Sequence[tuple[UUID, New]], *, route: bool) -> None:
    """Bring tickets on. One on which somebody has worked here keeps its fields and gets the new messages only."""
    ids = [each[0] for each in changed]
    rows = {row["id"]: row for row in await desk.connection.fetch(_LOCK, ids)}
    keys = {(row["ticket_id"], row["client_message_id"]) for row in await desk.connection.fetch(_KEYS, ids)}
    touched = {row["ticket_id"] for row in await desk.connection.fetch(_TOUCHED, ids)}
    plain = imported(desk.source)
    messages: list[tuple[Any, ...]] = []
    events: list[tuple[Any, ...]] = []
    for ticket_id, new in changed:
        if ticket_id not in rows:
            # In a dry run, the same ticket twice.
            desk.report.add("ticket", "unchanged")
            continue
        row = {**rows[ticket_id], "id": ticket_id}
        row["custom_fields"] = orjson.loads(row.pop("custom_fields_text"))
        log = Log(row, plain)
        requester = row["requester_id"]
        for each in import_tickets.said(desk, staff, new.record, requester, people.names.get(requester)):
            if (ticket_id, each.key) not in keys:
                log.say(each)
        if row["status"] == "merged":
            desk.report.note("tickets that are part of another one: only new messages were added")
        elif ticket_id in touched:
            desk.report.note("tickets that were worked on here: only new messages were added")
        else:
            _follow(desk, staff, log, new, route=route)
        if not log.events:
            desk.report.add("ticket", "unchanged")
        else:
            desk.report.add("ticket", "updated")
            desk.report.add("message", "created", len(log.messages))
            if not desk.dry:
                values = {**row, "custom_fields": as_text(row["custom_fields"])}
                await desk.connection.execute(_UPDATE, *(values[name] for name in _ORDER))
        desk.report.status(new.record.status, row["status"])
        messages += log.messages
        events += import_tickets.as_rows(log.events, plain)
    if not desk.dry:
        await desk.connection.copy_records_to_table("messages", columns=list(MESSAGE), records=messages)
        await desk.connection.copy_records_to_table("events", columns=list(EVENT), records=events)
    await desk.keep("ticket", {new.record.id: (ticket_id, new.mark) for ticket_id, new in changed})


def _follow(desk: Desk, staff: Staff, log: Log, new: New, *, route: bool) -> None:
    record, row = new.record, log.row
    wanted = import_tickets.facts(desk, staff, record, route=route)
    at = record.updated_at or row["updated_at"]
    follows = {name: wanted[name] for name in _FOLLOWS}
    there = import_tickets.status_of(record)
    if there in {"new", "open"} and row["status"] in {"new", "open"}:
        # Into the line when it is asked for; what has been woken here was worked on.
        follows["snoozed_until"] = wanted["snoozed_until"]
    log.change(follows, at)
    status = there if there != "new" else row["status"]
    log.move(status, record.solved_at or at)
    if status in {"new", "open"} and row["assignee_id"] is None and not route and row["snoozed_until"] is None:
        log.change({"snoozed_until": import_tickets.ASIDE}, at)
