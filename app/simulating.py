"""`otklik simulate`: ask a running desk what a draft would have made of its past, and print what came out."""

import asyncio
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.replay.api import Api

POLL_SECONDS = 0.3
_COLUMNS = ("met", "missed", "open", "cancelled")


async def sla(out: Console, api: Api, token: str, draft: dict[str, Any]) -> bool:
    """Simulate drafts of SLA policies; whether it came to its end. Raises `ApiError`."""
    job = await api("POST", "/v1/sla-policies/simulate", token=token, body=draft)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out, transient=True) as progress:
        bar = progress.add_task("tickets", total=None)
        while job["status"] in {"queued", "running"}:
            progress.update(bar, completed=job["progress"]["done"], total=job["progress"]["total"])
            await asyncio.sleep(POLL_SECONDS)
            job = await api("GET", f"/v1/jobs/{job['id']}", token=token)
    if job["status"] != "done":
        out.print(f"The simulation is {job['status']}: {job['error'] or ''}", style="red", markup=False)
        return False
    show(out, job["result"])
    return True


def show(out: Console, result: dict[str, Any]) -> None:
    """Print attainment per metric and priority, now and then."""
    title = f"{result['tickets']:,} tickets; {result['changed']:,} would have ended differently"
    table = Table("metric", "priority", "", title=title, title_justify="left")
    for column in (*_COLUMNS, "attained"):
        table.add_column(column, justify="right", no_wrap=True)
    found = {(each["metric"], each["priority"], side): each for side in ("now", "then") for each in result[side]}
    for metric, priority in sorted({(metric, priority) for metric, priority, _ in found}):
        for side in ("now", "then"):
            first = (metric, priority) if side == "now" else ("", "")
            table.add_row(*first, side, *_cells(found.get((metric, priority, side))), end_section=side == "then")
    out.print(table)


def _cells(found: dict[str, Any] | None) -> list[str]:
    if found is None:
        return ["-"] * (len(_COLUMNS) + 1)
    attained = "-" if found["attained"] is None else f"{found['attained']:.1%}"
    return [*(f"{found[column]:,}" for column in _COLUMNS), attained]


def read_draft(file: Path | None, *, since: str, until: str) -> dict[str, Any]:
    """The body of the request: the file's `policies` and `calendar`, or nothing of them. Raises ValueError."""
    draft = {} if file is None else orjson.loads(file.read_bytes())
    if not isinstance(draft, dict):
        msg = "a draft is a JSON object with policies, a calendar, or both"
        raise TypeError(msg)
    return {**draft, "since": since, "until": until}


async def run_sla(out: Console, url: str, email: str, password: str, draft: dict[str, Any]) -> bool:
    """Sign in and simulate. Raises `ApiError`."""
    api = Api(url)
    try:
        signed = await api("POST", "/v1/auth/token", body={"email": email, "password": password})
        return await sla(out, api, signed["access_token"], draft)
    finally:
        await api.close()
