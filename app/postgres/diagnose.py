"""What `otklik doctor` says about the embedded Postgres; looks at everything, changes nothing."""

import asyncio
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from app.postgres.account import blocked_at, server_account
from app.postgres.binaries import find_binaries, version
from app.postgres.errors import EmbeddedPostgresError
from app.postgres.layout import Layout, free_port, made_by, read_password, stored_port
from app.postgres.probe import SMALL_SHM_BYTES, count_trigrams, shared_memory_bytes
from app.postgres.processes import read_pid_file, serves

NEEDED_BYTES = 1_000_000_000


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what was seen, and what to do when it is not `ok`."""

    name: str
    ok: bool
    detail: str
    advice: str = ""


def diagnose(data_dir: Path, *, binaries: Path | None = None) -> list[Finding]:
    """Look at programs, folder, space, locale, memory, data and server; never raises for what it finds.

    `binaries` is the folder of programs when one was chosen by hand.
    """
    layout = Layout(data_dir.expanduser().absolute())
    looks: list[tuple[str, Callable[[], Finding]]] = [
        ("programs", lambda: _programs(binaries)),
        ("version", lambda: _version(layout, binaries)),
        ("data folder", lambda: _folder(layout)),
        ("disk space", lambda: _space(layout)),
        ("locale", _locale),
        ("shared memory", _shared_memory),
        ("password file", lambda: _password(layout)),
        ("port", lambda: _port(layout)),
        ("server", lambda: _server(layout)),
    ]
    return [_ask(name, look) for name, look in looks]


def _ask(name: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except (EmbeddedPostgresError, OSError) as error:
        return Finding(name, ok=False, detail="cannot work as it is", advice=str(error))


def _programs(binaries: Path | None) -> Finding:
    folder = find_binaries(binaries)
    major, minor = version(folder)
    return Finding("programs", ok=True, detail=f"Postgres {major}.{minor} in {folder}")


def _version(layout: Layout, binaries: Path | None) -> Finding:
    major = made_by(layout)
    if major is None:
        return Finding("version", ok=True, detail="no data yet")
    found = find_binaries(binaries, major=major)
    return Finding("version", ok=True, detail=f"the data were made by Postgres {major}, programs in {found}")


def _folder(layout: Layout) -> Finding:
    account = server_account(layout.cluster)
    there = _existing(layout.root)
    fresh = "" if there == layout.root else f" (will be made below {there})"
    detail = f"{layout.root}{fresh}, server runs as {account.name}"
    if not there.is_dir():
        return Finding("data folder", ok=False, detail=detail, advice=f"{there} is not a folder: choose another one.")
    if not os.access(there, os.W_OK | os.X_OK):
        return Finding("data folder", ok=False, detail=detail, advice=f"Make {there} writable, or set OTKLIK_DATA_DIR.")
    if closed := blocked_at(there, account):
        advice = f"{account.name} may not pass through {closed}: set OTKLIK_DATA_DIR, for example to /var/lib/otklik."
        return Finding("data folder", ok=False, detail=detail, advice=advice)
    return Finding("data folder", ok=True, detail=detail)


def _space(layout: Layout) -> Finding:
    free = shutil.disk_usage(_existing(layout.root)).free
    enough = free >= NEEDED_BYTES
    advice = "" if enough else f"Free at least {NEEDED_BYTES // 1_000_000} MB: a full disk stops the server."
    return Finding("disk space", ok=enough, detail=f"{free // 1_000_000} MB free", advice=advice)


def _locale() -> Finding:
    # In a process of its own: a locale belongs to the whole process.
    test = "import locale; locale.setlocale(locale.LC_CTYPE, 'C.UTF-8')"
    command = [sys.executable, "-c", test]
    done = subprocess.run(command, check=False, capture_output=True, timeout=30)  # noqa: S603 - a constant
    works = done.returncode == 0
    detail = "C.UTF-8 works" if works else "C.UTF-8 is missing; another UTF-8 locale will be tried"
    advice = "" if works else "Install the C.UTF-8 locale (Debian: libc-bin; Fedora: glibc-langpack-en)."
    return Finding("locale", ok=works, detail=detail, advice=advice)


def _shared_memory() -> Finding:
    size = shared_memory_bytes()
    if size is None:
        return Finding("shared memory", ok=True, detail="no /dev/shm on this system, none needed")
    note = (
        "" if size >= SMALL_SHM_BYTES else ": small, so files are used instead (docker run --shm-size=256m is faster)"
    )
    return Finding("shared memory", ok=True, detail=f"{size // 1_000_000} MB in /dev/shm{note}")


def _password(layout: Layout) -> Finding:
    name = "password file"
    if not layout.password.exists():
        ok = not layout.cluster.exists()
        advice = "" if ok else f"Restore {layout.password} from a backup: without it nobody may enter."
        return Finding(name, ok=ok, detail="not there" if not ok else "not made yet", advice=advice)
    mode = stat.S_IMODE(layout.password.stat().st_mode)
    closed = not mode & 0o077
    advice = "" if closed else f"Others can read the password: chmod 600 {layout.password}"
    return Finding(name, ok=closed, detail=f"{layout.password} has mode {mode:04o}", advice=advice)


def _port(layout: Layout) -> Finding:
    wanted = stored_port(layout)
    running = read_pid_file(layout.cluster)
    if running and serves(running.pid, layout.cluster):
        return Finding("port", ok=True, detail=f"{running.port} on 127.0.0.1, used by this server")
    found = free_port(wanted)
    if wanted is None:
        return Finding("port", ok=True, detail="any free port of 127.0.0.1 will be taken")
    taken = "" if found == wanted else " is taken by another program; the next start will choose another"
    return Finding("port", ok=True, detail=f"{wanted} on 127.0.0.1{taken}")


def _server(layout: Layout) -> Finding:
    running = read_pid_file(layout.cluster)
    if running is None:
        return Finding("server", ok=True, detail="not running")
    if not serves(running.pid, layout.cluster):
        return Finding("server", ok=True, detail="not running; it was killed, and the next start will recover the data")
    where = f"process {running.pid}, port {running.port}, {running.status or 'starting'}"
    if running.status != "ready":
        return Finding("server", ok=True, detail=where)
    with ThreadPoolExecutor(1) as pool:
        try:
            trigrams = pool.submit(asyncio.run, count_trigrams(running.port, read_password(layout))).result()
        except (OSError, asyncpg.PostgresError) as error:
            return Finding("server", ok=False, detail=f"{where}: {error}", advice=f"Read {layout.log}.")
    advice = "" if trigrams else "Restore the data into a cluster with the C.UTF-8 locale: search finds nothing here."
    detail = f"{where}, answers, {trigrams} trigrams in a Russian word"
    return Finding("server", ok=bool(trigrams), detail=detail, advice=advice)


def _existing(path: Path) -> Path:
    return next(folder for folder in [path, *path.parents] if folder.exists())
