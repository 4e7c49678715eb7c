"""The harness's own parts: each kind of damage is done, and what was lost is found."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from tests.chaos.counting import lost_marks
from tests.chaos.leaks import leaks
from tests.chaos.people import Caller, Talker
from tests.chaos.plans import EVERY, MANGLED, Plan
from tests.chaos.wires import Control, FaultyWire, Kind

PAYLOADS = [str(number) for number in range(100)]


class Perfect:
    """A wire that carries everything at once, and one thing at a time."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.busy = False

    async def now(self) -> float:
        assert not self.busy
        return 0.0

    async def publish(self, payloads: Sequence[str]) -> None:
        assert not self.busy
        self.busy = True
        await asyncio.sleep(0)
        self.told += payloads
        self.busy = False

    async def listen(self, heard: Callable[[str | bytes], None], listening: Callable[[], None]) -> None:
        # Part of what a wire is; these tests only publish.
        raise NotImplementedError

    async def close(self) -> None:
        pass


async def told(folder: Path, chances: dict[Kind, float]) -> tuple[list[str], Counter[str]]:
    """What comes out of a hundred payloads, and what the wire says that it did."""
    control = Control(folder / "control.json")
    control.set(chances)
    perfect = Perfect()
    wire = FaultyWire(perfect, control)
    for payload in PAYLOADS:
        await wire.publish([payload])
        await wire.now()
    while wire._late:
        await asyncio.wait(wire._late)
    return perfect.told, control.done()


@pytest.mark.parametrize(
    ("chances", "copies"),
    [({}, {1}), ({"drop": 1.0}, set()), ({"double": 1.0}, {2}), ({"delay": 1.0}, {1}), ({"drop": 0.3}, {1})],
)
async def test_a_faulty_wire_does_what_it_is_told(tmp_path: Path, chances: dict[Kind, float], copies: set[int]) -> None:
    out, done = await told(tmp_path, chances)
    assert set(Counter(out).values()) == copies
    assert (out == sorted(out, key=int)) is ("delay" not in chances)
    assert set(done) == set(chances)
    assert all(done[kind] == 100 for kind, chance in chances.items() if chance == 1.0)


async def test_everything_at_once_is_dropping_doubling_and_delaying(tmp_path: Path) -> None:
    out, done = await told(tmp_path, {"drop": 0.3, "double": 0.3, "delay": 0.3})
    assert {"drop", "double", "delay"} == set(done)
    assert set(Counter(out).values()) == {1, 2}
    assert len(set(out)) == 100 - done["drop"]


def test_every_kind_of_damage_to_hints_is_done_alone_and_for_certain() -> None:
    certain = [set(chances) for chances in MANGLED.values() if set(chances.values()) == {1.0}]
    assert sorted(map(sorted, certain)) == [["delay"], ["double"], ["drop"]]
    assert set(MANGLED) <= set(EVERY)


@pytest.mark.parametrize("bus", ["postgres", "redis"])
def test_every_fault_is_in_the_shortest_plan(bus: str) -> None:
    planned = {fault for _, fault in Plan(seed=1, seconds=1.0, bus=bus).schedule()}  # type: ignore[arg-type]
    assert planned == set(EVERY) - (set() if bus == "redis" else {"redis away"})


@pytest.mark.parametrize(("kind", "stored", "lost"), [("agent", 7, 0), ("agent", 6, 1), ("customer", 7, 1)])
def test_a_mark_that_is_not_stored_as_far_as_it_was_set_is_lost(
    monkeypatch: pytest.MonkeyPatch, kind: str, stored: int, lost: int
) -> None:
    monkeypatch.setattr(Caller, "token", lambda _self: "token")
    caller = Caller(uuid4(), kind, uuid4())  # type: ignore[arg-type]
    talker = Talker(["http://127.0.0.1"], caller, "somebody", twice=0, randomly=random.Random(1))
    ticket = uuid4()
    talker.marks = {str(ticket): 7}
    row = {"ticket_id": ticket, "reader_id": caller.id, "seq": stored, "public_seq": stored - 1}
    assert len(lost_marks([row], [talker])) == lost
    assert len(lost_marks([{**row, "reader_id": UUID(int=1)}], [talker])) == 1
    assert len(lost_marks([], [talker])) == 1


def test_what_a_process_keeps_of_those_who_have_gone_is_a_leak() -> None:
    base = dict.fromkeys(("connections", "rooms", "polls", "people", "marks", "busy"), 0)
    base |= {"tasks": 20, "descriptors": 30, "rss_kb": 100_000}
    assert leaks(base, base) == []
    for name in base:
        assert leaks({**base, name: base[name] * 10 or 1}, base) == [name.replace("rss_kb", "memory")]
