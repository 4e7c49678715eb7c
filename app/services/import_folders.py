"""A folder for the file of an import while it is read; what killed processes have left is removed by whoever is next.

A process holds a lock on its folder, which ends with it however it ends: a folder that nobody holds is left over.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "otklik-upload-"


@contextmanager
def a_folder() -> Iterator[Path]:
    """A folder of our own among the temporary ones, gone in the end."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        _remove_left(left)
    folder, lock = _made()
    try:
        yield folder
    finally:
        _remove(folder)
        os.close(lock)


def _made() -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        try:
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            continue
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Between the two somebody else could take it for one that was left.
        if folder.exists():
            return folder, lock
        os.close(lock)


def _remove_left(folder: Path) -> None:
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        # Another user's, no folder, or gone meanwhile: not ours to remove.
        return
    try:
        with suppress(BlockingIOError):  # somebody is at work in it
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(folder)
    finally:
        os.close(lock)


def _remove(folder: Path) -> None:
    with suppress(FileNotFoundError):  # whoever else cleans up among temporary files was quicker
        shutil.rmtree(folder)
