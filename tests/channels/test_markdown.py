"""Markdown for messengers: it reads well, loses no word, and nothing that somebody types breaks it."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.channels.markdown import MOST_MARKS, cut, plain, styled
from app.channels.pieces import units

BODY = """# Your order

It is **on its _way_** & ~~lost~~, see [the page](https://shop.example/a?b=1&c=2) or `otk track`.

1. Open the *parcel*
2. Look:
   - lamp
   - cable

> We are sorry
> for that

```python
print("<b>")
```

![receipt](attachment:01939f00-0000-7000-8000-000000000001) write to <help@shop.example>"""
SIGNS = [
    *("*", "**", "_", "`", "```\n", "[", "](", ")", "![", "<", ">", "> ", "# ", "- ", "1. ", "|", "\n", "\n\n", "~~"),
    *("http://a.b", "javascript:x", "\\", "&amp;", "&#0;", "\x00", "\u202e", "👍🏽", "a", "ы", " ", "    ", "---"),
]


def test_as_plain_text() -> None:
    assert plain(BODY) == (
        "Your order\n\n"
        "It is on its way & lost, see the page (https://shop.example/a?b=1&c=2) or otk track.\n\n"
        "1. Open the parcel\n2. Look:\n   • lamp\n   • cable\n\n"
        "> We are sorry\n> for that\n\n"
        'print("<b>")\n\n'
        "receipt write to help@shop.example"
    )


def test_as_text_with_marks() -> None:
    text, marks = styled(BODY)
    assert [(each.kind, text[each.start : each.end], each.more) for each in marks] == [
        ("bold", "Your order", None),
        ("bold", "on its way", None),
        ("italic", "way", None),
        ("strikethrough", "lost", None),
        ("text_link", "the page", "https://shop.example/a?b=1&c=2"),
        ("code", "otk track", None),
        ("italic", "parcel", None),
        ("blockquote", "We are sorry\nfor that", None),
        ("pre", 'print("<b>")', "python"),
    ]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("2 * 3 * 4 = 24, snake_case_name", "2 * 3 * 4 = 24, snake_case_name"),
        ("first\nsecond", "first\nsecond"),
        ("<b>bold</b> <script>", "<b>bold</b> <script>"),
        ("[x](javascript:alert)", "[x](javascript:alert)"),
        ("4711. is your number", "4711. is your number"),
        ("0. begins", "0. begins"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"),
        ("[only]: http://a.example", "[only]: http://a.example"),
        ("<https://a.example/ы>", "https://a.example/ы"),
        ("![](https://a.example/x.png)", "(https://a.example/x.png)"),
        ("> " * 30 + "deep", "> " * 30 + "deep"),
        ("one\n\n---\n\ntwo", "one\n\n———\n\ntwo"),
    ],
)
def test_what_is_typed(body: str, found: str) -> None:
    assert plain(body) == found


@given(st.lists(st.sampled_from(SIGNS), max_size=60).map("".join) | st.text(max_size=200), st.integers(20, 60))
@example("*" * 16_000, 4096)
def test_nothing_that_is_typed_breaks_it(body: str, limit: int) -> None:
    plain(body)
    text, marks = styled(body)
    assert bool(text.strip()) or not body.strip() or not plain(body).strip()
    for one in marks:
        assert 0 <= one.start < one.end
        assert all(
            other.end <= one.start or one.end <= other.start or (one.start <= other.start and other.end <= one.end)
            or (other.start <= one.start and one.end <= other.end)
            for other in marks
        )  # fmt: skip
    for piece, entities in cut(text, marks, limit):
        assert units(piece) <= limit
        assert len(entities) <= MOST_MARKS
        whole = piece.encode("utf-16-le", "surrogatepass")
        for each in entities:
            start, length = each["offset"], each["length"]
            assert isinstance(start, int)
            assert isinstance(length, int)
            assert 0 <= start < start + length <= units(piece)
            whole[start * 2 : (start + length) * 2].decode("utf-16-le", "surrogatepass")


@pytest.mark.parametrize("sign", ["*a", "[", "> ", "![", "**a**", "- ", "`", "[a](b)", "~~", "|a\n", "<http://a>"])
def test_what_is_longest_is_quick(sign: str) -> None:
    body = (sign * 16_384)[:16_384]
    begun = time.process_time()
    text, marks = styled(body)
    cut(text, marks, 4096)
    assert time.process_time() - begun < 2


def test_a_word_in_many_signs_stays() -> None:
    assert "a" in plain("*" * 8000 + "a" + "*" * 8000)


def test_a_mark_goes_on_in_the_next_piece() -> None:
    text, marks = styled("**" + "word " * 12 + "end**")
    assert [(units(piece), entities[0]["length"]) for piece, entities in cut(text, marks, 40)] == [(39, 39), (23, 23)]
