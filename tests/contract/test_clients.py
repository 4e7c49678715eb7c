"""Clients that are made from the description compile and work: in TypeScript and in Python, against the real desk.

Making them takes seconds, so that they are kept beside their tools, by what they were made from. In the suite the whole
description is linted, and the generators, which take the longest by far, are given what the programs use; they get all
of it with `OTKLIK_TEST_THOROUGH=1`.
"""

import asyncio
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests import checks
from tests.conftest import Api, Callers
from tests.npm import installed
from tests.thorough import THOROUGH

HERE = Path(__file__).parent
pytestmark = pytest.mark.timeout(400)
# What `node/smoke.ts` and `python/smoke.py` call.
USED = {"listTickets", "createTicket", "getTicket", "updateTicket", "createMessage"}


def kept(place: Path, description: bytes, folder: Path, *sources: str) -> tuple[Path, bool]:
    """Where to make something from these, in a place of its own, and whether it is there; others are removed."""
    seen = hashlib.sha256(description)
    for each in sources:
        seen.update((folder / each).read_bytes())
    made = place / seen.hexdigest()[:16]
    if (made / "done").exists():
        return made, True
    shutil.rmtree(place, ignore_errors=True)
    made.mkdir(parents=True)
    (made / "openapi.json").write_bytes(description)
    for each in sources:
        shutil.copy(folder / each, made)
    return made, False


def run(command: Sequence[str | Path], folder: Path, **more: str) -> str:
    """What it says; a failure shows all of it."""
    environment = {**os.environ, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", **more}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def description() -> bytes:
    """What `otklik openapi` prints."""
    return checks.DESCRIPTION.read_bytes()


def part(description: bytes, operations: set[str]) -> bytes:
    """The description of these operations, and of the shapes that they name."""
    whole: dict[str, Any] = json.loads(description)
    paths: dict[str, Any] = {}
    for path, methods in whole["paths"].items():
        for method, operation in methods.items():
            if operation.get("operationId") in operations:
                paths.setdefault(path, {})[method] = operation
    found, todo = set[str](), [json.dumps(paths)]
    while todo:
        for name in set(re.findall(r'"#/components/([^"]+)"', todo.pop())) - found:
            kind, _, key = name.partition("/")
            found.add(name)
            todo.append(json.dumps(whole["components"][kind][key]))
    kept = {
        kind: {key: each for key, each in named.items() if kind == "securitySchemes" or f"{kind}/{key}" in found}
        for kind, named in whole["components"].items()
    }
    rest = {name: each for name, each in whole.items() if name not in {"webhooks", "tags"}}
    return json.dumps({**rest, "paths": paths, "components": kept}).encode()


@pytest.fixture(scope="module")
def given(description: bytes) -> bytes:
    """What the generators are given of it."""
    return description if THOROUGH else part(description, USED)


@pytest.fixture(scope="module")
def typescript(description: bytes, given: bytes) -> Path:
    """The description is linted, types are made from it, and a program that uses them compiles; its folder."""
    tools = installed(HERE / "node")
    bins = tools / "node_modules"
    rules = ("redocly.yaml", ".redocly.lint-ignore.yaml", "package-lock.json")
    linted, there = kept(tools / ".made" / "lint", description, tools, *rules)
    if not there:
        redocly = ("node", bins / "@redocly/cli/bin/cli.js", "lint", "openapi.json", "--config", "redocly.yaml")
        said = run([*redocly, "--format", "json"], linted)
        found = json.loads(said[said.index('{\n  "totals"') : said.rindex("}") + 1])
        assert (found["totals"]["errors"], found["totals"]["warnings"]) == (0, 0), found["problems"]
        (linted / "done").touch()
    made, there = kept(tools / ".made" / "types", given, tools, "smoke.ts", "tsconfig.json", "package-lock.json")
    if not there:
        types = ("node", bins / "openapi-typescript/bin/cli.js", "openapi.json", "--default-non-nullable=false")
        run([*types, "-o", "schema.d.ts"], made)
        (made / "package.json").write_text('{"type": "module"}')
        run(["node", bins / "typescript/bin/tsc", "-p", ".", "--outDir", "out"], made)
        (made / "out" / "package.json").write_text('{"type": "module"}')
        (made / "done").touch()
    return made


@pytest.fixture(scope="module")
def python(given: bytes) -> tuple[Path, Path]:
    """A client is made, and a program that uses it passes mypy; its folder and its Python."""
    folder = HERE / "python"
    its_own = folder / ".venv" / "bin" / "python"
    lock, done = folder / "requirements.lock", folder / ".venv" / ".installed"
    if not done.exists() or done.read_bytes() != lock.read_bytes():
        # By pip, as everything else is installed: where to fetch is in its own configuration.
        run([sys.executable, "-m", "venv", "--clear", "--without-pip", ".venv"], folder)
        pip: list[str | Path] = [
            sys.executable,
            "-m",
            "pip",
            "--python",
            its_own,
            "--disable-pip-version-check",
            "--no-input",
        ]
        run([*pip, "install", "-q", "--no-compile", "--require-hashes", "-r", "requirements.lock"], folder)
        done.write_bytes(lock.read_bytes())
    made, there = kept(folder / ".made", given, folder, "smoke.py", "config.yaml", "requirements.lock")
    if not there:
        client: list[str | Path] = [its_own.with_name("openapi-python-client"), "generate", "--path", "openapi.json"]
        client += ["--config", "config.yaml"]
        said = run([*client, "--output-path", "desk", "--meta", "none"], made, PATH=f"{its_own.parent}:/usr/bin:/bin")
        # Files of any type are beyond this generator; everything else must get its function and its shape.
        assert "will not be generated" not in said, said
        assert "Unable to" not in said, said
        mypy = (its_own, "-m", "mypy", "--strict", "--follow-imports=silent", "--cache-dir")
        run([*mypy, folder / ".venv" / "mypy", "smoke.py"], made)
        (made / "done").touch()
    return made, its_own


async def tried(admin: Api, *command: str | Path) -> None:
    """Run a client against the desk, and look at what it has done there."""
    said = await asyncio.to_thread(run, [*command, admin.desk.url, admin.token or ""], HERE)
    found = json.loads(said)
    assert (found["priority"], found["stale"]) == ("high", "stale")
    ticket = await admin.get(f"/v1/tickets/{found['id']}?include=messages")
    assert ticket["priority"] == "high"
    assert len(ticket["messages"]) == 2
    assert len((await admin.get("/v1/tickets"))["items"]) == 1


async def test_a_client_in_typescript(callers_: Callers, typescript: Path) -> None:
    await tried(await callers_.admin(), "node", typescript / "out" / "smoke.js")


async def test_a_client_in_python(callers_: Callers, python: tuple[Path, Path]) -> None:
    made, its_own = python
    await tried(await callers_.admin(), its_own, made / "smoke.py")
