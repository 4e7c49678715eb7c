"""A server that is killed while the desk runs comes back by itself, where it was, with everything."""

import threading
import time
from pathlib import Path

import asyncpg
import pytest

from app.postgres import EmbeddedPostgres
from app.postgres import keeper as keeping
from app.postgres.keeper import Keeper
from tests.postgres.servers import ask, kill_server


def answered(url: str, sql: str, *, seconds: float = 30) -> object:
    """The answer, as soon as there is one."""
    end = time.monotonic() + seconds
    while True:
        try:
            return ask(url, sql)
        except (OSError, asyncpg.PostgresError):
            assert time.monotonic() < end, "the server did not come back"
            time.sleep(0.05)


def test_a_killed_server_comes_back_where_it_was(made_dir: Path) -> None:
    moved = threading.Event()
    with EmbeddedPostgres(made_dir) as server:
        url = server.url
        ask(url, "CREATE TABLE kept AS SELECT 7 AS n")
        keeper = Keeper(server, moved=moved.set)
        keeper.start()
        try:
            for _ in range(2):
                kill_server(made_dir)
                assert answered(url, "SELECT n FROM kept") == 7
        finally:
            keeper.stop()
        assert server.url == url
        assert not moved.is_set()
        ask(url, "DROP TABLE kept")
    assert not server.is_running


def test_a_keeper_outlives_whatever_a_start_raises(made_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "RETRY_SECONDS", 0.1)
    with EmbeddedPostgres(made_dir) as server:
        ask(server.url, "CREATE TABLE kept AS SELECT 7 AS n")
        real, failures = server.start, iter([ZeroDivisionError(), asyncpg.InternalClientError("state 12")])

        def troubled() -> str:
            for failure in failures:
                raise failure
            return real()

        monkeypatch.setattr(server, "start", troubled)
        keeper = Keeper(server, moved=lambda: None)
        keeper.start()
        try:
            kill_server(made_dir)
            assert answered(server.url, "SELECT n FROM kept") == 7
        finally:
            keeper.stop()
        ask(server.url, "DROP TABLE kept")
