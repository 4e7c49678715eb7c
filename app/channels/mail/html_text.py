"""Text out of clean HTML, as people would write it: links with their addresses, lists, quotes behind `>`."""

import html as entities
import re

from app.channels.mail.limits import MAX_QUOTE_DEPTH, MAX_TEXT

# Only what the cleaner writes: values in quotes, no comments.
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"]*")*)\s*/?>|([^<]+|<)')
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_BLOCKS = frozenset(
    {
        "address", "blockquote", "caption", "center", "dd", "details", "div", "dl", "dt", "li", "ol", "pre", "summary",
        "table", "tbody", "tfoot", "thead", "tr", "ul",
    }
)  # fmt: skip
# An empty line stands around these.
_SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
_BLANKS = re.compile(r"[ \t\n\r\f]+")


class _Writer:
    """Lines under way: what is open decides how each begins."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quotes = 0
        self.lists: list[int | None] = []
        self.mark = ""
        self.preformatted = 0
        self.size = 0
        self.gap = False

    def text(self, value: str) -> None:
        """Words: white space is one blank, none at the beginning of a line."""
        if not self.preformatted:
            value = _BLANKS.sub(" ", value.replace("\xa0", " "))
            if not self.line or self.line[-1].endswith((" ", "\t")):
                value = value.lstrip(" ")
            if value:
                self.line.append(value)
            return
        for at, each in enumerate(value.split("\n")):
            if at:
                self.end_line(always=True)
            self.line.append(each)

    def end_line(self, *, always: bool = False) -> None:
        """The line is complete, if anything is on it."""
        line = "".join(self.line).rstrip()
        self.line = []
        if not line and not always:
            return
        before = "> " * self.quotes + "  " * max(0, len(self.lists[:MAX_QUOTE_DEPTH]) - 1)
        if self.gap and self.lines:
            self.lines.append(("> " * self.quotes).rstrip())
        self.gap = False
        whole = (before + self.mark + line).rstrip()
        self.mark = ""
        self.lines.append(whole)
        self.size += len(whole) + 1

    def break_line(self) -> None:
        """`<br>`: the next line begins, even when this one is empty."""
        self.end_line(always=True)

    def space(self) -> None:
        """An empty line before what comes."""
        self.end_line()
        self.gap = True


def text_of(cleaned: str) -> str:
    """The text of HTML that `html.clean` has made; at most as long as a text may be."""
    out = _Writer()
    links: list[tuple[str, int, int]] = []
    for found in _TOKEN.finditer(cleaned):
        if out.size > MAX_TEXT:
            break
        if found[4] is not None:
            out.text(entities.unescape(found[4]))
        elif found[1]:
            _close(out, found[2], links)
        else:
            _open(out, found[2], found[3], links)
    out.end_line()
    while out.lines and not out.lines[-1].strip("> "):
        out.lines.pop()
    return "\n".join(out.lines)


def _attributes(written: str) -> dict[str, str]:
    return {name: entities.unescape(value) for name, value in _ATTRIBUTE.findall(written)}


def _open(out: _Writer, tag: str, written: str, links: list[tuple[str, int, int]]) -> None:
    if tag == "br":
        out.break_line()
    elif tag == "hr":
        out.end_line()
        out.line = ["---"]
        out.end_line()
    elif tag == "img":
        if alt := " ".join(_attributes(written).get("alt", "").split()):
            out.text(f"[{alt}]")
    elif tag == "a":
        links.append((_attributes(written).get("href", ""), len(out.lines), len(out.line)))
    elif tag in {"td", "th"}:
        if out.line:
            out.line.append("\t")
    elif tag in _SPACED:
        out.space()
    elif tag in _BLOCKS:
        out.end_line()
        _open_block(out, tag)


def _open_block(out: _Writer, tag: str) -> None:
    if tag == "blockquote":
        out.quotes = min(MAX_QUOTE_DEPTH, out.quotes + 1)
    elif tag == "pre":
        out.preformatted += 1
    elif tag in {"ul", "ol"}:
        out.lists.append(1 if tag == "ol" else None)
    elif tag == "li":
        number = out.lists[-1] if out.lists else None
        out.mark = "- " if number is None else f"{number}. "
        if number is not None:
            out.lists[-1] = number + 1


def _close(out: _Writer, tag: str, links: list[tuple[str, int, int]]) -> None:
    if tag == "a":
        if links:
            _end_link(out, *links.pop())
    elif tag in _SPACED:
        out.space()
    elif tag in _BLOCKS:
        out.end_line()
        if tag == "blockquote":
            out.quotes = max(0, out.quotes - 1)
        elif tag == "pre":
            out.preformatted = max(0, out.preformatted - 1)
        elif tag in {"ul", "ol"} and out.lists:
            out.lists.pop()


def _end_link(out: _Writer, href: str, lines: int, pieces: int) -> None:
    shown = "".join(out.line[pieces:] if len(out.lines) == lines else out.line).strip()
    bare = href.removeprefix("mailto:").removeprefix("tel:")
    known = {bare, bare.rstrip("/"), bare.partition("://")[2], bare.partition("://")[2].rstrip("/")}
    if href and shown not in known:
        out.line.append(f" <{bare}>" if shown else f"<{bare}>")
