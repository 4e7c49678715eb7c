"""Groups of conditions: they mean what logic says, plain ones mean what they always did, and time is exact."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.rules.calendars import Calendar, Hours
from app.rules.condition_groups import CALENDARS, Group, group_of, is_of_time, next_moment, problems
from app.rules.conditions import Condition, Conditions
from app.rules.schedules import Schedule

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
OFFICE = Schedule(Calendar("UTC", tuple((Hours(9 * 3600, 17 * 3600),) for _ in range(7)), {}, {}))

leaves = st.builds(
    lambda field, operator, value: {"field": field, "operator": operator, "value": value},
    st.sampled_from(["topic", "language"]),
    st.sampled_from(["is", "is_not"]),
    st.sampled_from(["a", "b"]),
)
groups = st.recursive(
    leaves,
    lambda below: st.builds(
        lambda every, some: {"all": every, "any": some}, st.lists(below, max_size=3), st.lists(below, max_size=3)
    ),
    max_leaves=12,
)
facts = st.fixed_dictionaries({"topic": st.sampled_from(["a", "b", None]), "language": st.sampled_from(["a", "b"])})


def by_logic(node: dict[str, Any], known: dict[str, Any]) -> bool:
    if "field" in node:
        return bool((known[node["field"]] == node["value"]) == (node["operator"] == "is"))
    every = all(by_logic(each, known) for each in node["all"])
    return every and (not node["any"] or any(by_logic(each, known) for each in node["any"]))


@given(st.lists(groups, max_size=3), st.lists(groups, max_size=3), facts)
def test_groups_are_logic(every: list[Any], some: list[Any], known: dict[str, Any]) -> None:
    stated = {"all": every, "any": some}
    group = group_of(stated)
    assert group.holds(known) == by_logic(stated, known)
    assert problems(group) == []
    # What is said to have matched did, and all that held is said.
    assert {leaf for leaf, _ in group.matched(known)} == {leaf for _, leaf in group.leaves() if leaf.holds(known)}


@given(st.lists(leaves, max_size=4), st.lists(leaves, max_size=4), facts)
def test_the_plain_shape_means_what_it_did(every: list[Any], some: list[Any], known: dict[str, Any]) -> None:
    plain = Conditions(*(tuple(Condition(**each) for each in several) for several in (every, some)))
    assert group_of({"all": every, "any": some}).holds(known) == plain.hold(known)


def asked(field: str, operator: str, value: Any, **known: Any) -> bool:
    group = group_of({"all": [{"field": field, "operator": operator, "value": value}]})
    assert problems(group) == []
    return group.holds({"now": NOON, CALENDARS: {"c": OFFICE}, **known})


def test_time() -> None:
    hour = timedelta(hours=1)
    assert asked("created_at", "older_than", 3600, created_at=NOON - hour)
    assert not asked("created_at", "older_than", 3601, created_at=NOON - hour)
    assert asked("created_at", "newer_than", 3601, created_at=NOON - hour)
    assert asked("created_at", "before", "2026-11-26T12:00:01Z", created_at=NOON)
    assert not asked("created_at", "after", "2026-11-26T12:00:00Z", created_at=NOON)
    assert not asked("solved_at", "older_than", 0)
    assert asked("custom_fields.ends", "before", "2026-12-01T00:00:00Z", custom_fields={"ends": "2026-11-30"})
    assert not asked("custom_fields.ends", "before", "2026-12-01T00:00:00Z", custom_fields={"ends": "never"})
    assert asked("now", "inside", "c")
    assert not asked("now", "outside", "c")
    # At closing time it is closed; of a calendar that is not there nothing is true.
    assert asked("now", "outside", "c", now=NOON.replace(hour=17))
    assert not asked("now", "inside", "gone")
    assert not asked("now", "outside", "gone")


def test_words() -> None:
    assert asked("message", "contains", ["REFUND", "geld"], message="Where is my refund?")
    assert not asked("message", "contains", "refund")
    assert asked("message", "contains_none", "refund")


def test_when_to_look_again() -> None:
    night = NOON.replace(hour=20)
    known = {"now": night, CALENDARS: {"c": OFFICE}, "created_at": night - timedelta(hours=1)}
    inside = {"field": "now", "operator": "inside", "value": "c"}
    old = {"field": "created_at", "operator": "older_than", "value": 7200}
    assert next_moment(group_of({"all": [inside]}), known) == NOON.replace(hour=9) + timedelta(days=1)
    assert next_moment(group_of({"all": [inside], "any": [{"all": [old]}]}), known) == night + timedelta(hours=1)
    plain = group_of({"all": [{"field": "topic", "operator": "present"}]})
    assert next_moment(plain, known) is None
    assert (is_of_time(plain), is_of_time(group_of({"any": [{"any": [old]}]})), is_of_time(Group())) == (
        False,
        True,
        False,
    )
