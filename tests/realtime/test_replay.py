"""A replay that cannot find a faulty desk would prove nothing: the hub is broken on purpose, one way at a time."""

import io
import re
from collections.abc import Callable
from uuid import UUID

import pytest
from rich.console import Console

from app.realtime.connection import Connection
from app.replay import playing
from app.replay.running import Plan, replay
from tests.conftest import Callers, Desk
from tests.make.otklik import CHECKOUT

PASSWORD = "correct-horse-battery-9"
Push = Callable[[Connection, bytes], None]
honest = Connection.push
# The event that is overtaken, by socket; empty once it has been.
held: dict[UUID, bytes] = {}


def twice(connection: Connection, frame: bytes) -> None:
    """Every event comes two times."""
    honest(connection, frame)
    if b'"t":"ev"' in frame:
        honest(connection, frame)


def swapped(connection: Connection, frame: bytes) -> None:
    """An event overtakes the one before it."""
    if b'"t":"ev"' in frame and b'"seq":3,' in frame and connection.id not in held:
        held[connection.id] = frame
        return
    honest(connection, frame)
    if b'"t":"ev"' in frame and held.get(connection.id):
        honest(connection, held[connection.id])
        held[connection.id] = b""


def withheld(connection: Connection, frame: bytes) -> None:
    """Customers never get one of the events, however often they ask."""
    if not (b'"t":"ev"' in frame and b'"seq":7' in frame and connection.audience == "customer"):
        honest(connection, frame)


@pytest.mark.parametrize(
    ("broken", "row"),
    [
        (honest, None),
        (twice, "sent twice or too early, put right by clients"),
        (swapped, "sent twice or too early, put right by clients"),
        (withheld, "lost"),
    ],
)
async def test_a_replay_finds_what_is_wrong_with_a_hub(
    desk: Desk, callers_: Callers, monkeypatch: pytest.MonkeyPatch, broken: Push, row: str | None
) -> None:
    admin = await callers_.agent(role="admin")
    new = {"email": "replayer@desk.test", "name": "Replayer", "role": "admin", "password": PASSWORD}
    await admin.post("/v1/agents", new)
    monkeypatch.setattr(Connection, "push", broken)
    # What never comes is not waited for long; what comes may be late on a busy machine.
    monkeypatch.setattr(playing, "SEEN_SECONDS", 2.0 if broken is withheld else 60.0)
    shown = Console(file=io.StringIO(), width=200)
    sample = CHECKOUT / "app/demo/sample.jsonl"
    well = await replay(Plan(sample, desk.url, new["email"], PASSWORD, limit=2), shown)
    assert isinstance(shown.file, io.StringIO)
    table = shown.file.getvalue()
    assert well == (row is None), table
    bad = {name for name, number in re.findall(r"│ (\D+?) +│ +(\d+) │", table) if int(number)}
    assert row is None or row in bad, table
