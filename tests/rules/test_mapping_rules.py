"""Rules of a mapping: JMESPath, Liquid, lookups and defaults; whatever somebody writes there ends, and soon."""

import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import mapping_jmespath, mapping_liquid
from app.rules.budgets import Budget, OverBudgetError
from app.rules.intake import STEPS, extract
from app.rules.intake_deciding import Age, changes
from app.rules.intake_rules import MappingError, apply_rule

LARGE: dict[str, Any] = {
    "a": list(range(60_000)),
    "s": "x" * 60_000,
    "items": [{"n": n, "t": "w" * 20} for n in range(3000)],
}
ENDLESS_EXPRESSIONS = [
    "|".join(["[@,@][]"] * 100),
    "|".join(["[@,@]"] * 120) + "|to_string(@)",
    "|".join(["[@,[`1`]]"] * 60) + "|@==@",
    "join(s, items[*].t)",
    "a[*].to_string(@)",
    "[a,a,a,a,a,a,a,a][][]",
    "map(&map(&@,@),[a,a,a,a])",
    "sort_by(items[*].[t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t][], &@)",
    "!" * 900 + "a",
    "[" * 300 + "@" + "]" * 300,
    "ceil(`1e999`)",
    "max_by(items, &n) | sum(@)",
]
ENDLESS_TEMPLATES = [
    "{% for i in a %}{% for k in a %}{% endfor %}{% endfor %}",
    "{{ s | replace: 'x', s }}",
    "{{ items | map: 't' | join: s }}",
    "{% assign q = 'xxxxxxxxxx' %}" + "{% assign q = q | append: q %}" * 40,
    "{% for i in items limit:900 %}" + "{% if i %}{% endif %}" * 90 + "{% endfor %}",
    "{% for i in items limit:900 %}" + "{{ s | upcase | downcase }}" * 40 + "{% endfor %}",
    "{{ a }}{{ a }}{{ items }}{{ s }}{{ s }}",
    "{% for i in a limit:1000 %}{{ s }}{% endfor %}",
]


@pytest.mark.parametrize("expression", ENDLESS_EXPRESSIONS)
def test_an_expression_that_never_ends_is_ended(expression: str) -> None:
    started = time.process_time()
    with pytest.raises((OverBudgetError, mapping_jmespath.ExpressionError)):
        mapping_jmespath.search(expression, LARGE, Budget(STEPS))
    assert time.process_time() - started < 2


@pytest.mark.parametrize("template", ENDLESS_TEMPLATES)
def test_a_template_that_never_ends_is_ended(template: str) -> None:
    started = time.process_time()
    with pytest.raises((OverBudgetError, mapping_liquid.TemplateError)):
        mapping_liquid.render(template, LARGE, Budget(STEPS))
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "template",
    [
        "{% for i in (1..1000000000) %}x{% endfor %}",
        "{% if (1..1000000000) contains 5.5 %}a{% endif %}",
        "{% include 'x' %}",
        "{{ 9 | times: 9 }}",
        "{{ 'now' | date: '%Y' }}",
        "{{ x | no_such }}",
        "{% liquid echo 1 %}",
        "{% if %}",
        "{{",
        "x" * 2001,
        "{% if a %}" * 200 + "{% endif %}" * 200,
    ],
)
def test_what_no_template_may_say_is_refused_when_it_is_saved(template: str) -> None:
    with pytest.raises(mapping_liquid.TemplateError):
        mapping_liquid.compiled(template)


@pytest.mark.parametrize("expression", ["a[", "", "nope(@)[", "a" * 1001, "(" * 1000, "`{`"])
def test_what_is_no_expression_is_refused_when_it_is_saved(expression: str) -> None:
    with pytest.raises(mapping_jmespath.ExpressionError):
        mapping_jmespath.compiled(expression)


@given(expression=st.text(alphabet="ab[]*@.|&`'\",:?!=<>(){}0-_", max_size=40), payload=st.just({"a": [{"b": 1}, [2]]}))
def test_any_text_is_an_expression_or_our_own_refusal(expression: str, payload: Any) -> None:
    with suppress(mapping_jmespath.ExpressionError, OverBudgetError):
        mapping_jmespath.search(expression, payload, Budget(1000))


