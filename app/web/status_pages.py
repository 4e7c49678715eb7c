"""The status page for people, at `/status` and `/status/{brand}`: no script, a form to be told, and feeds."""

import math
from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import Final
from urllib.parse import parse_qs
from uuid import UUID

from babel.dates import format_datetime
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app import locales as catalogues
from app.db import Database
from app.errors import Invalid, NotFound, TooMany
from app.reading import answer_bytes
from app.routers.status import CACHE_SECONDS, boards_of, counted
from app.rules import article_html, locales
from app.rules.locale_tags import canonical
from app.schemas.status import StatusComponent, StatusIncident, StatusMaintenance
from app.schemas.status_subscriptions import StatusSubscriptionIn
from app.services import status, status_subscriptions
from app.services.status import Board
from app.web import help_pages, status_feeds

_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_ALONE: Final = {"content-security-policy": _POLICY, "cache-control": "no-store", "x-robots-tag": "noindex, nofollow"}
_HTML: Final = "text/html; charset=utf-8"
_LONGEST_FORM: Final = 8_192
_FEEDS: Final = {"atom": status_feeds.atom, "rss": status_feeds.rss}
_TYPES: Final = {"atom": "application/atom+xml; charset=utf-8", "rss": "application/rss+xml; charset=utf-8"}
_STYLE: Final = """<style>
.days { display: flex; gap: 1px; margin: .3rem 0 1rem; }
.days i { flex: 1; height: 1.6rem; border-radius: 1px; background: #2a9d54; }
.days .maintenance { background: #4a7fd0; } .days .degraded { background: #d9a514; }
.days .partial_outage { background: #dd7a1f; } .days .major_outage { background: #c8332b; }
.state { float: inline-end; opacity: .85; } article { border-top: 1px solid var(--line); }
form label { display: block; margin-bottom: .6rem; } input[type=email] { display: block; width: 24rem; }
</style>"""


async def page(request: Request) -> Response:
    """Everything at a glance."""
    brand, wanted = request.path_params.get("brand"), _wanted(request)
    try:
        counted(request)
        board = await boards_of(request).of(brand)
    except (Invalid, TooMany) as error:
        return _refused(error, wanted)
    made = help_pages.framed(
        _spoken(wanted),
        f"{_name(board, wanted)} · {_said('status.title', wanted)}",
        head=_STYLE + _links(board),
        main=_main(board, wanted),
    )
    answer = answer_bytes(request, made, _HTML, private=False, seconds=CACHE_SECONDS)
    answer.headers["content-security-policy"] = _POLICY
    return answer


async def one(request: Request) -> Response:
    """An incident by itself, with what was learnt of it."""
    wanted = _wanted(request)
    try:
        counted(request)
        found = await status.one(request.app.state.database, UUID(request.path_params["incident"]), wanted)
        learnt = "" if found.post_mortem is None else article_html.page(found.post_mortem, {}).html
    except (ValueError, NotFound, TooMany) as error:
        return _refused(error if isinstance(error, TooMany) else NotFound(), wanted)
    if learnt:
        learnt = f"<h2>{_said('status.post_mortem', wanted)}</h2>\n{article_html.with_addresses(learnt, {})}"
    main = f'<p><a href="/status">{_said("status.title", wanted)}</a></p>\n{_incident(found, wanted)}\n{learnt}'
    made = help_pages.framed(_spoken(wanted), escape(found.title), head=_STYLE, main=main)
    answer = answer_bytes(request, made, _HTML, private=False, seconds=CACHE_SECONDS)
    answer.headers["content-security-policy"] = _POLICY
    return answer


async def feed(request: Request) -> Response:
    """What was said, for programs that read feeds."""
    form, wanted = request.path_params["form"], _wanted(request)
    if form not in _FEEDS:
        return _refused(NotFound(), wanted)
    try:
        counted(request)
        board = await boards_of(request).of(request.path_params.get("brand"))
    except (Invalid, TooMany) as error:
        return _refused(error, wanted)
    made = _FEEDS[form](board, wanted, f"{status.url(board.brand)}/feed.{form}")
    return answer_bytes(request, made, _TYPES[form], private=False, seconds=CACHE_SECONDS)


