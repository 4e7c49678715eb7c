"""Pages of articles: nothing in them runs, whatever was written, and what is too much is refused."""

from html.parser import HTMLParser
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.article_html import TooMuchError, page

PICTURE, VIDEO, OTHER = (UUID(int=n) for n in (1, 2, 3))
KINDS = {PICTURE: "image/png", VIDEO: "video/mp4", OTHER: "application/pdf"}
ALLOWED = {"href", "src", "alt", "title", "loading", "controls", "preload", "start", "class", "style", "id", "rel"}
SCHEMES = ("http://", "https://", "mailto:", "tel:")


class Looking(HTMLParser):
    """Fails at whatever could run."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {
            "script",
            "iframe",
            "object",
            "embed",
            "style",
            "svg",
            "form",
            "input",
            "base",
            "meta",
            "link",
        }
        assert {name for name, _ in attrs} <= ALLOWED
        for name, value in attrs:
            if name in {"href", "src"} and ":" in (value or "").partition("/")[0].partition("#")[0].partition("?")[0]:
                assert (value or "").lower().startswith(SCHEMES), value


HOSTILE = (
    "<script>alert(1)</script>", "[x](javascript:alert(1))", "[x](JaVa&#x53;cript:alert(1))", "![x](data:text/html,x)",
    "<img src=x onerror=alert(1)>", "[x](vbscript:x)", "<svg/onload=x>", "[x](\x01javascript:x)",
    "```\n</code><script>\n```",
    f'![" onload="x](file:{VIDEO})', f"![</video><script>](file:{VIDEO})", f"![<b>](file:{OTHER})",
    "[x](//evil.example)",
    "<javascript:alert(1)>", "[x]: javascript:y\n\n[x]", "|<b>|\n|-|\n|<i onclick=x>|", "# <script>",
    "\u202e[x](javascript:x)",
)  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE)
def test_nothing_runs(body: str) -> None:
    Looking().feed(page(body, KINDS).html)


@given(
    st.lists(st.sampled_from([*HOSTILE, "\n", " ", "> ", "- ", "`", "*", "<", '"', "&", "](", "![", "\\"]), max_size=12)
)
def test_nothing_runs_in_any_mixture(parts: list[str]) -> None:
    Looking().feed(page("".join(parts), KINDS).html)


def test_files_are_shown_as_what_they_are() -> None:
    made = page(
        f"![a](file:{PICTURE}) ![b](file:{VIDEO}) [c](file:{OTHER}) ![d](file:{UUID(int=9)}) ![e](file:x)", KINDS
    )
    assert made.files == (PICTURE, VIDEO, OTHER)
    assert made.missing == (f"file:{UUID(int=9)}", "file:x")
    assert f'<img src="/v1/help/files/{PICTURE}" alt="a"' in made.html
    assert f'<video controls="" preload="none" src="/v1/help/files/{VIDEO}"' in made.html
    assert f'<a href="/v1/help/files/{OTHER}"' in made.html
    assert "file:" not in made.html


def test_words_and_headings_are_found() -> None:
    made = page("# One *two*\n\n## One two\n\nA **b**\nc\n\n| d | e |\n|--:|---|\n| 1 | 2 |\n\n```\nf\n```\n", {})
    assert [(each["id"], each["level"]) for each in made.headings] == [("s-one-two", 1), ("s-one-two-2", 2)]
    assert made.plain.split() == ["One", "two", "One", "two", "A", "b", "c", "d", "e", "1", "2", "f"]
    assert '<th style="text-align:right">' in made.html


@pytest.mark.parametrize(
    "body", [("|a" * 100 + "\n" + "|-" * 100 + "\n") + ("|x" * 100 + "\n") * 100, ">" * 5_000, "- " * 5_000 + "x"]
)
def test_what_is_too_much_is_refused(body: str) -> None:
    with pytest.raises(TooMuchError):
        page(body, {})
