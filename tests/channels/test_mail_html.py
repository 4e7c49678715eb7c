"""The HTML of a mail does nothing and fetches nothing, and its text reads as people would have written it."""

import pytest

from app.channels.mail import html, html_text
from app.channels.mail.limits import Budget


def cleaned(source: str) -> html.Clean:
    """The clean HTML, which there must be."""
    found = html.clean(source, Budget())
    assert found is not None
    return found


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>a</a>",
        "<a href=' jAvascript&colon;alert(1)'>a</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>a</a>",
        "<img src='data:image/svg+xml;base64,PHN2Zy8+'>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<form action=https://evil.example><input name=a></form>",
        "<iframe src=https://evil.example></iframe><object data=x></object><embed src=x>",
        "<base href=https://evil.example><meta http-equiv=refresh content='0;url=https://evil.example'>",
        "<p style='position:fixed;top:0;left:0;z-index:9'>a</p>",
        "<p style='behavior:url(x);-moz-binding:url(x)'>a</p>",
        "<p style='color:expression(alert(1))'>a</p>",
        "<p id=login class=admin name=x>a</p>",
    ],
)
def test_nothing_that_acts_stays(source: str) -> None:
    kept = cleaned(source).html.lower()
    for each in (
        "alert",
        "script",
        "onerror",
        "evil.example",
        "position",
        "url(",
        "<form",
        "<input",
        "id=",
        "class=",
        "svg",
    ):
        assert each not in kept


@pytest.mark.parametrize(
    ("source", "blocked"),
    [
        ("<img src='https://t.example/1.gif'>", 1),
        ("<img src='//t.example/1.gif'>", 1),
        ("<img src='/1.gif'>", 1),
        ("<img srcset='https://t.example/1.gif 2x'>", 1),
        ("<img src='\thttps://t.example/1.gif'>", 1),
        ("<table background='https://t.example/1.gif'><tr><td>a</td></tr></table>", 1),
        ("<body background='https://t.example/1.gif'>a</body>", 1),
        ("<p style='background:url(https://t.example/1.gif)'>a</p>", 1),
        ("<p style='background-image: URL( \"https://t.example/1.gif\" )'>a</p>", 1),
        ("<p style='background:u\\72l(https://t.example/1.gif)'>a</p>", 0),
        ("<p style='background:image-set(\"https://t.example/1.gif\" 1x)'>a</p>", 0),
        ("<style>@import 'https://t.example/1.css'; p { background: url(https://t.example/1.gif) }</style>a", 2),
        ("<img src='cid:a@b'><img src='data:image/png;base64,iVBORw0KGgo='>", 0),
        ("<p style='background:url(cid:a)'>a</p>", 0),
    ],
)
def test_nothing_is_fetched_and_remote_images_are_counted(source: str, blocked: int) -> None:
    found = cleaned(source)
    assert found.blocked == blocked
    assert "t.example" not in found.html
    assert "srcset" not in found.html


def test_what_only_looks_stays() -> None:
    source = '<p style="color: red; text-align:center">a <b>b</b> <a href="https://x.example/?a=1&amp;b=2">c</a></p>'
    assert cleaned(source).html == (
        '<p style="color:red;text-align:center">a <b>b</b> <a href="https://x.example/?a=1&amp;b=2" target="_blank"'
        ' rel="noopener noreferrer nofollow">c</a></p>'
    )


def test_inline_parts_are_named() -> None:
    found = cleaned("<img src='CID:a%40b'> <img src=\"cid:c@d\">")
    assert found.shown == {"a@b", "c@d"}


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 50_000,
        "".join(f"<font color={at}>" for at in range(2000)) + "<p>x" * 50_000,
        "<blockquote>" * 20_000 + "deep",
    ],
)
def test_html_that_takes_quadratic_time_is_not_parsed(source: str) -> None:
    budget = Budget()
    assert html.clean(source, budget) is None
    assert list(budget.cut) == ["html"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>One</p><p>Two<br>three</p>", "One\n\nTwo\nthree"),
        ("<div>One</div><div><br></div><div>Two</div>", "One\n\nTwo"),
        ("<a href='https://x.example/y'>a</a>", "a <https://x.example/y>"),
        ("<a href='https://x.example/'>x.example</a>", "x.example"),
        ("<a href='mailto:a@x.example'>write</a> <a href='tel:+7'>+7</a>", "write <a@x.example> +7"),
        ("<ul><li>a</li><li>b<ol><li>c</li><li>d</li></ol></li></ul>", "- a\n- b\n  1. c\n  2. d"),
        ("hi<blockquote>old<blockquote>older</blockquote></blockquote>", "hi\n> old\n> > older"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\nc"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("a\n   b&nbsp;&lt;c&gt; &amp;amp;", "a b <c> &amp;"),
        ("<h1>T</h1>x<hr>y", "T\n\nx\n---\ny"),
        ("<img alt='Logo' src=x>", "[Logo]"),
        ("<style>p{}</style><title>no</title>yes<!-- no -->", "yes"),
    ],
)  # fmt: skip
def test_text_is_made_of_html(source: str, text: str) -> None:
    assert html_text.text_of(cleaned(source).html) == text
