"""Which tickets an incident is behind, how components are, and the draft of what was learnt."""

from datetime import UTC, datetime

from app.rules.component_states import said_by, state_of
from app.rules.incident_drafts import draft
from app.rules.incident_matching import matched

_FACTS = {"subject": "ОПЛАТА не проходит", "message": "The card is refused", "priority": "high", "tags": []}


def test_conditions_and_one_of_the_phrases() -> None:
    high = {"all": [{"field": "priority", "operator": "is", "value": "high"}], "any": []}
    nothing: dict[str, list[object]] = {"all": [], "any": []}
    assert matched({"conditions": nothing, "phrases": ["оплат"]}, _FACTS) == {"phrase": "оплат", "conditions": []}
    assert matched({"conditions": high, "phrases": ["x", "CARD"]}, _FACTS) == {
        "phrase": "CARD", "conditions": ["priority"],
    }  # fmt: skip
    assert matched({"conditions": high, "phrases": ["x"]}, _FACTS) is None
    assert matched({"conditions": high, "phrases": ["card"]}, {**_FACTS, "priority": "low"}) is None
    # What a log does not say: it is part of no incident.
    free = {"all": [{"field": "incident", "operator": "is", "value": "no"}], "any": []}
    assert matched({"conditions": free, "phrases": []}, _FACTS) == {"phrase": None, "conditions": ["incident"]}


def test_the_worst_is_what_a_component_is() -> None:
    assert state_of([]) == "operational"
    assert state_of([said_by("minor", None), said_by("critical", "partial_outage")]) == "partial_outage"
    assert state_of(["degraded"], maintenance=True) == "degraded"
    assert state_of(["operational"], maintenance=True) == "maintenance"
    assert [said_by(each, None) for each in ("none", "critical")] == ["operational", "major_outage"]


def test_a_draft_takes_nobodys_words_for_markdown() -> None:
    at = datetime(2026, 11, 26, 12, tzinfo=UTC)
    figures = {"seconds": 3725, "tickets": 2, "customers": 1, "updates": 1, "messages": 2}
    log = [
        {"type": "incident.created", "data": {"set": {"impact": "major"}}, "at": at, "by": "Anna"},
        {
            "type": "incident.updated", "at": at, "by": "<b>",
            "data": {"update": {"status": "identified", "texts": {"en": "# a\n- [b](c)"}}},
        },
    ]  # fmt: skip
    facts = {"texts": {"en": "<i>Down</i>"}, "impact": "major", "started_at": at, "resolved_at": None}
    text = draft(facts, figures, log)
    assert text.startswith("# \\<i\\>Down\\</i\\>\n")
    assert "1 h 2 min 5 s" in text
    assert "Resolved: not yet" in text
    assert "identified, said: \\# a - \\[b\\](c) (\\<b\\>)" in text
