"""What readers type is words, whatever it is; and what is kept of it says nothing of who they are."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.help_masking import MOST, masked, masked_lines
from app.rules.help_queries import MOST_WORDS, in_cyrillic, nearest_beginning, other_layout, read
from app.rules.help_words import articles


@pytest.mark.parametrize(
    ("typed", "words", "typing"),
    [
        ("How do I ret", ("how", "do", "i", "ret"), True),
        ("refund ", ("refund",), False),
        ("a&b|!(c:*) <-> 'd' \\", ("a", "b", "c", "d"), False),
        ("E-1042", ("e", "1042"), True),
        ("ＲＥＦＵＮＤ", ("refund",), True),  # noqa: RUF001 - full width
        ("\u202ec\u200b\U0001f600", ("c",), False),
        ("", (), False),
        ("😀 !!!", (), False),
        ("x" * 65, (), False),
    ],
)
def test_whatever_is_typed_is_words(typed: str, words: tuple[str, ...], typing: bool) -> None:  # noqa: FBT001 - what is expected
    found = read(typed)
    assert (found.words, found.typing) == (words, typing)


def test_long_texts_are_cut_and_each_word_is_one() -> None:
    assert len(read(" ".join(f"w{number}" for number in range(10_000))).words) == MOST_WORDS
    assert read("again " * 10_000).words == ("again",)


@settings(max_examples=25)
@given(st.text(max_size=100))
def test_nothing_that_is_typed_is_too_much(text: str) -> None:
    found = read(text)
    assert len(set(found.words)) == len(found.words) <= MOST_WORDS
    assert all(each == each.lower() and each.isalnum() for each in found.words)
    assert len(masked(text)) <= MOST


def test_keys_on_the_other_layout() -> None:
    assert (other_layout("ghbdtn"), other_layout("руддщ"), other_layout("café")) == ("привет", "hello", None)
    assert read("cx`n").layouts[0] == ("счёт",)
    assert read("djpdhfn ltytu").layouts == (("возврат",), ("денег",))


def test_russian_words_in_latin_letters() -> None:
    said = {"vozvrat": "возврат", "deneg": "денег", "schet": "щет", "dostavka": "доставка", "zhaloba": "жалоба"}
    assert {each: in_cyrillic(each) for each in said} == said
    assert (in_cyrillic("no"), in_cyrillic("зачем"), in_cyrillic("a1b")) == (None, None, None)


def test_a_beginning_with_a_slip() -> None:
    assert nearest_beginning("delvi", ["deliveri", "delta", "money"], 1) == ["deliveri"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Order 1234-5678 of Vera@Example.com", "order [number] of [mail]"),
        ("call +7 (900) 123-45-67", "call [number]"),
        ("iPhone 15 in 2 days, error E-104", "iphone 15 in 2 days, error e-104"),
        ("key sk_live_4eC39HqLyjWDarjtT1zdp7dc", "key [key]"),
        ("  two\n lines ", "two lines"),
    ],
)
def test_what_says_who_somebody_is_is_not_kept(said: str, kept: str) -> None:
    assert masked(said) == kept


def test_what_readers_say_stays_on_its_lines() -> None:
    assert masked_lines("First\nvera@example.com 12345") == "First\n[mail] [number]"


def test_articles_are_introduced_in_the_customers_language() -> None:
    links = [("A\nrefund", "https://x.example/en/refund")]
    assert articles("en-GB", links) == "This may already help you:\n- A refund: https://x.example/en/refund"
    assert articles("ru", links).startswith("Возможно")
    assert articles(None, links) == articles("xx", links) == articles("en", links)
    assert articles("ru", []) == ""


@pytest.mark.parametrize("text", ["a." * 10_000, "a-" * 10_000, "\u3316" * 20_000, "x" * 100_000, "1 " * 10_000])
def test_no_text_keeps_the_desk_busy(text: str) -> None:
    began = process_time()
    read(text)
    kept = masked(text[:2_000])
    assert process_time() - began < 5, "it was twenty seconds once"
    assert len(kept) <= MOST


def test_what_is_cut_leaves_no_half_of_an_address() -> None:
    # Full of what becomes short: what is looked at ends between words.
    assert "@" not in masked("1234567 " * 124 + "vera@example.com")
