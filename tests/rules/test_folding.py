"""Folding the log: the row is what the events say, and a log that is not one is refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.ticket_folding import fold

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FIELDS = st.sampled_from(["status", "priority", "topic", "assignee_id", "tags"])
CHANGES = st.dictionaries(
    FIELDS, st.none() | st.text(max_size=5) | st.lists(st.text(max_size=3), max_size=2), max_size=3
)
STEPS = st.lists(st.tuples(st.booleans(), CHANGES), min_size=1, max_size=12)


def log(steps: list[tuple[bool, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Events as the desk would write them: (visible to customers, changes) each; the first is always public."""
    public_seq = 0
    events = []
    for n, (public, changes) in enumerate(steps, start=1):
        public_seq += 1 if public or n == 1 else 0
        events.append(
            {
                "seq": n,
                "public_seq": public_seq if public or n == 1 else None,
                "type": "ticket.created" if n == 1 else "ticket.updated",
                "data": {"set": changes} if changes else {},
                "at": NOON + timedelta(seconds=n),
            }
        )
    return events


@given(STEPS)
def test_the_last_word_on_every_field_holds(steps: list[tuple[bool, dict[str, Any]]]) -> None:
    events = log(steps)
    ticket = fold(events)
    said: dict[str, Any] = {}
    for _, changes in steps:
        said |= changes
    assert {name: ticket[name] for name in said} == said
    assert ticket["seq"] == len(steps)
    assert ticket["public_seq"] == sum(each["public_seq"] is not None for each in events)
    assert ticket["version"] == sum(bool(changes) for _, changes in steps)
    assert ticket["updated_at"] == events[-1]["at"]
    assert ticket["public_updated_at"] == max(each["at"] for each in events if each["public_seq"] is not None)


@given(STEPS, st.data())
def test_an_event_that_is_missing_is_noticed(steps: list[tuple[bool, dict[str, Any]]], data: st.DataObject) -> None:
    events = log([*steps, (True, {})])
    lost = data.draw(st.integers(0, len(events) - 2))
    with pytest.raises(ValueError, match="seq"):
        fold(events[:lost] + events[lost + 1 :])


@given(STEPS, st.data())
def test_an_event_that_comes_twice_is_noticed(steps: list[tuple[bool, dict[str, Any]]], data: st.DataObject) -> None:
    events = log(steps)
    again = data.draw(st.integers(0, len(events) - 1))
    with pytest.raises(ValueError, match="seq"):
        fold(events[: again + 1] + events[again:])


@given(STEPS)
def test_a_hole_in_what_the_customer_counts_is_noticed(steps: list[tuple[bool, dict[str, Any]]]) -> None:
    events = log([*steps, (True, {})])
    events[-1]["public_seq"] += 1
    with pytest.raises(ValueError, match="public_seq"):
        fold(events)


def test_a_log_begins_with_the_ticket() -> None:
    (event,) = log([(True, {})])
    with pytest.raises(ValueError, match=r"message\.created"):
        fold([{**event, "type": "message.created"}])
    second = {**event, "seq": 2, "public_seq": 2}
    with pytest.raises(ValueError, match=r"ticket\.created"):
        fold([event, second])


def test_no_events_are_no_ticket() -> None:
    assert fold([])["seq"] == 0
