"""Names of files that come from anywhere, and go into a header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.file_names import MAX_BYTES, clean, disposition


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\vera\\a.txt", "a.txt"),
        ("a\x00b.txt", "ab.txt"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("  .. ", "file"),
        ("", "file"),
        ("con.txt", "_con.txt"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie_ x.txt"),
        ("отчёт за май.docx", "отчёт за май.docx"),
    ],
)
def test_a_name_is_only_a_name(name: str, cleaned: str) -> None:
    assert clean(name) == cleaned


@given(st.text(max_size=400))
def test_any_name_can_be_said(name: str) -> None:
    kept = clean(name)
    assert 1 <= len(kept.encode()) <= MAX_BYTES
    assert clean(kept) == kept
    assert not set(kept) & set("/\\\0\r\n")
    header = disposition(kept)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2


def test_a_long_name_keeps_its_extension() -> None:
    assert clean("я" * 300 + ".pdf").endswith(".pdf")
