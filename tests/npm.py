"""Packages of npm for tests that need Node: installed once from a lock file, beside it, and never committed."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

NODE_MAJOR = 20


def installed(folder: Path) -> Path:
    """The folder, with what its package-lock.json names in `node_modules`.

    Skips, and says why, where Node or the registry is missing; with `CI=true` that is a failure.
    """
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            _cannot(f"{program} is not installed (Node {NODE_MAJOR} or newer is needed)")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.removeprefix("v").partition(".")[0]) < NODE_MAJOR:
        _cannot(f"Node {version} is too old ({NODE_MAJOR} or newer is needed)")
    lock, done = folder / "package-lock.json", folder / "node_modules" / ".lock-installed"
    if done.exists() and done.read_bytes() == lock.read_bytes():
        return folder
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        found = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=150, check=False)
    except subprocess.TimeoutExpired:
        _cannot("npm ci took too long: is the registry reachable?")
    if found.returncode != 0:
        _cannot(f"npm ci failed: {found.stderr.strip()[-500:]}")
    done.write_bytes(lock.read_bytes())
    return folder


def _cannot(why: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)
