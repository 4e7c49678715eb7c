"""Folding a ticket's events into the ticket: the log is the truth, and the row is what the log says."""

from collections.abc import Iterable, Mapping
from typing import Any

INSTANTS = (
    "queued_at", "first_reply_at", "first_human_reply_at", "solved_at", "created_at", "snoozed_until", "pending_until",
)  # fmt: skip


def fold(events: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The ticket's fields after these events, in order of `seq`.

    Each event is a mapping with `seq`, `public_seq` (or None), `type`, `data` and `at`. Raises `ValueError` when a
    counter has a hole or the log does not begin with `ticket.created`.
    """
    # What logs from before a field was there do not say.
    ticket: dict[str, Any] = {
        "tier": 0, "queue_id": None, "routed_by_hand": False, "agent_tier": 0, "queue_rank": 0, "merged_into_id": None,
        "tension": "none", "spam": "no", "incident": "no", "language_detected": False,
    }  # fmt: skip
    seq = public_seq = version = 0
    for event in events:
        if event["seq"] != seq + 1:
            msg = f"seq {event['seq']} follows {seq}"
            raise ValueError(msg)
        seq += 1
        if (seq == 1) != (event["type"] == "ticket.created"):
            msg = f"{event['type']} at seq {seq}"
            raise ValueError(msg)
        changes = event["data"].get("set") or {}
        ticket.update(changes)
        version += 1 if changes else 0
        ticket["updated_at"] = event["at"]
        if event["public_seq"] is not None:
            if event["public_seq"] != public_seq + 1:
                msg = f"public_seq {event['public_seq']} follows {public_seq}"
                raise ValueError(msg)
            public_seq += 1
            ticket["public_updated_at"] = event["at"]
    ticket.update(seq=seq, public_seq=public_seq, version=version)
    return ticket
