"""Words that explanations share: Russian counts by the last two digits, and no name breaks a sentence."""

import unicodedata
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.wording import Language, listed, name, plural, reason, short, span


@pytest.mark.parametrize(
    ("number", "form"),
    [
        (0, "агентов"), (1, "агент"), (2, "агента"), (4, "агента"), (5, "агентов"), (11, "агентов"), (12, "агентов"),
        (14, "агентов"), (20, "агентов"), (21, "агент"), (22, "агента"), (25, "агентов"), (101, "агент"),
        (111, "агентов"), (114, "агентов"), (1002, "агента"),
    ],
)  # fmt: skip
def test_russian_forms(number: int, form: str) -> None:
    assert plural(number, "агент", "агента", "агентов") == form


@pytest.mark.parametrize(("number", "form"), [(0, "agents"), (1, "agent"), (2, "agents"), (21, "agents")])
def test_english_forms(number: int, form: str) -> None:
    assert plural(number, "agent", "agents") == form


@pytest.mark.parametrize(
    ("seconds", "en", "ru"),
    [
        (0, "0 s", "0 с"),
        (0.9, "0 s", "0 с"),
        (61, "1 min 1 s", "1 мин 1 с"),
        (3_661, "1 h 1 min", "1 ч 1 мин"),
        (90_000, "1 d 1 h", "1 дн 1 ч"),
    ],
)
def test_spans(seconds: float, en: str, ru: str) -> None:
    assert (span(seconds, "en"), span(seconds, "ru")) == (en, ru)


@pytest.mark.parametrize(
    ("texts", "more", "language", "shown"),
    [
        (["A"], 0, "en", "A"),
        (["A", "B"], 0, "en", "A and B"),
        (["A", "B", "C"], 0, "ru", "A, B и C"),
        (["A", "B", "C", "D", "E"], 0, "en", "A, B, C and 2 more"),
        (["A", "B"], 4, "ru", "A, B и ещё 4"),
    ],
)
def test_lists(texts: list[str], more: int, language: Language, shown: str) -> None:
    assert listed(texts, language, more=more) == shown


def test_a_list_of_choices() -> None:
    assert listed(["A", "B"], "en", last="or") == "A or B"


@given(st.text(max_size=400))
def test_no_name_breaks_a_sentence(text: str) -> None:
    for shown, most in ((name(text), 80), (reason(text), 300)):
        assert len(shown) <= most
        assert shown == shown.strip()
        assert not any(unicodedata.category(each) in {"Cc", "Zl", "Zp"} for each in shown)
        assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


def test_names_keep_what_is_theirs() -> None:
    assert name("  Anna \n\t O'Neil \u202e") == "Anna O'Neil"
    assert name("{0}{agent} %s") == "{0}{agent} %s"
    assert name("x" * 100) == "x" * 79 + "…"
    assert short(UUID(int=0xABC)) == "#00000abc"
