"""Byte ranges as RFC 9110 has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.ranges import Span, Unsatisfiable, wanted


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-0", Span(0, 1)),
        ("bytes=5-", Span(5, 10)),
        ("bytes=-3", Span(7, 10)),
        ("bytes=-99", Span(0, 10)),
        ("bytes=2-99", Span(2, 10)),
        (" Bytes = 2-3", Span(2, 4)),
        ("bytes=0-1,3-4", None),
        ("bytes=3-1", None),
        ("bytes=-", None),
        ("bytes=", None),
        ("bytes=a-b", None),
        ("lines=0-1", None),
        ("bytes=" + "0-1," * 100, None),
        (None, None),
    ],
)
def test_one_span_or_the_whole(header: str | None, span: Span | None) -> None:
    assert wanted(header, 10) == span


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999-"])
def test_what_is_not_there(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        wanted(header, 10)


@given(st.text(max_size=40), st.integers(0, 1000))
def test_a_span_is_within_the_file(header: str, size: int) -> None:
    for each in (header, f"bytes={header}"):
        try:
            span = wanted(each, size)
        except Unsatisfiable:
            continue
        assert span is None or 0 <= span.start < span.end <= size
