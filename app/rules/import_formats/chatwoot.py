"""Exports of Chatwoot: conversations with messages, messages, contacts and agents, as its API gives them."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.rules.import_formats.values import (
    PRIORITIES,
    STATUSES,
    CannotReadError,
    Read,
    given,
    language,
    objects,
    tags,
    text,
    time,
    word,
)

_LISTS = ("contacts", "agents", "conversations", "messages")
_CHANNELS = {
    "Channel::Email": "email", "Channel::WebWidget": "chat", "Channel::Api": "api", "Channel::Voice": "phone",
}  # fmt: skip
_INCOMING, _ACTIVITY, _TEMPLATE = ("0", "incoming"), ("2", "activity"), ("3", "template")
SUBJECT = 120


def records(hint: str, value: Mapping[str, Any]) -> Iterable[Read]:
    """A page of the API (`payload`, perhaps within `data`), lists by name, or one object that is known by its parts or
    by the file's name.
    """
    inner = value["data"] if isinstance(value.get("data"), dict) else value
    if isinstance(inner.get("payload"), list):
        for each in objects(inner["payload"]):
            yield from records(hint, each)
        return
    lists = [name for name in _LISTS if isinstance(value.get(name), list) and "id" not in value]
    for name in lists:
        for each in objects(value[name]):
            yield from _ONE[name](each)
    if not lists:
        yield from _ONE[_kind(hint, value)](value)


def _kind(hint: str, value: Mapping[str, Any]) -> str:
    if isinstance(value.get("meta"), dict) or "messages" in value:
        return "conversations"
    if "message_type" in value:
        return "messages"
    if "availability_status" in value and "role" in value:
        return "agents"
    known = next((each for each in _LISTS if each in hint), None)
    if known is None and ("phone_number" in value or "identifier" in value):
        return "contacts"
    if known is None:
        raise CannotReadError("neither a conversation nor a message, a contact or an agent")
    return known


def _person(value: Mapping[str, Any]) -> dict[str, Any]:
    return given(
        {
            "id": text(value.get("id")),
            "external_id": text(value.get("identifier")),
            "name": text(value.get("name")),
            "email": text(value.get("email")),
            "phone": text(value.get("phone_number")),
        }
    )


def _contact(value: Mapping[str, Any]) -> Iterable[Read]:
    about = value.get("additional_attributes")
    record = {**_person(value), "created_at": time(value.get("created_at"))}
    if isinstance(about, dict):
        record["locale"] = language(about.get("language_code"))
    yield Read("customer", text(value.get("id")), given(record))


def _agent(value: Mapping[str, Any]) -> Iterable[Read]:
    who = {name: text(value.get(name)) for name in ("id", "email", "name")}
    yield Read("agent", _user(who["id"]), given({**who, "id": _user(who["id"])}))


def _user(key: str | None) -> str | None:
    """Agents and contacts are numbered apart: their numbers meet."""
    return None if key is None else f"user:{key}"


def _conversation(value: Mapping[str, Any]) -> Iterable[Read]:
    meta = value.get("meta") if isinstance(value.get("meta"), dict) else {}
    assert isinstance(meta, dict)  # noqa: S101 - see above
    sender, assignee, team = meta.get("sender"), meta.get("assignee"), meta.get("team")
    about = value.get("additional_attributes")
    messages = [made for each in objects(value.get("messages")) if (made := _message(each)) is not None]
    key = text(value.get("id"))
    subject = text(about.get("mail_subject")) if isinstance(about, dict) else None
    if subject is None:
        first = next((each["body"] for each in messages if each["body"].strip()), f"Conversation {key}")
        subject = first.strip().splitlines()[0][:SUBJECT]
    fields = value.get("custom_attributes")
    record = {
        "id": key,
        "external_id": key,
        "subject": subject,
        "status": word(value.get("status"), STATUSES, "open"),
        "priority": word(value.get("priority"), PRIORITIES, "normal"),
        "channel": _CHANNELS.get(str(meta.get("channel") or value.get("channel")), "chat"),
        "tags": tags(value.get("labels")),
        "custom_fields": fields if isinstance(fields, dict) else {},
        "requester": _person(sender) if isinstance(sender, dict) else {},
        "assignee": _staff(assignee) if isinstance(assignee, dict) else None,
        "team": text(team.get("name")) if isinstance(team, dict) else None,
        "created_at": time(value.get("created_at") or value.get("timestamp")),
        "updated_at": time(value.get("last_activity_at")),
        "messages": messages,
    }
    yield Read("ticket", key, given(record))


def _staff(value: Mapping[str, Any]) -> dict[str, Any]:
    return given(
        {"id": _user(text(value.get("id"))), "email": text(value.get("email")), "name": text(value.get("name"))}
    )


def _message(value: Mapping[str, Any]) -> dict[str, Any] | None:
    """A message; None for what only tells of a change (`activity`)."""
    kind = str(value.get("message_type"))
    if kind in _ACTIVITY:
        return None
    sender = value.get("sender") if isinstance(value.get("sender"), dict) else {}
    assert isinstance(sender, dict)  # noqa: S101 - see above
    author: dict[str, Any]
    if kind in _INCOMING:
        author = {"kind": "customer", "id": text(sender.get("id")), "name": text(sender.get("name"))}
    elif kind in _TEMPLATE or sender.get("type") == "agent_bot" or not sender:
        author = {"kind": "system", "name": text(sender.get("name"))}
    else:
        author = {"kind": "agent", **_staff(sender)}
    return given(
        {
            "id": text(value.get("id")),
            "body": value.get("content") if isinstance(value.get("content"), str) else "",
            "format": "markdown" if kind not in _INCOMING else "text",
            "visibility": "internal" if value.get("private") is True else "public",
            "author": given(author),
            "created_at": time(value.get("created_at")),
        }
    )


def _single(value: Mapping[str, Any]) -> Iterable[Read]:
    ticket = text(value.get("conversation_id"))
    if ticket is None:
        raise CannotReadError("a message without `conversation_id`")
    made = _message(value)
    if made is not None:
        yield Read("message", text(value.get("id")), {**made, "ticket": ticket}, ticket)


_ONE = {"contacts": _contact, "agents": _agent, "conversations": _conversation, "messages": _single}
