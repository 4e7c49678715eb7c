"""`rules/texts.py`: blanks are filled with what there is, in the language that the customer reads."""

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.texts import PLACEHOLDERS, Kind, render, say, unknown_placeholders

FULL: dict[str, str | None] = {
    "customer": "Vera", "team": "Billing", "reason": "it is about an invoice", "opens_at": "Monday, 09:00",
    "queue": "Payments",
}  # fmt: skip
# With what only our own texts name.
OWN = {**FULL, "into": "1204"}
KINDS: tuple[Kind, ...] = get_args(Kind)


@pytest.mark.parametrize(
    ("template", "unknown"),
    [
        ("Hello {customer}, {team} {reason} {opens_at} {queue}", []),
        ("No braces", []),
        ("{", []),
        ("} and {", []),
        ("{agent}", ["agent"]),
        ("{Customer} { customer } {}", ["Customer", " customer ", ""]),
        ("{a}{b}{a}", ["a", "b"]),
        ("{{customer}}", []),
        ("{customer.name}", ["customer.name"]),
        ("{customer!r} {0}", ["customer!r", "0"]),
    ],
)
def test_what_nothing_can_fill_is_named(template: str, unknown: list[str]) -> None:
    assert unknown_placeholders(template) == unknown


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        ("Hello {customer}, you are with {team} now.", FULL, "Hello Vera, you are with Billing now."),
        ("Hello {customer}, welcome.", {}, "Hello, welcome."),
        ("Hello {customer}, welcome.", {"customer": None}, "Hello, welcome."),
        ("Hello {customer}!", {"customer": ""}, "Hello!"),
        ("Because {reason} you wait", {}, "Because you wait"),
        ("{customer} wrote", {}, "wrote"),
        ("  as it  was , {customer}", FULL, "  as it  was , Vera"),
        ("{unknown} stays", FULL, "{unknown} stays"),
        ("{{customer}}", FULL, "{Vera}"),
    ],
)
def test_blanks_are_filled(template: str, values: dict[str, str | None], expected: str) -> None:
    assert render(template, values) == expected


@given(st.text(max_size=40))
def test_a_value_is_text_and_nothing_else(value: str) -> None:
    assert (
        render("<{customer}|{team}>", {"customer": value or "x", "team": "{reason}"}) == f"<{value or 'x'}|{{reason}}>"
    )


@given(
    st.text(alphabet="{}cutomer ,.!", max_size=30), st.dictionaries(st.sampled_from(sorted(PLACEHOLDERS)), st.text())
)
def test_any_template_can_be_filled(template: str, values: dict[str, str]) -> None:
    made = render(template, dict(values))
    if not any(f"{{{name}}}" in template for name in PLACEHOLDERS):
        assert made == template


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "ru", None])
def test_built_in_texts_read_well_with_and_without_what_they_name(kind: Kind, language: str | None) -> None:
    for values in ({}, FULL, OWN, *({name: FULL[name]} for name in FULL)):
        said = say(kind, None, language, values)
        assert not re.search(r"[{}]| {2}| [,.!?]|: ?\n|: ?$|\(\)", said), said
        assert said.isascii() == (language != "ru"), said
        for line in said.splitlines():
            assert line[0].isupper(), said
    named = say(kind, None, language, OWN)
    for name in {"handover": ("team", "reason"), "merged": ("into",)}.get(kind, ("opens_at",)):
        assert str(OWN[name]) in named


@pytest.mark.parametrize(
    ("language", "texts", "expected"),
    [
        ("en", {"en": "E", "ru": "R"}, "E"),
        ("en-GB", {"en": "E", "ru": "R"}, "E"),
        ("EN-gb", {"en": "E", "en-GB": "G"}, "G"),
        ("pt", {"pt-BR": "B", "pt-PT": "P"}, "B"),
        ("pt-AO", {"pt-BR": "B", "pt": "P"}, "P"),
        ("de", {"en": "E", "ru": "R"}, "E"),
        ("de", {"en-US": "U"}, "U"),
        (None, {"en": "E", "ru": "R"}, "E"),
        (None, {"ru": "R"}, "R"),
        (None, {"ru": "R", "de": "D"}, "D"),
        # The customer's own language before what the desk has written in another.
        ("ru", {"en": "E"}, say("message", None, "ru", {})),
        ("ru-RU", None, say("message", None, "ru", {})),
        ("de", {"ru": "R"}, say("message", None, "en", {})),
        ("de", {}, say("message", None, "en", {})),
        (None, None, say("message", None, "en", {})),
    ],
)
def test_the_language_is_the_customers(language: str | None, texts: dict[str, str] | None, expected: str) -> None:
    assert say("message", texts, language, {}) == expected
