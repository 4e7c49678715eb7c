"""Who is here: people with open sockets, in this process and, as the bus tells, in others. Pure, given the time."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias
from uuid import UUID

State: TypeAlias = Literal["online", "away", "offline"]

# Somebody who only reloads a page, or drives through a tunnel, has not gone.
GRACE_SECONDS = 15.0
# Each process repeats who is with it; whoever is not named for this long is gone with the process that named them.
REPEAT_SECONDS = 12.0
TTL_SECONDS = 40.0
# People per signal, so that it fits into a NOTIFY.
PART = 100

_RANK: dict[State, int] = {"offline": 0, "away": 1, "online": 2}


@dataclass(slots=True)
class _Person:
    # The sockets of this process, and whether their program is in front.
    here: dict[Hashable, bool] = field(default_factory=dict)
    # Until when, and as what, somebody counts who has just left.
    grace: tuple[float, State] | None = None
    # What other processes say: a state, when they said so by the clock of the bus, until when it holds by ours.
    elsewhere: dict[str, tuple[State, float, float]] = field(default_factory=dict)
    shown: State = "offline"


class Roster:
    """The people of the whole desk. Methods return those whose state has changed for anybody, with the new one."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._people: dict[UUID, _Person] = {}

    def state(self, who: UUID) -> State:
        """Whether somebody is here."""
        person = self._people.get(who)
        return "offline" if person is None else person.shown

    def online(self, people: Iterable[UUID]) -> list[UUID]:
        """Those of these people who are here, out of sight or not."""
        return [who for who in people if self.state(who) != "offline"]

    def come(self, who: UUID, socket: Hashable, *, active: bool, now: float) -> list[tuple[UUID, State]]:
        """A socket of this process is open, or its program came to the front or went out of sight."""
        person = self._people.setdefault(who, _Person())
        person.here[socket] = active
        person.grace = None
        return self._look(who, person, now)

    def go(self, who: UUID, socket: Hashable, *, now: float) -> list[tuple[UUID, State]]:
        """A socket of this process is gone."""
        person = self._people.get(who)
        if person is None or socket not in person.here:
            return []
        was = _local(person, now)
        del person.here[socket]
        if not person.here:
            person.grace = (now + GRACE_SECONDS, was)
        return self._look(who, person, now)

    def told(self, data: list[Any], *, at: float, age: float, now: float) -> list[tuple[UUID, State]]:
        """What another process says: `[origin, [[person, state], ...]]`, made at `at`, `age` seconds ago."""
        origin, people = data
        if origin == self._origin or age >= TTL_SECONDS:
            return []
        changed: list[tuple[UUID, State]] = []
        for identifier, state in people:
            if state not in _RANK:
                continue
            who = UUID(identifier)
            person = self._people.setdefault(who, _Person())
            known = person.elsewhere.get(origin)
            # The bus may repeat and reorder: the latest word of a process counts.
            if known is None or at >= known[1]:
                person.elsewhere[origin] = (state, at, now + TTL_SECONDS - age)
            changed += self._look(who, person, now)
        return changed

    def tick(self, now: float) -> list[tuple[UUID, State]]:
        """Time has passed: the grace of those who left, and the word of processes that are silent, ends."""
        changed: list[tuple[UUID, State]] = []
        for who, person in list(self._people.items()):
            changed += self._look(who, person, now)
        return changed

    def local(self, now: float) -> list[tuple[UUID, State]]:
        """Those who are with this process, to tell the others."""
        states = ((who, _local(person, now)) for who, person in self._people.items())
        return [(who, state) for who, state in states if state != "offline"]

    def here(self, who: UUID, now: float) -> State:
        """Somebody's state as far as this process alone knows."""
        person = self._people.get(who)
        return "offline" if person is None else _local(person, now)

    def _look(self, who: UUID, person: _Person, now: float) -> list[tuple[UUID, State]]:
        if person.grace is not None and person.grace[0] <= now:
            person.grace = None
        for origin in [origin for origin, (_, _, until) in person.elsewhere.items() if until <= now]:
            del person.elsewhere[origin]
        states = [_local(person, now), *(state for state, _, _ in person.elsewhere.values())]
        best = max(states, key=_RANK.__getitem__)
        if not person.here and person.grace is None and not person.elsewhere:
            del self._people[who]
        if best == person.shown:
            return []
        person.shown = best
        return [(who, best)]


def _local(person: _Person, now: float) -> State:
    if person.here:
        return "online" if any(person.here.values()) else "away"
    return person.grace[1] if person.grace is not None and person.grace[0] > now else "offline"
