"""What each kind of caller may see of tickets, messages and events."""

from collections.abc import Mapping
from typing import Any

# The ticket fields whose value a customer may know; everything else is ours.
CUSTOMER_FIELDS = frozenset(
    {
        "id", "number", "subject", "status", "priority", "type", "channel", "topic", "language", "brand",
        "language_detected", "requester_id", "assignee_id", "chat_id", "request_type", "created_at", "solved_at",
        "first_reply_at", "first_human_reply_at",
    }
)  # fmt: skip
PARTNER_FIELDS = CUSTOMER_FIELDS | {"tags", "custom_fields", "source_id", "external_id", "team_id"}
HIDDEN: Mapping[str, Any] = {
    "tags": [], "custom_fields": {}, "queue_id": None, "team_id": None, "source_id": None, "external_id": None,
    "snoozed_until": None, "pending_until": None, "tier": 0, "next_due_at": None, "approval": None,
    "has_merged": False, "tension": None, "spam": None,
}  # fmt: skip


# What an event says of how and where work was given: ours.
_OURS = frozenset(
    {
        "set", "was", "decision", "to", "not_my_area", "instead_of", "tell_customer", "via",
        "merged_into", "copied_from", "split_from", "fields_of_agents", "imported",
        "customer_head_id", "tension", "spam",
    }
)  # fmt: skip


def fields_for(kind: str) -> frozenset[str] | None:
    """The ticket fields that a kind of caller may see; None for all of them."""
    if kind in {"agent", "system"}:
        return None
    return PARTNER_FIELDS if kind == "partner" else CUSTOMER_FIELDS


def event_data_for(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """An event's data as a kind of caller may see it: changes of hidden fields and the reasoning are left out."""
    allowed = fields_for(kind)
    if allowed is None:
        return dict(data)
    ours = _OURS if data.get("tell_customer", True) else _OURS | {"reason"}
    seen = {key: value for key, value in data.items() if key not in ours}
    for part in ("set", "was"):
        if part in data:
            seen[part] = {key: value for key, value in data[part].items() if key in allowed}
            if data.get("fields_of_agents") and isinstance(seen[part].get("custom_fields"), Mapping):
                theirs = {*data["fields_of_agents"]}
                values = seen[part]["custom_fields"].items()
                seen[part]["custom_fields"] = {key: value for key, value in values if key not in theirs}
    return seen
