"""What the words of a text are, whatever the text is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.wordbags import MAX_LETTERS, MAX_WORDS, stems, surface, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("😡😡 !!! 👍🏽 — … 12345 3.14", []),
        ("ＨＥＬＬＯ 𝐰𝐨𝐫𝐥𝐝", ["hello", "world"]),
        ("It’s DON'T", ["it's", "don't"]),
        ("Ещё всё", ["еще", "все"]),
        ("see https://a.example/pay?x=1 www.b.example a.example/x/y vera@example.com @anna now", ["see", "now"]),
        ("ps4 error 0x80070005 №5", ["ps4", "error", "0x80070005"]),
        ("soft\u00adhyphen zero\u200bwidth \u202eturned", ["softhyphen", "zerowidth", "turned"]),
        ("Mixed: заказ order Straße", ["mixed", "заказ", "order", "strasse"]),
        ("我的订单abc", ["我的", "的订", "订单", "abc"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("cafe\u0301", ["café"]),
        ("a\x00b\ud800c", ["a", "b", "c"]),
        ("please.Thanks", ["please", "thanks"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("I can't sign in to my accounts", None, ["sign", "account"]),
        ("Здравствуйте! Не могу оплатить заказы", None, ["оплат", "заказ"]),
        ("Refund, возврат", None, ["refund", "возврат"]),
        ("Bestellungen", "de-AT", ["bestell"]),
        ("Bestellungen", None, ["bestellungen"]),
        ("παραγγελίες", "el", ["παραγγελι"]),
        ("заказы orders", "xx", ["заказ", "order"]),
        ("the и of но", None, []),
    ],
)
def test_stems(text: str, language: str | None, expected: list[str]) -> None:
    assert stems(text, language) == expected


def test_a_stem_is_shown_as_it_was_written_first() -> None:
    assert surface("Orders, order, ЗАКАЗЫ заказ") == {"order": "Orders", "заказ": "ЗАКАЗЫ"}


def test_a_text_ends() -> None:
    assert len(words("word " * 10_000)) == MAX_WORDS
    assert words("x" * (MAX_LETTERS + 1)) == []


@pytest.mark.parametrize(
    "piece", ["ﷺ", "a.", "a-", "@", "a@", "a'", "x", "www.", "我", "e\u0301", "a:", "a.b.c.", "http://", "a.b/"]
)
def test_no_long_text_is_slow(piece: str) -> None:
    began = time.process_time()
    stems(piece * (200_000 // len(piece)))
    assert time.process_time() - began < 1


@given(st.text(max_size=40))
def test_any_text_has_words(text: str) -> None:
    assert all(each == each.casefold() and not each.isdigit() for each in words(text))
    assert set(surface(text)) == set(stems(text))
