"""Articles as pages: Markdown made into HTML in which nothing runs, its words, its headings and the files it shows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit
from uuid import UUID

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.rules.slugs import slug_of

MOST_CELLS = 5_000
DEEPEST = 30
MOST_HEADINGS = 500
# How an article's own files are written: `![A screenshot](file:0193a1f0-...)`.
FILE = "file:"
# Where a reader's browser gets them; whoever shows the page puts the address of the desk before it.
FILES_PATH = "/v1/help/files/"
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_IN_TAG = re.compile(f'="{FILES_PATH}([0-9a-f-]{{36}})"')

_TAGS = {
    "a", "audio", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol",
    "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul", "video",
}  # fmt: skip
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "loading"},
    "audio": {"src", "controls", "preload", "title"},
    "video": {"src", "controls", "preload", "title"},
    "ol": {"start"},
    "code": {"class"},
    "td": {"style"},
    "th": {"style"},
    **{name: {"id"} for name in _HEADINGS},
}


class TooMuchError(ValueError):
    """The page would be more than a browser and a reader can take; the text says what, for people."""


@dataclass(frozen=True, slots=True)
class Page:
    """An article as it is shown. `missing`: what it names as a file and is none of its files."""

    html: str
    plain: str
    headings: tuple[Mapping[str, object], ...]
    files: tuple[UUID, ...]
    missing: tuple[str, ...]


@dataclass(slots=True)
class _Making:
    """What is found on the way through a page."""

    kinds: Mapping[UUID, str]
    plain: list[str] = field(default_factory=list)
    headings: list[Mapping[str, object]] = field(default_factory=list)
    files: dict[UUID, None] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)


def check(body: str) -> None:
    """Refuse what would never be shown. Raises `TooMuchError`."""
    _tokens(body)


def page(body: str, kinds: Mapping[UUID, str]) -> Page:
    """Markdown as a page. `kinds` are the types of the article's own files by their ids. Raises `TooMuchError`."""
    tokens = _tokens(body)
    making = _Making(kinds)
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and len(making.headings) < MOST_HEADINGS:
            _heading(making, token, tokens[place + 1])
        elif token.type == "inline":
            _inline(making, token.children or ())
            making.plain.append("\n")
        elif token.type in {"fence", "code_block"}:
            making.plain.append(token.content)
    reader = _reader()
    html = nh3.clean(
        reader.renderer.render(tokens, reader.options, {}),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=set(_SCHEMES),
        link_rel="noopener noreferrer",
        filter_style_properties={"text-align"},
    )
    return Page(html, "".join(making.plain).strip(), tuple(making.headings), tuple(making.files), tuple(making.missing))


def with_addresses(html: str, addresses: Mapping[str, str]) -> str:
    """A page whose files have these addresses, by their ids; what has none loses its address."""
    return _IN_TAG.sub(lambda found: f'="{addresses.get(found[1], "")}"', html)


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST + 2}).enable(["table", "strikethrough"])
    made.validateLink = _may_lead  # type: ignore[method-assign,assignment]  # how the library takes it
    return made


def _may_lead(address: str) -> bool:
    """Whether a link or picture may have this address: of the web, mail, a phone or a file, or without a scheme."""
    try:
        scheme = urlsplit(address.strip()).scheme.lower()
    except ValueError:
        return False
    return not scheme or scheme in _SCHEMES or scheme == FILE.removesuffix(":")


def _tokens(body: str) -> Sequence[Token]:
    tokens = _reader().parse(body)
    cells = sum(each.type in {"td_open", "th_open"} for each in tokens)
    if cells > MOST_CELLS:
        raise TooMuchError(f"At most {MOST_CELLS} cells of tables: this has {cells}")
    if any(each.level > DEEPEST for each in tokens):
        raise TooMuchError(f"Lists and quotes can be nested {DEEPEST} levels deep at most")
    return tokens


def _heading(making: _Making, token: Token, inline: Token) -> None:
    text = "".join(each.content for each in inline.children or () if each.type in {"text", "code_inline"}).strip()
    # No name that a page's own scripts could take for theirs.
    name = "s-" + (slug_of(text) or "section")
    making.seen[name] = making.seen.get(name, 0) + 1
    if making.seen[name] > 1:
        name = f"{name}-{making.seen[name]}"
    token.attrSet("id", name)
    making.headings.append({"level": int(token.tag[1:]), "text": text[:255], "id": name})


def _inline(making: _Making, tokens: Iterable[Token]) -> None:
    for token in tokens:
        match token.type:
            case "softbreak" | "hardbreak":
                making.plain.append("\n")
            case "image":
                making.plain.append(token.content)
                _image(making, token)
            case "link_open":
                address = str(token.attrGet("href") or "")
                if address.startswith(FILE):
                    token.attrSet("href", _file(making, address) or "")
            case _:
                making.plain.append(token.content)


def _image(making: _Making, token: Token) -> None:
    """A picture, or voice or video with the same sign: the reader is shown what the file is."""
    address = str(token.attrGet("src") or "")
    if not address.startswith(FILE):
        token.attrSet("loading", "lazy")
        return
    found = _file(making, address)
    kind = making.kinds[UUID(found[-36:])].partition("/")[0] if found else "image"
    if kind == "image":
        token.attrSet("src", found or "")
        token.attrSet("loading", "lazy")
    elif kind in {"audio", "video"}:
        title = nh3.clean_text(token.content)
        token.type, token.content = (
            "html_inline",
            (f'<{kind} controls="" preload="none" src="{found}" title="{title}"></{kind}>'),
        )
    else:
        token.type, token.content = "html_inline", f'<a href="{found}">{nh3.clean_text(token.content or "file")}</a>'


def _file(making: _Making, address: str) -> str | None:
    try:
        file_id = UUID(address.removeprefix(FILE))
    except ValueError:
        making.missing[address[:100]] = None
        return None
    if file_id not in making.kinds:
        making.missing[address[:100]] = None
        return None
    making.files[file_id] = None
    return f"{FILES_PATH}{file_id}"
