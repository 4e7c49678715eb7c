"""Rows of reports from cells that the database has counted: a group and a slot each, and one of all together."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from app.db import Connection
from app.rules import intervals
from app.services import report_asking
from app.services.report_asking import WITHOUT, Asked
from app.services.report_figures import Figures, Result

Row: TypeAlias = Mapping[str, Any]
Say: TypeAlias = Callable[[Figures, Row | None], None]


def conditions(asked: Asked, columns: Mapping[str, str], first: int) -> tuple[str, list[Any]]:
    """The filters as conditions on these columns (texts), with their values from `$first` on. A topic ends in `/*`: it
    and all below it.
    """
    text = ""
    values: list[Any] = []
    for name, wanted in (asked.filters or {}).items():
        column = columns[name]
        any_of: list[str] = []
        plain = [each for each in wanted if each != WITHOUT and not _is_tree(name, each)]
        trees = [each.removesuffix("/*") for each in wanted if _is_tree(name, each)]
        if plain or trees:
            values.append(plain + trees)
            any_of.append(f"{column} = ANY (${first + len(values) - 1}::text[])")
        if trees:
            values.append([f"{each}/" for each in trees])
            any_of.append(
                f"EXISTS (SELECT FROM unnest(${first + len(values) - 1}::text[]) w WHERE starts_with({column}, w))"
            )
        if WITHOUT in wanted:
            any_of.append(f"{column} IS NULL")
        text += f" AND ({' OR '.join(any_of)})"
    if asked.source_id is not None:
        values.append(str(asked.source_id))
        text += f" AND {columns['source']} = ${first + len(values) - 1}"
    return text, values


def _is_tree(name: str, value: str) -> bool:
    return name == "topic" and value.endswith("/*")


def group_of(asked: Asked, columns: Mapping[str, str]) -> str:
    """What the cells are grouped by."""
    return "NULL::text" if asked.group_by == "none" else columns[asked.group_by]


async def cells(connection: Connection, sql: str, asked: Asked, *values: Any) -> list[Row]:  # noqa: ANN401 - parameters
    """What `sql` has counted of the period; `$1` to `$3` are its ends and its edges."""
    if asked.until <= asked.period.start:
        return []
    return await connection.fetch(sql, asked.period.start, asked.until, list(asked.period.edges), *values)


def say_share(made: Figures, yes: int, n: int) -> None:
    """The share with its interval; nothing of nobody."""
    found = intervals.share(yes, n)
    if found is not None:
        made.share, made.low, made.high = (round(each, 6) for each in (found.value, found.low, found.high))


def result(asked: Asked, found: Sequence[Row], say: Say) -> Result:
    """The rows with what `say` makes of each cell; the cell of all has `whole`."""
    edges, slots = asked.period.edges, asked.period.slots
    by_place = {(row["key"], row["place"]): row for row in found if not row["whole"]}
    whole = next((row for row in found if row["whole"]), None)

    def figures(row: Row | None, first: int, last: int, key: str | None) -> Figures:
        made = Figures(edges[first], edges[last], key=key)
        say(made, row)
        return made

    rows = []
    if asked.group_by != "none" or asked.interval != "none":
        keys = sorted({key for key, _ in by_place}, key=lambda key: (key is None, key or ""))
        if asked.group_by == "none":
            keys = [None]
        report_asking.bound(len(keys) * slots)
        rows = [figures(by_place.get((key, at)), at, at + 1, key) for key in keys for at in range(slots)]
    return Result(figures(whole, 0, slots, None), rows)
