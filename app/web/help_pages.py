"""The help centre as pages for people, at `/help`: what anybody may read, without a single script."""

from datetime import timedelta
from html import escape
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlencode
from uuid import UUID

from fastapi import FastAPI
from pydantic import ValidationError
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app import clock
from app.db import Database
from app.errors import Forbidden, Invalid, NotFound, TooMany, Unavailable
from app.reading import answer_bytes
from app.rules import locale_tags
from app.rules.actors import NOBODY
from app.rules.locale_tags import canonical
from app.schemas.help_feedback import HelpFeedbackIn
from app.services import (
    appearance,
    article_links,
    help_articles,
    help_brands,
    help_categories,
    help_feedback,
    help_readers,
    help_search,
    rate_limits,
)
from app.services.help_search import Question
from app.settings import settings
from app.web import help_html, help_reading, reader_frame
from app.web.reader_frame import HTML, House

# Articles show pictures of anywhere, and their tables are aligned by a `style` that the sanitiser has left alone.
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' https: http:; "
    "media-src 'self' https: http:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
_LONGEST_QUESTION: Final = 500
_LONGEST_FORM: Final = 16_384
_POPULAR: Final = 6
_LATELY: Final = timedelta(days=30)
# Of one network, as at the API.
_SEARCHES, _ANSWERS, _SECONDS = 600, 60, 60


async def brands(request: Request) -> Response:
    """The help centres of the desk; of one alone its own page."""
    wanted = reader_frame.wanted(request)
    database: Database = request.app.state.database
    async with database.unit_of_work() as work:
        there = await help_brands.all_of(work.session)
    if len(there) == 1:
        return RedirectResponse(f"/help/{quote(there[0].key)}", 307, {"cache-control": "no-cache"})
    locale = reader_frame.spoken(wanted)
    title = reader_frame.said("help.title", locale)
    main = help_html.doors(title, [(reader_frame.house(each).home(locale), each.name) for each in there], locale)
    return _sent(request, reader_frame.page(request, locale, title, main=main, wide=True))


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
        return _gone(request, locale)
    if isinstance(found, help_articles.Moved):
        headers = {"cache-control": "public, max-age=60"}
        return RedirectResponse(article_links.url(base, found.locale, found.slug), 308, headers)
    shown = found.article
    said = request.query_params.get("helped")
    page = reader_frame.page(
        request,
        shown.locale,
        f"{escape(shown.title)} · {escape(whose.name)}",
        head=help_html.article_head(shown, whose.name),
        main=help_html.article(shown, whose.name, answer=help_html.answer_of(said)),
        whose=reader_frame.house(whose),
        here="help",
        wide=True,
        switch=[(each.locale, each.url) for each in shown.locales],
    )
    changed = found.changed_at if said is None else None
    answer = _sent(request, page, private=said is not None)
    if changed is not None:
        answer = answer_bytes(request, page, HTML, private=False, changed_at=changed)
        answer.headers["content-security-policy"] = _POLICY
    if request.method == "GET" and said is None and help_reading.is_reader(request):
        answer.background = BackgroundTask(help_reading.opened, request, shown.id, shown.locale)
    return answer


async def answered(request: Request) -> Response:
    """Whether an article helped, by a form: one answer of each reader, which they may change."""
    brand, locale, slug = (request.path_params[name] for name in ("brand", "locale", "slug"))
    if reader_frame.from_elsewhere(request):
        return _alone(request, locale, "help.from_elsewhere", 403)
    try:
        form = parse_qs((await request.body())[:_LONGEST_FORM].decode("utf-8", "replace"), max_num_fields=10)
        given = {name: values[0] for name, values in form.items()}
        new = HelpFeedbackIn(
            helped={"yes": True, "no": False}[given.get("helped", "")],
            comment=given.get("comment", "").replace("\r\n", "\n").strip()[:1_000] or None,
            locale=canonical(locale),
            session=help_reading.session(request),
        )
    except (KeyError, ValueError, ValidationError):
        return _alone(request, locale, "help.unfit", 422)
    database: Database = request.app.state.database
    try:
        network = rate_limits.network_of(reader_frame.address(request))
        rate_limits.check("help_feedback", network, limit=_ANSWERS, seconds=_SECONDS)
        async with database.unit_of_work() as work:
            found = await help_articles.read(
                work.session, NOBODY, slug, brand=brand, locale=canonical(locale), languages=(), signed=False
            )
            if isinstance(found, help_articles.Found):
                reader = help_readers.reader(NOBODY, new.session)
                await help_feedback.vote(work.session, reader, found.article.id, new)
    except (NotFound, Invalid, Forbidden):
        return _gone(request, locale)
    except TooMany as error:
        return _alone(request, locale, "status.too_many", 429, **error.headers)
    if isinstance(found, help_articles.Moved):
        return _gone(request, locale)
    said = "told" if new.comment else given["helped"]
    return RedirectResponse(f"{request.url.path}?helped={said}#helped", 303, {"cache-control": "no-store"})


