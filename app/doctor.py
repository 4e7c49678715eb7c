"""What `otklik doctor` looks at: Python, settings, port, and the database and bus that this environment would use."""

import asyncio
import errno
import secrets
import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
from alembic.script import ScriptDirectory
from redis.exceptions import RedisError
from rich.table import Table

from app import clock, migrations
from app.bringup import OLDEST_POSTGRES, CannotStartError, data_dir_of, look, place, read_settings
from app.postgres import Finding, diagnose
from app.realtime.redis_line import SECONDS, RedisLine
from app.settings import Settings

PYTHON = (3, 11)


def examine(host: str, port: int, data_dir: Path | None) -> list[Finding]:
    """Everything worth knowing before `serve`; changes nothing and never raises for what it finds."""
    findings = [_python(), _port(host, port)]
    try:
        found = read_settings()
    except CannotStartError as error:
        return [*findings, Finding("settings", ok=False, detail="cannot be used", advice=str(error))]
    findings.append(Finding("settings", ok=True, detail=_said(found)))
    if found.redis_url is not None:
        findings.append(asyncio.run(_redis(found.redis_url)))
    if found.database_url is not None:
        return [*findings, *asyncio.run(_database(found.database_url))]
    return [*findings, *diagnose(data_dir or data_dir_of(found))]


def table(findings: list[Finding]) -> Table:
    """The findings for a terminal."""
    made = Table(title="This environment", title_justify="left")
    made.add_column("")
    made.add_column("what", style="bold")
    made.add_column("found", overflow="fold")
    made.add_column("what to do", overflow="fold")
    for each in findings:
        made.add_row("[green]ok[/]" if each.ok else "[red]no[/]", each.name, each.detail, each.advice)
    return made


def _python() -> Finding:
    ok = sys.version_info >= PYTHON
    advice = "" if ok else "Install Python 3.11 or newer."
    return Finding("python", ok=ok, detail=sys.version.partition(" ")[0], advice=advice)


def _port(host: str, port: int) -> Finding:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        detail = f"{host}:{port} is taken" if taken else f"{host}:{port}: {error.strerror}"
        advice = "It may be this desk already; otherwise choose another with --port." if taken else ""
        return Finding("web port", ok=taken, detail=detail, advice=advice or "Choose another with --host and --port.")
    return Finding("web port", ok=True, detail=f"{host}:{port} is free")


def _said(found: Settings) -> str:
    given = sorted(f"OTKLIK_{name.upper()}" for name in found.model_fields_set)
    return "given: " + ", ".join(given) if given else "all defaults"


async def _database(url: str) -> list[Finding]:
    try:
        version = await look(url)
        revision = await _revision(url)
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        advice = "Check OTKLIK_DATABASE_URL, the network and the server's own log."
        return [Finding("database", ok=False, detail=f"{place(url)}: {error or type(error).__name__}", advice=advice)]
    new_enough = version >= OLDEST_POSTGRES
    advice = "" if new_enough else "The desk needs Postgres 15 or newer."
    detail = f"{place(url)} answers, Postgres {version // 10_000}"
    wanted = ScriptDirectory.from_config(migrations.config(url)).get_current_head()
    in_step = revision == wanted
    shown = f"at {revision or 'nothing yet'}, this version wants {wanted}"
    return [
        Finding("database", ok=new_enough, detail=detail, advice=advice),
        # An empty or older schema is no fault: `serve` brings it up to date.
        Finding("schema", ok=True, detail=shown, advice="" if in_step else "`otklik migrate`, or just `otklik serve`."),
    ]


async def _redis(url: str) -> Finding:
    """Whether the bus would work: what one connection publishes, another one hears."""
    line = RedisLine(url, secrets.token_hex())
    heard = asyncio.Event()
    listening = asyncio.Event()
    try:
        async with asyncio.timeout(SECONDS):
            ear, mouth = await line.connect("otklik doctor"), await line.connect("otklik doctor")
            ears = asyncio.create_task(ear.listen(lambda _payload: heard.set(), listening.set))
            try:
                await listening.wait()
                begun = clock.monotonic()
                await mouth.publish(["here?"])
                await heard.wait()
                took = clock.monotonic() - begun
            finally:
                ears.cancel()
                await asyncio.gather(ears, return_exceptions=True)
                await ear.close()
                await mouth.close()
    except (RedisError, OSError, TimeoutError, ValueError) as error:
        advice = "Check OTKLIK_REDIS_URL, its password, and whether the server runs; without it Postgres is the bus."
        said = f"{_server(url)}: {error or type(error).__name__}"
        return Finding("bus on Redis", ok=False, detail=said, advice=advice)
    return Finding("bus on Redis", ok=True, detail=f"{_server(url)} carries a hint in {took * 1000:.1f} ms")


def _server(url: str) -> str:
    """The address without its credentials."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"


async def _revision(url: str) -> str | None:
    connection = await asyncpg.connect(url, timeout=5)
    try:
        if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
            return None
        found: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
        return found
    finally:
        await connection.close(timeout=5)
