"""The language of templates: holes are seen, values are never code, and no text costs more than a moment."""

import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.template_variants import choose
from app.rules.templates import TemplateError, escaped, left_open, render, unknown

KNOWN = {"customer.name", "customer.first_name", "ticket.tags"}

EVIL = [
    "{{" * 8_000, "{%" * 8_000, "{{ a" + "[b" * 4_000, "{{ " + "(" * 8_000 + " }}", "{% if a %}" * 1_600,
    "{% if " + " or ".join(["a"] * 3_000) + " %}{% endif %}", "{{ a" + " | upcase" * 1_600 + " }}",
    "{% for i in (1..99999999999) %}x{% endfor %}", "{% for i in (1..100) %}{% assign a = i %}{% endfor %}" * 99,
    "{% assign a = 'xxxxxxxxxxxxxxxx' %}" + "{% assign a = a | append: a %}" * 290, "{{ " + "9" * 400 + " }}",
    "{% for i in (1..99999999999) reversed limit: 1 %}x{% endfor %}",
    "{% for i in (1..99999999999) offset: 99999999998 %}x{% endfor %}",
    "{% assign a = 99999999999 %}{% for i in (1..a) reversed %}x{% endfor %}",
    "{% assign a = '" + "xé" * 200 + "' %}{% for i in (1..100) %}"
    + ("{% assign b = a" + " | append: a" * 20 + " | upcase | downcase" * 10 + " %}") * 49 + "{% endfor %}",
    "{% for i in (1..100) %}" + "".join(f"{{% assign a{n} = i %}}" for n in range(140)) + "{% endfor %}",
    "{% assign a = '" + "x" * 400 + "' %}" + "{% assign a = a | append: a %}" * 5 + "{% for i in (1..100) %}{% if "
    + " or ".join(["a contains 'xxxxxxxxxxxxxxxxxxxxxxxxyxxxxxxxxxxxx'"] * 10) + " %}x{% endif %}{% endfor %}",
    "{% comment %}" * 290, "{{ 'x' | date: '%999999999d' }}", "{{ 1e999 | truncate: 9e99 }}", "\\{" * 8_000,
]  # fmt: skip


@pytest.mark.parametrize("text", EVIL, ids=range(len(EVIL)))
def test_nothing_takes_long(text: str) -> None:
    # Of this process's own time: a busy machine is no fault of the text.
    began = time.process_time()
    with suppress(TemplateError):
        assert len(render(text, {}, known=KNOWN).text) < 70_000
    assert time.process_time() - began < 1


@given(st.text(max_size=60))
def test_any_text_is_filled_or_refused(text: str) -> None:
    for body in (text, "{{ " + text + " }}", "{% " + text + " %}", "{{ customer.name | " + text + " }}"):
        with suppress(TemplateError):
            render(body, {"customer": {"name": "Vera"}}, known=KNOWN)


# An end of a line is one, however it is written.
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1, max_size=40))
def test_a_value_is_a_value(name: str) -> None:
    assert render("{{ customer.name }}", {"customer": {"name": name}}, known=KNOWN).text == name
    marked = render("{{ customer.name }}", {"customer": {"name": name}}, known=KNOWN, form="markdown").text
    assert marked == escaped(name)


def test_holes() -> None:
    values = {"customer": {"name": None}, "ticket": {"tags": ["a", "b"]}}
    text = '{{ customer.name }}{% if customer.first_name %}!{% endif %}{{ customer.first_name | default: "-" }}'
    text += "{{ nope.x }}"
    seen = render(text, values, known=KNOWN)
    assert (seen.unknown, seen.missing) == (("nope.x",), ("customer.name",))
    assert left_open(seen.text) == ["{{ customer.name }}", "{{ nope }}"]
    assert unknown("{{ ticket.tags.size }}{{ ticket.tags[0] }}{{ ticket.tags.x }}", KNOWN) == ("ticket.tags.x",)
    assert render("{{ now }}{{ today }}", {}, known=KNOWN).unknown == ("now", "today")


def test_which_text() -> None:
    several: list[dict[str, Any]] = [
        {"locale": "en"},
        {"locale": None, "brand": "b"},
        {"locale": "ru"},
        {"locale": "ru", "brand": "b"},
    ]
    assert choose(several, locale="ru-RU", brand="b") == 3
    assert choose(several, locale="ru", brand="c") == 2
    assert choose(several, locale="fr", brand="b") == 1
    assert choose(several, locale="fr", brand=None) == 0
    assert choose([{"locale": None, "brand": "b"}], locale="ru", brand="c") is None
