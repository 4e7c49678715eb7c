"""Exports of Freshdesk: tickets with conversations or notes, contacts, companies and agents of its API and export."""

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

from app.rules.import_formats.values import TYPES, CannotReadError, Read, given, language, objects, tags, text, time

_LISTS = ("companies", "contacts", "agents", "tickets", "conversations")
_WRAPPERS = {
    "helpdesk_ticket": "tickets", "ticket": "tickets", "contact": "contacts", "user": "contacts",
    "company": "companies", "customer": "companies", "agent": "agents",
}  # fmt: skip
_STATUSES = {"2": "open", "3": "pending", "4": "solved", "5": "closed", "6": "pending", "7": "on_hold"}
_PRIORITIES = {"1": "low", "2": "normal", "3": "high", "4": "urgent"}
_CHANNELS = {"1": "email", "2": "web", "3": "phone", "7": "chat", "9": "web", "10": "email"}
_HINTS = {"users": "contacts", "customers": "contacts", "notes": "conversations", "organizations": "companies"}


def records(hint: str, value: Mapping[str, Any]) -> Iterable[Read]:
    """A wrapped object of the export (`{"helpdesk_ticket": {...}}`), lists by name, or one object of what the file's
    name says.
    """
    for name, kind in _WRAPPERS.items():
        if isinstance(value.get(name), dict) and len(value) == 1:
            yield from _ONE[kind](value[name])
            return
    found = False
    for name in _LISTS:
        if isinstance(value.get(name), list) and "id" not in value:
            found = True
            for each in objects(value[name]):
                yield from records(name, each)
    if found:
        return
    known = next((each for each in (*_LISTS, *_HINTS) if each in hint), None)
    if known is None and "subject" in value:
        known = "tickets"
    if known is None:
        raise CannotReadError("neither a ticket nor a conversation, a contact, a company or an agent")
    yield from _ONE[_HINTS.get(known, known)](value)


def _company(value: Mapping[str, Any]) -> Iterable[Read]:
    key = text(value.get("id"))
    record = {
        "id": key,
        "name": value.get("name"),
        "domains": tags(value.get("domains")),
        "created_at": time(value.get("created_at")),
        "updated_at": time(value.get("updated_at")),
    }
    yield Read("organization", key, given(record))


def _contact(value: Mapping[str, Any]) -> Iterable[Read]:
    key = text(value.get("id"))
    record = {
        "id": key,
        "external_id": text(value.get("unique_external_id")),
        "name": value.get("name"),
        "email": value.get("email") or None,
        "phone": value.get("phone") or value.get("mobile") or None,
        "locale": language(value.get("language")),
        "organization": text(value.get("company_id")) or text(value.get("customer_id")),
        "created_at": time(value.get("created_at")),
        "updated_at": time(value.get("updated_at")),
    }
    yield Read("customer", key, given(record))


def _agent(value: Mapping[str, Any]) -> Iterable[Read]:
    contact = value.get("contact") if isinstance(value.get("contact"), dict) else value
    assert isinstance(contact, dict)  # noqa: S101 - one or the other
    key = text(value.get("id"))
    yield Read("agent", key, given({"id": key, "email": contact.get("email"), "name": contact.get("name")}))


def _ticket(value: Mapping[str, Any]) -> Iterable[Read]:
    key = text(value.get("display_id")) or text(value.get("id"))
    requester = given({"id": text(value.get("requester_id"))})
    if isinstance(value.get("requester"), dict):
        requester |= given({name: text(value["requester"].get(name)) for name in ("id", "name", "email")})
    elif text(value.get("email")):
        requester["email"] = text(value.get("email"))
    fields = value.get("custom_fields") or value.get("custom_field")
    kind = str(value.get("type") or value.get("ticket_type") or "").lower()
    stats = value.get("stats") if isinstance(value.get("stats"), dict) else {}
    assert isinstance(stats, dict)  # noqa: S101 - see above
    first = {
        "id": f"{key}:description",
        "body": _plain(value.get("description_text"), value.get("description")),
        "author": {"kind": "customer"},
        "created_at": time(value.get("created_at")),
    }
    more = [
        _message(each) for name in ("conversations", "notes", "helpdesk_notes") for each in objects(value.get(name))
    ]
    record = {
        "id": key,
        "external_id": key,
        "subject": text(value.get("subject")),
        "status": _STATUSES.get(str(value.get("status")), str(value.get("status_name") or "open").lower()),
        "priority": _PRIORITIES.get(str(value.get("priority")), "normal"),
        "type": kind if kind in TYPES else "question",
        "spam": "marked" if value.get("spam") is True else "no",
        "channel": _CHANNELS.get(str(value.get("source")), "api"),
        "tags": tags([each.get("name") if isinstance(each, dict) else each for each in value.get("tags") or []]),
        "custom_fields": {name: each for name, each in fields.items() if each is not None}
        if isinstance(fields, dict)
        else {},
        "requester": requester,
        "assignee": given({"id": text(value.get("responder_id"))}) or None,
        "created_at": time(value.get("created_at")),
        "updated_at": time(value.get("updated_at")),
        "solved_at": time(stats.get("resolved_at")),
        "messages": [*([first] if first["body"] else []), *more],
    }
    yield Read("ticket", key, given(record))


def _message(value: Mapping[str, Any]) -> dict[str, Any]:
    incoming = value.get("incoming") in (True, "true", 1)
    author = {
        "kind": "customer" if incoming else "agent",
        "id": text(value.get("user_id")),
        "email": text(value.get("from_email")) if incoming else None,
    }
    return given(
        {
            "id": text(value.get("id")),
            "body": _plain(value.get("body_text"), value.get("body")),
            "visibility": "internal" if value.get("private") in (True, "true", 1) else "public",
            "author": given(author),
            "created_at": time(value.get("created_at")),
        }
    )


def _conversation(value: Mapping[str, Any]) -> Iterable[Read]:
    ticket = text(value.get("ticket_id")) or text(value.get("notable_id"))
    if ticket is None:
        raise CannotReadError("a conversation without `ticket_id`")
    yield Read("message", text(value.get("id")), {**_message(value), "ticket": ticket}, ticket)


def _plain(plain: Any, markup: Any) -> str:  # noqa: ANN401 - any JSON
    """The text of a message; only where there is none, the markup without its tags."""
    if isinstance(plain, str) and plain.strip():
        return plain
    if not isinstance(markup, str):
        return ""
    lines = re.sub(r"(?i)<(br|/p|/div|/li)[^<>]{0,500}>", "\n", markup)
    return html.unescape(re.sub(r"<[^<>]{0,2000}>", "", lines)).strip()


_ONE = {
    "companies": _company,
    "contacts": _contact,
    "agents": _agent,
    "tickets": _ticket,
    "conversations": _conversation,
}
