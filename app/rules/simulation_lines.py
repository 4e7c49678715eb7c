"""Who waits in a simulation: those with the same needs in one line, of which only the head is worth looking at."""

from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from typing import TypeAlias
from uuid import UUID

from app.rules.queues import Queue
from app.rules.routing import Channel, Needs
from app.rules.simulation_inputs import Arrival

Key: TypeAlias = tuple[float, ...]


class Piece:
    """Somebody who came and is not served yet. Those with the lesser `key` go first.

    They stand in `line` (None: their queue is closed), until an agent is offered them; `gone` is after that or when
    they gave up. Times are microseconds.
    """

    __slots__ = ("agent_id", "arrival", "gone", "key", "line", "queue", "since")

    def __init__(self, arrival: Arrival, queue: Queue, since: int, key: Key) -> None:
        self.arrival = arrival
        self.queue = queue
        self.since = since
        self.key = key
        self.line: Line | None = None
        self.agent_id: UUID | None = None
        self.gone = False


class Line:
    """Items of one channel that need the same: whoever can take one can take any, so only the first matters."""

    __slots__ = ("_heap", "channel", "needs")

    def __init__(self, channel: Channel, needs: Needs) -> None:
        self.channel = channel
        self.needs = needs
        self._heap: list[tuple[Key, Piece]] = []

    def push(self, piece: Piece) -> bool:
        """Somebody joins; whether nobody stood there before."""
        first = self.head() is None
        piece.line = self
        heappush(self._heap, (piece.key, piece))
        return first

    def head(self) -> Piece | None:
        """Who is first. Those who have left or stand elsewhere by now are forgotten here, not when they go."""
        heap = self._heap
        while heap:
            piece = heap[0][1]
            if piece.line is self:
                return piece
            heappop(heap)
        return None


class Lines:
    """All lines in which somebody stands."""

    def __init__(self) -> None:
        self._lines: dict[tuple[Channel, Needs], Line] = {}

    def join(self, piece: Piece, needs: Needs) -> Line | None:
        """Somebody stands where their needs are asked for; that line, if nobody stood there before.

        Where others of the same needs wait already nobody can take this one either.
        """
        channel = piece.arrival.channel
        line = self._lines.get((channel, needs))
        if line is None:
            line = self._lines[channel, needs] = Line(channel, needs)
        return line if line.push(piece) else None

    def first(self, wanted: Callable[[Line], bool]) -> Piece | None:
        """Who goes first of those in wanted lines."""
        found: Piece | None = None
        for line, head in self._heads():
            if wanted(line) and (found is None or head.key < found.key):
                found = head
        return found

    def _heads(self) -> Iterator[tuple[Line, Piece]]:
        empty = []
        for key, line in self._lines.items():
            head = line.head()
            if head is None:
                empty.append(key)
            else:
                yield line, head
        for key in empty:
            del self._lines[key]
