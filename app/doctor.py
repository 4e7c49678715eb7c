"""What `otklik doctor` looks at: Python, settings, port, and the database, bus and mail server of this environment."""

import asyncio
import errno
import secrets
import socket
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
from alembic.script import ScriptDirectory
from redis.exceptions import RedisError
from rich.table import Table

from app import clock, doctor_assistant, doctor_channels, doctor_files, doctor_topics, doctor_translation, migrations
from app.bringup import OLDEST_POSTGRES, CannotStartError, data_dir_of, look, place, read_settings
from app.postgres import EmbeddedPostgresError, Finding, diagnose
from app.postgres.cluster import DATABASE, ROLE
from app.postgres.layout import Layout, read_password
from app.postgres.processes import read_pid_file, serves
from app.realtime.redis_line import SECONDS, RedisLine
from app.services import mailing, sla_checking
from app.settings import Settings

PYTHON = (3, 11)
# Tickets that `doctor --sla` names.
MOST_SHOWN = 20
# Somebody has to send the calendar's holidays again in that time.
HORIZON = timedelta(days=365)
_HORIZONS = """SELECT c.name, max(h.day) AS last FROM calendars c
JOIN calendar_versions v ON v.calendar_id = c.id AND v.number = c.number
CROSS JOIN LATERAL jsonb_object_keys(v.holiday_dates) AS h (day)
WHERE c.archived_at IS NULL AND (EXISTS (SELECT FROM teams t WHERE t.calendar_id = c.id AND t.archived_at IS NULL)
    OR EXISTS (SELECT FROM agents a WHERE a.calendar_id = c.id AND a.status <> 'disabled')
    OR EXISTS (SELECT FROM queues q WHERE q.calendar_id = c.id AND q.archived_at IS NULL)
    OR EXISTS (SELECT FROM sla_policies p JOIN sla_policy_versions w ON w.policy_id = p.id AND w.number = p.number
        WHERE p.enabled AND p.archived_at IS NULL AND w.calendar_id = c.id))
GROUP BY c.id, c.name ORDER BY last, c.name"""


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
    findings.append(asyncio.run(_mail(found)))
    findings.append(asyncio.run(doctor_assistant.examine(found)))
    findings.append(asyncio.run(doctor_translation.examine(found)))
    findings += doctor_files.examine(found, (data_dir or data_dir_of(found)).expanduser().absolute())
    if found.database_url is not None:
        return [*findings, *asyncio.run(_database(found.database_url))]
    folder = (data_dir or data_dir_of(found)).expanduser().absolute()
    return [*findings, *diagnose(folder), *asyncio.run(_running(folder))]


def table(findings: list[Finding]) -> Table:
    """The findings for a terminal."""
    made = Table(title="This environment", title_justify="left")
    made.add_column("")
    made.add_column("what", style="bold")
    made.add_column("found", overflow="fold")
    made.add_column("what to do", overflow="fold")
    for each in findings:
        good = "[yellow]ok, but[/]" if each.advice else "[green]ok[/]"
        made.add_row(good if each.ok else "[red]no[/]", each.name, each.detail, each.advice)
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
        *(await _contents(url) if in_step else []),
    ]


async def _running(folder: Path) -> list[Finding]:
    """What the database of a running embedded server says; nothing when it cannot be asked."""
    layout = Layout(folder)
    try:
        running = read_pid_file(layout.cluster)
        if running is None or running.status != "ready" or not serves(running.pid, layout.cluster):
            return []
        url = f"postgresql://{ROLE}:{read_password(layout)}@127.0.0.1:{running.port}/{DATABASE}"
        wanted = ScriptDirectory.from_config(migrations.config(url)).get_current_head()
        return await _contents(url) if await _revision(url) == wanted else []
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, EmbeddedPostgresError):
        return []  # `diagnose` has said why


async def _contents(url: str) -> list[Finding]:
    connection = await asyncpg.connect(url, timeout=5)
    try:
        return [
            await examine_calendars(connection),
            *await doctor_channels.examine(connection),
            await doctor_topics.examine(connection),
        ]
    finally:
        await connection.close(timeout=5)


async def examine_calendars(connection: "asyncpg.Connection[asyncpg.Record]") -> Finding:
    """Whether the calendars in use know the public holidays of the year ahead."""
    rows = await connection.fetch(_HORIZONS)
    until = (clock.now() + HORIZON).date().isoformat()
    ending = [f"{row['name']} ({row['last']})" for row in rows if row["last"] < until]
    if not ending:
        return Finding("calendars", ok=True, detail=f"{len(rows)} in use with public holidays, for a year and more")
    advice = "PATCH each calendar with its `holidays` as they are: that makes a version with ten more years."
    return Finding("calendars", ok=True, detail=f"public holidays end: {', '.join(ending)}", advice=advice)


async def examine_clocks(url: str) -> list[Finding]:
    """Whether the stored SLA clocks of every ticket are what its log says; the desk may go on meanwhile."""
    connection = await asyncpg.connect(url, timeout=5)
    wrong: list[str] = []
    count = 0
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            async for each in sla_checking.check(connection):
                count += 1
                if each.differences:
                    wrong.append(f"{each.ticket_id}: {each.differences[0]}")
            behind = await connection.fetchval("SELECT count(DISTINCT ticket_id) FROM sla_todo")
    finally:
        await connection.close(timeout=5)
    findings = [
        Finding("clocks", ok=not wrong, detail=f"{count:,} tickets folded again, {len(wrong):,} differ"),
        Finding("behind", ok=True, detail=f"{behind:,} tickets have moved and wait to be folded on"),
    ]
    advice = "Report it: this is a fault of the desk. The next event of the ticket folds on from what is stored."
    return findings + [Finding("ticket", ok=False, detail=each, advice=advice) for each in wrong[:MOST_SHOWN]]


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


async def _mail(found: Settings) -> Finding:
    """Whether the mail server takes us; nothing is sent."""
    if found.smtp_url is None:
        # A desk may do without mail; it only must not be a surprise.
        detail = "none is set: mails wait in the outbox and fail after three days"
        return Finding("mail server", ok=True, detail=detail, advice="OTKLIK_SMTP_URL says where mail goes.")
    place_of_it = _server(found.smtp_url.get_secret_value())
    wrong = await mailing.reach(found)
    if wrong is None:
        return Finding("mail server", ok=True, detail=f"{place_of_it} takes us, as {mailing.sender(found)[1]}")
    return Finding("mail server", ok=False, detail=f"{place_of_it}: {wrong}", advice="Check OTKLIK_SMTP_URL.")


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
