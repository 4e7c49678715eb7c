"""Custom fields: what is stored of what was sent, and what is refused, whatever it is."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.conditions import Condition, Conditions
from app.rules.field_values import KINDS, Kind, Refused, Shape, normal
from app.rules.fields import Field, Sent, missing_to_solve, problems_of, settle, shown_to
from app.rules.locales import accepted, best
from app.rules.patterns import UnusableError, compiled

OPTIONS = {"eu": True, "asia": True, "old": False}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def shape(kind: Kind, **more: Any) -> Shape:
    return Shape(kind, OPTIONS if "select" in kind else {}, **more)


@pytest.mark.parametrize(
    ("kind", "sent", "stored"),
    [
        ("text", "  Pump 7 ", "Pump 7"), ("text", "", None), ("text", None, None), ("text", "a\nb", Refused),
        ("text", 7, Refused), ("text", "x" * 256, Refused), ("long_text", "a\nb", "a\nb"),
        ("number", "12.50", 12.5), ("number", 3.0, 3), ("number", True, Refused), ("number", 2**60, Refused),
        ("number", float("nan"), Refused), ("number", "1e5", Refused), ("integer", "7", 7), ("integer", 7.5, Refused),
        ("boolean", "TRUE", True), ("boolean", 1, Refused), ("date", "2026-02-28", "2026-02-28"),
        ("date", "2026-02-30", Refused), ("date", "20260228", Refused),
        ("datetime", "2026-01-01T03:00:00.9+03:00", "2026-01-01T00:00:00Z"), ("datetime", "2026-01-01T00:00", Refused),
        ("datetime", "0001-01-01T00:00:00+10:00", Refused), ("select", "eu", "eu"), ("select", "mars", Refused),
        ("select", "old", Refused), ("select", ["eu"], Refused),
        ("multi_select", ["asia", "eu", "asia"], ["eu", "asia"]),
        ("multi_select", "eu", ["eu"]), ("multi_select", [], None), ("multi_select", [["eu"]], Refused),
        ("url", "HTTPS://Example.COM/A b", Refused), ("url", "HTTPS://Example.COM/A", "https://example.com/A"),
        ("url", "javascript:alert(1)", Refused), ("url", "http://[::1", Refused), ("email", "A@Ex.COM", "A@ex.com"),
        ("email", "nobody", Refused), ("phone", "8 (800) 555-35-35", "88005553535"), ("phone", "call me", Refused),
        ("agent", "01939C33-8A6E-7BB2-9D4C-0D5C1C1E9A10", "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"),
        ("agent", "x", Refused),
    ],
)  # fmt: skip
def test_a_value_is_stored_in_one_way_or_refused(kind: Kind, sent: Any, stored: Any) -> None:
    if stored is Refused:
        with pytest.raises(Refused):
            normal(shape(kind), sent)
    else:
        assert repr(normal(shape(kind), sent)) == repr(stored)


@given(st.sampled_from(KINDS), JSON)
def test_any_value_is_judged_and_what_is_stored_stays(kind: Kind, value: Any) -> None:
    try:
        stored = normal(shape(kind), value)
    except Refused as refused:
        stored = refused.code and refused.sentence and None
    assert stored is None or normal(shape(kind), stored) == stored


def test_bounds_hold_for_numbers_and_dates() -> None:
    within = shape("date", minimum="2026-01-01", maximum="2026-12-31")
    assert normal(within, "2026-12-31") == "2026-12-31"
    for kind, value, bounds in (
        ("number", 0, (1, 2)),
        ("number", 3, (1, 2)),
        ("date", "2027-01-01", ("", "2026-01-01")),
    ):
        with pytest.raises(Refused):
            normal(shape(kind, minimum=bounds[0], maximum=bounds[1]), value)  # type: ignore[arg-type]


@pytest.mark.parametrize("pattern", [r"[A-Z]{2}-\d{4}", r"\w+@\w+", r"(\d{3}-){2}\d{4}", r"(red|green)?", r"^\d+$"])
def test_a_plain_pattern_can_be_used(pattern: str) -> None:
    assert compiled(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+b", "(a|a)*b", ".*.*.*x", "a?" * 30 + "a" * 30, "(?=x)a", r"(a)\1", "[", "(a*)*", "(|a)+", "x" * 201,
     "(" * 150],
)  # fmt: skip
def test_a_pattern_that_could_take_for_ever_is_refused(pattern: str) -> None:
    with pytest.raises(UnusableError):
        compiled(pattern)


@given(st.text("ab*+?()|.{}2\\d[]", max_size=20))
def test_whatever_is_allowed_is_quick(pattern: str) -> None:
    try:
        usable = compiled(pattern)
    except UnusableError:
        return
    before = time.process_time()
    usable.fullmatch("a" * 254 + "!")
    assert time.process_time() - before < 0.5


def field(key: str, kind: Kind = "text", **more: Any) -> Field:
    return Field(key, shape(kind), visible_to="customers", writable_by="customers", **more)


def fields(*several: Field) -> dict[str, Field]:
    return {each.key: each for each in several}


def codes(found: Any) -> dict[str, str]:
    return {str(each.path[1]): each.code for each in found.problems}


FACTS = {"type": "question", "brand": "shop"}


def test_values_are_normal_and_what_nobody_has_defined_stays() -> None:
    found = settle(fields(field("seats", "integer")), Sent({"seats": "7", "other": {"a": 1}}, "partner", FACTS))
    assert (found.values, found.problems) == ({"seats": 7, "other": {"a": 1}}, [])
    strict = settle(fields(field("seats", "integer")), Sent({"other": 1}, "partner", FACTS, strict=True))
    assert codes(strict) == {"other": "unknown_field"}
    assert codes(settle({}, Sent({"other": 1}, "customer", FACTS))) == {"other": "unknown_field"}


def test_who_may_write_what() -> None:
    known = fields(
        Field("ours", shape("text"), visible_to="customers", writable_by="agents"),
        Field("theirs", shape("text"), visible_to="customers", writable_by="partners"),
    )
    for kind, refused in (("customer", {"ours", "theirs"}), ("partner", {"ours"}), ("agent", set()), ("system", set())):
        assert set(codes(settle(known, Sent({"ours": "x", "theirs": "y"}, kind, FACTS)))) == refused
    values = {"ours": "x", "hidden": 1}
    known["hidden"] = Field("hidden", shape("integer"))
    assert shown_to(known, {**values, "free": 1}, "customer") == {"ours": "x"}
    assert shown_to(known, {**values, "free": 1}, "partner") == {"ours": "x", "free": 1}
    assert shown_to(known, values, "agent") == values
    assert settle(known, Sent(values, "agent", FACTS)).of_agents == ["hidden"]


def test_a_field_is_asked_where_its_conditions_hold() -> None:
    other = Conditions(all=(Condition("custom_fields.kind", "is", "eu"),))
    known = fields(
        field("kind", "select"),
        field("site", required_on_create=True, conditions=other),
        field("only", types=frozenset({"incident"}), brands=frozenset({"shop"})),
    )
    assert codes(settle(known, Sent({}, "customer", FACTS))) == {}
    assert codes(settle(known, Sent({"kind": "eu"}, "customer", FACTS))) == {"site": "field_required"}
    assert codes(settle(known, Sent({"kind": "asia", "site": "x"}, "customer", FACTS))) == {
        "site": "field_does_not_apply"
    }
    assert codes(settle(known, Sent({"only": "x"}, "customer", FACTS))) == {"only": "field_does_not_apply"}
    assert codes(settle(known, Sent({"only": "x"}, "customer", {**FACTS, "type": "incident"}))) == {}
    assert codes(settle(known, Sent({"kind": "eu"}, "customer", FACTS, asked=False))) == {}, "nobody asked"


def test_defaults_and_what_is_known_decide_what_else_is_asked() -> None:
    after = Conditions(all=(Condition("custom_fields.z", "is", "eu"),))
    known = fields(
        field("a", default="yes", conditions=after), field("z", "select", default="eu"), field("of", of_customer=True)
    )
    found = settle(known, Sent({}, "customer", FACTS, known={"of": "before"}))
    assert found.values == {"a": "yes", "z": "eu", "of": "before"}
    assert settle(known, Sent({"z": None}, "customer", FACTS)).values == {}, "whoever says nothing means it"


def test_what_is_stored_can_be_sent_again_whatever_has_become_of_its_field() -> None:
    known = fields(
        Field("gone", shape("text"), archived=True), field("pick", "select"), field("need", required_on_create=True)
    )
    before = {"gone": "x", "pick": "mars", "need": "y"}
    assert settle(known, Sent(before, "agent", FACTS, before=before)).problems == []
    changed = settle(known, Sent({"gone": "z", "pick": "old"}, "agent", FACTS, before=before))
    assert codes(changed) == {"gone": "field_archived", "pick": "option_archived", "need": "field_required"}
    assert codes(settle(known, Sent({}, "agent", FACTS, before={"gone": "x"}))) == {}


def test_what_is_needed_to_solve() -> None:
    incident = Conditions(all=(Condition("type", "is", "incident"),))
    known = fields(field("cause", required_to_solve=True, required_when=incident), field("note"))
    assert missing_to_solve(known, {**FACTS, "custom_fields": {}}) == []
    assert missing_to_solve(known, {"type": "incident", "custom_fields": {}}) == ["cause"]
    assert missing_to_solve(known, {"type": "incident", "custom_fields": {"cause": "x"}}) == []


@given(st.dictionaries(st.sampled_from(["a", "b", "free"]), JSON), st.sampled_from(["agent", "customer", "partner"]))
def test_anything_gets_an_answer_and_settling_twice_changes_nothing(values: dict[str, Any], by: str) -> None:
    known = fields(field("a", "integer"), field("b", "multi_select"))
    found = settle(known, Sent(values, by, FACTS))
    if not found.problems:
        again = settle(known, Sent(found.values, by, FACTS, before=found.values))
        assert (repr(again.values), again.problems) == (repr(found.values), [])


def test_a_definition_that_means_nothing() -> None:
    itself = Conditions(all=(Condition("custom_fields.a", "present"),), any=(Condition("custom_fields.b", "present"),))
    wrong = Field("a", shape("integer"), writable_by="customers", conditions=itself, default="x")
    found = {each.path: each.code for each in problems_of({}, wrong)}
    assert found == {
        ("writable_by",): "wider_than_visible",
        ("conditions", "all", 0): "unknown_field",
        ("conditions", "any", 0): "unknown_field",
        ("default",): "invalid_value",
    }


def test_the_language_that_somebody_gets() -> None:
    texts = {"ru": "Регион", "en": "Region", "pt-BR": "Região"}
    wanted = [("ru-RU", "Регион"), ("pt", "Região"), ("de", "Region"), ("de, ru;q=0.5", "Регион"), ("", "Region")]
    for header, text in wanted:
        assert best(texts, accepted(header)) == text
    assert accepted("de;q=x, *;q=0, en;q=0.1, ru") == ["ru", "en"]
    assert best({"fr": "x"}, []) == "x"
    assert best({}, ["en"]) == ""
