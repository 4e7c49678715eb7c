"""`otklik import` and `otklik export`: bring in what another system has exported, and take everything out."""

import asyncio
import csv
import gc
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.bringup import CannotStartError, standing
from app.db import Database
from app.errors import Unavailable
from app.rules.import_formats import ADAPTERS
from app.services import export_files, exports, imports
from app.services.import_reports import COUNTS, Report
from app.settings import Settings

_NOUNS = {"read": "reading", "organization": "organizations", "customer": "customers", "ticket": "tickets",
    "attachment": "files", "customer_merge": "merged customers", "ticket_merge": "merged tickets"}  # fmt: skip
REFUSED = 2


def plan_of(
    path: Path, kind: str, source: str | None, *, dry: bool = False, route: bool = False, agents: Path | None = None
) -> imports.Plan:
    """What is asked for. Raises `CannotStartError` with one line for people."""
    if kind not in ADAPTERS:
        raise CannotStartError(f"--format is one of {', '.join(sorted(ADAPTERS))}")
    mapped: dict[str, str] = {}
    if agents is not None:
        try:
            mapped = {str(key): str(value) for key, value in orjson.loads(agents.read_bytes()).items()}
        except (orjson.JSONDecodeError, AttributeError) as error:
            raise CannotStartError(
                f'{agents} is no JSON object like {{"old@example.com": "new@example.com"}}'
            ) from error
    return imports.Plan(path, kind, source or kind, dry=dry, route=route, agents=mapped)


def bring_in(found: Settings, plan: imports.Plan, out: Console, report_file: Path | None) -> int:
    """Import with a progress bar; the exit code: 0, or 2 when something was refused."""
    refused: list[dict[str, str]] = []
    # As the desk's own processes do: looking for garbage among what is loaded would be a third of the work.
    gc.freeze()
    with standing(found) as ready:
        report = asyncio.run(_bring_in(ready, plan, out, refused))
    out.print(_table(report, plan))
    for what, number in report.notes.items():
        out.print(f"  {number} {what}", markup=False)
    for each in report.refused[:10]:
        out.print(f"  refused {each['kind']} at {each['place']}: {each['reason']}", markup=False, soft_wrap=True)
    if report_file is not None:
        write_report(report_file, report, refused)
        out.print(f"  The whole report: {report_file}", markup=False)
    return 0 if report.clean else REFUSED


async def _bring_in(ready: Settings, plan: imports.Plan, out: Console, refused: list[dict[str, str]]) -> Report:
    database = Database(str(ready.database_url), ready)
    columns = (
        TextColumn("{task.description:>14}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[told]}"),
        TimeElapsedColumn(),
    )  # fmt: skip
    try:
        with Progress(*columns, console=out) as bars:
            tasks: dict[str, Any] = {}

            async def tell(what: str, done: int, total: int, report: Report) -> None:
                if what not in tasks:
                    tasks[what] = bars.add_task(_NOUNS.get(what, what), total=total or None, told="")
                numbers = report.counts.get(what, {})
                told = ", ".join(f"{number} {name}" for name, number in numbers.items() if number and name != "read")
                bars.update(tasks[what], completed=done, total=total or None, told=told)
                refused.extend(report.fresh)

            return await imports.run(database, plan, tell)
    except Unavailable as error:
        raise CannotStartError(f"{error.detail}. The same command again goes on.") from error
    finally:
        await database.close()


def write_report(path: Path, report: Report, refused: list[dict[str, str]]) -> None:
    """The report as JSON, or its refusals as CSV, by the file's name."""
    every = refused or report.refused
    if path.suffix.lower() == ".csv":
        with path.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, ["kind", "place", "reason"])
            writer.writeheader()
            writer.writerows(every)
        return
    path.write_bytes(orjson.dumps({**report.as_json(), "refused": every}, option=orjson.OPT_INDENT_2))


def _table(report: Report, plan: imports.Plan) -> Table:
    table = Table(title="What would be imported; nothing was written" if plan.dry else "What was imported")
    table.add_column("kind")
    for name in COUNTS:
        table.add_column(name, justify="right")
    for kind, counts in report.counts.items():
        table.add_row(kind, *(str(counts[name]) for name in COUNTS))
    return table


def take_out(found: Settings, folder: Path, out: Console, *, files: bool) -> int:
    """Export everything into a folder, with a line for each kind; the exit code: 0, or 2 when files were not there."""
    with standing(found, migrate=False) as ready:
        counts, carried = asyncio.run(_take_out(ready, folder, files=files))
    for kind, number in counts.items():
        out.print(f"  {number:>10} {kind}", markup=False)
    if carried is None:
        return 0
    out.print(f"  {carried.files:>10} files, {carried.bytes} bytes", markup=False)
    if carried.missing:
        out.print(f"  {carried.missing:>10} files that the store does not have any more", markup=False)
    return REFUSED if carried.missing else 0


async def _take_out(
    ready: Settings, folder: Path, *, files: bool
) -> tuple[dict[str, int], export_files.Carried | None]:
    database = Database(str(ready.database_url), ready)
    try:
        counts = await exports.to_folder(database, folder)
        if not files:
            return counts, None
        lines = folder / "attachments.jsonl"
        return counts, await export_files.carry(database, lines, folder / export_files.FOLDER)
    except Unavailable as error:
        raise CannotStartError(f"{error.detail}. The same command again goes on.") from error
    finally:
        await database.close()


Files = Annotated[bool, typer.Option("--files/--no-files", help="With the bytes of attachments.")]
Source = Annotated[
    str | None,
    typer.Option(help="Whose ids these are, when there are several such systems.", show_default="the format"),
]
