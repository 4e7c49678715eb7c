"""What the measures of time-keeping share: how much there is, where it runs, and a connection to look with."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import asyncpg

from bench.place import Place
from bench.processes import BrokenError

_Connection: TypeAlias = "asyncpg.Connection[Any]"
_LONGEST = 300.0


@dataclass(frozen=True, slots=True)
class Extent:
    """How much: calls of a calendar and events of a log, rounds and seconds, and the tickets of a desk with clocks.

    `waiting` tickets have five running clocks each; `coming` of more such tickets come due within `spread` seconds,
    and `burst` at once; `past` ones are only for what-if questions.
    """

    calls: int
    events: int
    folds: int
    small: int
    rounds: int
    seconds: float
    waiting: int
    coming: int
    spread: int
    burst: int
    past: int
    idle_rounds: int
    idle_seconds: float


DEFAULT = Extent(
    calls=100_000, events=500, folds=20, small=10_000, rounds=15, seconds=1.6, waiting=20_000, coming=3_000, spread=30,
    burst=2_000, past=80_000, idle_rounds=3, idle_seconds=8.0,
)  # fmt: skip
QUICK = Extent(
    calls=2_000, events=500, folds=3, small=3_200, rounds=1, seconds=0.5, waiting=400, coming=60, spread=3, burst=40,
    past=800, idle_rounds=1, idle_seconds=2.0,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Site(Place):
    """Where it runs, and how much of it there is."""

    extent: Extent


class Watch:
    """A connection of our own to a desk's database, for code that is not asynchronous."""

    def __init__(self, runner: asyncio.Runner, connection: _Connection) -> None:
        """See `watching`."""
        self._runner = runner
        self._connection = connection

    def value(self, statement: str, *values: Any) -> Any:  # noqa: ANN401 - SQL values
        """The first value of the first row."""
        return self._runner.run(self._connection.fetchval(statement, *values))

    def rows(self, statement: str, *values: Any) -> list[Any]:  # noqa: ANN401 - the same
        """All rows."""
        return self._runner.run(self._connection.fetch(statement, *values))

    def execute(self, statement: str, *values: Any) -> None:  # noqa: ANN401 - the same
        """Do it."""
        self._runner.run(self._connection.execute(statement, *values))

    def run(self, work: Callable[[_Connection], Coroutine[Any, Any, None]]) -> None:
        """Do something with the connection itself."""
        self._runner.run(work(self._connection))

    def backlog(self) -> int:
        """How many words were left for the timekeeper that it has not taken up."""
        return int(self.value("SELECT count(*) FROM sla_todo"))

    def until_kept(self) -> float:
        """Wait until the timekeeper has done everything; how many seconds. Raises `BrokenError`."""
        begun = time.perf_counter()
        while self.value("SELECT EXISTS (SELECT FROM sla_todo)"):
            if time.perf_counter() - begun > _LONGEST:
                msg = f"the timekeeper has not kept up: {self.backlog()} tickets wait after {_LONGEST:.0f} s"
                raise BrokenError(msg)
            time.sleep(0.005)
        return time.perf_counter() - begun


@contextmanager
def watching(url: str) -> Iterator[Watch]:
    """Look at a database."""
    with asyncio.Runner() as runner:
        connection = runner.run(asyncpg.connect(url))
        try:
            yield Watch(runner, connection)
        finally:
            runner.run(connection.close())
