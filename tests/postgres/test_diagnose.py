"""The doctor's look at the embedded Postgres finds what is wrong and touches nothing."""

import os
from pathlib import Path

import pytest

from app.postgres import EmbeddedPostgres, Finding, diagnose
from app.postgres.layout import Layout
from tests.postgres.servers import kill_server


def look(data_dir: Path) -> dict[str, Finding]:
    return {finding.name: finding for finding in diagnose(data_dir)}


def tree(folder: Path) -> dict[str, tuple[int, int, int]]:
    return {
        str(path): (state.st_mode, state.st_size, state.st_mtime_ns)
        for path in [folder, *folder.rglob("*")]
        for state in [path.lstat()]
    }


def test_nothing_is_wrong_before_the_first_start_and_nothing_is_made(base: Path, data_dir: Path) -> None:
    before = tree(base)
    findings = diagnose(data_dir)
    assert [finding for finding in findings if not finding.ok] == []
    assert all(not finding.advice for finding in findings)
    assert tree(base) == before


def test_a_running_server_answers(made_dir: Path) -> None:
    with EmbeddedPostgres(made_dir) as server:
        found = look(made_dir)
        port = server.url.rsplit(":", 1)[1].split("/")[0]
    assert all(finding.ok for finding in found.values())
    assert "answers, 7 trigrams" in found["server"].detail
    assert port in found["port"].detail


def test_a_stopped_or_killed_server_is_told_apart(made_dir: Path) -> None:
    server = EmbeddedPostgres(made_dir)
    server.start()
    kill_server(made_dir)
    assert "was killed" in look(made_dir)["server"].detail
    server.start()
    server.stop()
    before = tree(made_dir)
    assert look(made_dir)["server"].detail == "not running"
    assert tree(made_dir) == before


def test_a_broken_folder_is_explained(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir):
        pass
    layout = Layout(data_dir)
    (layout.cluster / "PG_VERSION").write_text("9\n")
    layout.password.chmod(0o644)
    found = look(data_dir)
    assert "made by Postgres 9" in found["version"].advice
    assert f"chmod 600 {layout.password}" in found["password file"].advice

    (layout.cluster / "PG_VERSION").unlink()
    layout.password.unlink()
    found = look(data_dir)
    assert "PG_VERSION" in found["version"].advice
    assert "backup" in found["password file"].advice
    assert not found["version"].ok
    assert not found["password file"].ok


def test_a_file_in_place_of_the_folder(data_dir: Path) -> None:
    data_dir.write_text("")
    assert "not a folder" in look(data_dir)["data folder"].advice


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the server as somebody else")
def test_a_closed_parent_is_named(base: Path) -> None:
    base.chmod(0o700)
    assert f"may not pass through {base}" in look(base / "data")["data folder"].advice
