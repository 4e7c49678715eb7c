"""`otklik serve` and `replay` as a newcomer meets them: a demo desk, kill -9, a replay, an orderly end."""

import re
from pathlib import Path

import httpx
import pytest

from app import demo
from app.postgres.processes import read_pid_file
from tests.make.otklik import CHECKOUT, Serving, items, otklik

pytestmark = pytest.mark.timeout(280)


def test_a_demo_desk_survives_kill_9_and_replays_conversations_without_loss(data_dir: Path) -> None:
    with Serving(data_dir, "--demo") as first:
        signed_in = first.sign_in(demo.ADMIN, demo.PASSWORD)
        token = signed_in.headers["authorization"].removeprefix("Bearer ")
        new = {"subject": "Before the crash", "body": "Is this still here?", "brand": "lumen"}
        acknowledged = signed_in.post("/v1/tickets", json=new).raise_for_status().json()["id"]
        # It has been here for weeks.
        before = {each["id"] for each in items(signed_in, "/v1/tickets")}
        rated = len(items(signed_in, "/v1/feedback"))
        assert len(before) > 100
        assert rated > 20
        first.kill()
        assert demo.PASSWORD in first.output

    # The same port at once, and two processes behind it: nothing of the killed one is in the way.
    with Serving(data_dir, "--workers", "2", port=first.port) as second:
        # The token that the killed desk signed is good: the secret was kept.
        assert {each["id"] for each in items(second.client(token), "/v1/tickets")} == before
        assert acknowledged in before
        played = otklik("replay", CHECKOUT / "app/demo/sample.jsonl", "--url", second.url)
        assert played.returncode == 0, played.stdout + played.stderr
        counted = dict(re.findall(r"│ ([a-z, /0-9]+?) +│ +(\d+) │", played.stdout))
        assert counted == {
            "conversations": "6", "messages": "27", "acknowledged": "27",
            "lost": "0", "doubled": "0", "out of order": "0", "not finished": "0",
        }, played.stdout  # fmt: skip
        assert len(items(second.client(token), "/v1/feedback")) == rated + 6
        refused = otklik("seed", "--data-dir", data_dir)
        assert refused.returncode == 1
        assert "not empty" in refused.stderr
        # kill -9 of the parent: its workers must not keep the port.
        second.kill()

    with Serving(data_dir, "--no-demo", port=first.port) as third:
        assert len(items(third.client(token), "/v1/tickets")) == len(before) + 6
        assert third.stop() == 0
    assert read_pid_file(data_dir / "cluster") is None, "the last one to leave stops Postgres"


def test_a_desk_of_ones_own_has_only_its_first_admin(data_dir: Path) -> None:
    admin = {"OTKLIK_ADMIN_EMAIL": "boss@shop.example", "OTKLIK_ADMIN_PASSWORD": "a sentence that only I know"}
    with Serving(data_dir, given=admin) as desk:
        signed_in = desk.sign_in(*admin.values())
        assert [each["email"] for each in items(signed_in, "/v1/agents")] == ["boss@shop.example"]
        assert httpx.get(f"{desk.url}/v1/agents", verify=False).status_code == 401  # noqa: S501 - loopback
        assert (data_dir / "secret").stat().st_mode & 0o077 == 0
    assert demo.PASSWORD not in desk.output
    assert desk.process.returncode == 0
