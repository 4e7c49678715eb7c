"""HTML of a mail made harmless: no scripts, no forms, no remote images; `cid:` names the inline part."""

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

import nh3

from app.channels.mail.limits import MAX_HTML, Budget

_TAGS = frozenset(
    {
        "a", "abbr", "address", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code",
        "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5",
        "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span",
        "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u",
        "ul", "var", "wbr",
    }
)  # fmt: skip
_WITHOUT_CONTENT = frozenset(
    {
        "script",
        "style",
        "title",
        "head",
        "noscript",
        "template",
        "iframe",
        "object",
        "svg",
        "math",
        "select",
        "textarea",
    }
)
_CELL = {"align", "valign", "width", "height", "bgcolor", "background", "colspan", "rowspan", "nowrap"}
_ATTRIBUTES = {
    "*": {"style", "dir", "lang", "title"},
    "a": {"href"},
    "img": {"src", "srcset", "alt", "width", "height", "align"},
    "table": {"align", "width", "height", "bgcolor", "background", "border", "cellpadding", "cellspacing"},
    "td": _CELL,
    "th": _CELL,
    "tr": {"align", "valign", "bgcolor", "background"},
    "div": {"align"},
    "p": {"align"},
    "font": {"color", "face", "size"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "col": {"width", "span"},
    "colgroup": {"width", "span"},
    "hr": {"width", "size", "align"},
}
# What styles may say. Nothing that moves a part of the mail over what is around it.
_STYLES = re.compile(
    r"(background|background-color|color|direction|display|font|font-(family|size|style|weight|variant)|line-height"
    r"|letter-spacing|list-style(-type)?|margin(-\w+)?|padding(-\w+)?|border(-\w+){0,2}|text-(align|decoration|indent"
    r"|transform)|vertical-align|white-space|width|max-width|height|word-(break|wrap)|overflow-wrap|table-layout"
    r"|quotes|unicode-bidi)"
)
_HARMLESS = re.compile(r"[\w\s#%.,()'\"!+/-]*")
_FETCHES = re.compile(
    r"url\s*\(|image-set\s*\(|image\s*\(|src\s*\(|cross-fade\s*\(|element\s*\(|var\s*\(|expression", re.IGNORECASE
)
_URL = re.compile(r"(?:@import\s*+(?:url\s*+\()?+|url\s*+\()\s*+['\"]?+\s*+(?!data:|cid:|['\")#])", re.IGNORECASE)
_NEGATIVE = re.compile(r"(margin|text-indent)[\w-]*")
_DATA = re.compile(r"data:image/(?:png|gif|jpe?g|webp|bmp);base64,[A-Za-z0-9+/=\s%]*", re.IGNORECASE)
_LINK = re.compile(r"\s*(?:https?:|mailto:|tel:)", re.IGNORECASE)
_BODY = re.compile(r"<body\b[^<>]{0,2000}?\sbackground\s*=\s*[\"']?(?!cid:|data:)[^\s\"'>]", re.IGNORECASE)

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = frozenset(
    {"br", "img", "hr", "input", "meta", "link", "col", "wbr", "area", "base", "embed", "param", "source", "track"}
)
# Those whose end is understood, so that nobody writes it.
_CLOSES_ITSELF = frozenset(
    {"p", "li", "td", "tr", "th", "dd", "dt", "option", "tbody", "thead", "tfoot", "colgroup", "html", "head", "body"}
)
# Opened again in every paragraph behind them until they are closed.
_FORMATTING = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
)
# Each costs the parser as much as a thousand letters do.
MAX_ENTITIES = 50_000
MAX_DEPTH = 1000
MAX_REOPENED = 100_000


@dataclass(frozen=True, slots=True)
class Clean:
    """Harmless HTML, how many remote images it would have fetched, and which inline parts it shows."""

    html: str
    blocked: int
    shown: frozenset[str]


