"""`otklik simulate`: ask a running desk what a draft would have made of its past, and print what came out."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.replay.api import Api
from app.rules import suggestion_measures

POLL_SECONDS = 0.3
_COLUMNS = ("met", "missed", "open", "cancelled")


async def sla(out: Console, api: Api, token: str, draft: dict[str, Any]) -> bool:
    """Simulate drafts of SLA policies; whether it came to its end. Raises `ApiError`."""
    result = await _done(out, api, token, "/v1/sla-policies/simulate", draft, unit="tickets")
    if result is not None:
        show(out, result)
    return result is not None


async def routing(out: Console, api: Api, token: str, draft: dict[str, Any]) -> bool:
    """Simulate drafts of queues and staffing; whether it came to its end. Raises `ApiError`."""
    result = await _done(out, api, token, "/v1/queues/simulate", draft, unit="time")
    if result is not None:
        show_routing(out, result)
    return result is not None


async def _done(
    out: Console, api: Api, token: str, path: str, draft: dict[str, Any], *, unit: str
) -> dict[str, Any] | None:
    """The result of a job that is asked for here; None, with a line why, when it did not come to its end."""
    job = await api("POST", path, token=token, body=draft)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out, transient=True) as progress:
        bar = progress.add_task(unit, total=None)
        while job["status"] in {"queued", "running"}:
            progress.update(bar, completed=job["progress"]["done"], total=job["progress"]["total"])
            await asyncio.sleep(POLL_SECONDS)
            job = await api("GET", f"/v1/jobs/{job['id']}", token=token)
    if job["status"] != "done":
        out.print(f"The simulation is {job['status']}: {job['error'] or ''}", style="red", markup=False)
        return None
    found: dict[str, Any] = job["result"]
    return found


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


def show_routing(out: Console, result: dict[str, Any]) -> None:
    """Print how each queue served, now and then."""
    title = f"{result['arrivals']:,} came; {result['agents']} agents as it is"
    table = Table("queue", "", title=title, title_justify="left")
    for column in ("came", "served", "gave up", "turned away", "waiting", "wait p50", "p95", "kept", "occupancy"):
        table.add_column(column, justify="right", no_wrap=True)
    for side in ("now", "then"):
        if side not in result:
            continue
        for each in result[side]["queues"]:
            table.add_row(each["name"] or "a team's own", side, *_served(each["service"]), "")
        occupancy = result[side]["occupancy"]
        whole = _served(result[side]["service"])
        table.add_row("in all", side, *whole, "-" if occupancy is None else f"{occupancy:.0%}", end_section=True)
    out.print(table)


def _served(service: dict[str, Any]) -> list[str]:
    waits, kept = service["waits"], service["attainment"]
    return [
        f"{service['arrivals']:,}",
        f"{service['served']:,}",
        *(f"{service[name]:,}" for name in ("abandoned", "turned_away", "waiting")),
        *("-" if waits is None else f"{waits[name]:,.0f} s" for name in ("p50", "p95")),
        "-" if kept is None else f"{kept:.1%}",
    ]


def show_staffing(out: Console, found: dict[str, Any]) -> None:
    """Print how many agents each hour takes."""
    table = Table(title=found["formula"].replace("_", " ").title(), title_justify="left")
    for column in ("hour", "come", "agents", "scheduled", "within", "mean wait", "give up", "occupancy"):
        table.add_column(column, justify="right", no_wrap=True)
    for place, each in enumerate(found["hours"], 1):
        wait = each["mean_wait_seconds"]
        table.add_row(
            str(place), f"{each['arrivals']:g}", str(each["agents"]), str(each["scheduled"]), f"{each['within']:.1%}",
            "-" if wait is None else f"{wait:.1f} s", f"{each['abandonment']:.1%}", f"{each['occupancy']:.0%}",
        )  # fmt: skip
    out.print(table)


def show_suggestions(out: Console, cases: Sequence[suggestion_measures.Case]) -> None:
    """Print how often suggestions were right on recorded conversations, beside the most frequent article so far."""
    outcomes = suggestion_measures.measure(cases)
    found = suggestion_measures.shares(outcomes)
    table = Table("", "the first is right", "one of three is")
    table.add_row("suggested", f"{found['first']:.1%}", f"{found['top']:.1%}")
    table.add_row("most frequent so far", f"{found['usual_first']:.1%}", f"{found['usual_top']:.1%}")
    if outcomes:
        gains = [suggestion_measures.gain(outcomes, top=top) for top in (False, True)]
        table.add_row(
            "better by (95 of 100)", *(f"{100 * low:+.1f} to {100 * high:+.1f} points" for low, high in gains)
        )
    out.print(table)
    out.print(
        f"{len(outcomes)} conversations, each answered with what its brand had learnt from earlier ones; "
        f"{found['known']:.1%} point to an article that an earlier one pointed to, which is the most that can be right."
    )


def read_draft(file: Path | None, *, since: str, until: str) -> dict[str, Any]:
    """The body of the request: the file's `policies` and `calendar`, or nothing of them. Raises ValueError."""
    draft = {} if file is None else orjson.loads(file.read_bytes())
    if not isinstance(draft, dict):
        msg = "a draft is a JSON object with policies, a calendar, or both"
        raise TypeError(msg)
    return {**draft, "since": since, "until": until}


async def run_sla(out: Console, url: str, email: str, password: str, draft: dict[str, Any]) -> bool:
    """Sign in and simulate SLA policies. Raises `ApiError`."""
    return await _signed_in(url, email, password, lambda api, token: sla(out, api, token, draft))


async def run_routing(out: Console, url: str, email: str, password: str, draft: dict[str, Any]) -> bool:
    """Sign in and simulate routing. Raises `ApiError`."""
    return await _signed_in(url, email, password, lambda api, token: routing(out, api, token, draft))


async def _signed_in(url: str, email: str, password: str, do: Callable[[Api, str], Awaitable[bool]]) -> bool:
    api = Api(url)
    try:
        signed = await api("POST", "/v1/auth/token", body={"email": email, "password": password})
        return await do(api, signed["access_token"])
    finally:
        await api.close()
