"""What processes tell each other: hints and fleeting signals, packed into payloads of the bus."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

import orjson

from app.hints import AT_HOME, Hint, HintKind

SignalKind = Literal["typing", "viewing", "read", "roster", "who"]
# Beyond it hints are left to the sweep, and signals are forgotten.
MAX_WAITING = 20_000


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that is true for a moment: who types, who is here, what was read. `data` is JSON.

    `at` is the time of its making by the clock of the bus in seconds, so that whoever gets it late can tell.
    """

    kind: SignalKind
    data: list[Any]
    at: float = 0.0


@dataclass(slots=True)
class Batch:
    """What waits to be told: of several about the same thing, the newest."""

    hints: dict[tuple[HintKind, UUID], tuple[int, int]] = field(default_factory=dict)
    signals: dict[Hashable, Signal] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.hints) + len(self.signals)

    def add(self, hints: Iterable[Hint]) -> None:
        """Add hints; the highest counters of a ticket win."""
        for hint in hints:
            if hint.kind in AT_HOME:
                continue  # the worker of the process that committed looks at those itself
            key = (hint.kind, hint.id)
            seq, public_seq = self.hints.get(key, (0, 0))
            self.hints[key] = (max(seq, hint.seq), max(public_seq, hint.public_seq))

    def behind(self, newer: "Batch") -> None:
        """Put this batch, which perhaps went out and perhaps not, before what has come since. Twice is harmless."""
        newer.hints = {**self.hints, **newer.hints}
        newer.signals = {**self.signals, **newer.signals}


def pack(origin: str, batch: Batch, *, limit: int) -> list[str]:
    """The payloads for a batch, none longer than `limit` bytes."""
    items = [f'["{kind}","{about}",{seq},{public}]' for (kind, about), (seq, public) in batch.hints.items()]
    items += [orjson.dumps(["~" + each.kind, each.at, each.data]).decode() for each in batch.signals.values()]
    payloads: list[str] = []
    room = limit - len(origin) - 8
    part: list[str] = []
    size = 0
    for item in items:
        length = len(item.encode()) + 1
        if part and size + length > room:
            payloads.append(f'["{origin}",{",".join(part)}]')
            part, size = [], 0
        if length <= room:
            part.append(item)
            size += length
    if part:
        payloads.append(f'["{origin}",{",".join(part)}]')
    return payloads


def unpack(payload: str | bytes) -> tuple[str, list[Hint], list[Signal]]:
    """Who says what. Raises ValueError and TypeError for what is no payload of ours."""
    origin, *items = orjson.loads(payload)
    hints: list[Hint] = []
    signals: list[Signal] = []
    for kind, *rest in items:
        if kind.startswith("~"):
            at, data = rest
            signals.append(Signal(kind[1:], list(data), float(at)))
        else:
            about, seq, public_seq = rest
            hints.append(Hint(kind, UUID(about), int(seq), int(public_seq)))
    return str(origin), hints, signals
