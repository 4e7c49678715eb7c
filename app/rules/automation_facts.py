"""What a ticket's log says of it at any of its events: its fields then, and since when things have been so."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from app.rules.automations import chain_of
from app.rules.conditions import CUSTOM
from app.rules.ticket_folding import INSTANTS

# Facts that a change of a field makes another one.
_FACTS = {"status": "status_since", "assignee_id": "assigned_since", "solved_at": "solved_at"}
_HUMAN_SIDE = frozenset({"customer", "partner"})


class Story:
    """A ticket's log, folded one event after the other. `fields` are the row's, as JSON has them."""

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.seq = 0
        self.at: datetime | None = None
        self.since: dict[str, datetime | None] = {}
        # The automations that led to a fact being what it is, by the fact's name.
        self.led: dict[str, tuple[str, ...]] = {}

    def fold(self, event: Mapping[str, Any]) -> None:
        """Go on by one event: a mapping with `seq`, `public_seq`, `type`, `actor_kind`, `data` and `at`."""
        changes = (event["data"].get("set") or {}) if event["data"] else {}
        at = event["at"]
        self._led(changes, chain_of(event["data"]))
        self.fields.update(changes)
        self.seq, self.at = event["seq"], at
        if "status" in changes:
            self.since["status_since"] = at
        if "assignee_id" in changes:
            self.since["assigned_since"] = at if changes["assignee_id"] else None
        if event["type"] == "ticket.created":
            self.since["created_at"] = at
        if "snoozed_until" in changes and changes["snoozed_until"] is None:
            self.since["woken_at"] = at
        if event["type"] == "message.created" and event["public_seq"] is not None and not is_copy(event):
            if event["actor_kind"] in _HUMAN_SIDE:
                self.since["last_customer_message_at"] = at
            elif event["actor_kind"] == "agent":
                # What the desk says by itself is no answer.
                self.since["last_agent_message_at"] = at

    def _led(self, changes: Mapping[str, Any], chain: tuple[str, ...]) -> None:
        for field, fact in _FACTS.items():
            if field in changes:
                self.led[fact] = chain
        before, after = self.fields.get("custom_fields") or {}, changes.get("custom_fields") or {}
        self.led |= {f"{CUSTOM}{key}": chain for key, value in after.items() if before.get(key) != value}

    def facts(self, now: datetime, besides: Mapping[str, Any]) -> dict[str, Any]:
        """The ticket as conditions ask about it. `besides` is what the log does not know: the customer's, calendars."""
        facts: dict[str, Any] = {**self.fields, **self.since, "updated_at": self.at, "now": now, **besides}
        for name in INSTANTS:
            if isinstance(facts.get(name), str):
                facts[name] = datetime.fromisoformat(facts[name])
        return facts


def is_copy(event: Mapping[str, Any]) -> bool:
    """Whether it is a message that a split has copied: it was said before, on another ticket."""
    return "copied_from" in (event["data"] or {})


def told(events: Iterable[Mapping[str, Any]], upto: int | None = None) -> Story:
    """The story of a log up to an event (by `seq`; None: all of it)."""
    story = Story()
    for event in events:
        if upto is not None and event["seq"] > upto:
            break
        story.fold(event)
    return story


def of_event(event: Mapping[str, Any]) -> dict[str, Any]:
    """What conditions may ask about the event itself: its type, who did it, whose eyes it was for, its words."""
    message = event.get("message") or {}
    data = event["data"] or {}
    via = data.get("via") or {}
    answered = data if event["type"] in {"feedback.given", "feedback.changed"} else {}
    return {
        "event": event["type"],
        "actor": event["actor_kind"],
        "visibility": None if event["type"] != "message.created" else _visibility(event),
        "message": message.get("body"),
        "via": via.get("kind"),
        "survey_score": answered.get("score"),
        "survey_metric": answered.get("metric"),
        "survey_key": answered.get("survey"),
    }


def _visibility(event: Mapping[str, Any]) -> str:
    return "internal" if event["public_seq"] is None else "public"
