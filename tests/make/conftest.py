"""Data folders for desks that are started as real processes."""

import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.postgres.layout import Layout
from app.postgres.processes import end_orphans


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A folder that an unprivileged user may pass through, unlike pytest's own; no server survives the test."""
    folder = Path(tempfile.mkdtemp(prefix="otklik make "))
    folder.chmod(0o755)
    yield folder / "data"
    while end_orphans(Layout(folder / "data").cluster, signal.SIGKILL):
        time.sleep(0.05)
    shutil.rmtree(folder)
