"""The HTML of a mail of ours: Markdown or plain text, and what stands above and below, with nothing that runs."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ADDRESS = re.compile(r"https?://[^\s<>\"']{1,1000}[^\s<>\"'.,;:!?)\]]")
_STYLE = "font-family:-apple-system,'Segoe UI',Roboto,Arial,sans-serif;font-size:15px;line-height:1.5;color:#1a1a1a"
_QUIET = "color:#666666"
_QUOTED = "border-left:2px solid #cccccc;padding-left:12px;margin:0"
_TAGS = {
    "a", "b", "blockquote", "br", "code", "del", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img",
    "li", "ol", "p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
# The library leaves out what is deeper than this.
_DEEPEST = 19
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}


def html(body: str, form: str, shown: Mapping[str, str]) -> str:
    """The words as HTML. `shown` says of an attachment's id the content id of its part: images that name one show it,
    and images from elsewhere are links, so that nobody is told when the mail is read.
    """
    if form != "markdown":
        return _lines(body)
    tokens = _markdown().parse(body)
    if any(block.level >= _DEEPEST for block in tokens):
        # The library leaves out without a word what is nested deeper than it reads: better as it was typed.
        return _lines(body)
    for block in tokens:
        for token in block.children or ():
            if token.type == "image":
                _image(token, shown)
    made = _markdown().renderer.render(tokens, _markdown().options, {})
    return nh3.clean(made, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto", "tel", "cid"})


def _image(token: Any, shown: Mapping[str, str]) -> None:  # noqa: ANN401 - a token of the library
    source = str(token.attrGet("src") or "")
    for found in _ID.findall(source.lower()):
        if found in shown:
            token.attrSet("src", f"cid:{shown[found]}")
            return
    # Its words and its address.
    token.type, token.tag, token.children = "text", "", []
    token.content = " ".join(each for each in (token.content, source if source.startswith("http") else "") if each)


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    # No HTML in it: what an agent pastes is shown as it is.
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])


def _lines(text: str) -> str:
    """Plain text: its lines stay lines, and addresses can be followed."""
    made, at = [], 0
    for found in _ADDRESS.finditer(text):
        made.append(escape(text[at : found.start()], quote=False))
        made.append(f'<a href="{escape(found.group())}">{escape(found.group(), quote=False)}</a>')
        at = found.end()
    made.append(escape(text[at:], quote=False))
    return "".join(made).replace("\r\n", "\n").replace("\n", "<br>\n")


def framed(
    *,
    above: str,
    html: str,
    links: Sequence[tuple[str, str]],
    links_say: str,
    below: str,
    quote: str,
    language: str | None,
) -> str:
    """The whole page: what stands above, the words, files that are too large, what stands below, and a quote."""
    pieces = []
    if above.strip():
        pieces.append(f'<p style="{_QUIET}">{_lines(above.strip())}</p>')
    pieces.append(html)
    if links:
        items = "".join(
            f'<li><a href="{escape(address)}">{escape(name, quote=False)}</a></li>' for name, address in links
        )
        pieces.append(f"<p>{escape(links_say, quote=False)}</p><ul>{items}</ul>")
    if below.strip():
        pieces.append(f'<p style="{_QUIET}">{_lines(below.strip())}</p>')
    if quote.strip():
        said = "\n".join(line.removeprefix(">").removeprefix(" ") for line in quote.strip().split("\n"))
        pieces.append(f'<blockquote type="cite" style="{_QUIET};{_QUOTED}">{_lines(said)}</blockquote>')
    spoken = f' lang="{language}"' if language and language.replace("-", "").isalnum() else ""
    return f'<!DOCTYPE html>\n<html{spoken}><body style="{_STYLE}">\n' + "\n".join(pieces) + "\n</body></html>\n"
