"""Schemathesis reads the description and tries the desk with what it makes of it: all answers are as told."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checks import DESCRIPTION
from tests.conftest import Api, Callers

# A look of some seconds, the same each time; `OTKLIK_SCHEMATHESIS=600` looks as many seconds, otherwise each time.
HERE = Path(__file__).parent
LONG = int(os.environ.get("OTKLIK_SCHEMATHESIS", "0"))
SECONDS = LONG or 5


def looked_at(api: Api, folder: Path) -> subprocess.CompletedProcess[str]:
    """What Schemathesis says after a look as this caller."""
    seed = () if LONG else ("--seed", "7")
    command = [
        Path(sys.executable).with_name("st"), "--config-file", HERE / "schemathesis.toml",
        "run", DESCRIPTION, "--url", api.desk.url, "-H", f"Authorization: Bearer {api.token}", "--no-color",
        "--phases", "examples,coverage,fuzzing,stateful", "--max-time", str(SECONDS), "--continue-on-failure",
        "--max-examples", "50" if LONG else "2", "--warnings", "off", "--generation-database", "none", *seed,
    ]  # fmt: skip
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "tests.contract.schemathesis_checks"}
    environment["PYTHONPATH"] = str(HERE.parents[1])
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=SECONDS + 120, check=False
    )


@pytest.mark.timeout(SECONDS + 150)
@pytest.mark.parametrize("role", ["admin", "customer"])
async def test_it_finds_nothing(callers_: Callers, tmp_path: Path, role: str) -> None:
    api = await (callers_.admin() if role == "admin" else callers_.customer())
    done = await asyncio.to_thread(looked_at, api, tmp_path)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2000:]
