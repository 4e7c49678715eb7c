"""Actions that say something: to the customer, to colleagues, to other systems."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.db import hint, raw_connection
from app.errors import Conflict
from app.hints import Hint
from app.models import Template, Ticket
from app.rules import templates as language
from app.rules.queues import OF_NOBODY, lines_of
from app.services import causes, outbox, template_rendering, template_values
from app.services.lean import messages as lean
from app.services.lean.wire import dumps
from app.services.notifications import Told
from app.services.template_rendering import Source
from app.services.ticket_action_context import Doing, Outcome

# What a message holds.
MAX_BODY = 16_384
NOTICE = "ticket.notice"

# A message's events are written by one statement of their own: they say afterwards what caused them.
_CAUSED = "UPDATE events SET data = data || $3::text::jsonb WHERE ticket_id = $1 AND seq > $2"


async def reply(doing: Doing, ticket: Ticket, action: Mapping[str, Any]) -> Outcome:
    """Write to the customer."""
    return await _write(doing, ticket, action, visibility="public")


async def note(doing: Doing, ticket: Ticket, action: Mapping[str, Any]) -> Outcome:
    """Write a note."""
    return await _write(doing, ticket, action, visibility="internal")


async def notify(doing: Doing, ticket: Ticket, action: Mapping[str, Any]) -> Outcome:
    """Tell people of the desk, and with `by_mail` write to them too; addresses are written to in any case."""
    people = await doing.directory.find(ticket, action["recipients"])
    by_mail = bool(action.get("by_mail"))
    about = {"number": ticket.number, "subject": ticket.subject, "priority": ticket.priority, "via": doing.cause.said}
    for person in people:
        if person.id is not None:
            doing.told.append(Told(person.id, NOTICE, ticket.id, about, doing.key("notify")))
        if person.id is None or by_mail:
            subject = f"[#{ticket.number}] {doing.cause.name}"
            text = f"{doing.cause.name}: ticket {ticket.number}, {ticket.subject!r}.\nPriority: {ticket.priority}.\n"
            await _mail(doing, person.email, subject, text)
    told = [str(person.id) for person in people if person.id is not None]
    return {"told": told, "mailed": sum(person.id is None or by_mail for person in people)}


async def send_mail(doing: Doing, ticket: Ticket, action: Mapping[str, Any]) -> Outcome:
    """Write a mail of one's own words."""
    people = await doing.directory.find(ticket, action["recipients"])
    parts = [
        await template_rendering.fill(doing.session, doing.actor, ticket, Source(action[name], "text"), internal=True)
        for name in ("subject", "body")
    ]
    unresolved = [each for part in parts for each in part.unresolved]
    if unresolved:
        return {"skipped": "unresolved_variables", "variables": unresolved}
    for person in people:
        await _mail(doing, person.email, parts[0].text, parts[1].text)
    return {"mailed": len(people), "subject": parts[0].text}


async def call_webhook(doing: Doing, ticket: Ticket, action: Mapping[str, Any]) -> Outcome:
    """Post what has happened to an address."""
    data = {
        "ticket_id": str(ticket.id),
        "number": ticket.number,
        "subject": ticket.subject,
        "status": ticket.status,
        "priority": ticket.priority,
        "via": doing.cause.said,
    }
    kind, url = f"{doing.cause.kind}.called", action["url"]
    try:
        await outbox.webhook(
            doing.session, key=doing.key("webhook"), url=url, event_type=kind, data=data, now=doing.now
        )
    except ValueError:
        return {"url": url, "skipped": "address_refused"}
    return {"url": url}


async def _mail(doing: Doing, email: str, subject: str, text: str) -> None:
    key = doing.key(f"mail:{email}")
    await outbox.mail(doing.session, key=key, to=email, subject=subject, text=text, now=doing.now)


async def _write(doing: Doing, ticket: Ticket, action: Mapping[str, Any], *, visibility: str) -> Outcome:
    internal = visibility == "internal"
    if action.get("template_id") is not None:
        found = await doing.session.get(Template, UUID(str(action["template_id"])))
        if found is None or (doing.actor.kind == "agent" and found.owner_id not in {None, doing.actor.id}):
            return {"skipped": "unknown_template"}
        if found.archived_at is not None:
            return {"skipped": "template_archived"}
        filled, source = await template_rendering.of_template(
            doing.session, doing.actor, ticket, found, internal=internal
        )
        doing.used.append(found.id)
    else:
        source = Source(action["body"], action.get("format", "text"))
        filled = await template_rendering.fill(doing.session, doing.actor, ticket, source, internal=internal)
    if filled.unresolved and not action.get("force"):
        return {"skipped": "unresolved_variables", "variables": list(filled.unresolved)}
    if not filled.text.strip() or len(filled.text) > MAX_BODY:
        return {"skipped": "text_too_long" if filled.text.strip() else "empty_text"}
    digest = hashlib.sha256(doing.key(visibility).encode()).hexdigest()[:40]
    new = lean.NewMessage(body=filled.text, visibility=visibility, format=source.form, client_message_id=digest)
    return await _append(doing, ticket, new)


async def _append(doing: Doing, ticket: Ticket, new: lean.NewMessage) -> Outcome:
    # The statement that writes counts on from the row: what this session has changed goes there first.
    await doing.session.flush()
    connection, before = await raw_connection(doing.session), ticket.seq
    done = await lean.append(connection, doing.actor, ticket.id, new, now=max(doing.now, ticket.updated_at))
    match done.outcome:
        case "stored":
            pass
        case "dup":
            return {"skipped": "already_so"}
        case "refused":
            raise Conflict(f"This ticket is {done.status} and takes no more messages", code="ticket_closed")
        case _:
            return {"skipped": done.outcome}
    via = {causes.VIA: doing.cause.said}
    await connection.execute(_CAUSED, ticket.id, before, dumps(via).decode())
    await doing.session.refresh(ticket)
    assert done.hint is not None  # noqa: S101 - stored
    for event in done.hint.events:
        event["data"] = {**event["data"], **via}
    for each in (done.hint, *done.lists):
        hint(doing.session, each)
    if done.waits_again:
        for line in lines_of(ticket.queue_id, ticket.team_id):
            hint(doing.session, Hint("waiting", line))
        hint(doing.session, Hint("route", OF_NOBODY))
    return {"message_id": str(done.message["id"]), "body": new.body, "format": new.format}


def texts_of(action: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
    """The texts that an action fills: where in it, the text, and whether it is for colleagues only."""
    match action["type"]:
        case "reply" | "note" if action.get("body") is not None:
            return [("body", action["body"], action["type"] == "note")]
        case "send_mail":
            return [("subject", action["subject"], True), ("body", action["body"], True)]
        case _:
            return []


def unknown_in(text: str, *, internal: bool, fields: frozenset[str]) -> tuple[str, ...]:
    """The variables of a text that there are not. Raises `TemplateError`."""
    return language.unknown(text, template_values.known(text, internal=internal, fields=fields))
