"""Our own JSONL (what `otklik export` writes) and CSV."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.rules.import_formats.values import CannotReadError, Read, given, tags, text

KINDS = {
    "organization": "organization", "organizations": "organization", "customer": "customer", "customers": "customer",
    "agent": "agent", "agents": "agent", "ticket": "ticket", "tickets": "ticket", "message": "message",
    "messages": "message", "attachment": "attachment", "attachments": "attachment",
}  # fmt: skip
# What an export holds that no import takes: our own settings, and the log, which is made anew.
LEFT = frozenset(
    {
        "team", "event", "brand", "customer_note", "checklist", "feedback", "field", "form",
        "feedback_version", "survey", "survey_version", "survey_campaign",
        "request_type", "topic", "tag", "macro", "template", "view", "automation", "queue", "side_conversation",
        "side_message", "message_revision", "skill", "calendar", "calendar_version", "sla_policy", "sla_policy_version",
        "ticket_approval", "ticket_cc", "ticket_follower", "ticket_link", "ticket_task", "time_entry",
        "call", "callback", "article_category", "article", "article_translation", "article_version", "article_slug",
        "message_translation", "ticket_translation",
    }
)  # fmt: skip
_PEOPLE = ("id", "external_id", "email", "phone", "name")


def records(hint: str, value: Mapping[str, Any]) -> Iterable[Read]:
    """A line of JSONL. Its `kind` says what it is, else the file's name does."""
    kind = value.get("kind", hint)
    if kind in LEFT:
        return ()
    known = KINDS.get(kind)
    if known is None:
        raise CannotReadError(f"{str(kind)[:50]!r} is no kind of record here: {', '.join(sorted(set(KINDS.values())))}")
    record: dict[str, Any] = {name: each for name, each in value.items() if name != "kind"}
    key, into = text(record.get("id")), None
    merge: Mapping[str, Any] = {}
    if known in {"customer", "ticket"}:
        into = text(record.pop("merged_into", None))
    if known == "customer" and isinstance(record.get("merge", {}), dict | None):
        # Into whom it was merged at the time, and what that one took over.
        merge = record.pop("merge", None) or {}
        into = text(merge.get("into")) or into
    if known == "ticket" and "external_id" not in record:
        record["external_id"] = key
    found = Read(known, key, record, text(record.get("ticket")))
    # Both have to be there first.
    return (found,) if into is None else (found, Read(f"{known}_merge", key, {**merge, "id": key, "into": into}))


def rows(hint: str, value: Mapping[str, Any]) -> Iterable[Read]:
    """A row of CSV; the file's name says what it is: organizations, customers, tickets, messages."""
    kind = KINDS.get(hint)
    if kind in {None, "attachment"}:
        raise CannotReadError("the name of a CSV file says what it holds: organizations, customers, tickets, messages")
    cells = {name.strip(): text(each) for name, each in value.items() if name and each is not None}
    record: dict[str, Any] = {
        name: each for name, each in cells.items() if each is not None and "." not in name and "_" not in name[:1]
    }
    for group in ("requester", "author", "assignee"):
        parts = {name: cells.get(f"{group}_{name}") for name in (*_PEOPLE, "kind")}
        for name in parts:
            record.pop(f"{group}_{name}", None)
        if given(parts):
            record[group] = given(parts)
    fields = {
        name.removeprefix("custom_fields."): each
        for name, each in cells.items()
        if name.startswith("custom_fields.") and each is not None
    }
    if fields:
        record["custom_fields"] = fields
    for name in ("tags", "domains"):
        if name in record:
            record[name] = tags(record[name])
    if kind == "ticket":
        record.setdefault("external_id", record.get("id"))
        body = record.pop("body", None)
        if body is not None:
            first = {"id": f"{record.get('id')}:body", "body": body, "created_at": record.get("created_at")}
            record["messages"] = [{**first, "author": {"kind": "customer"}}]
    return (Read(kind, record.get("id"), record, record.get("ticket")),)
