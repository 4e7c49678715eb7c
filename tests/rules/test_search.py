"""What a search means, and the piece that shows what was found: never markup of anybody else's."""

import html
import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.search_fragments import BEGIN, END, LENGTH, fragment, ranges
from app.rules.search_queries import MOST_TERMS, Query, Term, TooManyTermsError, nearest, other_stems, parse, slips


def terms(text: str) -> list[tuple[str, bool, bool]]:
    return [(each.text, each.phrase, each.minus) for each in parse(text).terms]


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("late delivery", [("late", False, False), ("delivery", False, False)]),
        ('"late delivery" -refund', [("late delivery", True, False), ("refund", False, True)]),
        ('-"late delivery" x', [("late delivery", True, True), ("x", False, False)]),
        ('an "open quote', [("an", False, False), ("open quote", True, False)]),
        ('a"b c"d', [("a", False, False), ("b c", True, False), ("d", False, False)]),
        ("- -- & | ! ( ) :* <->", []),
        ('"" "  " -"', []),
        ("it's", [("it's", False, False)]),
    ],
)
def test_whatever_is_typed_means_something(text: str, understood: list[tuple[str, bool, bool]]) -> None:
    assert terms(text) == understood


def test_what_names_something() -> None:
    assert (parse("#123").number, parse("#123").only_number) == (123, True)
    assert (parse(" 123 ").number, parse("123").only_number) == (123, False)
    assert parse("#99999999999999999999").number is None
    assert parse("Vera@Example.com").email == "vera@example.com"
    assert parse("+49 30 123456").phone == "+49 30 123456"
    assert parse("0190e6a0-0000-7000-8000-000000000001").id == UUID("0190e6a0-0000-7000-8000-000000000001")
    assert parse("order 123").number is None


def test_only_a_word_at_the_very_end_is_being_typed() -> None:
    assert [parse(text).typing for text in ("a lam", "a lam ", 'a "lam', "a -lam", "-b lam")] == [
        True, False, False, False, True,
    ]  # fmt: skip


def test_a_question_has_an_end() -> None:
    assert len(parse("x " * MOST_TERMS).terms) == MOST_TERMS
    with pytest.raises(TooManyTermsError):
        parse("x " * (MOST_TERMS + 1))


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    try:
        found = parse(text)
    except TooManyTermsError:
        return
    assert isinstance(found, Query)
    assert all(isinstance(each, Term) and each.text.strip() for each in found.terms)


@pytest.mark.parametrize(
    ("one", "other"),
    [("деньг", "денег"), ("письм", "писем"), ("ссылк", "ссылок"), ("ошибк", "ошибок"), ("кнопк", "кнопок")],
)
def test_vowels_come_and_go(one: str, other: str) -> None:
    assert other in other_stems(one)
    assert one in other_stems(other)


def test_other_words_stay_other_words() -> None:
    assert "ден" not in other_stems("деньг")
    assert other_stems("invoic") == []


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("invoic", "invoic", 0),
        ("invoic", "invioc", 1),
        ("invoic", "invoi", 1),
        ("invoic", "xnvoicy", 2),
        ("ab", "yz", 2),
    ],
)
def test_slips(one: str, other: str, count: int) -> None:
    assert slips(one, other, 2) == count
    assert slips(other, one, 2) == count


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_slips_are_symmetric_and_bounded(one: str, other: str) -> None:
    assert slips(one, other, 2) == slips(other, one, 2) <= 3
    assert (slips(one, other, 2) == 0) == (one == other)


def test_the_nearest_and_most_used_first() -> None:
    known = {"invoic": 500, "invoke": 9, "voic": 7, "involv": 3, "invioc": 1}
    assert nearest("invioc", known, 5)[0] == "invoic"
    assert "voic" not in nearest("invioc", known, 5)
    assert nearest("dog", {"dogs": 4}, 5) == []


@given(st.text(max_size=400), st.lists(st.tuples(st.integers(0, 400), st.integers(1, 20)), max_size=6))
def test_a_fragment_is_text_and_our_marks(text: str, places: list[tuple[int, int]]) -> None:
    """Whatever is written, what comes out has no markup but balanced marks, and its text is a piece of the text."""
    found, end = [], 0
    for begin, length in sorted(places):
        if end <= begin and begin + length <= len(text):
            found.append((begin, begin + length))
            end = begin + length
    made = fragment(text, found)
    bare = re.sub(r"</?mark>", "", made)
    assert not re.search(r"[<>\"']", bare)
    assert made.count("<mark>") == made.count("</mark>")
    assert (not found) or "<mark>" in made
    piece = html.unescape(bare).removeprefix("…").removesuffix("…")
    assert len(piece) <= LENGTH + 21
    spaced = "".join(" " if not each.isprintable() else each for each in text)
    assert "".join(" " if not each.isprintable() else each for each in piece) in spaced


def test_places_of_marks() -> None:
    assert ranges(f"a {BEGIN}bc{END} d {BEGIN}e{END}") == [(2, 4), (7, 8)]
    assert ranges(f"{END}a{BEGIN}b") == []
