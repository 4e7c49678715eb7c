"""`make bench` runs: what was acknowledged is stored, and a ratio comes out (its size is not judged here)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(180)
def test_a_quick_look_counts_what_it_stored(tmp_path: Path) -> None:
    results = tmp_path / "results.json"
    command = [sys.executable, "-m", "bench", "--quick", "--only", "ticket_create", "--results", str(results)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=170, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(results.read_text())
    assert found["ratios"]["ticket_create"] > 0
    counted = {what: each for what, each in found["stored"].items() if isinstance(each, dict)}
    assert len(counted) >= 2, "the desk and its floor"
    for what, each in counted.items():
        assert each["stored"] == each["acknowledged"] > 0, what
