"""Markdown for messengers: as words without its signs, and where what is bold, a link or code.

Read from left to right and never by recursion: what is nested a thousand deep costs no more than what is not.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.channels.base import Outgoing
from app.channels.pieces import pieces, units

_STYLES = {"strong": "bold", "em": "italic", "s": "strikethrough"}
_LANGUAGE = re.compile(r"[A-Za-z0-9+#.-]{1,20}")
_WEB = ("http://", "https://")
# The reader leaves out what is deeper than this.
_DEEPEST = 19
# As many as Telegram takes.
MOST_MARKS = 100


@dataclass(frozen=True, slots=True)
class Mark:
    """What a part of a text is, from which character to which: `bold`, `italic`, `strikethrough`, `code`, `pre`,
    `text_link` or `blockquote`. `more` is a link's address or the language of code.
    """

    kind: str
    start: int
    end: int
    more: str | None = None


def words(out: Outgoing) -> str:
    """What a message says where there is nothing but text."""
    return plain(out.text) if out.format == "markdown" else out.text


def plain(body: str) -> str:
    """Markdown as text that reads well: no signs, lists with bullets, addresses of links in brackets behind them."""
    return _read(body, styled=False)[0]


def styled(body: str) -> tuple[str, tuple[Mark, ...]]:
    """Markdown as text and its marks, which lie in each other or apart."""
    return _read(body, styled=True)


def cut(text: str, marks: Sequence[Mark], limit: int) -> list[tuple[str, list[dict[str, object]]]]:
    """The text in pieces of at most so many UTF-16 units, each with its marks as Telegram's entities."""
    found, at = [], 0
    for piece in pieces(text, limit):
        # Blanks at the cuts are left out.
        at += len(text[at:]) - len(text[at:].lstrip())
        found.append((piece, _entities(piece, marks, at)))
        at += len(piece)
    return found


def _entities(piece: str, marks: Sequence[Mark], at: int) -> list[dict[str, object]]:
    made: list[dict[str, object]] = []
    for each in marks:
        start, end = max(each.start - at, 0), min(each.end - at, len(piece))
        if start >= end or not piece[start:end].strip():
            continue
        entity: dict[str, object] = {
            "type": each.kind,
            "offset": units(piece[:start]),
            "length": units(piece[start:end]),
        }
        if each.more is not None:
            entity["url" if each.kind == "text_link" else "language"] = each.more
        made.append(entity)
    return made[:MOST_MARKS]


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    # As in mails: no HTML in it, and what an agent has typed as lines are lines.
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])


def _read(body: str, *, styled: bool) -> tuple[str, tuple[Mark, ...]]:
    page = _Page(styled=styled)
    tokens = _markdown().parse(body)
    for token in tokens:
        _block(page, token)
    text = "".join(page.parts).rstrip()
    if not text or any(token.level >= _DEEPEST for token in tokens):
        # Better as it was typed than without what is not shown (a definition of a link) or not read (too deep).
        return body, ()
    return text, tuple(sorted(page.marks, key=lambda each: (each.start, -each.end)))


