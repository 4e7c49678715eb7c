"""Folders of the tests in memory: making and removing a server's data costs seconds on a busy disk.

What is tested stays what it was: a process that is killed loses nothing that it had written, wherever the file is.
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - only folders with names of chance are made in it
# Several servers at once, each with its log; the 64 MB of a container's default are not enough.
ROOM = 4_000_000_000


def use() -> None:
    """Make temporary folders in memory from now on, here and in processes of ours, unless a place is named."""
    if "TMPDIR" in os.environ or not MEMORY.is_dir() or not _runs_programs():
        return
    if shutil.disk_usage(MEMORY).free >= ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def _runs_programs() -> bool:
    """Whether programs may be started from there: some tests copy Postgres."""
    try:
        return not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC and os.access(MEMORY, os.W_OK)
    except OSError:
        return False
