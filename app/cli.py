"""The `otklik` command: serve, worker, migrate, seed, replay, simulate, import, export, openapi, asyncapi, doctor."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import SecretStr
from rich.console import Console

from app import __version__, cli_describe, cli_import, cli_reports, cli_simulate, demo, serving
from app.bringup import CannotStartError, data_dir_of, read_settings, standing
from app.db import Database
from app.replay.api import ApiError
from app.replay.conversations import ReplayFileError
from app.replay.running import Plan
from app.replay.running import replay as play_conversations
from app.services import bootstrap
from app.settings import Settings

app = typer.Typer(
    help="Otklik: a self-hosted customer-support desk.", no_args_is_help=True, pretty_exceptions_show_locals=False
)
app.add_typer(cli_simulate.app, name="simulate")
app.add_typer(cli_reports.app, name="reports")
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

DataDir = Annotated[
    Path | None, typer.Option(help="Where the embedded Postgres and the secret live.", show_default="by system")
]
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what an operator can mend into one clear line and exit code 1."""
    try:
        with serving.orderly():
            yield
    except CannotStartError as error:
        err.print(f"otklik: {error}", style="red", markup=False, soft_wrap=True)
        raise typer.Exit(1) from error


def _settings(data_dir: Path | None = None, **changed: Any) -> Settings:  # noqa: ANN401 - settings' own types
    found = read_settings()
    if data_dir is not None:
        changed["data_dir"] = data_dir
    return found.model_copy(update=changed)


@app.command()
def serve(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65_535)] = 8000,
    data_dir: DataDir = None,
    with_demo: Annotated[
        bool | None,
        typer.Option(
            "--demo/--no-demo",
            help="Fill an empty embedded database with a demo desk.",
            show_default="yes, on loopback, unless OTKLIK_ADMIN_EMAIL is set",
        ),
    ] = None,
    workers: Annotated[int, typer.Option(help="Server processes that share the port.", min=1, max=64)] = 1,
    replay_file: Annotated[
        Path | None, typer.Option("--replay", help="Play these conversations once it serves.", exists=True)
    ] = None,
    replay_limit: Annotated[int, typer.Option(help="How many of them.", min=1)] = 12,
) -> None:
    """Serve the desk. Without OTKLIK_DATABASE_URL it brings its own Postgres."""
    with _explained():
        found = _settings(data_dir)
        here = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        if "public_url" not in found.model_fields_set:
            found = found.model_copy(update={"public_url": here})
        if "log_format" not in found.model_fields_set and sys.stderr.isatty():
            found = found.model_copy(update={"log_format": "console"})
        embedded = found.database_url is None
        if with_demo and not embedded:
            msg = "--demo is for the embedded database: its passwords are known to everybody. See `otklik seed`."
            raise CannotStartError(msg)
        wanted = embedded and host in LOOPBACK and found.admin_email is None if with_demo is None else with_demo
        listening = serving.listen(host, port)
        with standing(found, processes=workers) as ready:
            known, somebody = asyncio.run(_fill(ready, demo_desk=wanted))
            # Elsewhere `otklik seed` chose a random password, which only whoever ran it has seen.
            logins = known if embedded else []
            _greet(ready, here, logins, exposed=host not in LOOPBACK)
            if not somebody:
                err.print(
                    "Nobody can sign in yet: stop, set OTKLIK_ADMIN_EMAIL and OTKLIK_ADMIN_PASSWORD, and start again.",
                    style="yellow",
                )
            with _playing(replay_file, replay_limit, here, playable=bool(logins)):
                code = serving.serve(ready, listening, processes=workers)
    raise typer.Exit(code)


async def _fill(ready: Settings, *, demo_desk: bool) -> tuple[list[demo.Login], bool]:
    """The first admin and the demo desk when wanted; its logins, and whether anybody can sign in."""
    database = Database(str(ready.database_url), ready)
    try:
        try:
            await bootstrap.first_admin(database, ready)
        except ValueError as error:
            raise CannotStartError(str(error)) from error
        if demo_desk:
            await demo.seed(database, ready, password=SecretStr(demo.PASSWORD))
        return await demo.logins(database), await bootstrap.somebody_can_sign_in(database)
    finally:
        await database.close()


def _greet(ready: Settings, here: str, logins: list[demo.Login], *, exposed: bool) -> None:
    out.print(f"\n[bold]Otklik {__version__}[/] answers on [bold]{here}[/]")
    for path, what in (
        ("/", "open this: where everything is"),
        ("/console", "for agents, leads and admins"),
        ("/widget/demo", "a shop that has the chat, for a customer"),
        ("/docs", "the API, to read and try"),
        ("/openapi.json", "the same for programs"),
        ("/asyncapi", "the socket: its frames, with examples"),
        ("/readyz", "whether it can serve"),
        ("/metrics", "numbers for Prometheus"),
    ):
        out.print(f"  {here}{path:<15} {what}", soft_wrap=True)
    if ready.data_dir is not None:
        out.print(f"  Data: {data_dir_of(ready)}", markup=False, soft_wrap=True)
    if logins:
        out.print(f"\n[bold]Demo desk[/], password of all unless you changed it: [bold]{demo.PASSWORD}[/]")
        for each in logins:
            out.print(f"  {each.email:<28} {each.role:<6} {each.name}", markup=False)
        if exposed:
            err.print("Everybody knows these passwords and this address is open to others: change them.", style="red")
    out.print("\nCtrl-C stops it.\n")


