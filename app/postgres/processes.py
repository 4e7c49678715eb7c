"""What the operating system and postmaster.pid say about server processes. Never writes or deletes that file."""

import os
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
PID_FILE = "postmaster.pid"
STATUS_LINE = 7


@dataclass(frozen=True)
class PidFile:
    """What a running or dead server left in postmaster.pid; port 0 and status "" until it wrote them."""

    pid: int
    port: int
    status: str


def read_pid_file(cluster: Path) -> PidFile | None:
    """The content of postmaster.pid; None when there is none or it is not readable as one (yet)."""
    try:
        lines = (cluster / PID_FILE).read_text(errors="replace").split("\n")
        pid = abs(int(lines[0]))
        port = int(lines[3]) if len(lines) > STATUS_LINE else 0
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return PidFile(pid, port, lines[STATUS_LINE].strip() if len(lines) > STATUS_LINE else "")


def serves(pid: int, cluster: Path) -> bool:
    """Whether `pid` is a live Postgres process of this cluster, not another process that got its number."""
    if PROC.joinpath("self").exists():
        # Postgres works inside its data folder; a zombie has no working folder any more.
        with suppress(OSError):
            is_postgres = PROC.joinpath(str(pid), "comm").read_text().startswith("postgres")
            return is_postgres and PROC.joinpath(str(pid), "cwd").samefile(cluster)
        return False
    command = ["/bin/ps", "-o", "comm=", "-p", str(pid)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - a number
    return Path(done.stdout.strip()).name.startswith("postgres")


def end_orphans(folder: Path, sign: signal.Signals) -> list[int]:
    """Signal the processes that a killed server left working in `folder`, and return their pids.

    A busy backend does not notice that its server is gone and blocks the next one; whatever it was doing is lost
    already and crash recovery follows, so ending it costs nothing. Only where /proc exists; empty elsewhere.
    """
    pids = [int(entry.name) for entry in PROC.glob("[0-9]*") if serves(int(entry.name), folder)]
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, sign)
    return pids