@dataclass(slots=True)
class _Page:
    styled: bool
    parts: list[str] = field(default_factory=list)
    length: int = 0
    # Line feeds before whatever comes next, what each line begins with, and whether a line has begun.
    gap: int = 0
    margins: list[str] = field(default_factory=list)
    fresh: bool = True
    # Numbers of the lists that are open; None: bullets.
    lists: list[int | None] = field(default_factory=list)
    cells: int = 0
    open: dict[str, list[int]] = field(default_factory=dict)
    links: list[tuple[str, int]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def write(self, text: str) -> None:
        """Write words, on a line of their own where a block has ended before."""
        self.begin()
        self._put(text.replace("\n", "\n" + "".join(self.margins)))

    def begin(self) -> None:
        if self.gap:
            self._put("\n" * self.gap)
            self.gap, self.fresh = 0, True
        if self.fresh:
            self._put("".join(self.margins))
            self.fresh = False

    def apart(self, lines: int) -> None:
        """The next words come after so many line feeds."""
        if self.length:
            self.gap = max(self.gap, lines)

    def start(self, kind: str) -> None:
        self.begin()
        self.open.setdefault(kind, []).append(self.length)

    def end(self, kind: str) -> None:
        start = self.open[kind].pop()
        if not self.open[kind]:
            # Of the same in itself the outer one says it all.
            self.mark(kind, start)

    def mark(self, kind: str, start: int, more: str | None = None) -> None:
        if self.styled and start < self.length:
            self.marks.append(Mark(kind, start, self.length, more))

    @property
    def plainly(self) -> bool:
        """Whether nothing is open that code cannot lie in."""
        return not any(self.open.get(each) for each in _STYLES.values()) and not self.links

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def _block(page: _Page, token: Token) -> None:  # noqa: C901, PLR0912 - one table of what there is
    match token.type:
        case "inline":
            _inline(page, token.children or ())
        case "paragraph_close":
            page.apart(1 if token.hidden else 2)
        case "heading_open":
            page.start("bold")
        case "heading_close":
            page.end("bold")
            page.apart(2)
        case "blockquote_open":
            if page.styled:
                page.start("blockquote")
            else:
                page.margins.append("> ")
        case "blockquote_close":
            if page.styled:
                page.end("blockquote")
            else:
                page.margins.pop()
            page.apart(2)
        case "bullet_list_open":
            page.lists.append(None)
        case "ordered_list_open":
            page.lists.append(int(token.attrGet("start") or (0 if token.attrGet("start") == 0 else 1)))
        case "bullet_list_close" | "ordered_list_close":
            page.lists.pop()
            page.apart(1 if page.lists else 2)
        case "list_item_open":
            _item(page)
        case "list_item_close":
            page.margins.pop()
            page.apart(1)
        case "fence" | "code_block":
            _code(page, token)
        case "hr":
            page.write("———")
            page.apart(2)
        case "th_open" | "td_open":
            if page.cells:
                page.write(" | ")
            page.cells += 1
        case "tr_close":
            page.cells = 0
            page.apart(1)
        case "table_close":
            page.apart(2)


def _item(page: _Page) -> None:
    page.apart(1)
    number = page.lists[-1]
    sign = "• " if number is None else f"{number}. "
    page.write(sign)
    page.margins.append(" " * len(sign))
    if number is not None:
        page.lists[-1] = number + 1


def _code(page: _Page, token: Token) -> None:
    content = token.content.rstrip("\n")
    if content.strip():
        page.begin()
        start = page.length
        page.write(content)
        language = token.info.partition(" ")[0]
        page.mark("pre", start, language if _LANGUAGE.fullmatch(language) else None)
    page.apart(2)


def _inline(page: _Page, tokens: Iterable[Token]) -> None:
    for token in tokens:
        match token.type:
            case "softbreak" | "hardbreak":
                page.write("\n")
            case "code_inline":
                page.begin()
                start = page.length
                page.write(token.content)
                if page.plainly:
                    page.mark("code", start)
            case "image":
                _image(page, token)
            case "link_open":
                page.begin()
                page.links.append((str(token.attrGet("href") or ""), page.length))
            case "link_close":
                _link(page)
            case _ if token.type.removesuffix("_open") in _STYLES:
                page.start(_STYLES[token.type.removesuffix("_open")])
            case _ if token.type.removesuffix("_close") in _STYLES:
                page.end(_STYLES[token.type.removesuffix("_close")])
            case _:
                page.write(token.content)


def _link(page: _Page) -> None:
    address, start = page.links.pop()
    said = "".join(page.parts)[start:].strip() if page.length > start else ""
    shown = address.removeprefix("mailto:").removeprefix("tel:")
    if not said:
        page.write(shown)
    elif page.styled and address.startswith(_WEB):
        page.mark("text_link", start, address)
    elif shown and said not in {shown, unquote(shown)}:
        page.write(f" ({shown})")


def _image(page: _Page, token: Token) -> None:
    """Its words, and its address where it is elsewhere: a file of the message comes with it."""
    source = str(token.attrGet("src") or "")
    found = " ".join(each for each in (token.content, f"({source})" if source.startswith(_WEB) else "") if each)
    page.write(found)