async def subscribe(request: Request) -> Response:
    """The form of the page: the same answer whoever's address it is."""
    wanted = _wanted(request)
    database: Database = request.app.state.database
    try:
        form = parse_qs((await request.body())[:_LONGEST_FORM].decode("utf-8", "replace"), max_num_fields=20)
        given = {name: values[0] for name, values in form.items() if name in {"mail", "brand"} and values[0]}
        new = StatusSubscriptionIn.model_validate(given)
        if new.mail is None:
            return _alone(wanted, "status.bad_address", 422)
        async with database.unit_of_work() as work:
            await status_subscriptions.ask(work.session, new, wanted, address=_address(request))
    except ValueError:
        return _alone(wanted, "status.bad_address", 422)
    except (Invalid, TooMany) as error:
        return _refused(error, wanted)
    return _alone(wanted, "status.asked", 202)


async def confirm(request: Request) -> Response:
    """The link in the mail that asks."""
    return await _link(request, "confirm")


async def end(request: Request) -> Response:
    """The link in every mail after it; mail programs post to it themselves (RFC 8058)."""
    return await _link(request, "end")


async def _link(request: Request, what: str) -> Response:
    """By GET it asks, by POST it is done."""
    token, wanted = request.path_params["token"][:200], _wanted(request)
    database: Database = request.app.state.database
    try:
        status_subscriptions.limit(_address(request))
        async with database.unit_of_work() as work:
            language = await status_subscriptions.language_of(work.session, token)
            if request.method != "POST":
                found = await status_subscriptions.read(work.session, token)
            elif what == "confirm":
                found = await status_subscriptions.confirm(work.session, token)
            else:
                found = await status_subscriptions.end(work.session, token)
    except NotFound:
        return _alone(wanted, "status.unknown", 404)
    except TooMany as error:
        return _refused(error, wanted)
    wanted = [language, *wanted] if language else wanted
    if found.state == "ended":
        return _alone(wanted, "status.ended", 200)
    if what == "confirm" and found.state == "active":
        return _alone(wanted, "status.confirmed", 200)
    button = f'<form method="post" action=""><button type="submit">{_said(f"status.{what}", wanted)}</button></form>'
    return _alone(wanted, f"status.{what}_ask", 200, more=button)


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


def _main(board: Board, wanted: Sequence[str]) -> str:
    shown = status.shown(board, wanted)
    past = [status.incident(each, board.brand, wanted) for each in board.past]
    said = _said(f"status.{shown.indicator}", wanted)
    parts = [
        f"<h1>{_name(board, wanted)}</h1>",
        f'<p class="summary" role="status">{said}</p>',
    ]
    if shown.incidents:
        parts.append(f"<h2>{_said('status.open', wanted)}</h2>")
        parts += [_incident(each, wanted) for each in shown.incidents]
    if shown.maintenance:
        parts.append(f"<h2>{_said('status.planned', wanted)}</h2>")
        parts += [_planned(each, board, wanted) for each in shown.maintenance]
    for section, inside in groupby(shown.components, key=lambda each: each.section):
        parts.append(f"<h2>{escape(section) if section else _said('status.components', wanted)}</h2>")
        parts += [_component(each, wanted) for each in inside]
    parts.append(f"<h2>{_said('status.past', wanted)}</h2>")
    parts += [_incident(each, wanted) for each in past] or [f"<p>{_said('status.quiet', wanted)}</p>"]
    parts.append(_form(board, wanted))
    return "\n".join(parts)


def _component(found: StatusComponent, wanted: Sequence[str]) -> str:
    name = "state_maintenance" if found.state == "maintenance" else found.state
    days = "".join(
        f'<i class="{each.state}" title="{each.day.isoformat()}{_share(each.uptime)}"></i>' for each in found.days
    )
    by = _said(f"status.by_{found.source}", wanted)
    share = f"<p>{_said('status.days', wanted)}{_share(found.uptime)} <small>{by}</small></p>"
    return (
        f'<div><strong>{escape(found.name)}</strong> <span class="state">{_said(f"status.{name}", wanted)}</span>'
        f'<div class="days" role="img" aria-label="{_said("status.days", wanted)}">{days}</div>{share}</div>'
    )


