"""Lines above a text: read as they are written, written as they are read, and never guessed at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.front_matter import FrontMatterError, Value, read, title_of, write


def test_what_people_and_programs_write_is_read() -> None:
    text = """---
title: How: to pay # soon
summary: 'It''s easy'
slug: "a\\"b"
labels: [one, two three, 4]
more: ["one, two", 3]
aliases:
  - https://a.example/x
  - b
empty:
# a comment

draft: true
---

# Text
"""
    fields, body = read(text.replace("\n", "\r\n"))
    assert body == "# Text\n"
    assert fields == {
        "title": "How: to pay", "summary": "It's easy", "slug": 'a"b', "labels": ["one", "two three", "4"],
        "more": ["one, two", "3"], "aliases": ["https://a.example/x", "b"], "empty": "", "draft": "true",
    }  # fmt: skip
    assert read("no lines\n---\n") == ({}, "no lines\n---\n")
    assert title_of("\n# Title #\n\nText") == ("Title", "Text")
    assert title_of("Text\n# Later") == (None, "Text\n# Later")


@pytest.mark.parametrize(
    "lines",
    [
        "title",
        "- a",
        "a: [b",
        'a: "b',
        "a: 'b",
        "a: |",
        "a: {b: c}",
        "a: &b c",
        "a: *b",
        "a: 1\na: 2",
        "a: [[1]]",
        "a: !!x",
    ],
)
def test_what_is_more_than_that_is_refused(lines: str) -> None:
    with pytest.raises(FrontMatterError):
        read(f"---\n{lines}\n---\nText")
    with pytest.raises(FrontMatterError):
        read(f"---\n{lines}")


WORDS = st.text(min_size=1, max_size=40)


@given(
    st.dictionaries(st.from_regex(r"[a-z_]{1,10}", fullmatch=True), WORDS | st.lists(WORDS, min_size=1), max_size=5),
    st.text().filter(lambda text: not text.startswith("\n") and "\r" not in text),
)
def test_what_is_written_is_read_again(fields: dict[str, Value], body: str) -> None:
    assert read(write(fields, body)) == (fields, body)


@given(st.text())
def test_anything_is_read_or_refused(text: str) -> None:
    for each in (text, f"---\n{text}\n---\n"):
        try:
            read(each)
        except FrontMatterError as error:
            assert str(error)  # noqa: PT017 - either way is right


def test_a_list_of_lists_without_end_is_refused() -> None:
    with pytest.raises(FrontMatterError):
        read("---\nlabels: " + "[" * 50_000 + "]" * 50_000 + "\n---\n")