class _Filter:
    """Decides on attributes, and remembers what would have been fetched and what is shown."""

    def __init__(self, blocked: int) -> None:
        self.blocked = blocked
        self.shown: set[str] = set()

    def attribute(self, _: str, name: str, value: str) -> str | None:
        """The value that is kept, or None."""
        if name == "style":
            kept, fetched = _style(value)
            self.blocked += fetched
            return kept or None
        if name in {"src", "srcset", "background"}:
            return self._image(name, value.strip())
        if name == "href":
            return value if _LINK.match(value) else None
        return value

    def _image(self, name: str, address: str) -> str | None:
        if address[:4].lower() == "cid:":
            content_id = unquote(address[4:]).strip("<> ")
            self.shown.add(content_id)
            return f"cid:{content_id}" if name == "src" else None
        if _DATA.fullmatch(address):
            return address if name == "src" else None
        self.blocked += bool(address)
        return None


def clean(source: str, budget: Budget) -> Clean | None:
    """Clean HTML, or None for one that no browser could show in reasonable time."""
    source = budget.take("html", source, MAX_HTML)
    if source.count("&") > MAX_ENTITIES or _too_deep(source):
        budget.note("html")
        return None
    kept = _Filter(len(_BODY.findall(source)) + sum(len(_URL.findall(each)) for each in _style_sheets(source)))
    cleaned = _cleaned(source, kept)
    if len(cleaned) > 2 * MAX_HTML:
        # Every sign of it was one that is written with five. Cut HTML is parsed again, so that nothing stays open.
        budget.note("html")
        cleaned = _cleaned(cleaned[: max(0, cleaned.rfind("<", 0, MAX_HTML)) or MAX_HTML], _Filter(0))
    return Clean(cleaned, kept.blocked, frozenset(kept.shown))


def _cleaned(source: str, kept: _Filter) -> str:
    return nh3.clean(
        source,
        tags=set(_TAGS),
        clean_content_tags=set(_WITHOUT_CONTENT),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=kept.attribute,
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )


def without_tags(source: str) -> str:
    """What can be read of HTML that is not cleaned: everything between its tags."""
    pieces: list[str] = []
    at = 0
    for begin, end in _blocks(source):
        pieces.append(source[at:begin])
        at = end
    pieces.append(source[at:])
    text = re.sub(r"<(?:br|/?p|/?div|/?tr|/?li|/?h[1-6])\b[^<>]*>", "\n", "".join(pieces), flags=re.IGNORECASE)
    return entities.unescape(re.sub(r"<[^<>]*>", "", text))


def _style(value: str) -> tuple[str, int]:
    """The declarations that only say how text looks, and how many would have fetched something."""
    kept: list[str] = []
    fetched = len(_URL.findall(value))
    for declaration in value.split(";")[:200]:
        name, _, said = declaration.partition(":")
        name, said = name.strip().lower(), said.strip()
        if not _STYLES.fullmatch(name) or not _HARMLESS.fullmatch(said) or _FETCHES.search(said):
            continue
        if "-" in said and _NEGATIVE.fullmatch(name) and re.search(r"(^|\s)-", said):
            continue
        kept.append(f"{name}:{said}")
    return ";".join(kept), fetched


def _style_sheets(source: str) -> Iterator[str]:
    for begin, end in _blocks(source, names=("style",)):
        yield source[begin:end]


def _blocks(source: str, names: tuple[str, ...] = ("style", "script", "head", "title")) -> Iterator[tuple[int, int]]:
    """Where these elements begin and end, without the help of a parser."""
    at = 0
    for found in re.finditer(rf"<(?:{'|'.join(names)})\b", source, re.IGNORECASE):
        if found.start() < at:
            continue
        end = re.compile(f"</{found[0][1:]}", re.IGNORECASE).search(source, found.end())
        if end is None:
            return
        close = source.find(">", end.end())
        at = len(source) if close < 0 else close + 1
        yield found.start(), at


def _too_deep(source: str) -> bool:
    """Whether parsing it as browsers do would take quadratic time: too deep, or paragraphs in formats never closed."""
    opened: dict[str, int] = {}
    depth = formats = reopened = 0
    for found in _TAG.finditer(source):
        name = found[2].lower()
        if name in _VOID:
            continue
        if found[1]:
            if opened.get(name, 0) > 0:
                opened[name] -= 1
                depth -= 1
                formats -= name in _FORMATTING
            continue
        reopened += formats if name not in _FORMATTING else 0
        if name not in _CLOSES_ITSELF:
            opened[name] = opened.get(name, 0) + 1
            depth += 1
            formats += name in _FORMATTING
        if depth > MAX_DEPTH or reopened > MAX_REOPENED:
            return True
    return False
