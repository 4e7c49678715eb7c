"""File locks that the kernel drops when their holder dies: the only memory of who uses a data folder.

A lock file is opened, locked and closed, never unlocked: a child that inherited the descriptor keeps the lock.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app import clock
from app.postgres.errors import EmbeddedPostgresError

POLL_SECONDS = 0.01


def take(path: Path, *, shared: bool = False) -> int | None:
    """Lock `path` at once and return the descriptor that holds the lock; None when somebody else has it."""
    try:
        # O_NOFOLLOW: as root we must not be led elsewhere by a planted link.
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        msg = f"{path} cannot be opened ({error.strerror}). Run as the owner of this data folder, or choose another."
        raise EmbeddedPostgresError(msg) from error
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except OSError as error:
        os.close(descriptor)
        msg = f"{path} cannot be locked ({error.strerror}). Put the data folder on a local disk."
        raise EmbeddedPostgresError(msg) from error
    return descriptor


@contextmanager
def exclusive(path: Path, *, seconds: float) -> Iterator[None]:
    """Hold `path` alone, waiting up to `seconds` for whoever has it."""
    deadline = clock.monotonic() + seconds
    while (descriptor := take(path)) is None:
        if clock.monotonic() > deadline:
            msg = f"Another process has been starting or stopping the server of {path.parent} for {seconds:.0f} s."
            raise EmbeddedPostgresError(msg)
        time.sleep(POLL_SECONDS)
    try:
        yield
    finally:
        os.close(descriptor)
