"""A report as a mail: a table that is read at a glance, in text and in HTML, and what has to be said beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

# The file has all of them.
ROWS_SHOWN = 100
_PLAIN = ("n", "mean", "p50", "p90", "p95", "share", "low", "high")
_SECONDS = frozenset({"mean", "p50", "p90", "p95"})
_SHARES = frozenset({"share", "low", "high"})
_NO_VALUE = "–"  # noqa: RUF001 - a dash where there is nothing


@dataclass(frozen=True, slots=True)
class Mailed:
    """Subject, text and HTML."""

    subject: str
    text: str
    html: str


def mailed(name: str, report: Mapping[str, Any], *, remarks: Sequence[str]) -> Mailed:
    """The mail of a report as `GET /v1/reports/{report}` answers it."""
    zone = ZoneInfo(report["period"]["zone"])
    begin, end = _local(report["period"]["start"], zone), _local(report["period"]["end"], zone)
    when = f"{begin} to {end} ({zone.key})"
    rows = [report["total"], *report["rows"][:ROWS_SHOWN]]
    columns = _columns(rows)
    grouped, sliced = report["group_by"] != "none", report["interval"] != "none"
    head = [
        *(["start"] if sliced else []), *([report["group_by"]] if grouped else []), *columns,
    ]  # fmt: skip
    table = [
        [
            *([_local(row["start"], zone) if place else "all"] if sliced else []),
            *([_called(row) if place else "all"] if grouped else []),
            *(_cell(row, column, report["unit"]) for column in columns),
        ]
        for place, row in enumerate(rows)
    ]
    said = list(remarks)
    if len(report["rows"]) > ROWS_SHOWN:
        said.append(f"{len(report['rows']) - ROWS_SHOWN} more rows are in the attached file.")
    if not report["complete"]:
        said.append("The desk is still counting what was before: these figures are too low.")
    if report["complete_from"] is not None and report["complete_from"] > report["period"]["start"]:
        said.append(f"Figures are complete from {_local(report['complete_from'], zone)} on.")
    return Mailed(
        subject=f"{name}: {begin[:10]} to {end[:10]}",
        text=_text(report, when, head, table, said),
        html=_html(report, when, head, table, said),
    )


def _columns(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Those that have anything to say, figures of the report's own last."""
    own = list(dict.fromkeys(each for row in rows for each in row["figures"]))
    return [each for each in _PLAIN if each == "n" or any(row[each] is not None for row in rows)] + own


def _cell(row: Mapping[str, Any], column: str, unit: str) -> str:
    value = row[column] if column in _PLAIN else row["figures"].get(column)
    if value is None:
        return _NO_VALUE
    if column in _SHARES or column.endswith(("_share", "occupancy")):
        return f"{value:.1%}"
    if (column in _SECONDS and unit == "seconds") or column.endswith("_seconds"):
        return _span(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _span(seconds: float) -> str:
    """`2:05:09`, hours first; below a minute in seconds."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours or minutes else f"{seconds:.1f} s"


def _called(row: Mapping[str, Any]) -> str:
    return row["name"] or row["key"] or "(none)"


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _plain(cell: str) -> str:
    """On one line, whatever a name holds."""
    return " ".join("".join(each if each.isprintable() else " " for each in cell).split())


def _text(
    report: Mapping[str, Any], when: str, head: Sequence[str], table: Sequence[Sequence[str]], said: Sequence[str]
) -> str:
    cells = [list(head), *([_plain(each) for each in row] for row in table)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(head))]
    lines = ["  ".join(each.ljust(width) for each, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    parts = [report["title"], when, "", *said, *([""] if said else []), *lines, "", report["definition"]]
    return "\n".join(parts) + "\n"


def _html(
    report: Mapping[str, Any], when: str, head: Sequence[str], table: Sequence[Sequence[str]], said: Sequence[str]
) -> str:
    cell = "padding:4px 10px;border-bottom:1px solid #ddd;text-align:left"
    headings = "".join(f'<th style="{cell}">{escape(each)}</th>' for each in head)
    rows = "".join(
        "<tr>" + "".join(f'<td style="{cell}">{escape(_plain(each))}</td>' for each in row) + "</tr>" for row in table
    )
    notes = "".join(f"<p>{escape(each)}</p>" for each in said)
    return (
        f"<h2>{escape(report['title'])}</h2><p>{escape(when)}</p>{notes}"
        f'<table style="border-collapse:collapse"><thead><tr>{headings}</tr></thead><tbody>{rows}</tbody></table>'
        f'<p style="color:#666">{escape(report["definition"])}</p>'
    )
