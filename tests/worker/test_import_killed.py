"""An import that is killed goes on where it was: a real process, a real kill, everything once."""

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

import orjson
import pytest

from app import cli_import, clock
from app.ids import new_id
from app.services import imports
from tests import nursery
from tests.api.test_intake import count
from tests.conftest import SECRET, Desk

# A step and a bit.
TICKETS = imports.STEP + 20
AT = "2024-03-01T10:00:00Z"


def start(path: Path, desk: Desk) -> nursery.Born:
    """`otklik import`, as an operator calls it."""
    known = {"OTKLIK_DATABASE_URL": desk.database.url, "OTKLIK_SECRET": SECRET, "OTKLIK_LOG_LEVEL": "error"}
    return nursery.otklik("import", str(path), "--format", "jsonl", environment={**os.environ, **known})


def files_of(pid: int) -> list[str]:
    """What this process has open."""
    return [str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir()]


# Processes start one after the other, on a machine that may have other things to do.
@pytest.mark.timeout(240)
async def test_an_import_that_is_killed_goes_on_where_it_was(desk: Desk, tmp_path: Path) -> None:
    path, told = tmp_path / "tickets.jsonl", tmp_path / "report.json"
    with path.open("wb") as opened:
        for n in range(TICKETS):
            said = [{"id": f"{n}.{k}", "body": "Words " * 1000, "created_at": AT} for k in range(2)]
            asked = {"email": "held@example.com" if n >= imports.STEP else f"c{n % 100}@example.com"}
            one = {"id": n, "subject": "x", "status": "closed", "created_at": AT, "requester": asked, "messages": said}
            opened.write(orjson.dumps(one) + b"\n")
        opened.write(b'{"id": "bad"}\n')
    async with desk.database.lean() as connection:
        # The second step waits for whoever is making the same customer, and is killed there.
        held = connection.transaction()
        await held.start()
        await connection.execute(
            "INSERT INTO customers (id, email, version, created_at, updated_at) VALUES ($1, $2, 1, $3, $3)",
            new_id(),
            "held@example.com",
            clock.now(),
        )
        first = start(path, desk)
        while await count(desk, "tickets") == 0:
            assert first.poll() is None
            await asyncio.sleep(0.01)
        # What customers wrote is in no file that would stay: those that it has open have no name any more.
        kept = [each for each in files_of(first.pid) if each.startswith("/") and not each.startswith("/dev/null")]
        assert [each.endswith(" (deleted)") for each in kept] == [True], kept
        first.send_signal(signal.SIGKILL)
        await asyncio.to_thread(first.wait)
        await held.rollback()
    assert await count(desk, "tickets") == imports.STEP

    async def tell(*_: Any) -> None:
        pass

    report = await imports.run(desk.database, cli_import.plan_of(path, "jsonl", None), tell)
    assert report.counts["ticket"] == {
        "read": TICKETS + 1,
        "created": TICKETS,
        "updated": 0,
        "unchanged": 0,
        "refused": 1,
    }
    assert await count(desk, "tickets") == TICKETS
    assert await count(desk, "messages") == 2 * TICKETS
    assert await count(desk, "customers") == 101
    assert await count(desk, "import_runs") == 1
    cli_import.write_report(told, report, [])
    assert orjson.loads(told.read_bytes())["counts"]["ticket"]["refused"] == 1
    cli_import.write_report(told.with_suffix(".csv"), report, [])
    assert told.with_suffix(".csv").read_text("utf-8").startswith("kind,place,reason")
