"""`otklik reports`: whether what reports count is what the logs say."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app.bringup import CannotStartError, read_settings, standing
from app.db import Database
from app.services import report_rebuilds
from app.settings import Settings

app = typer.Typer(help="What reports count.", no_args_is_help=True)
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


@app.callback()
def _of_reports() -> None:
    """What reports count."""


@app.command()
def verify(
    *, data_dir: Annotated[Path | None, typer.Option(help="Where the embedded Postgres and the secret live.")] = None
) -> None:
    """Fold every log anew and hold what reports count against it; nothing is changed. Exits with 1 when it differs.

    It reads the whole desk, which may go on meanwhile. `POST /v1/report-rebuilds` mends what is wrong.
    """
    found = read_settings()
    if data_dir is not None:
        found = found.model_copy(update={"data_dir": data_dir})
    try:
        with standing(found) as ready:
            wrong = asyncio.run(_verify(ready))
    except CannotStartError as error:
        err.print(f"otklik: {error}", style="red", markup=False, soft_wrap=True)
        raise typer.Exit(1) from error
    out.print("What is counted is what the logs say." if not wrong else f"{wrong} differences.")
    raise typer.Exit(1 if wrong else 0)


async def _verify(found: Settings) -> int:
    database = Database(str(found.database_url), found)
    wrong = 0
    try:
        async for each in report_rebuilds.verify(database):
            wrong += 1
            where = f"ticket {each.ticket_id}" if each.ticket_id else f"{each.metric} on {each.day}"
            out.print(f"  {where}", markup=False)
    finally:
        await database.close()
    return wrong
