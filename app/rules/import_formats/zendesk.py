"""Exports of Zendesk: tickets (with or without comments), comments, users and organizations, as its API gives them."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.rules.import_formats.values import (
    CHANNELS,
    PRIORITIES,
    STATUSES,
    TYPES,
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

_LISTS = ("organizations", "users", "tickets", "comments")


def records(hint: str, value: Mapping[str, Any]) -> Iterable[Read]:
    """A page of the API (`{"tickets": [...]}`), or one object of what the file's name says."""
    found = False
    for name in _LISTS:
        if isinstance(value.get(name), list) and (name != "comments" or "id" not in value):
            found = True
            for each in objects(value[name]):
                yield from _ONE[name](each)
    if found:
        return
    for name in ("ticket", "user", "organization"):
        if isinstance(value.get(name), dict):
            yield from _ONE[f"{name}s"](value[name])
            return
    known = next((each for each in _LISTS if each in hint), None)
    if known is None:
        known = "tickets" if "requester_id" in value or "subject" in value else "users" if "role" in value else None
    if known is None:
        raise CannotReadError("neither a ticket nor a comment, a user or an organization")
    yield from _ONE[known](value)


def _organization(value: Mapping[str, Any]) -> Iterable[Read]:
    record = {
        "id": text(value.get("id")),
        "external_id": text(value.get("external_id")),
        "name": value.get("name"),
        "domains": tags(value.get("domain_names")),
        "created_at": time(value.get("created_at")),
        "updated_at": time(value.get("updated_at")),
    }
    yield Read("organization", text(value.get("id")), given(record))


def _user(value: Mapping[str, Any]) -> Iterable[Read]:
    key, role = text(value.get("id")), str(value.get("role") or "end-user")
    if role in {"agent", "admin"}:
        who = {"id": key, "email": value.get("email"), "name": value.get("name"), "role": role}
        yield Read("agent", key, given(who))
        return
    record = {
        "id": key,
        "external_id": text(value.get("external_id")),
        "name": value.get("name"),
        "email": value.get("email"),
        "phone": value.get("phone"),
        "locale": language(value.get("locale")),
        "organization": text(value.get("organization_id")),
        "created_at": time(value.get("created_at")),
        "updated_at": time(value.get("updated_at")),
    }
    yield Read("customer", key, given(record))


def _ticket(value: Mapping[str, Any]) -> Iterable[Read]:
    key = text(value.get("id"))
    requester = given({"id": text(value.get("requester_id"))})
    if isinstance(value.get("requester"), dict):
        someone = value["requester"]
        requester |= given({name: text(someone.get(name)) for name in ("id", "name", "email", "phone")})
        requester.pop("phone", None)
    assignee = given({"id": text(value.get("assignee_id"))})
    if isinstance(value.get("assignee"), dict):
        assignee |= given({name: text(value["assignee"].get(name)) for name in ("id", "name", "email")})
    via = value.get("via")
    fields = {
        str(each["id"]): each.get("value")
        for each in objects(value.get("custom_fields"))
        if each.get("value") not in (None, "", []) and "id" in each
    }
    comments = [_message(each) for each in objects(value.get("comments"))]
    if text(value.get("description")) is not None:
        # It is the first comment's words, made plain and sometimes cut short: never another message. It stands in for
        # that comment in files without comments, and both have one id, so that they are one in all runs.
        stands_in = f"{key}:description"
        if comments:
            first = min(range(len(comments)), key=lambda n: str(comments[n].get("created_at") or "~"))
            comments[first] = {**comments[first], "id": stands_in}
        else:
            comments = [
                {
                    "id": stands_in,
                    "body": value["description"],
                    "author": {"kind": "customer"},
                    "created_at": time(value.get("created_at")),
                }
            ]
    group = value.get("group")
    record = {
        "id": key,
        "external_id": text(value.get("external_id")) or key,
        "subject": text(value.get("subject")) or text(value.get("raw_subject")),
        "status": word(value.get("status"), STATUSES, "open"),
        "priority": word(value.get("priority"), PRIORITIES, "normal"),
        "type": value["type"] if value.get("type") in TYPES else "question",
        "channel": CHANNELS.get(str(via.get("channel") if isinstance(via, dict) else via).lower(), "api"),
        "tags": tags(value.get("tags")),
        "custom_fields": fields,
        "requester": requester,
        "assignee": assignee or None,
        "team": text(group.get("name")) if isinstance(group, dict) else None,
        "created_at": time(value.get("created_at")),
        "updated_at": time(value.get("updated_at")),
        "solved_at": time(value.get("solved_at")),
        "messages": comments,
    }
    yield Read("ticket", key, given(record))


def _message(value: Mapping[str, Any]) -> dict[str, Any]:
    author = given({"id": text(value.get("author_id"))})
    if isinstance(value.get("author"), dict):
        author |= given({name: text(value["author"].get(name)) for name in ("id", "name", "email")})
    public = value.get("public", True)
    return given(
        {
            "id": text(value.get("id")),
            "body": value.get("plain_body") or value.get("body") or "",
            "visibility": "public" if public not in (False, "false", "False", 0) else "internal",
            "author": author,
            "created_at": time(value.get("created_at")),
        }
    )


def _comment(value: Mapping[str, Any]) -> Iterable[Read]:
    ticket = text(value.get("ticket_id"))
    if ticket is None:
        raise CannotReadError("a comment without `ticket_id`")
    yield Read("message", text(value.get("id")), {**_message(value), "ticket": ticket}, ticket)


_ONE = {"organizations": _organization, "users": _user, "tickets": _ticket, "comments": _comment}
