"""The commands that end by themselves, and what an operator reads when something is wrong."""

import os
import re
import socket
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from app.replay.conversations import ReplayFileError, read
from tests.make.otklik import CHECKOUT, free_port, otklik
from tests.realtime.processes import a_redis

pytestmark = pytest.mark.timeout(120)
ELSEWHERE = "postgresql://desk:hidden@127.0.0.1:1/desk"
STRONG = "x1y2z3w4" * 5


def refused(*arguments: str | Path, **given: str) -> Result:
    """A command that must end with exit code 1 before it starts anything; it runs in this process, which is cheap."""
    env: dict[str, str | None] = {name: None for name in os.environ if name.startswith("OTKLIK_")}
    ended = CliRunner().invoke(app, list(map(str, arguments)), env={**env, **given, "COLUMNS": "200"})
    assert ended.exit_code == 1, ended.output
    assert "Traceback" not in ended.output
    return ended


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"OTKLIK_SECRET": "hunter2"}, "OTKLIK_SECRET"),
        ({"OTKLIK_DATABASE_URL": ELSEWHERE}, "OTKLIK_SECRET"),
        ({"OTKLIK_DATABASE_URL": ""}, "OTKLIK_DATABASE_URL"),
        ({"OTKLIK_OFFER_SECONDS": "soon"}, "OTKLIK_OFFER_SECONDS"),
        ({"OTKLIK_REDIS_URL": "redis://:pass#word@127.0.0.1/0"}, "OTKLIK_REDIS_URL"),
    ],
)
def test_wrong_settings_are_named_and_never_shown(given: dict[str, str], named: str, tmp_path: Path) -> None:
    ended = refused("serve", "--port", str(free_port()), "--data-dir", tmp_path, **given)
    assert named in ended.stderr
    assert not any(value and value in ended.output for value in given.values())
    assert not list(tmp_path.iterdir()), "nothing is started with wrong settings"


def test_a_taken_port_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = refused("serve", "--port", port, "--data-dir", tmp_path)
    assert len(ended.stderr.strip().splitlines()) == 1
    assert f"127.0.0.1:{port}" in ended.stderr
    assert "--port" in ended.stderr
    assert not list(tmp_path.iterdir())


def test_the_demo_is_refused_on_a_database_of_ones_own(tmp_path: Path) -> None:
    given = {"OTKLIK_DATABASE_URL": ELSEWHERE, "OTKLIK_SECRET": STRONG}
    ended = refused("serve", "--demo", "--port", str(free_port()), "--data-dir", tmp_path, **given)
    assert "--demo" in ended.stderr
    assert "hidden" not in ended.output


def test_the_doctor_names_what_is_wrong_and_no_password() -> None:
    weak = refused("doctor", "--port", str(free_port()), OTKLIK_SECRET="weak")
    assert "OTKLIK_SECRET" in weak.stdout
    away = otklik("doctor", "--port", str(free_port()), OTKLIK_DATABASE_URL=ELSEWHERE, OTKLIK_SECRET=STRONG)
    assert away.returncode == 1
    assert "127.0.0.1:1/desk" in away.stdout
    assert "hidden" not in away.stdout + away.stderr


AGENT_FIRST = (
    '{"id":"a","brand":"b","messages":[{"at":"2026-01-01T00:00:00Z","role":"agent","name":"A","text":"Hello"}]}'
)


def test_the_doctor_tries_the_bus(tmp_path: Path) -> None:
    given = {"OTKLIK_SECRET": STRONG, "OTKLIK_DATA_DIR": str(tmp_path / "data")}
    gone = f"redis://:a-password@127.0.0.1:{free_port()}/0"
    away = otklik("doctor", "--port", str(free_port()), **given, OTKLIK_REDIS_URL=gone)
    assert away.returncode == 1
    assert "bus on Redis" in away.stdout
    assert "OTKLIK_REDIS_URL" in away.stdout
    assert "a-password" not in away.stdout + away.stderr
    with a_redis() as server:
        there = otklik("doctor", "--port", str(free_port()), **given, OTKLIK_REDIS_URL=server.url)
        assert re.search(r"bus on Redis.*carries a hint in [0-9.]+ ms", there.stdout), there.stdout


def test_the_doctor_tries_the_mail_server(tmp_path: Path) -> None:
    given = {"OTKLIK_SECRET": STRONG, "OTKLIK_DATA_DIR": str(tmp_path / "data")}
    none = otklik("doctor", "--port", str(free_port()), **given)
    assert "mails wait in the outbox" in none.stdout
    assert "are kept in" in none.stdout
    gone = f"smtp://desk:a-password@127.0.0.1:{free_port()}"
    away = otklik(
        "doctor", "--port", str(free_port()), **given, OTKLIK_SMTP_URL=gone, OTKLIK_SCANNER="clamd://127.0.0.1:1"
    )
    assert away.returncode == 1
    assert "OTKLIK_SCANNER" in away.stdout
    assert "no connection to the mail server" in away.stdout
    assert "OTKLIK_SMTP_URL" in away.stdout
    wrong = refused("doctor", "--port", str(free_port()), **given, OTKLIK_SMTP_URL="smtp://desk:a-password@mx/no")
    assert "OTKLIK_SMTP_URL" in wrong.stdout
    assert all("a-password" not in each.stdout + each.stderr for each in (away, wrong))


@pytest.mark.parametrize(
    ("text", "said"),
    [("{not json", "line 1"), (AGENT_FIRST, "begins with its customer"), ("\n\n", "no conversation")],
)
def test_a_file_that_cannot_be_replayed_is_explained(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "broken.jsonl"
    file.write_text(text)
    with pytest.raises(ReplayFileError, match=said):
        read(file)


def test_conversations_are_read_in_the_order_of_the_file_up_to_the_limit() -> None:
    sample = CHECKOUT / "app/demo/sample.jsonl"
    assert [each.id for each in read(sample, 2)] == ["sample-1", "sample-2"]
    assert len(read(sample)) == 6


def test_real_conversations_are_read_whole() -> None:
    file = CHECKOUT.parent / "shared/data/conversations.jsonl"
    if not file.exists():
        pytest.skip("the real conversations do not lie beside this checkout")
    found = read(file)
    assert (len(found), sum(len(each.messages) for each in found)) == (525, 1211)


def test_the_help_of_make_names_every_target() -> None:
    makefile = (CHECKOUT / "Makefile").read_text()
    for target in makefile.partition(".PHONY:")[2].partition("\n")[0].split():
        rule = makefile.partition(f"\n{target}: ")[2].partition("\n")[0]
        assert "## " in rule, target


def test_the_locks_name_hashes_and_no_address() -> None:
    for name in ("requirements.lock", "deploy/requirements.lock"):
        text = (CHECKOUT / name).read_text()
        pinned = [line for line in text.splitlines() if "==" in line]
        assert len(pinned) > 30, name
        assert text.count("--hash=sha256:") >= len(pinned), name
        assert "://" not in text, name


def test_the_lock_is_in_step_with_the_project() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    extras = [each for extra in project["optional-dependencies"].values() for each in extra]
    asked = [*project["dependencies"], *extras]
    wanted = {re.split(r"[\[<>=~! ]", each)[0].lower().replace("_", "-") for each in asked}
    blocks = re.split(r"\n(?=[a-z0-9])", (CHECKOUT / "requirements.lock").read_text())
    direct = {each.partition("==")[0].partition("[")[0] for each in blocks if "otklik (pyproject.toml)" in each}
    assert direct == wanted, "run `make lock`"
