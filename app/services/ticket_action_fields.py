"""Actions on a ticket's own fields: what a person would change in it by hand, by the same function."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.models import Ticket
from app.rules.sla_policies import HIGHER
from app.schemas.tickets import TicketPatch
from app.services import tickets
from app.services.ticket_action_context import Doing, Outcome

# What each of these sets, and where in the action it stands.
_SETS = {
    "set_priority": ("priority", "priority"),
    "set_type": ("type", "ticket_type"),
    "set_topic": ("topic", "topic"),
    "set_language": ("language", "language"),
    "set_brand": ("brand", "brand"),
    "set_request_type": ("request_type", "request_type"),
}


async def set_one(doing: Doing, ticket: Ticket, action: Mapping[str, Any]) -> Outcome:
    """Set a field to a value."""
    field, member = _SETS[action["type"]]
    await _patch(doing, ticket, {field: action[member]})
    return {field: action[member]}


async def set_status(doing: Doing, ticket: Ticket, action: Mapping[str, Any]) -> Outcome:
    """Change the status, with what that brings: a survey, another episode, the end of its chat."""
    change: dict[str, Any] = {"status": action["status"]}
    if action.get("pending_seconds") is not None:
        change["pending_until"] = doing.now + timedelta(seconds=action["pending_seconds"])
    await _patch(doing, ticket, change)
    return {"status": action["status"]}


async def raise_priority(doing: Doing, ticket: Ticket, action: Mapping[str, Any]) -> Outcome:
    """Raise the priority, by one or to one; never lower it."""
    wanted, order = action.get("to") or HIGHER[ticket.priority], list(HIGHER)
    if order.index(wanted) <= order.index(ticket.priority):
        return {"skipped": "already_so"}
    await _patch(doing, ticket, {"priority": wanted})
    return {"priority": wanted}


async def set_field(doing: Doing, ticket: Ticket, action: Mapping[str, Any]) -> Outcome:
    """Set one custom field, or (null) take it away."""
    key, value = action["key"], action["value"]
    fields = {name: each for name, each in ticket.custom_fields.items() if name != key}
    if value is not None:
        fields[key] = value
    await _patch(doing, ticket, {"custom_fields": fields})
    return {"key": key, "value": value}


async def add_tags(doing: Doing, ticket: Ticket, action: Mapping[str, Any]) -> Outcome:
    """Add tags after those that are there."""
    added = [each for each in dict.fromkeys(action["tags"]) if each not in ticket.tags]
    await _patch(doing, ticket, {"tags": [*ticket.tags, *added]})
    return {"tags": added}


async def remove_tags(doing: Doing, ticket: Ticket, action: Mapping[str, Any]) -> Outcome:
    """Take tags away."""
    gone = [each for each in dict.fromkeys(action["tags"]) if each in ticket.tags]
    await _patch(doing, ticket, {"tags": [each for each in ticket.tags if each not in gone]})
    return {"tags": gone}


async def _patch(doing: Doing, ticket: Ticket, change: Mapping[str, Any]) -> None:
    await tickets.patch(doing.session, doing.actor, ticket.id, TicketPatch(**change), version=None)