@given(template=st.text(alphabet="ab{}%|.: '\"if=[]0-<>", max_size=40))
def test_any_text_is_a_template_or_our_own_refusal(template: str) -> None:
    with suppress(mapping_liquid.TemplateError, OverBudgetError):
        assert isinstance(mapping_liquid.render(template, {"a": {"b": [1]}}, Budget(1000)), str)


@pytest.mark.parametrize(
    ("rule", "value", "origin"),
    [
        ({"path": "issue.level"}, "P1", "path"),
        ({"path": "issue.level", "lookup": {"p1": "urgent"}}, "urgent", "path"),
        ({"path": "issue.level", "lookup": {"P2": "high"}}, "P1", "path"),
        ({"path": "issue.level", "lookup": {"P2": "high"}, "default": "low"}, "low", "default"),
        ({"path": "issue.open", "lookup": {"true": "open", "false": "solved"}}, "open", "path"),
        ({"path": "nowhere", "default": "low"}, "low", "default"),
        ({"constant": ["a", "b"]}, ["a", "b"], "constant"),
        ({"jmespath": "issue.tags[?starts_with(@, 'x')] | [0]"}, "xy", "jmespath"),
        ({"jmespath": "issue.tags", "lookup": {"xy": "z"}}, ["ab", "z"], "jmespath"),
        ({"liquid": "{{ issue.level }}: {{ payload.issue.tags | join: '+' }}"}, "P1: ab+xy", "liquid"),
        ({"liquid": "{% if issue.none %}x{% endif %}", "default": "d"}, "d", "default"),
    ],
)
def test_a_rule_gives_its_value(rule: dict[str, Any], value: Any, origin: str) -> None:
    payload = {"issue": {"level": "P1", "open": True, "tags": ["ab", "xy"]}}
    assert apply_rule(rule, payload, Budget(1000)) == (value, origin)


def test_one_budget_is_for_the_whole_mapping() -> None:
    mapping = {f"custom_fields.f{n}": {"jmespath": "items[*].[n,t][]"} for n in range(40)}
    found = extract({"body": "x", **LARGE}, mapping)
    assert found.troubles
    assert all("too many steps" in each for each in found.troubles.values())
    with pytest.raises(MappingError):
        apply_rule({"liquid": "{{ s | slice: 'x' }}"}, LARGE, Budget(1000))


def test_custom_fields_are_mapped_one_by_one_and_keep_their_kind() -> None:
    payload = {"body": "x", "order": {"id": 7, "late": True}, "custom_fields": {"a": 1, "b": 2}}
    mapping: dict[str, Any] = {
        "custom_fields.order": "order.id",
        "custom_fields.late": {"path": "order.late"},
        "custom_fields.b": None,
    }
    assert extract(payload, mapping).values["custom_fields"] == {"a": 1, "order": 7, "late": True}
    assert "custom_fields" not in extract({"body": "x"}, mapping).values


def test_only_what_the_source_says_otherwise_is_changed() -> None:
    said = {"priority": "high", "tags": ["a", "b"], "custom_fields": {"x": 1, "y": 2}}
    says = {"priority": "high", "tags": ["b", "c"], "custom_fields": {"x": 1, "y": 3}, "status": "solved"}
    found = changes(said, says, tags=["agent's", "a", "b"], custom_fields={"x": 9, "mine": True})
    assert found == {
        "tags": ["agent's", "b", "c"],
        "custom_fields": {"x": 9, "mine": True, "y": 3},
        "status": "solved",
    }
    assert changes(says, says, tags=[], custom_fields={}) == {}


def test_older_is_only_what_surely_is() -> None:
    assert Age(sequence=1).is_older_than(Age(sequence=2))
    assert not Age(sequence=2).is_older_than(Age(sequence=2))
    assert not Age().is_older_than(Age(sequence=2))
    assert Age(sequence=1).newest(Age(sequence=3)) == Age(sequence=3)
