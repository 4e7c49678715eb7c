"""Data folders for real servers, and other processes that use them."""

import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.postgres import EmbeddedPostgres
from app.postgres.layout import Layout
from app.postgres.processes import end_orphans
from tests.postgres.servers import OtherProcess


@pytest.fixture
def base() -> Iterator[Path]:
    """A folder that an unprivileged user may pass through, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="otklik test "))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def data_dir(base: Path) -> Iterator[Path]:
    """A data folder yet to be made, with a space and Cyrillic in its path; no server survives the test."""
    folder = base / "база данных"
    yield folder
    end_everything(folder)


@pytest.fixture(scope="module")
def made_once() -> Iterator[Path]:
    """A data folder with a complete cluster, shared by tests that leave it in order: making one takes a second."""
    folder = Path(tempfile.mkdtemp(prefix="otklik made "))
    with EmbeddedPostgres(folder):
        pass
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def made_dir(made_once: Path) -> Iterator[Path]:
    """The shared data folder; no server survives the test."""
    yield made_once
    end_everything(made_once)


@pytest.fixture
def other() -> Iterator[Callable[..., OtherProcess]]:
    """Makes other processes that use a data folder; they end with the test."""
    made: list[OtherProcess] = []

    def make(data_dir: Path, **options: Any) -> OtherProcess:
        made.append(OtherProcess(data_dir, **options))
        return made[-1]

    yield make
    for process in made:
        if process.process.poll() is None:
            process.kill()


def end_everything(data_dir: Path) -> None:
    """Kill what a failed test left running in the folder."""
    for cluster in (Layout(data_dir).cluster, Layout(data_dir).partial):
        while end_orphans(cluster, signal.SIGKILL):
            time.sleep(0.05)
