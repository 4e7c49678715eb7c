"""`otklik simulate`: what if, tried on the desk's own past or by formulas."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app import clock, demo, simulating
from app.errors import Invalid
from app.replay import pointing
from app.replay.api import ApiError
from app.replay.conversations import ReplayFileError
from app.schemas.queue_simulations import StaffingIn, StaffingTargetIn
from app.services import queue_simulations

app = typer.Typer(help="What if: drafts tried on the desk's own past.", no_args_is_help=True)
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


@app.command(name="sla")
def simulate_sla(
    *,
    draft: Annotated[
        Path | None,
        typer.Argument(
            help="JSON with `policies` and `calendar` as drafts; none: as it is.", exists=True, dir_okay=False
        ),
    ] = None,
    days: Annotated[int, typer.Option(help="Tickets that were created in the last so many days.", min=1)] = 30,
    url: Annotated[str, typer.Option(help="The desk.")] = "http://127.0.0.1:8000",
    email: Annotated[str, typer.Option(help="A lead or an admin there.")] = demo.ADMIN,
    password: Annotated[str, typer.Option(help="Their password.", envvar="OTKLIK_PASSWORD")] = demo.PASSWORD,
) -> None:
    """What drafts of SLA policies, or of a calendar, would have made of past tickets; stores nothing."""
    now = clock.now()
    with _asked(url):
        body = simulating.read_draft(draft, since=(now - timedelta(days=days)).isoformat(), until=now.isoformat())
        well = asyncio.run(simulating.run_sla(out, url, email, password, body))
    raise typer.Exit(0 if well else 1)


@app.command(name="routing")
def simulate_routing(
    *,
    draft: Annotated[
        Path | None,
        typer.Argument(
            help="JSON with `queues`, `staffing` and other parts of the request; none: the desk as it is.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    days: Annotated[int, typer.Option(help="Who came in the last so many days.", min=1, max=31)] = 7,
    url: Annotated[str, typer.Option(help="The desk.")] = "http://127.0.0.1:8000",
    email: Annotated[str, typer.Option(help="A lead or an admin there.")] = demo.ADMIN,
    password: Annotated[str, typer.Option(help="Their password.", envvar="OTKLIK_PASSWORD")] = demo.PASSWORD,
) -> None:
    """What other queues or other people would have made of past days: waits, who gave up, occupancy; stores nothing."""
    now = clock.now()
    with _asked(url):
        body = simulating.read_draft(draft, since=(now - timedelta(days=days)).isoformat(), until=now.isoformat())
        well = asyncio.run(simulating.run_routing(out, url, email, password, body))
    raise typer.Exit(0 if well else 1)


@app.command()
def staffing(
    *,
    arrivals: Annotated[list[float], typer.Argument(help="Customers in each hour: 12 40 65 30.", min=0)],
    handling: Annotated[float, typer.Option(help="Mean seconds of work with each.", min=0.001)],
    concurrency: Annotated[int, typer.Option(help="How many an agent does at once.", min=1)] = 1,
    patience: Annotated[float | None, typer.Option(help="Mean seconds until who waits gives up.", min=0.001)] = None,
    share: Annotated[float, typer.Option(help="This share is to be served ...", min=0.01, max=0.99)] = 0.8,
    within: Annotated[float, typer.Option(help="... within so many seconds.", min=0)] = 20,
    shrinkage: Annotated[float, typer.Option(help="The share of paid time that is not at work.", min=0, max=0.9)] = 0,
) -> None:
    """How many agents each hour takes, by Erlang's formulas; needs no desk."""
    target = StaffingTargetIn(share=share, within_seconds=within)
    asked = StaffingIn(
        arrivals_per_hour=arrivals, handling_seconds=handling, concurrency=concurrency, patience_seconds=patience,
        shrinkage=shrinkage, target=target,
    )  # fmt: skip
    try:
        simulating.show_staffing(out, queue_simulations.how_many(asked).model_dump())
    except Invalid as error:
        err.print(f"otklik: {error.detail}", style="red", markup=False, soft_wrap=True)
        raise typer.Exit(1) from error


@contextmanager
def _asked(url: str) -> Iterator[None]:
    """Turn what a desk refuses, and what is wrong with a draft, into one clear line and exit code 1."""
    try:
        yield
    except (ApiError, TypeError, ValueError) as error:
        err.print(f"otklik: {url}: {error} (see --url, --email)", style="red", markup=False, soft_wrap=True)
        raise typer.Exit(1) from error


@app.command(name="suggestions")
def measure_suggestions(
    conversations: Annotated[
        Path,
        typer.Argument(
            help="JSON lines: `brand`, `messages` (the last points to the article), `article_id`, `article_url`.",
            exists=True,
            dir_okay=False,
        ),
    ],
) -> None:
    """How often the suggested article is what the agent pointed to, on recorded conversations; needs no desk."""
    try:
        cases = pointing.read(conversations)
    except ReplayFileError as error:
        err.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error
    simulating.show_suggestions(out, cases)
