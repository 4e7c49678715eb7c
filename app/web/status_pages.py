"""The status page for people, at `/status` and `/status/{brand}`: no script, a form to be told, and feeds."""

from collections.abc import Sequence
from html import escape
from typing import Final
from urllib.parse import parse_qs
from uuid import UUID

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app.db import Database
from app.errors import Invalid, NotFound, TooMany
from app.reading import answer_bytes
from app.routers.status import CACHE_SECONDS, boards_of, counted
from app.rules import article_html
from app.schemas.status_subscriptions import StatusSubscriptionIn
from app.services import status, status_subscriptions
from app.web import reader_frame, status_feeds, status_html
from app.web.reader_frame import House

# What was learnt has tables that are aligned by a `style` which the sanitiser has left alone.
_POLICY: Final = f"{reader_frame.POLICY}; style-src-attr 'unsafe-inline'"
_LONGEST_FORM: Final = 8_192
_FEEDS: Final = {"atom": status_feeds.atom, "rss": status_feeds.rss}


async def page(request: Request) -> Response:
    """Everything at a glance."""
    brand, wanted = request.path_params.get("brand"), reader_frame.wanted(request)
    try:
        counted(request)
        board = await boards_of(request).of(brand)
    except (Invalid, TooMany) as error:
        return _refused(request, error, wanted)
    made = reader_frame.page(
        request,
        reader_frame.spoken(wanted),
        f"{status_html.name(board, wanted)} · {reader_frame.said('status.title', wanted)}",
        head=status_html.links(board),
        main=status_html.main(board, wanted),
        whose=None if board.brand is None else House(board.brand, board.name or board.brand),
        here="status",
        wide=True,
    )
    answer = answer_bytes(request, made, reader_frame.HTML, private=False, seconds=CACHE_SECONDS)
    answer.headers["content-security-policy"] = reader_frame.POLICY
    return answer


async def one(request: Request) -> Response:
    """An incident by itself, with what was learnt of it."""
    wanted = reader_frame.wanted(request)
    try:
        counted(request)
        found = await status.one(request.app.state.database, UUID(request.path_params["incident"]), wanted)
        learnt = "" if found.post_mortem is None else article_html.page(found.post_mortem, {}).html
    except (ValueError, NotFound, TooMany) as error:
        return _refused(request, error if isinstance(error, TooMany) else NotFound(), wanted)
    main = status_html.alone(found, article_html.with_addresses(learnt, {}) if learnt else "", wanted)
    made = reader_frame.page(request, reader_frame.spoken(wanted), escape(found.title), main=main)
    answer = answer_bytes(request, made, reader_frame.HTML, private=False, seconds=CACHE_SECONDS)
    answer.headers["content-security-policy"] = _POLICY
    return answer


async def feed(request: Request) -> Response:
    """What was said, for programs that read feeds."""
    form, wanted = request.path_params["form"], reader_frame.wanted(request)
    if form not in _FEEDS:
        return _refused(request, NotFound(), wanted)
    try:
        counted(request)
        board = await boards_of(request).of(request.path_params.get("brand"))
    except (Invalid, TooMany) as error:
        return _refused(request, error, wanted)
    made = _FEEDS[form](board, wanted, f"{status.url(board.brand)}/feed.{form}")
    return answer_bytes(request, made, status_html.TYPES[form], private=False, seconds=CACHE_SECONDS)


async def subscribe(request: Request) -> Response:
    """The form of the page: the same answer whoever's address it is."""
    wanted = reader_frame.wanted(request)
    database: Database = request.app.state.database
    try:
        form = parse_qs((await request.body())[:_LONGEST_FORM].decode("utf-8", "replace"), max_num_fields=20)
        given = {name: values[0] for name, values in form.items() if name in {"mail", "brand"} and values[0]}
        new = StatusSubscriptionIn.model_validate(given)
        if new.mail is None:
            return _alone(request, wanted, "status.bad_address", 422)
        async with database.unit_of_work() as work:
            await status_subscriptions.ask(work.session, new, wanted, address=reader_frame.address(request))
    except ValueError:
        return _alone(request, wanted, "status.bad_address", 422)
    except (Invalid, TooMany) as error:
        return _refused(request, error, wanted)
    return _alone(request, wanted, "status.asked", 202)


async def confirm(request: Request) -> Response:
    """The link in the mail that asks."""
    return await _link(request, "confirm")


async def end(request: Request) -> Response:
    """The link in every mail after it; mail programs post to it themselves (RFC 8058)."""
    return await _link(request, "end")


async def _link(request: Request, what: str) -> Response:
    """By GET it asks, by POST it is done."""
    token, wanted = request.path_params["token"][:200], reader_frame.wanted(request)
    database: Database = request.app.state.database
    try:
        status_subscriptions.limit(reader_frame.address(request))
        async with database.unit_of_work() as work:
            language = await status_subscriptions.language_of(work.session, token)
            if request.method != "POST":
                found = await status_subscriptions.read(work.session, token)
            elif what == "confirm":
                found = await status_subscriptions.confirm(work.session, token)
            else:
                found = await status_subscriptions.end(work.session, token)
    except NotFound:
        return _alone(request, wanted, "status.unknown", 404)
    except TooMany as error:
        return _refused(request, error, wanted)
    wanted = [language, *wanted] if language else wanted
    if found.state == "ended":
        return _alone(request, wanted, "status.ended", 200)
    if what == "confirm" and found.state == "active":
        return _alone(request, wanted, "status.confirmed", 200)
    said = reader_frame.said(f"status.{what}", wanted)
    button = f'<form method="post" action="?"><button class="button primary" type="submit">{said}</button></form>'
    return _alone(request, wanted, f"status.{what}_ask", 200, more=button)


def install(app: FastAPI) -> None:
    """Serve the page, the feeds and the links of mails."""
    for path, what, methods in (
        ("/status", page, ["GET", "HEAD"]),
        ("/status/subscribe", subscribe, ["POST"]),
        ("/status/feed.{form}", feed, ["GET", "HEAD"]),
        ("/status/{brand}", page, ["GET", "HEAD"]),
        ("/status/incidents/{incident}", one, ["GET", "HEAD"]),
        ("/status/confirm/{token}", confirm, ["GET", "HEAD", "POST"]),
        ("/status/end/{token}", end, ["GET", "HEAD", "POST"]),
        ("/status/{brand}/feed.{form}", feed, ["GET", "HEAD"]),
    ):
        app.add_route(path, what, methods=methods, include_in_schema=False)


def _refused(request: Request, error: Invalid | NotFound | TooMany, wanted: Sequence[str]) -> Response:
    if isinstance(error, TooMany):
        return _alone(request, wanted, "status.too_many", 429, headers=dict(error.headers))
    return _alone(request, wanted, "status.gone", 404)


def _alone(
    request: Request,
    wanted: Sequence[str],
    name: str,
    code: int,
    *,
    more: str = "",
    headers: dict[str, str] | None = None,
) -> Response:
    said = reader_frame.said(name, wanted)
    made = reader_frame.page(request, reader_frame.spoken(wanted), said, main=f'<h1 role="status">{said}</h1>\n{more}')
    return Response(made, code, {**reader_frame.ALONE, **(headers or {})}, media_type=reader_frame.HTML)
