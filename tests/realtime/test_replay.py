"""A replay that cannot find a faulty desk would prove nothing: the hub is broken on purpose, one way at a time."""

import io
import re
from collections.abc import Callable

import pytest
from rich.console import Console

from app.realtime.connection import Connection
from app.replay import playing
from app.replay.running import Plan, replay
from tests.conftest import Callers, Desk
from tests.make.otklik import CHECKOUT

PASSWORD = "correct-horse-battery-9"
Push = Callable[[Connection, str], None]
honest = Connection.push


def twice(connection: Connection, text: str) -> None:
    """Every event comes two times."""
    honest(connection, text)
    if '"t":"ev"' in text:
        honest(connection, text)


def swapped(connection: Connection, text: str) -> None:
    """An event overtakes the one before it while that waits to be written."""
    honest(connection, text)
    waiting = connection._outbox
    if len(waiting) > 1 and all('"t":"ev"' in waiting[place] for place in (-1, -2)):
        waiting[-1], waiting[-2] = waiting[-2], waiting[-1]


def withheld(connection: Connection, text: str) -> None:
    """Customers never get one of the events, however often they ask."""
    if not ('"t":"ev"' in text and '"seq":7' in text and connection.audience == "customer"):
        honest(connection, text)


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
    monkeypatch.setattr(playing, "SEEN_SECONDS", 2.0)
    shown = Console(file=io.StringIO(), width=200)
    sample = CHECKOUT / "app/demo/sample.jsonl"
    well = await replay(Plan(sample, desk.url, new["email"], PASSWORD, limit=2), shown)
    assert isinstance(shown.file, io.StringIO)
    table = shown.file.getvalue()
    assert well == (row is None), table
    bad = {name for name, number in re.findall(r"│ (\D+?) +│ +(\d+) │", table) if int(number)}
    assert row is None or row in bad, table
