"""The figures of a report from columns of facts: counted in a thread, exactly, whatever they are narrowed to."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

from app.db import Connection
from app.rules import intervals
from app.services import report_asking, report_segments
from app.services.report_asking import Asked

if TYPE_CHECKING:
    from app.tallying import Cell, Piece, Taken, Wanted

# What a report says: how many, how long, which share was so, or how many are open.
Measure: TypeAlias = Literal["count", "time", "share", "level"]
_MILLI = 1000


@dataclass(slots=True)
class Figures:
    """What is said of a group (`key`, None: without) from `start` until before `end`.

    `n` is how many were counted. What has no basis is None. `more` are figures of a report's own.
    """

    start: datetime
    end: datetime
    n: int = 0
    key: str | None = None
    mean: float | None = None
    p50: float | None = None
    p90: float | None = None
    p95: float | None = None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    more: dict[str, float | int | None] = field(default_factory=dict)
    # Whether there are tickets behind it that can be looked at.
    tickets: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """A report's figures: of all, and of each group in each slot."""

    total: Figures
    rows: list[Figures]
    # Since when they are complete; None: since ever.
    complete_from: datetime | None = None


async def counted(connection: Connection, metrics: Sequence[str], measure: Measure, asked: Asked) -> Result:
    """The figures of facts of these metrics."""
    codes = await report_asking.codes(connection, asked)
    taken = await _taken(connection, metrics, measure, asked, codes)
    slots, grouped = asked.period.slots, asked.group_by != "none"
    cells, whole = await asyncio.to_thread(_cells, taken, slots, measure, grouped)
    keys = await names_of(connection, {each.group for each in cells}) if grouped else {0: None}
    edges = asked.period.edges
    by_place = {(each.group, each.slot): each for each in cells}
    groups = (
        sorted({each.group for each in cells}, key=lambda code: (keys[code] is None, keys[code] or ""))
        if grouped
        else [0]
    )
    report_asking.bound(len(groups) * slots)
    rows = [
        _figures(by_place.get((group, slot)), measure, edges[slot], edges[slot + 1], keys[group])
        for group in groups
        for slot in range(slots)
    ]
    if not grouped and asked.interval == "none":
        rows = []
    total = _figures(whole, measure, asked.period.start, asked.period.end, None)
    return Result(total, rows)


async def _taken(
    connection: Connection, metrics: Sequence[str], measure: Measure, asked: Asked, codes: Mapping[str, Sequence[int]]
) -> "Taken":
    wanted = wanted_of(measure, asked, codes)
    pieces = await pieces_of(connection, metrics, asked, wanted)
    return await asyncio.to_thread(taken_of, pieces, wanted)


def wanted_of(measure: Measure, asked: Asked, codes: Mapping[str, Sequence[int]]) -> "Wanted":
    """What of the facts counts."""
    from app.tallying import Wanted  # noqa: PLC0415 - numpy is heavy, and most processes make no reports

    values = None if measure == "count" else "business" if asked.hours == "business" else "value"
    group = None if asked.group_by == "none" else asked.group_by
    edges = [_milliseconds(each) for each in asked.period.edges]
    return Wanted(edges, codes, group, values, timed=measure == "time", until=_milliseconds(asked.until))


async def pieces_of(
    connection: Connection, metrics: Collection[str], asked: Asked, wanted: "Wanted", *, moments: bool = False
) -> "list[Piece]":
    """The days of the period, up to now, with the columns that are needed; `moments`: and with when each fact was."""
    from app.tallying import Piece, cut_days  # noqa: PLC0415 - see above

    if asked.until <= asked.period.start:
        return []
    first, last = asked.period.start.date(), asked.until.date()
    days = None if moments else [_day(each) for each in cut_days(wanted)]
    columns = wanted.columns
    segments = await report_segments.read(connection, metrics, first, last, columns, moments_of=days)
    return [
        Piece(
            _milliseconds(datetime(each.day.year, each.day.month, each.day.day, tzinfo=UTC)),
            each.n,
            dict(zip(("at", *columns), each.columns, strict=True)),
        )
        for each in segments
    ]