async def contents(request: Request) -> Response:
    """What there is to read: all of it, what stands in one category, or what was searched."""
    brand, wanted = request.path_params["brand"], reader_frame.wanted(request)
    query = request.query_params.get("q", "").replace("\x00", "")[:_LONGEST_QUESTION].strip()
    database: Database = request.app.state.database
    try:
        category = UUID(request.query_params["category"]) if "category" in request.query_params else None
        after = request.query_params.get("after", "")[:2000] or None
        async with database.unit_of_work() as work:
            whose = await help_brands.named(work.session, brand)
            there = reader_frame.house(whose, await help_brands.languages(work.session, whose.key))
            tree = await help_categories.page(work.session, NOBODY, brand=brand, wanted=wanted, cursor=None, limit=200)
            listed = await help_articles.page(
                work.session, NOBODY, brand=brand, category_id=category, wanted=wanted, cursor=after, limit=100
            )
            popular = (
                await help_articles.popular(
                    work.session, brand=brand, wanted=wanted, since=clock.now() - _LATELY, limit=_POPULAR
                )
                if category is None and after is None and not query
                else []
            )
        found = await _searched(request, brand, query, wanted) if query else None
    except (NotFound, Invalid, ValueError):
        return _gone(request, wanted[0] if wanted else "en")
    except (TooMany, Unavailable) as error:
        refused = _alone(request, wanted[0] if wanted else "en", "status.too_many", error.status)
        refused.headers.update(error.headers)
        return refused
    locale = _spoken(request, there, wanted)
    here = next((each for each in tree.items if each.id == category), None)
    if found is not None:
        title = reader_frame.said("help.results", wanted, query=query)
        main = help_html.results(there, locale, query, found["items"], found["search_id"])
    elif category is not None or after is not None:
        if category is not None and here is None:
            return _gone(request, locale)
        title = escape(whose.name if here is None else here.name)
        main = help_html.category(there, locale, tree.items, here, listed)
    else:
        title = reader_frame.said("help.of", wanted, brand=whose.name)
        main = help_html.home(there, locale, tree.items, listed, popular)
    page = reader_frame.page(
        request,
        locale,
        title,
        head=help_html.contents_head(there, locale, here, listed=found is None and after is None),
        main=main,
        whose=there,
        here="help",
        wide=True,
        switch=[(each, there.home(each)) for each in there.languages],
    )
    return _sent(request, page, private=found is not None)


async def look(request: Request) -> Response:
    """The colours of a brand, as a style sheet: what stands in a page itself would not be taken."""
    database: Database = request.app.state.database
    try:
        async with database.unit_of_work() as work:
            found = await appearance.read(work.session, brand=request.path_params["brand"], languages=())
    except NotFound:
        return Response("", 404, media_type="text/css")
    return answer_bytes(request, reader_frame.colors(found.colors), "text/css; charset=utf-8", private=False)


async def robots(request: Request) -> Response:
    """Which pages search engines look at, and where they are listed."""
    database: Database = request.app.state.database
    async with database.unit_of_work() as work:
        there = await help_brands.all_of(work.session)
    home = settings().public_url.rstrip("/")
    lines = ["User-agent: *", *(f"Disallow: {each}" for each in ("/v1/", "/console", "/portal", "/surveys/"))]
    lines += ["Allow: /v1/help/", *(f"Disallow: {each}" for each in ("/opt-outs/", "/status/confirm/", "/status/end/"))]
    lines += [f"Sitemap: {home}/v1/help/sitemap.xml?{urlencode({'brand': each.key})}" for each in there]
    body = ("\n".join(lines) + "\n").encode()
    return answer_bytes(request, body, "text/plain; charset=utf-8", private=False, seconds=3600)


def install(app: FastAPI) -> None:
    """Serve the pages."""
    for path, page in (
        ("/robots.txt", robots),
        ("/help", brands),
        ("/help/{brand}", contents),
        ("/help/{brand}/look.css", look),
        ("/help/{brand}/{locale}", contents),
        ("/help/{brand}/{locale}/{slug}", article),
    ):
        app.add_route(path, page, methods=["GET", "HEAD"], include_in_schema=False)
    app.add_route("/help/{brand}/{locale}/{slug}", answered, methods=["POST"], include_in_schema=False)


def _spoken(request: Request, there: House, wanted: list[str]) -> str:
    """The language of a list: the one of the address, else of what there is the one that suits whoever asks."""
    if "locale" in request.path_params:
        return wanted[0]
    if not there.languages:
        return reader_frame.spoken(wanted)
    return locale_tags.best(there.languages, wanted, otherwise=reader_frame.spoken(wanted))


async def _searched(request: Request, brand: str, query: str, wanted: list[str]) -> dict[str, Any]:
    network = rate_limits.network_of(reader_frame.address(request))
    rate_limits.check("help_search", network, limit=_SEARCHES, seconds=_SECONDS)
    database: Database = request.app.state.database
    reader = help_readers.reader(NOBODY, help_reading.session(request) if help_reading.is_reader(request) else None)
    question = Question(query, brand, tuple(wanted[:3]))
    async with database.lean() as connection:
        return await help_search.find(connection, reader, question, cursor=None, limit=30)


def _sent(request: Request, page: bytes, *, private: bool = False) -> Response:
    answer = answer_bytes(request, page, HTML, private=private)
    answer.headers["content-security-policy"] = _POLICY
    return answer


def _gone(request: Request, locale: str) -> Response:
    return _alone(request, locale, "help.gone", 404)


def _alone(request: Request, locale: str, name: str, status: int, **headers: str) -> Response:
    spoken = reader_frame.spoken([locale])
    title = reader_frame.said(name, spoken)
    page = reader_frame.page(request, spoken, title, main=f"<h1>{title}</h1>{help_html.way_back(spoken)}")
    return Response(page, status, {**reader_frame.ALONE, **headers}, media_type=HTML)
