"""The markup of the status page: how everything is, what is going on, what is planned and what is over."""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from itertools import groupby
from typing import Final

from babel.dates import format_date, format_time

from app.locales import moments
from app.rules import locales
from app.schemas.status import StatusComponent, StatusIncident, StatusIncidentWhole, StatusMaintenance
from app.services import status
from app.services.status import Board
from app.web.reader_frame import said, spoken

TYPES: Final = {"atom": "application/atom+xml; charset=utf-8", "rss": "application/rss+xml; charset=utf-8"}
_TONES: Final[Mapping[str, str]] = {
    "none": "ok", "maintenance": "info", "minor": "warn", "major": "bad", "critical": "bad",
    "operational": "ok", "degraded": "warn", "partial_outage": "bad", "major_outage": "bad",
    "investigating": "bad", "identified": "warn", "monitoring": "info", "resolved": "ok",
}  # fmt: skip


def main(board: Board, wanted: Sequence[str]) -> str:
    """The page."""
    shown = status.shown(board, wanted)
    past = [status.incident(each, board.brand, wanted) for each in board.past]
    parts = [
        f'<h1 dir="auto">{name(board, wanted)}</h1>',
        _overall(shown.indicator, wanted),
    ]
    if shown.incidents:
        parts.append(f"<h2>{said('status.open', wanted)}</h2>")
        parts += [_incident(each, wanted) for each in shown.incidents]
    if shown.maintenance:
        parts.append(f"<h2>{said('status.planned', wanted)}</h2>")
        parts += [_planned(each, board, wanted) for each in shown.maintenance]
    for section, inside in groupby(shown.components, key=lambda each: each.section):
        title = escape(section) if section else said("status.components", wanted)
        rows = "".join(_component(each, wanted) for each in inside)
        parts.append(f'<h2 dir="auto">{title}</h2><ul class="parts">{rows}</ul>')
    parts.append(f"<h2>{said('status.past', wanted)}</h2>")
    parts += [_incident(each, wanted) for each in past] or [f'<p class="muted">{said("status.quiet", wanted)}</p>']
    parts.append(_form(board, wanted))
    return "\n".join(parts)


def alone(found: StatusIncidentWhole, learnt: str, wanted: Sequence[str]) -> str:
    """An incident by itself; `learnt` is HTML."""
    more = ""
    if learnt:
        more = f'<section class="prose" dir="auto"><h2>{said("status.post_mortem", wanted)}</h2>\n{learnt}</section>'
    back = f'<nav><ol class="trail"><li><a href="/status">{said("status.title", wanted)}</a></li></ol></nav>'
    return f"{back}\n{_incident(found, wanted, level=1)}\n{more}"


def links(board: Board) -> str:
    """Where programs that read feeds find it."""
    base = escape(status.url(board.brand))
    return "".join(
        f'\n<link rel="alternate" type="{kind.partition(";")[0]}" href="{base}/feed.{form}">'
        for form, kind in TYPES.items()
    )


def name(board: Board, wanted: Sequence[str]) -> str:
    """What the page is called."""
    return escape(board.name) if board.name else said("status.title", wanted)


def _overall(indicator: str, wanted: Sequence[str]) -> str:
    return (
        f'<div class="overall {_TONES[indicator]}" role="status"><span class="dot" aria-hidden="true"></span>'
        f"<strong>{said(f'status.{indicator}', wanted)}</strong></div>"
    )


def _component(found: StatusComponent, wanted: Sequence[str]) -> str:
    state = "state_maintenance" if found.state == "maintenance" else found.state
    days = "".join(
        f'<i class="{each.state}" title="{each.day.isoformat()}{_share(each.uptime, wanted)}"></i>'
        for each in found.days
    )
    by, share = (
        said(f"status.by_{found.source}", wanted),
        f"{said('status.days', wanted)}{_share(found.uptime, wanted)}",
    )
    return (
        f'<li><div class="part-head"><strong dir="auto">{escape(found.name)}</strong>'
        f'<span class="badge {_TONES.get(found.state, "info")}">{said(f"status.{state}", wanted)}</span></div>'
        f'<div class="days" role="img" aria-label="{share}">{days}</div>'
        f'<p class="muted small">{share} <small>{by}</small></p></li>'
    )


def _share(uptime: float | None, wanted: Sequence[str]) -> str:
    """Cut, not rounded: what was down for a moment is not at 100 %."""
    return "" if uptime is None else f": {moments.number(math.floor(uptime * 100_000) / 1000, spoken(wanted))} %"


def _planned(found: StatusMaintenance, board: Board, wanted: Sequence[str]) -> str:
    names = {each.id: locales.best(each.texts, wanted) or each.key for each in board.components}
    of = ", ".join(escape(names[each]) for each in found.component_ids if each in names)
    state = ""
    if found.state == "running":
        state = f' <strong class="badge info">{said("status.maintenance", wanted)}</strong>'
    span = " &ndash; ".join(_time(each, wanted) for each in (found.starts_at, found.ends_at))
    return (
        f'<article class="incident" id="{found.url.rpartition("#")[2]}"><p>{span}{state}</p>'
        f'<p dir="auto">{_lines(found.text)}</p><p class="muted small" dir="auto">{of}</p></article>'
    )


def _incident(found: StatusIncident, wanted: Sequence[str], *, level: int = 3) -> str:
    rows = "".join(
        f'<li><p><strong class="badge {_TONES[each.status]}">{said(f"status.{each.status}", wanted)}</strong> '
        f'{_time(each.at, wanted)}</p><p dir="auto">{_lines(each.text)}</p></li>'
        for each in found.updates
    )
    more = ""
    if found.post_mortem_at is not None and level > 1:
        more = f'<p><a href="/status/incidents/{found.id}">{said("status.post_mortem", wanted)}</a></p>'
    return (
        f'<article class="incident" id="{found.id}"><h{level} dir="auto">{escape(found.title)}</h{level}>'
        f"<p>{_time(found.started_at, wanted)}</p>{f'<ol>{rows}</ol>' if rows else ''}{more}</article>"
    )


def _form(board: Board, wanted: Sequence[str]) -> str:
    brand = f'<input type="hidden" name="brand" value="{escape(board.brand)}">' if board.brand else ""
    return (
        f"<h2>{said('status.subscribe', wanted)}</h2>\n"
        f'<form method="post" action="/status/subscribe" class="stack">{brand}'
        f'<label class="field"><span class="label">{said("status.address", wanted)}</span>'
        '<input type="email" name="mail" required maxlength="254" autocomplete="email"></label>'
        f'<div><button class="button primary" type="submit">{said("status.ask", wanted)}</button></div></form>'
    )


def _time(at: datetime, wanted: Sequence[str]) -> str:
    # To the minute: nobody has announced anything to the second.
    tongue = spoken(wanted).replace("-", "_")
    said_so = f"{format_date(at, 'medium', locale=tongue)}, {format_time(at, 'short', locale=tongue)}"
    return f'<time datetime="{at.isoformat()}">{escape(said_so)} UTC</time>'


def _lines(text: str) -> str:
    return escape(text).replace(chr(10), "<br>")
