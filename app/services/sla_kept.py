"""The clocks of tickets in one transaction, from how they are stored, and what a process remembers of them."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from app.rules.sla_clocks import Clock
from app.rules.sla_policies import Metric
from app.rules.sla_state import Clocks, World
from app.services.sla_worlds import Snapshot

# So many events of a log are folded again at most by whoever does not remember its clocks.
EVERY = 16


@dataclass(slots=True)
class Kept:
    """The clocks of one ticket in this transaction; of what `clocks.ended` tells, nothing is stored yet.

    Clocks are stored every so many events; in between only their deadlines are, and the choices of policies.
    """

    ticket_id: UUID
    clocks: Clocks
    # Whether nothing of this ticket is stored yet.
    begins: bool = False
    # Up to which event the clocks are stored, and the stamps of those that ran then.
    stored: int = 0
    was: dict[tuple[Metric, int], tuple[Any, ...]] = field(default_factory=dict)
    # Up to which event the choices have been made.
    decided: int = 0
    organization_id: UUID | None = None
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_to_be_stored(self) -> bool:
        """Every `EVERY` events, when another policy was asked for, and when the last clock has ended."""
        clocks = self.clocks
        # A choice that was asked for came after the event that it names: clocks that are stored up to that event, and
        # folded on from there, would take it for one that they have followed.
        asked = any(each.cause == "asked" and each.seq >= self.stored for each in clocks.choices)
        return asked or clocks.seq - self.stored >= EVERY or bool(clocks.ended and not clocks.running)

    def changed(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Rows of clocks that are new since they were stored, and of those that have changed; now they are stored."""
        new: list[dict[str, Any]] = []
        old: list[dict[str, Any]] = []
        for clock in (*self.clocks.ended, *self.clocks.running.values()):
            was = self.was.get((clock.metric, clock.number))
            if was != clock.stamp():
                (new if was is None else old).append({"ticket_id": self.ticket_id, **clock.as_json()})
        self.stored, self.was, self.clocks.ended = self.clocks.seq, stamps(self.clocks), []
        return new, old


class Folded:
    """The clocks of tickets that this process has folded lately, each with the saving that stored them.

    They are those that are stored as long as the row names that saving. Whoever changes what is kept here takes it out
    first; what a transaction has left that failed, or that a crash took back, no row names.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[UUID, tuple[int, Kept]] = OrderedDict()

    def take(self, ticket_id: UUID, saving: int | None) -> Kept | None:
        """Take out the clocks of a ticket whose row the caller has locked, if they are those that are stored."""
        known = self._kept.pop(ticket_id, None)
        return known[1] if known is not None and known[0] == saving else None

    def put(self, saving: int, kept: Kept) -> None:
        """Keep what has been stored, and no more than there is room for."""
        self._kept[kept.ticket_id] = saving, kept
        self._kept.move_to_end(kept.ticket_id)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)


@dataclass(slots=True)
class Batch:
    """The clocks of several tickets, locked by this transaction, folded as far as their logs go."""

    kept: dict[UUID, Kept]
    world: World
    snapshot: Snapshot


def from_row(row: Any) -> Kept:  # noqa: ANN401 - asyncpg.Record
    """As it is stored, with what its log has got since."""
    running = [Clock.from_json(each) for each in orjson.loads(row["clocks"])]
    clocks = Clocks.from_json(row["seq"], orjson.loads(row["facts"]), orjson.loads(row["choices"]), running)
    return Kept(
        row["ticket_id"],
        clocks,
        begins=not row["is_there"],
        stored=clocks.seq,
        was=stamps(clocks),
        decided=row["folded"],
        events=[as_event(each) for each in orjson.loads(row["events"])],
    )


def stamps(clocks: Clocks) -> dict[tuple[Metric, int], tuple[Any, ...]]:
    """Those of the clocks that run."""
    return {(each.metric, each.number): each.stamp() for each in clocks.running.values()}


def as_event(row: dict[str, Any]) -> dict[str, Any]:
    """An event as `rules/sla_folding.py` takes it, from JSON."""
    return {**row, "at": datetime.fromisoformat(row["at"]).astimezone(UTC)}


def event_from_row(row: Any) -> dict[str, Any]:  # noqa: ANN401 - asyncpg.Record
    """The same, from columns."""
    return {
        "seq": row["seq"],
        "public": row["public"],
        "type": row["type"],
        "actor_kind": row["actor_kind"],
        "data": orjson.loads(row["data"]),
        "at": row["at"],
    }