def _day(start: int) -> date:
    return datetime.fromtimestamp(start // _MILLI, UTC).date()


def taken_of(pieces: "Sequence[Piece]", wanted: "Wanted") -> "Taken":
    """Those of the facts that count. For a thread."""
    from app import tallying  # noqa: PLC0415 - see above

    return tallying.take(pieces, wanted)


def _cells(taken: "Taken", slots: int, measure: Measure, grouped: bool) -> "tuple[list[Cell], Cell | None]":  # noqa: FBT001
    from app import tallying  # noqa: PLC0415 - see above

    timed = measure == "time"
    whole = tallying.tally(taken, slots, percentiles=timed, by_slot=False, by_group=False)
    apart = grouped or slots > 1
    cells = tallying.tally(taken, slots, percentiles=timed) if apart else whole
    return cells, whole[0] if whole else None


def _figures(cell: "Cell | None", measure: Measure, start: datetime, end: datetime, key: str | None) -> Figures:
    made = Figures(start, end, 0 if cell is None else cell.n, key)
    if cell is None:
        if measure == "share":
            made.more = {"yes": 0}
        return made
    if measure == "time" and cell.percentiles is not None:
        made.mean = round(cell.sum / cell.n, 3)
        made.p50, made.p90, made.p95 = (round(each, 3) for each in cell.percentiles)
    elif measure == "share":
        found = intervals.share(cell.sum, cell.n)
        if found is not None:
            made.share, made.low, made.high = (round(each, 6) for each in (found.value, found.low, found.high))
        made.more = {"yes": cell.sum}
    return made


async def levels(connection: Connection, asked: Asked) -> Result:
    """How many tickets were open at the end of each slot: those that were at the beginning, and what came and went."""
    codes = await report_asking.codes(connection, asked)
    slots, grouped = asked.period.slots, asked.group_by != "none"
    looked_at = set(codes) | ({asked.group_by} if grouped else set())
    first, last = asked.period.start.date(), asked.until.date()
    metrics = ["backlog"]
    for each in await report_segments.metrics_like(connection, "backlog:", first, last):
        # Whoever does not ask for an agent sees nothing of a ticket that went from one to the other.
        metrics += [each] if looked_at & set(each.removeprefix("backlog:").split("+")) else []
    taken = await _taken(connection, metrics, "level", asked, codes)
    cells = await asyncio.to_thread(_changes, taken, slots)
    base = await _base(connection, asked, codes)
    moves: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for cell in cells:
        moves[cell.group][cell.slot] = cell.sum
    groups = {*base, *moves} if grouped else {0}
    if slots > 1:
        report_asking.bound(len(groups) * slots)
    keys = await names_of(connection, groups) if grouped else {0: None}
    edges, rows, whole = asked.period.edges, [], 0
    for group in sorted(groups, key=lambda code: (keys[code] is None, keys[code] or "")):
        level = base.get(group, 0)
        for slot in range(slots):
            level += moves[group].get(slot, 0)
            if edges[slot] < asked.now or slot == 0:
                rows.append(
                    Figures(edges[slot], min(edges[slot + 1], max(asked.until, edges[slot])), level, keys[group])
                )
        whole += level
    if asked.interval == "none":
        rows = [each for each in rows if each.n] if grouped else []
    return Result(Figures(asked.period.start, max(asked.until, asked.period.start), whole), rows)


def _changes(taken: "Taken", slots: int) -> "list[Cell]":
    from app import tallying  # noqa: PLC0415 - see above

    return tallying.tally(taken, slots, percentiles=False)


async def _base(connection: Connection, asked: Asked, codes: Mapping[str, Sequence[int]]) -> dict[int, int]:
    group = "0" if asked.group_by == "none" else f"coalesce(f.{asked.group_by}, 0)"
    where, values = narrowed(codes, 2)
    rows = await connection.fetch(
        f"""SELECT {group} AS code, count(*) AS n FROM report_facts f
        WHERE f.live AND f.span IS NOT NULL AND f.span @> $1::timestamptz{where} GROUP BY 1""",  # noqa: S608 - names of ours
        asked.period.start, *values,
    )  # fmt: skip
    return {row["code"]: row["n"] for row in rows}


def narrowed(codes: Mapping[str, Sequence[int]], first: int) -> tuple[str, list[list[int]]]:
    """The filters as conditions on facts `f`, with their values from `$first` on."""
    text = "".join(f" AND coalesce(f.{name}, 0) = ANY (${first + place}::int[])" for place, name in enumerate(codes))
    return text, [list(each) for each in codes.values()]


async def names_of(connection: Connection, codes: Collection[int]) -> dict[int, str | None]:
    """The values behind numbers of a dimension; None: without."""
    rows = await connection.fetch("SELECT id, key FROM report_keys WHERE id = ANY ($1::int[])", list(codes))
    return {0: None} | {row["id"]: row["key"] for row in rows}


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * _MILLI)
