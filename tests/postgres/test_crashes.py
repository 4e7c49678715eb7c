"""The embedded server survives kill -9 of anybody at any moment, and keeps what was committed."""

import asyncio
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest

from app.postgres import EmbeddedPostgres
from app.postgres.account import become, server_account
from app.postgres.layout import Layout
from tests.postgres.conftest import end_everything
from tests.postgres.servers import OtherProcess, ask, kill_server, server_pid

# A backend that is busy on its own, also when its server is gone; it ends by itself, whatever becomes of the test.
BUSY = """DO $$ DECLARE ends timestamptz := clock_timestamp() + interval '600 seconds';
BEGIN WHILE clock_timestamp() < ends LOOP PERFORM 1; END LOOP; END $$"""


def test_kill_of_us_leaves_a_server_that_the_next_start_joins(
    made_dir: Path, other: Callable[..., OtherProcess]
) -> None:
    dead = other(made_dir)
    url = dead.url()
    ask(url, "CREATE TABLE kept_by_users AS SELECT 1 AS number")
    pid = server_pid(made_dir)
    dead.kill()
    with EmbeddedPostgres(made_dir) as server:
        assert server_pid(made_dir) == pid
        assert ask(server.url, "SELECT number FROM kept_by_users") == 1
    # The dead user is not counted: the last living one stopped it.
    assert server_pid(made_dir) is None


def test_kill_of_the_server_is_recovered(made_dir: Path) -> None:
    server = EmbeddedPostgres(made_dir)
    url = server.start()
    ask(url, "CREATE TABLE kept_by_server AS SELECT generate_series(1, 1000) AS number")
    killed = kill_server(made_dir)
    again = server.start()
    assert server_pid(made_dir) not in {killed, None}
    assert ask(again, "SELECT count(*) FROM kept_by_server") == 1000
    server.stop()
    assert server_pid(made_dir) is None


def test_stop_after_the_server_was_killed(made_dir: Path) -> None:
    server = EmbeddedPostgres(made_dir)
    server.start()
    kill_server(made_dir)
    server.stop()
    with EmbeddedPostgres(made_dir) as again:
        assert ask(again.url, "SELECT 1") == 1


@pytest.mark.parametrize("text", ["", "\n", "\0" * 40])
def test_kill_before_the_server_wrote_its_pid(made_dir: Path, text: str) -> None:
    server = EmbeddedPostgres(made_dir)
    server.start()
    kill_server(made_dir)
    server.stop()
    (Layout(made_dir).cluster / "postmaster.pid").write_text(text)
    with EmbeddedPostgres(made_dir) as again:
        assert ask(again.url, "SELECT 1") == 1


def test_stale_pid_of_another_process(made_dir: Path) -> None:
    """The pid in postmaster.pid now belongs to a stranger of the same user: it is neither believed nor hurt."""
    layout = Layout(made_dir)
    with EmbeddedPostgres(made_dir):
        account = server_account(layout.cluster)
        content = (layout.cluster / "postmaster.pid").read_text()
    # A background shell may have us ignore SIGINT: the stranger shall feel it.
    command = ["/usr/bin/env", "--default-signal=INT", "sleep", "60"]
    stranger = subprocess.Popen(command, **become(account))
    left = content.split("\n", 1)[1]
    (layout.cluster / "postmaster.pid").write_text(f"{stranger.pid}\n{left}")
    try:
        with EmbeddedPostgres(made_dir) as server:
            assert server_pid(made_dir) != stranger.pid
            assert ask(server.url, "SELECT 1") == 1
        (layout.cluster / "postmaster.pid").write_text(f"{stranger.pid}\n{left}")
        member = EmbeddedPostgres(made_dir)
        member.start()
        kill_server(made_dir)
        (layout.cluster / "postmaster.pid").write_text(f"{stranger.pid}\n{left}")
        member.stop()
        time.sleep(0.1)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_busy_orphan_does_not_block_the_next_server(made_dir: Path) -> None:
    """A backend in a loop does not notice that its server was killed, and holds the shared memory."""

    async def loop_for_ever(url: str) -> None:
        connection = await asyncpg.connect(url)
        work = asyncio.create_task(connection.execute(BUSY))
        await asyncio.sleep(0.3)
        kill_server(made_dir)
        connection.terminate()
        with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            await work

    server = EmbeddedPostgres(made_dir)
    asyncio.run(loop_for_ever(server.start()))
    assert ask(server.start(), "SELECT 1") == 1
    server.stop()


def test_kill_in_the_middle_of_making_the_cluster(data_dir: Path, other: Callable[..., OtherProcess]) -> None:
    layout = Layout(data_dir)
    while True:
        victim = other(data_dir)
        while not ((layout.partial / "base").exists() or layout.cluster.exists()):
            time.sleep(0.005)
        victim.kill()
        if not layout.cluster.exists():
            break
        # It was done before we looked: once more.
        end_everything(data_dir)
        shutil.rmtree(data_dir)
    with EmbeddedPostgres(data_dir) as server:
        assert ask(server.url, "SELECT 1") == 1
    assert not layout.partial.exists()


def test_half_made_cluster_beside_a_complete_one_is_no_danger(made_dir: Path) -> None:
    layout = Layout(made_dir)
    with EmbeddedPostgres(made_dir) as server:
        ask(server.url, "CREATE TABLE kept_beside AS SELECT 1 AS number")
    layout.partial.mkdir()
    (layout.partial / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(made_dir) as server:
        assert ask(server.url, "SELECT number FROM kept_beside") == 1


def test_starters_racing_with_stoppers(made_dir: Path, other: Callable[..., OtherProcess]) -> None:
    """Whoever comes while the last user is leaving gets a server that works."""
    for _ in range(3):
        leaving, coming = other(made_dir), other(made_dir)
        assert leaving.url()
        leaving.process.stdin.write("\n")  # type: ignore[union-attr]
        leaving.process.stdin.flush()  # type: ignore[union-attr]
        late = EmbeddedPostgres(made_dir)
        assert ask(late.start(), "SELECT 1") == 1
        assert ask(coming.url(), "SELECT 1") == 1
        assert coming.leave() == 0
        assert leaving.leave() == 0
        late.stop()
        assert server_pid(made_dir) is None
