"""The documentation for people at `/guides`: the Markdown files of `docs/`, as pages that link to each other.

A desk that was installed without its `docs/` says where they are. Links between files stay links; HTML in them is text.
"""

import posixpath
import re
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.web.files import tree_of

DOCS: Final = Path(__file__).resolve().parents[2] / "docs"
_PAGE: Final = Path(__file__).resolve().parent / "guides.html"
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_ABROAD: Final = re.compile(r"^(?:[a-z]+:|//|#|/)", re.IGNORECASE)
# Who reads what first; what is named nowhere comes under the last.
AUDIENCES: Final[Mapping[str, tuple[str, ...]]] = {
    "Begin here": ("agents", "frontend", "mobile", "partner", "ops"),
    "Pages": ("widget", "console", "portal", "status", "surveys", "knowledge"),
    "Channels": ("channels", "mail", "mail-in", "mail-out", "messengers", "phone", "contact", "languages"),
    "Work": (
        "routing", "sla", "automations", "search", "merging", "fields", "catalogue", "suggestions", "assistant",
        "translation", "simulation",
    ),
    "Listening": (
        "reports", "insight", "campaigns", "quality", "ideas", "monitors", "incidents", "outreach",
    ),
    "Building": ("realtime", "clients", "events", "errors", "import", "security", "protocol/README"),
}  # fmt: skip


async def page(request: Request) -> Response:
    """A guide, by its name (`frontend`, `protocol/README`, `adr/0001-...`); the index without one."""
    name = request.path_params.get("name", "").removesuffix("/")
    if name.endswith(".md"):
        return RedirectResponse(f"/guides/{name.removesuffix('.md')}", 308)
    base = f"/web/{tree_of(request).version}"
    known = _known()
    if name and name not in known:
        return _answer(_made(base, "There is no such guide", "<h1>There is no such guide</h1>", ""), 404)
    if not known:
        main = "<h1>Guides</h1><p>This desk was installed without them. They are in the folder <code>docs</code>.</p>"
        return _answer(_made(base, "Guides", main, ""), 404)
    if not name:
        return _answer(_made(base, "Guides", _index(), ""), 200)
    title, main = _rendered(known[name])
    return _answer(_made(base, title, f'<article class="prose">{main}</article>', name), 200)


async def image(request: Request) -> Response:
    """A picture of a guide."""
    name = request.path_params["name"]
    path = DOCS / "guides" / "images" / name
    if not re.fullmatch(r"[a-z0-9-]+\.png", name) or not path.is_file():
        return Response("There is no such picture.\n", 404, media_type="text/plain; charset=utf-8")
    return Response(path.read_bytes(), media_type="image/png", headers={"cache-control": "public, max-age=3600"})


@cache
def _known() -> Mapping[str, Path]:
    """Every document, by its name in addresses: guides without their folder, the rest with it."""
    found = {str(path.relative_to(DOCS).with_suffix("")): path for path in sorted(DOCS.rglob("*.md"))}
    return {name.removeprefix("guides/"): path for name, path in found.items()}


@cache
def _rendered(path: Path) -> tuple[str, str]:
    """The title and the HTML of a file."""
    text = path.read_text(encoding="utf-8")
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
    tokens = parser.parse(text)
    folder = path.parent.relative_to(DOCS)
    title = path.stem
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            said = tokens[index + 1].content
            token.attrSet("id", _slug(said))
            title = said if token.tag == "h1" else title
        elif token.type == "th_open" and not tokens[index + 1].content:
            # A heading without words is announced as one all the same.
            token.tag = tokens[index + 2].tag = "td"
        elif token.type == "inline":
            _linked(token, folder)
        elif token.type == "fence":
            # A reader with a keyboard scrolls what is wide.
            token.attrSet("tabindex", "0")
    return title, parser.renderer.render(tokens, parser.options, {})


def _title(path: Path) -> str:
    return escape(_rendered(path)[0])


def _linked(token: Token, folder: Path) -> None:
    for child in token.children or ():
        if child.type == "link_open":
            child.attrSet("href", _address(str(child.attrs.get("href", "")), folder))
        elif child.type == "image":
            name = posixpath.basename(str(child.attrs.get("src", "")))
            child.attrSet("src", f"/guides/images/{name}")


def _address(href: str, folder: Path) -> str:
    """Where a link of a file in this folder leads, on this site."""
    if _ABROAD.match(href):
        return href
    path, _, anchor = href.partition("#")
    whole = posixpath.normpath(posixpath.join(str(folder), path))
    name = whole.removesuffix(".md").removeprefix("guides/")
    return (
        f"/guides/{name}" + (f"#{anchor}" if anchor else "")
        if path.endswith(".md")
        else f"/{posixpath.basename(whole)}"
    )


def _slug(said: str) -> str:
    return re.sub(r"[^\w-]+", "", said.lower().replace(" ", "-"))


def _index() -> str:
    known = _known()
    parts = ["<h1>Guides</h1>"]
    for audience, names in AUDIENCES.items():
        links = "".join(
            f'<li><a class="door" href="/guides/{escape(name)}"><strong>{_title(known[name])}</strong></a></li>'
            for name in names
            if name in known
        )
        parts.append(f'<section><h2>{audience}</h2><ul class="doors">{links}</ul></section>')
    decisions = "".join(
        f'<li><a href="/guides/{escape(name)}">{_title(path)}</a></li>'
        for name, path in known.items()
        if name.startswith("adr/")
    )
    parts.append(
        "<section><h2>Decisions</h2><details><summary>Why it is built like this</summary>"
        f"<ul>{decisions}</ul></details></section>"
    )
    return "".join(parts)


def _made(base: str, title: str, main: str, name: str) -> str:
    known = _known()
    links = "".join(
        f'<p class="small muted">{audience}</p><ul class="list">'
        + "".join(
            f'<li><a href="/guides/{escape(each)}"{" aria-current=page" if each == name else ""}>'
            f"{_title(known[each])}</a></li>"
            for each in names
            if each in known
        )
        + "</ul>"
        for audience, names in AUDIENCES.items()
    )
    return _template().substitute(base=base, title=escape(title), main=main, links=links)


def _answer(body: str, status: int) -> Response:
    headers = {"content-security-policy": _POLICY, "cache-control": "no-cache"}
    return Response(body, status, headers, media_type="text/html; charset=utf-8")


@cache
def _template() -> Template:
    return Template(_PAGE.read_text(encoding="utf-8"))
