"""The embedded server starts, is shared, and stops."""

import asyncio
import os
import shutil
import socket
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from app.postgres import EmbeddedPostgres, EmbeddedPostgresError, find_binaries
from app.postgres.layout import Layout
from tests.postgres.servers import CHECKOUT, OtherProcess, ask, server_pid

is_root = os.geteuid() == 0


def test_cold_and_warm_start(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir) as server:
        assert ask(server.url, "SELECT current_user || ' ' || current_database()") == "otklik otklik"
        ask(server.url, "CREATE TABLE kept AS SELECT 'сохранено' AS word")
        port = server.url.rsplit(":", 1)[1]
    assert server_pid(data_dir) is None

    with EmbeddedPostgres(data_dir) as server:
        assert server.url.rsplit(":", 1)[1] == port
        assert ask(server.url, "SELECT word FROM kept") == "сохранено"


def test_start_and_stop_may_be_called_twice(made_dir: Path) -> None:
    server = EmbeddedPostgres(made_dir)
    url = server.start()
    pid = server_pid(made_dir)
    assert server.start() == url
    assert server_pid(made_dir) == pid
    server.stop()
    assert not Path(f"/proc/{pid}/cwd").exists()
    server.stop()
    assert server_pid(made_dir) is None
    with pytest.raises(EmbeddedPostgresError, match="not been started"):
        _ = server.url


def test_starts_below_a_running_event_loop(made_dir: Path) -> None:
    async def serve() -> str:
        server = EmbeddedPostgres(made_dir)
        await asyncio.to_thread(server.start)
        url = server.start()
        await asyncio.to_thread(server.stop)
        return url

    assert asyncio.run(serve()).startswith("postgresql://otklik:")


def test_settings_are_durable_and_can_be_overridden(made_dir: Path) -> None:
    with EmbeddedPostgres(made_dir, settings={"max_connections": "23"}) as server:
        shown = {
            name: ask(server.url, f"SHOW {name}")
            for name in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums", "max_connections")
        }
    assert shown == {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "data_checksums": "on",
        "max_connections": "23",
    }


def test_cyrillic_works_and_extensions_can_be_made_by_the_desk(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir) as server:
        for extension in ("pg_trgm", "unaccent", "citext", "btree_gist"):
            ask(server.url, f"CREATE EXTENSION {extension}")
        assert ask(server.url, "SELECT cardinality(show_trgm('привет'))") == 7
        assert ask(server.url, "SELECT lower('ЖАЛОБА')") == "жалоба"


def test_secrets_are_private_and_the_desk_is_no_superuser(made_dir: Path) -> None:
    with EmbeddedPostgres(made_dir) as server:
        for name in ("password", "admin-password"):
            assert stat.S_IMODE((made_dir / name).stat().st_mode) == 0o600
        assert ask(server.url, "SHOW is_superuser") == "off"
        assert ask(server.url, "SHOW listen_addresses") == "127.0.0.1"
        wrong = server.url.replace((made_dir / "password").read_text(), "guess")
        with pytest.raises(Exception, match="password authentication failed"):
            ask(wrong, "SELECT 1")


def test_takes_another_port_when_its_own_is_taken(made_dir: Path) -> None:
    with EmbeddedPostgres(made_dir) as server:
        before = server.url
    with socket.create_server(("127.0.0.1", int(Layout(made_dir).port.read_text()))), EmbeddedPostgres(made_dir) as now:
        assert now.url != before
        assert ask(now.url, "SELECT 1") == 1


def test_last_user_stops_it(made_dir: Path, other: Callable[..., OtherProcess]) -> None:
    mine = EmbeddedPostgres(made_dir)
    mine.start()
    guest = other(made_dir)
    assert guest.url() == mine.url
    url = mine.url
    mine.stop()
    assert ask(url, "SELECT 1") == 1
    assert guest.leave() == 0
    assert server_pid(made_dir) is None


def test_two_processes_start_at_once(data_dir: Path, other: Callable[..., OtherProcess]) -> None:
    first, second = other(data_dir), other(data_dir)
    url = first.url()
    assert url
    assert second.url() == url
    assert first.leave() == 0
    assert ask(url, "SELECT 1") == 1
    assert second.leave() == 0
    assert server_pid(data_dir) is None


