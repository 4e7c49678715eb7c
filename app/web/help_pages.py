"""The help centre as pages for people, at `/help/{brand}`: what anybody may read, without a single script."""

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote, urlencode
from uuid import UUID

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app import locales as catalogues
from app.db import Database
from app.errors import Invalid, NotFound
from app.reading import answer_bytes
from app.rules import locales
from app.rules.actors import NOBODY
from app.rules.locale_tags import canonical
from app.schemas.help_articles import HelpArticleBrief, HelpArticleOut
from app.schemas.help_categories import HelpCategoryOut
from app.services import article_links, help_articles, help_brands, help_categories

PAGE = Path(__file__).resolve().parent / "help" / "page.html"
# Nothing runs here, whatever an article says, and nothing is sent anywhere.
_POLICY = (
    "default-src 'none'; img-src 'self' https: http:; media-src 'self' https: http:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


async def article(request: Request) -> Response:
    """A public article; 308 from an address that it had once."""
    brand, locale, slug = (request.path_params[name] for name in ("brand", "locale", "slug"))
    database: Database = request.app.state.database
    try:
        async with database.unit_of_work() as work:
            whose = await help_brands.named(work.session, brand)
            found = await help_articles.read(
                work.session, NOBODY, slug, brand=brand, locale=canonical(locale), languages=(), signed=False
            )
            base = article_links.base(whose.key, whose.reach)
    except (NotFound, Invalid):
        return _gone(locale)
    if isinstance(found, help_articles.Moved):
        headers = {"cache-control": "public, max-age=60"}
        return RedirectResponse(article_links.url(base, found.locale, found.slug), 308, headers)
    page = _article(found.article, whose.name)
    answer = answer_bytes(request, page, "text/html; charset=utf-8", private=False, changed_at=found.changed_at)
    answer.headers["content-security-policy"] = _POLICY
    return answer


async def contents(request: Request) -> Response:
    """What there is to read: the categories, and the articles of one of them or of all."""
    brand, wanted = request.path_params["brand"], _wanted(request)
    database: Database = request.app.state.database
    try:
        category = UUID(request.query_params["category"]) if "category" in request.query_params else None
        after = request.query_params.get("after", "")[:2000] or None
        async with database.unit_of_work() as work:
            whose = await help_brands.named(work.session, brand)
            tree = await help_categories.page(work.session, NOBODY, brand=brand, wanted=wanted, cursor=None, limit=200)
            there = await help_articles.page(
                work.session, NOBODY, brand=brand, category_id=category, wanted=wanted, cursor=after, limit=100
            )
    except (NotFound, Invalid, ValueError):
        return _gone(wanted[0] if wanted else "en")
    locale = wanted[0] if wanted else "en"
    home = f"/help/{quote(brand)}/{quote(locale)}"
    links = "".join(_link(f"{home}?category={each.id}", each.name) for each in tree.items)
    more = urlencode({**({"category": str(category)} if category else {}), "after": there.next_cursor or ""})
    following = f"<p>{_link(f'{home}?{more}', _said('help.more', locale))}</p>" if there.next_cursor else ""
    name = next((each.name for each in tree.items if each.id == category), whose.name)
    main = f"<h1>{escape(name)}</h1>\n<nav>{links}</nav>\n{_list(there.items)}{following}"
    page = _page(locale, name, head="", header=_link(home, whose.name), main=main, footer="")
    answer = answer_bytes(request, page, "text/html; charset=utf-8", private=False)
    answer.headers["content-security-policy"] = _POLICY
    return answer


def install(app: FastAPI) -> None:
    """Serve the pages."""
    for path, page in (
        ("/help/{brand}", contents),
        ("/help/{brand}/{locale}", contents),
        ("/help/{brand}/{locale}/{slug}", article),
    ):
        app.add_route(path, page, methods=["GET", "HEAD"], include_in_schema=False)


def _wanted(request: Request) -> list[str]:
    named = request.path_params.get("locale")
    return [canonical(named)] if named else locales.accepted(request.headers.get("accept-language"))


def _article(found: HelpArticleOut, name: str) -> bytes:
    home = f"/help/{quote(found.brand)}/{quote(found.locale)}"
    others = [each for each in found.locales if each.locale != found.locale]
    head = [f'<link rel="canonical" href="{escape(found.url)}">']
    head += [
        f'<link rel="alternate" hreflang="{escape(each.locale)}" href="{escape(each.url)}">'
        for each in (found.locales if others else ())
    ]
    if found.summary is not None:
        head.append(f'<meta name="description" content="{escape(found.summary)}">')
    summary = f'<p class="summary">{escape(found.summary)}</p>' if found.summary is not None else ""
    related = f"<h2>{_said('help.related', found.locale)}</h2>{_list(found.related)}" if found.related else ""
    return _page(
        found.locale,
        f"{found.title} · {name}",
        head="\n".join(head),
        header=_link(home, name) + _trail(home, found.categories),
        main=f"<article><h1>{escape(found.title)}</h1>{summary}\n{found.html}</article>\n{related}",
        footer=f"{_said('help.updated', found.locale)} {_date(found)} "
        + "".join(_link(each.url, _language(each.locale)) for each in others),
    )


def _gone(locale: str) -> Response:
    said = _said("help.gone", locale)
    page = _page("en", said, head="", header="", main=f"<h1>{said}</h1>", footer="")
    headers = {"content-security-policy": _POLICY, "cache-control": "no-store"}
    return Response(page, 404, headers, media_type="text/html; charset=utf-8")


def plain(locale: str, title: str, *, main: str) -> bytes:
    """A page with nothing around its words; `title` and `main` are escaped already."""
    return _filled(locale, title, head="", header="", main=main, footer="")


def framed(locale: str, title: str, *, head: str, main: str) -> bytes:
    """A page with more in its head; all of it is escaped already."""
    return _filled(locale, title, head=head, header="", main=main, footer="")


def _page(locale: str, title: str, *, head: str, header: str, main: str, footer: str) -> bytes:
    return _filled(locale, escape(title), head=head, header=header, main=main, footer=footer)


def _filled(locale: str, title: str, *, head: str, header: str, main: str, footer: str) -> bytes:
    found = _known(locale)
    direction = "rtl" if found is not None and found.text_direction == "rtl" else "ltr"
    return (
        _template()
        .substitute(
            locale=escape(locale), direction=direction, title=title, head=head, header=header, main=main,
            footer=footer,
        )
        .encode()
    )  # fmt: skip


@cache
def _template() -> Template:
    return Template(PAGE.read_text(encoding="utf-8"))


def _link(address: str, words: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>'


def _trail(home: str, found: Iterable[HelpCategoryOut]) -> str:
    return "".join(_link(f"{home}?category={each.id}", each.name) for each in found)


def _list(found: Sequence[HelpArticleBrief]) -> str:
    inside = "".join(
        f"<li>{_link(each.url, each.title)}{f'<br>{escape(each.summary)}' if each.summary else ''}</li>"
        for each in found
    )
    return f'<ul class="list">{inside}</ul>'


def _said(name: str, locale: str) -> str:
    return escape(catalogues.text(name, locale))


def _known(locale: str) -> Locale | None:
    try:
        return Locale.parse(locale, sep="-")
    except (ValueError, UnknownLocaleError):
        return None


def _language(locale: str) -> str:
    found = _known(locale)
    return (found.get_display_name() if found is not None else None) or locale


def _date(found: HelpArticleOut) -> str:
    return escape(format_date(found.published_at.date(), locale=_known(found.locale) or "en"))
