"""`rules/conditions.py`: what each operator means, also for what is not there; which conditions mean nothing."""

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.conditions import FIELDS, LISTS, OPERATORS, VALUES, Condition, Conditions, Operator, problems
from app.schemas.tickets import Channel, Priority, TicketType

FACTS: dict[str, Any] = {
    "priority": "high",
    "tags": ["vip", "billing"],
    "topic": None,
    "language": "",
    "custom_fields": {"plan": "gold", "seats": 10, "beta": True, "one": 1, "none": None, "off": False, "many": [1, 2]},
}
# Facts, and not what a ticket of ours would ever have.
_ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


def holds(field: str, operator: Operator, value: Any = None) -> bool:
    """Whether it holds for the facts."""
    return Condition(field, operator, value).holds(FACTS)


@pytest.mark.parametrize(
    ("field", "operator", "value", "expected"),
    [
        ("priority", "is", "high", True),
        ("priority", "is", "low", False),
        ("priority", "is_not", "low", True),
        ("priority", "is_not", "high", False),
        ("priority", "in", ["low", "high"], True),
        ("priority", "in", ["low"], False),
        ("priority", "not_in", ["low"], True),
        ("priority", "not_in", ["low", "high"], False),
        ("priority", "present", None, True),
        ("priority", "absent", None, False),
        # What is not there is equal to nothing and on no list.
        ("topic", "is", "x", False),
        ("topic", "is_not", "x", True),
        ("topic", "in", ["x"], False),
        ("topic", "not_in", ["x"], True),
        ("topic", "present", None, False),
        ("topic", "absent", None, True),
        ("language", "present", None, False),
        ("language", "absent", None, True),
        ("brand", "is", "x", False),
        ("brand", "is_not", "x", True),
        ("brand", "absent", None, True),
        # Lists.
        ("tags", "has_any", ["vip", "x"], True),
        ("tags", "has_any", ["x"], False),
        ("tags", "has_all", ["vip", "billing"], True),
        ("tags", "has_all", ["vip", "x"], False),
        ("tags", "has_none", ["x"], True),
        ("tags", "has_none", ["x", "vip"], False),
        ("tags", "present", None, True),
        # Custom fields: text, numbers, and true that is not 1.
        ("topic", "under", "billing", False),
        ("custom_fields.plan", "is", "gold", True),
        ("custom_fields.plan", "is", "Gold", False),
        ("custom_fields.seats", "is", 10, True),
        ("custom_fields.seats", "is", 10.0, True),
        ("custom_fields.seats", "is", "10", False),
        ("custom_fields.seats", "at_least", 10, True),
        ("custom_fields.seats", "at_least", 10.5, False),
        ("custom_fields.seats", "at_most", 10, True),
        ("custom_fields.seats", "at_most", 9, False),
        ("custom_fields.plan", "at_least", 1, False),
        ("custom_fields.beta", "at_least", 1, False),
        ("custom_fields.nothing", "at_most", 1, False),
        ("custom_fields.beta", "is", True, True),
        ("custom_fields.beta", "is", 1, False),
        ("custom_fields.beta", "is_not", 1, True),
        ("custom_fields.beta", "in", [1], False),
        ("custom_fields.beta", "not_in", [1], True),
        ("custom_fields.one", "is", 1, True),
        ("custom_fields.one", "is", True, False),
        ("custom_fields.one", "in", [True, "1"], False),
        ("custom_fields.off", "is", False, True),
        ("custom_fields.off", "is", 0, False),
        ("custom_fields.off", "present", None, True),
        ("custom_fields.none", "absent", None, True),
        ("custom_fields.nothing", "absent", None, True),
        ("custom_fields.many", "is", 1, False),
        ("custom_fields.many", "in", [1, 2], False),
    ],
)
def test_an_operator(field: str, operator: Operator, value: Any, expected: bool) -> None:  # noqa: FBT001
    assert holds(field, operator, value) is expected


def test_lists_that_are_not_there_have_nothing() -> None:
    nothing: list[dict[str, Any]] = [{}, {"tags": None}, {"tags": []}]
    for facts in nothing:
        assert not Condition("tags", "has_any", ["x"]).holds(facts)
        assert not Condition("tags", "has_all", ["x"]).holds(facts)
        assert Condition("tags", "has_none", ["x"]).holds(facts)
        assert Condition("tags", "absent").holds(facts)


def test_under_a_topic_is_the_topic_and_what_is_below_it() -> None:
    for branch, holds in (("billing/refund", True), ("billing", True), ("bill", False), ("billing/refund/card", False)):
        assert Condition("topic", "under", branch).holds({"topic": "billing/refund"}) is holds


def test_custom_fields_that_are_not_there_are_absent() -> None:
    nothing: list[dict[str, Any]] = [{}, {"custom_fields": None}, {"custom_fields": {}}]
    for facts in nothing:
        assert Condition("custom_fields.plan", "absent").holds(facts)
        assert not Condition("custom_fields.plan", "is", "gold").holds(facts)


def test_all_and_any() -> None:
    yes, no = Condition("priority", "is", "high"), Condition("priority", "is", "low")
    for every, some, expected in (
        ((), (), True),
        ((yes,), (), True),
        ((yes, no), (), False),
        ((), (no, yes), True),
        ((), (no,), False),
        ((yes,), (no,), False),
        ((no,), (yes,), False),
        ((yes, yes), (yes, no), True),
    ):
        assert Conditions(every, some).hold(FACTS) is expected