def test_data_of_another_version_are_left_alone(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir):
        pass
    version = Layout(data_dir).cluster / "PG_VERSION"
    real = version.read_text()
    version.write_text("9\n")
    with pytest.raises(EmbeddedPostgresError, match="made by Postgres 9"):
        EmbeddedPostgres(data_dir).start()
    version.write_text(real)
    with EmbeddedPostgres(data_dir) as server:
        assert ask(server.url, "SELECT 1") == 1


def test_lost_or_changed_password_is_explained(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir):
        pass
    secret = data_dir / "password"
    kept = secret.read_text()
    secret.write_text("other")
    with pytest.raises(EmbeddedPostgresError, match=r"password authentication failed.*password changed"):
        EmbeddedPostgres(data_dir).start()
    secret.unlink()
    with pytest.raises(EmbeddedPostgresError, match="restore this file"):
        EmbeddedPostgres(data_dir).start()
    secret.write_text(kept)
    with EmbeddedPostgres(data_dir) as server:
        assert ask(server.url, "SELECT 1") == 1


def test_missing_programs_are_explained(data_dir: Path, base: Path) -> None:
    with pytest.raises(EmbeddedPostgresError, match="name the folder that holds them"):
        EmbeddedPostgres(data_dir, binaries=base).start()


@pytest.mark.skipif(not is_root, reason="every other test already runs unprivileged")
def test_runs_unprivileged(base: Path, data_dir: Path, other: Callable[..., OtherProcess]) -> None:
    site = Path(asyncpg.__file__).parents[1]
    python = _interpreter_for_nobody(site)
    if python is None:
        pytest.skip("no Python interpreter here that user nobody can run with these packages")
    home = base / "home"
    home.mkdir()
    shutil.chown(base, "nobody")
    paths = {"PYTHONPATH": f"{site}:{CHECKOUT}", "PYTHONDONTWRITEBYTECODE": "1"}
    process = other(
        data_dir, python=python, user="nobody", group="nogroup", extra_groups=[], env=paths | {"HOME": str(home)}
    )
    assert ask(process.url(), "SELECT 1") == 1
    assert Layout(data_dir).cluster.owner() == "nobody"
    assert stat.S_IMODE(data_dir.stat().st_mode) == 0o700
    assert process.leave() == 0
    assert server_pid(data_dir) is None


@pytest.mark.skipif(not is_root, reason="only root gives its privileges up")
def test_root_gives_up_its_privileges(made_dir: Path) -> None:
    with EmbeddedPostgres(made_dir):
        pid = server_pid(made_dir)
        status = Path(f"/proc/{pid}/status").read_text()
    uid, groups = (
        next(line.split()[1:] for line in status.splitlines() if line.startswith(name)) for name in ("Uid:", "Groups:")
    )
    assert "0" not in uid
    assert "0" not in groups


@pytest.mark.skipif(not is_root, reason="only root gives its privileges up")
def test_closed_parents_are_explained_and_stay_closed(base: Path) -> None:
    base.chmod(0o700)
    with pytest.raises(EmbeddedPostgresError, match="may not pass through") as refused:
        EmbeddedPostgres(base / "data").start()
    assert str(base) in str(refused.value)
    assert "OTKLIK_DATA_DIR" in str(refused.value)
    assert stat.S_IMODE(base.stat().st_mode) == 0o700


@pytest.mark.skipif(not is_root, reason="only root gives its privileges up")
def test_programs_in_a_closed_folder_are_used_all_the_same(base: Path, data_dir: Path) -> None:
    install = find_binaries().parent
    closed = base / "closed"
    for folder in (install, install.parent.with_name(install.parent.name + ".libs")):
        if folder.exists():
            shutil.copytree(folder, closed / folder.relative_to(install.parents[1]))
    closed.chmod(0o700)
    programs = closed / install.relative_to(install.parents[1]) / "bin"
    for _ in range(2):
        with EmbeddedPostgres(data_dir, binaries=programs) as server:
            assert ask(server.url, "SELECT 1") == 1
            running = Path(f"/proc/{server_pid(data_dir)}/exe").readlink()
            assert running.is_relative_to(data_dir)
            assert running.owner() == "root"


def _interpreter_for_nobody(site: Path) -> str | None:
    """A Python of our version that user nobody can run, and that can load the packages in `site`."""
    names = [shutil.which("python3", path=place) for place in ("/usr/local/bin", "/usr/bin")]
    for python in filter(None, names):
        with_site = {"PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [python, "-c", "import asyncpg, platformdirs"]
        done = subprocess.run(
            command, check=False, capture_output=True, cwd="/", user="nobody", extra_groups=[], env=with_site
        )
        if not done.returncode:
            return python
    return None
