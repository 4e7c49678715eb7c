"""Long texts in pieces: nothing lost, nothing too long, no sign torn apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.channels.pieces import pieces, units

SIGNS = [
    *("a", "ы", " ", "\n", "\n\n", "字", "❤️", "👍🏽", "👨‍👩‍👧‍👦", "🇫🇷"),
    *("e\u0301", "🏴\U000e0067\U000e0062\U000e007f", "\u200f", "\u0627"),
]
TEXTS = st.lists(st.sampled_from(SIGNS), max_size=120).map("".join)


@given(TEXTS | st.text(max_size=300), st.integers(20, 60))
def test_nothing_is_lost_and_nothing_is_too_long(text: str, limit: int) -> None:
    found = pieces(text, limit)
    assert all(0 < units(piece) <= limit for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@given(st.lists(st.sampled_from([sign for sign in SIGNS if sign.strip()]), max_size=120), st.integers(20, 40))
def test_no_sign_is_torn_apart(signs: list[str], limit: int) -> None:
    left = "".join(signs)
    ends = set()
    at = 0
    for sign in signs:
        at += len(sign)
        ends.add(at)
    at = 0
    for piece in pieces(left, limit):
        at += len(piece)
        assert at in ends, (piece, signs)


@pytest.mark.parametrize(
    ("text", "limit", "found"),
    [
        ("", 10, ()),
        (" \n ", 10, ()),
        ("short", 10, ("short",)),
        ("one two three four", 10, ("one two", "three four")),
        ("first line\nsecond line", 12, ("first line", "second line")),
        ("a" * 25, 10, ("a" * 10, "a" * 10, "a" * 5)),
        # Ten marks on one letter do not fit in eight: cut all the same.
        ("e" + "\u0301" * 10, 8, ("e" + "\u0301" * 7, "\u0301" * 3)),
    ],
)
def test_cuts_are_where_a_reader_pauses(text: str, limit: int, found: tuple[str, ...]) -> None:
    assert pieces(text, limit) == found


def test_length_is_counted_as_channels_count() -> None:
    assert units("a") == 1
    assert units("👍") == 2
    assert [units(piece) for piece in pieces("👍" * 3000, 4096)] == [4096, 1904]