def test_what_matched_is_told_with_what_was_found() -> None:
    high, vip = Condition("priority", "in", ["high"]), Condition("tags", "has_any", ["vip"])
    conditions = Conditions((high,), (Condition("brand", "is", "x"), vip))
    assert conditions.matched(FACTS) == [(high, "high"), (vip, ["vip", "billing"])]


@given(fact=_ODD, value=st.text(max_size=3) | st.booleans() | st.integers() | st.lists(st.text(max_size=3), min_size=1))
def test_opposites_are_opposite_and_nothing_fails(fact: Any, value: Any) -> None:
    """Whatever a custom field holds: an operator answers, and its opposite answers the opposite."""
    facts = {"custom_fields": {"x": fact}}
    pairs: list[tuple[Operator, Operator, Any]] = [
        ("is", "is_not", value if not isinstance(value, list) else value[0]),
        ("in", "not_in", value if isinstance(value, list) else [value]),
        ("present", "absent", None),
    ]
    for one, other, wanted in pairs:
        found = Condition("custom_fields.x", one, wanted).holds(facts)
        assert found is not Condition("custom_fields.x", other, wanted).holds(facts)
    for limit in ("at_least", "at_most"):
        assert isinstance(Condition("custom_fields.x", limit, 1).holds(facts), bool)


@pytest.mark.parametrize(
    ("field", "operator", "value", "code"),
    [
        ("colour", "is", "red", "unknown_field"),
        ("custom_fields", "is", "red", "unknown_field"),
        ("custom_fields.", "is", "red", "unknown_field"),
        ("", "present", None, "unknown_field"),
        ("tags", "is", "x", "operator_does_not_fit"),
        ("tags", "in", ["x"], "operator_does_not_fit"),
        ("tags", "at_least", 1, "operator_does_not_fit"),
        ("priority", "has_any", ["high"], "operator_does_not_fit"),
        ("custom_fields.x", "has_any", ["high"], "operator_does_not_fit"),
        ("priority", "at_least", 1, "operator_does_not_fit"),
        ("priority", "present", "x", "invalid_value"),
        ("tags", "absent", [], "invalid_value"),
        ("priority", "is", None, "invalid_value"),
        ("priority", "is", ["high"], "invalid_value"),
        ("priority", "is", 1, "invalid_value"),
        ("brand", "in", ["shop", True], "invalid_value"),
        ("priority", "in", "high", "invalid_value"),
        ("priority", "in", [], "invalid_value"),
        ("priority", "in", [["high"]], "invalid_value"),
        ("tags", "has_any", [{"a": 1}], "invalid_value"),
        ("tags", "has_any", [1], "invalid_value"),
        ("custom_fields.x", "is", None, "invalid_value"),
        ("custom_fields.x", "is", {"a": 1}, "invalid_value"),
        ("custom_fields.x", "at_least", "1", "invalid_value"),
        ("custom_fields.x", "at_most", True, "invalid_value"),
        ("custom_fields.x", "at_most", None, "invalid_value"),
        ("priority", "is", "hihg", "unknown_value"),
        ("status", "in", ["open", "waiting"], "unknown_value"),
        ("channel", "not_in", ["pigeon"], "unknown_value"),
        ("type", "is_not", "joke", "unknown_value"),
        ("custom_fields.x", "under", "billing", "operator_does_not_fit"),
        ("topic", "under", ["billing"], "invalid_value"),
        ("custom_fields.due", "at_most", "2026-02-30", "invalid_value"),
        ("custom_fields.due", "at_most", "2026-05-31T12:00:00+03:00", "invalid_value"),
    ],
)
def test_a_condition_that_means_nothing(field: str, operator: Operator, value: Any, code: str) -> None:
    good = Condition("priority", "is", "high")
    (found,) = problems(Conditions((good, Condition(field, operator, value))))
    assert (found.path, found.code) == (("all", 1), code)
    (found,) = problems(Conditions((good,), (Condition(field, operator, value),)))
    assert (found.path, found.code) == (("any", 0), code)


@pytest.mark.parametrize(
    ("field", "operator", "value"),
    [
        ("priority", "in", ["high", "urgent"]),
        ("brand", "is", "shop"),
        ("tags", "has_none", ["vip"]),
        ("tags", "absent", None),
        ("topic", "present", None),
        ("topic", "under", "billing"),
        ("request_type", "is", "banner"),
        ("custom_fields.x", "is", True),
        ("custom_fields.x", "in", [1, "1", 1.5, False]),
        ("custom_fields.x.y", "at_least", 0.5),
        ("custom_fields.due", "at_most", "2026-05-31"),
        ("custom_fields.due", "at_least", "2026-05-31T12:00:00Z"),
    ],
)
def test_a_condition_that_means_something(field: str, operator: Operator, value: Any) -> None:
    assert problems(Conditions((Condition(field, operator, value),))) == []


def test_what_a_field_can_be_is_what_tickets_can_have() -> None:
    assert VALUES["priority"] == set(get_args(Priority))
    assert VALUES["type"] == set(get_args(TicketType))
    assert VALUES["channel"] == set(get_args(Channel))
    assert VALUES.keys() | LISTS <= FIELDS
    assert len(OPERATORS) == 12