@contextmanager
def _playing(file: Path | None, limit: int, here: str, *, playable: bool) -> Iterator[None]:
    """Inside, conversations are replayed by a process of their own, as real clients from outside."""
    if file is None:
        yield
        return
    if not playable:
        out.print("Nothing is replayed: this is not the demo desk. See `otklik replay --help`.")
        yield
        return
    command = [sys.executable, "-m", "app.cli", "replay", str(file), "--limit", str(limit), "--url", here]
    player = subprocess.Popen(command)  # noqa: S603 - our own command
    try:
        yield
    finally:
        player.terminate()
        player.wait(timeout=20)


@app.command()
def worker(*, data_dir: DataDir = None) -> None:
    """Run only the background work: routing and deadlines. Any number of them may run."""
    with _explained(), standing(_settings(data_dir), migrate=False) as ready:
        serving.work(ready, lambda: out.print("The worker runs. Ctrl-C stops it."))


@app.command()
def migrate(*, data_dir: DataDir = None) -> None:
    """Bring the database's schema up to this version; `serve` does it too."""
    with _explained(), standing(_settings(data_dir)):
        out.print("The schema is up to date.")


@app.command()
def seed(*, data_dir: DataDir = None) -> None:
    """Fill an empty database with the demo desk. On a database of your own the passwords are random."""
    with _explained():
        found = _settings(data_dir)
        embedded = found.database_url is None
        password = demo.PASSWORD if embedded else demo.random_password()
        with standing(found) as ready:
            made = asyncio.run(_seed(ready, SecretStr(password)))
        if not made:
            raise CannotStartError("This database is not empty: the demo desk is only for an empty one")
        out.print(f"The demo desk is there. Password of all its agents: [bold]{password}[/]")
        for each in made:
            out.print(f"  {each.email:<28} {each.role:<6} {each.name}", markup=False)


async def _seed(ready: Settings, password: SecretStr) -> list[demo.Login]:
    database = Database(str(ready.database_url), ready)
    try:
        return await demo.logins(database) if await demo.seed(database, ready, password=password) else []
    finally:
        await database.close()


@app.command()
def replay(
    *,
    file: Annotated[Path, typer.Argument(help="Conversations, one JSON object a line.", exists=True, dir_okay=False)],
    url: Annotated[str, typer.Option(help="The desk to play them on.")] = "http://127.0.0.1:8000",
    email: Annotated[str, typer.Option(help="An admin there.")] = demo.ADMIN,
    password: Annotated[
        str, typer.Option(help="The admin's password.", envvar="OTKLIK_REPLAY_PASSWORD")
    ] = demo.PASSWORD,
    speed: Annotated[float, typer.Option(help="60 plays an hour in a minute; 0 does not wait at all.", min=0)] = 0,
    limit: Annotated[int | None, typer.Option(help="Only the first of them.", min=1)] = None,
    at_once: Annotated[int, typer.Option(help="Conversations at the same time, without --speed.", min=1)] = 24,
) -> None:
    """Play conversations through the API as real clients, and count what both sides got.

    Makes a brand, a team and agents for every brand in the file: use it on a demo or test desk. Exits with 1 when
    anything was lost, doubled, out of order or not finished.
    """
    plan = Plan(file, url, email, password, speed, limit, at_once)
    try:
        well = asyncio.run(play_conversations(plan, out))
    except (ReplayFileError, ApiError) as error:
        err.print(f"otklik: {error}", style="red", markup=False, soft_wrap=True)
        raise typer.Exit(1) from error
    raise typer.Exit(0 if well else 1)


@app.command(name="import")
def import_files(
    *,
    path: Annotated[Path, typer.Argument(help="A file, or a folder with several.", exists=True)],
    kind: Annotated[str, typer.Option("--format", help="jsonl, csv, zendesk, freshdesk or chatwoot.")],
    source: cli_import.Source = None,
    dry: Annotated[bool, typer.Option("--dry-run", help="Write nothing; the report says what would be.")] = False,
    route: Annotated[bool, typer.Option("--route", help="Open tickets without an agent wait in line at once.")] = False,
    agents: Annotated[
        Path | None, typer.Option(help='JSON: {"old@example.com": "new@example.com"}.', exists=True, dir_okay=False)
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Write the report there: .json, or .csv of refusals.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Import customers, organizations and tickets with their messages; the same again changes nothing.

    A run that was killed goes on where it was. Exits with 2 when something was refused, and 1 when it could not run.
    """
    with _explained():
        plan = cli_import.plan_of(path, kind, source, dry=dry, route=route, agents=agents)
        code = cli_import.bring_in(_settings(data_dir), plan, out, report)
    raise typer.Exit(code)


@app.command(name="export")
def export_files(
    *,
    folder: Annotated[Path, typer.Argument(help="Where the files go.", file_okay=False)],
    files: cli_import.Files = True,
    data_dir: DataDir = None,
) -> None:
    """Write everything as JSONL, a file for each kind, in one snapshot, and attachments: `otklik import` reads both."""
    with _explained():
        code = cli_import.take_out(_settings(data_dir), folder, out, files=files)
    raise typer.Exit(code)


cli_describe.add_to(app)


@app.command(name="doctor")
def examine(
    *,
    host: Annotated[str, typer.Option(help="Address that `serve` would listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port that `serve` would listen on.")] = 8000,
    data_dir: DataDir = None,
    sla: Annotated[
        bool, typer.Option("--sla", help="Instead, fold every ticket's log and compare it with its stored SLA clocks.")
    ] = False,
) -> None:
    """Look at this environment and say what is wrong and what to do; changes nothing."""
    from app import doctor  # noqa: PLC0415 - only this command needs it

    if sla:
        with _explained(), standing(_settings(data_dir), migrate=False) as ready:
            findings = asyncio.run(doctor.examine_clocks(str(ready.database_url)))
    else:
        findings = doctor.examine(host, port, data_dir)
    out.print(doctor.table(findings))
    if not all(each.ok for each in findings):
        raise typer.Exit(1)


if __name__ == "__main__":
    app()