def _share(uptime: float | None) -> str:
    """Cut, not rounded: what was down for a moment is not at 100 %."""
    return "" if uptime is None else f": {math.floor(uptime * 100_000) / 1000:g} %"


def _planned(found: StatusMaintenance, board: Board, wanted: Sequence[str]) -> str:
    names = {each.id: locales.best(each.texts, wanted) or each.key for each in board.components}
    of = ", ".join(escape(names[each]) for each in found.component_ids if each in names)
    state = f" <strong>{_said('status.maintenance', wanted)}</strong>" if found.state == "running" else ""
    span = " &ndash; ".join(
        f'<time datetime="{each.isoformat()}">{_at(each, wanted)}</time>' for each in (found.starts_at, found.ends_at)
    )
    text = escape(found.text).replace(chr(10), "<br>")
    return f'<article id="{found.url.rpartition("#")[2]}"><p>{span}{state}</p><p>{text}</p><p>{of}</p></article>'


def _incident(found: StatusIncident, wanted: Sequence[str]) -> str:
    said = "".join(
        f"<p><strong>{_said(f'status.{each.status}', wanted)}</strong> "
        f'<time datetime="{each.at.isoformat()}">{_at(each.at, wanted)}</time><br>'
        f"{escape(each.text).replace(chr(10), '<br>')}</p>"
        for each in found.updates
    )
    more = ""
    if found.post_mortem_at is not None:
        more = f'<p><a href="/status/incidents/{found.id}">{_said("status.post_mortem", wanted)}</a></p>'
    began = f'<time datetime="{found.started_at.isoformat()}">{_at(found.started_at, wanted)}</time>'
    return f'<article id="{found.id}"><h3>{escape(found.title)}</h3><p>{began}</p>{said}{more}</article>'


def _form(board: Board, wanted: Sequence[str]) -> str:
    brand = f'<input type="hidden" name="brand" value="{escape(board.brand)}">' if board.brand else ""
    return (
        f"<h2>{_said('status.subscribe', wanted)}</h2>\n"
        f'<form method="post" action="/status/subscribe">{brand}<label>{_said("status.address", wanted)} '
        f'<input type="email" name="mail" required maxlength="254" autocomplete="email"></label> '
        f'<button type="submit">{_said("status.ask", wanted)}</button></form>'
    )


def _links(board: Board) -> str:
    base = escape(status.url(board.brand))
    return "".join(
        f'\n<link rel="alternate" type="{_TYPES[form].partition(";")[0]}" href="{base}/feed.{form}">' for form in _FEEDS
    )


def _name(board: Board, wanted: Sequence[str]) -> str:
    return escape(board.name) if board.name else _said("status.title", wanted)


def _at(instant: object, wanted: Sequence[str]) -> str:
    return escape(format_datetime(instant, "medium", locale=_spoken(wanted).replace("-", "_"))) + " UTC"  # type: ignore[arg-type]


def _spoken(wanted: Sequence[str]) -> str:
    """What the words of the page are in, which is not always what was wanted."""
    found = next((each for each in wanted if catalogues.has("status.title", each)), catalogues.FALLBACK)
    return found.partition("-")[0]


def _said(name: str, wanted: Sequence[str]) -> str:
    return escape(catalogues.text(name, wanted))


def _wanted(request: Request) -> list[str]:
    asked = request.query_params.get("locale", "")[:35]
    return [*([canonical(asked)] if asked else []), *locales.accepted(request.headers.get("accept-language"))]


def _address(request: Request) -> str | None:
    return request.client.host if request.client else None


def _refused(error: Invalid | NotFound | TooMany, wanted: Sequence[str]) -> Response:
    if isinstance(error, TooMany):
        return _alone(wanted, "status.too_many", 429, headers=dict(error.headers))
    return _alone(wanted, "status.gone", 404)


def _alone(
    wanted: Sequence[str], name: str, code: int, *, more: str = "", headers: dict[str, str] | None = None
) -> Response:
    said = _said(name, wanted)
    made = help_pages.plain(_spoken(wanted), said, main=f'<h1 role="status">{said}</h1>\n{more}')
    return Response(made, code, {**_ALONE, **(headers or {})}, media_type=_HTML)
