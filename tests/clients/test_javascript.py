"""The JavaScript client: its types, its state machine, its shell, and both on a real desk in Node and in Chromium."""

import asyncio
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.settings import Settings
from tests import npm
from tests.conftest import Callers, Desk, free_port
from tests.realtime.processes import another, at

# Node and a browser, on a machine that may have other things to do.
pytestmark = pytest.mark.timeout(240)
NODE = Path(__file__).resolve().parent / "node"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="module")
def folder() -> Path:
    """Where the tests in JavaScript are, with what they need."""
    return npm.installed(NODE)


async def script(name: str, **environment: str) -> Any:
    """Run a script while the desk goes on in this process; the JSON that it prints."""
    process = await asyncio.create_subprocess_exec(
        "node", name, cwd=NODE, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        out, error = await asyncio.wait_for(process.communicate(), 150)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, error.decode()[-3000:]
    return json.loads(out)


def test_types(folder: Path) -> None:
    found = subprocess.run(
        ["node_modules/.bin/tsc", "-p", "."], cwd=folder, capture_output=True, text=True, timeout=150, check=False
    )
    assert found.returncode == 0, found.stdout


def test_the_state_machine_and_the_shell(folder: Path) -> None:
    files = sorted(path.name for path in folder.glob("*.test.js"))
    assert files == ["property.test.js", "shell.test.js", "state.test.js"]
    command = ["node", "--test", "--test-reporter=spec", *files]
    found = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=150, check=False)
    assert found.returncode == 0, found.stdout[-5000:]


def test_no_lock_file_names_a_registry() -> None:
    assert "resolved" not in (NODE / "package-lock.json").read_text(encoding="utf-8")


async def test_two_people_talk_over_broken_connections(folder: Path, desk: Desk, callers_: Callers) -> None:
    assert folder
    customer, agent = await callers_.customer(), await callers_.agent()
    ticket = (await customer.post("/v1/tickets", {"subject": "Kettle", "body": "first"}))["id"]
    said = await script(
        "talk.js", DESK=desk.url, CUSTOMER=str(customer.token), AGENT=str(agent.token), TICKET=ticket, MESSAGES="40"
    )
    stored = (await agent.get(f"/v1/tickets/{ticket}/messages?limit=200"))["items"]
    assert len({each["body"] for each in stored}) == len(stored) == 41
    for name, sender in (("customer", customer), ("agent", agent)):
        found = said[name]
        log = (await sender.get(f"/v1/tickets/{ticket}/events?limit=200"))["items"]
        told = [[each["seq"], each["data"].get("message", {}).get("body")] for each in log]
        # An event after the last message may have come too late to be shown.
        assert found["shown"] == told[: len(found["shown"])]
        assert sum(body is not None for _, body in found["shown"]) == 41
        mine = [each["body"] for each in stored if each["author"]["id"] == str(sender.id) and each["body"] != "first"]
        assert mine == sorted(mine, key=int)
        assert (len(found["acks"]), found["failed"]) == (20, [])
        assert found["opened"] > 1
    assert said["agent"]["typing"] >= 1


async def test_what_is_typed_offline_goes_out_once_from_a_real_browser(
    folder: Path, settings: Settings, callers_: Callers
) -> None:
    assert folder
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    customer = await callers_.customer()
    port = free_port()
    allowed = settings.model_copy(update={"allowed_origins": [f"http://127.0.0.1:{port}"]})
    async with another(allowed) as desk:
        there = at(desk, customer)
        ticket = (await there.post("/v1/tickets", {"subject": "Kettle", "body": "first"}))["id"]
        token = str(customer.token)
        seen = await script(
            "browser.js", DESK=desk.url, TOKEN=token, TICKET=ticket, SHOP_PORT=str(port), CHROMIUM=CHROMIUM
        )
        stored = (await there.get(f"/v1/tickets/{ticket}/messages"))["items"]
    said = ["first", "one", "two", "three", "four", "five", "six", "seven"]
    assert [each["body"] for each in stored] == said
    assert seen["waiting"] == [["one", "two", "three"]] * 2
    assert seen["shown"] == [said[:4]] * 2
    # What tabs left that were closed offline, and what was written after it.
    assert (seen["left"], seen["after"]) == ([said] * 2, [])
    assert seen["errors"] == []


async def test_the_module_is_public(desk: Desk) -> None:
    url = f"{desk.url}/client/desk.js"
    async with httpx.AsyncClient(verify=False) as http:  # noqa: S501 - loopback
        found = await http.get(url, headers={"origin": "https://shop.example"})
        assert found.status_code == httpx.codes.OK
        assert found.text == (NODE.parents[2] / "app/web/client/desk.js").read_text(encoding="utf-8")
        assert found.headers["content-type"] == "text/javascript; charset=utf-8"
        assert found.headers["x-content-type-options"] == "nosniff"
        assert found.headers["access-control-allow-origin"] == "*"
        tag = found.headers["etag"]
        known = await http.get(url, headers={"if-none-match": f'"other", W/{tag}'})
        assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", tag)
        head = await http.head(url)
        assert (head.status_code, head.content, head.headers["content-length"]) == (
            200, b"", found.headers["content-length"],
        )  # fmt: skip
