"""Any sequence of merges, unmerges, splits and messages against a plain model: nothing lost, nothing twice, no circle,
and everything undone is as before.
"""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.api.test_merging import a_ticket, path, said
from tests.conftest import Api, Callers

_MOST = 6
_STEPS = st.one_of(
    st.tuples(st.just("merge"), st.integers(0, _MOST - 1), st.integers(0, _MOST - 1)),
    st.tuples(st.just("unmerge"), st.integers(0, _MOST - 1), st.just(0)),
    st.tuples(st.just("write"), st.integers(0, _MOST - 1), st.just(0)),
    st.tuples(st.just("split"), st.integers(0, _MOST - 1), st.integers(0, 50)),
)


@dataclass
class One:
    """A ticket as the model has it."""

    ticket: dict[str, Any]
    owner: int
    words: list[str]
    into: int | None = None
    status: str = "new"


@dataclass
class World:
    """All of them, and what they do when somebody asks for something."""

    tickets: list[One] = field(default_factory=list)
    written: int = 0

    def root(self, n: int) -> int:
        """Where pointers end; a circle would never end."""
        for _ in range(_MOST + 1):
            into = self.tickets[n].into
            if into is None:
                return n
            n = into
        raise AssertionError

    def part(self, n: int) -> list[int]:
        """A ticket and all that is merged into it."""
        below = [each for k, one in enumerate(self.tickets) if one.into == n for each in self.part(k)]
        return [n, *below]

    def union(self, n: int) -> list[str]:
        """What its timeline says; the words of a copy are those of the first."""
        return sorted({words for each in self.part(n) for words in self.tickets[each].words})

    def may_merge(self, source: int, target: int) -> str | None:
        """The refusal; empty: it is already; None: it becomes part of it."""
        end = self.root(target)
        if source == end:
            return "merge_into_itself" if source == target else "merge_circle"
        if self.root(source) == end:
            return ""
        return None if self.tickets[source].into is None else "already_merged"


async def act(world: World, anna: Api, owners: list[Api], what: str, n: int, other: int) -> None:
    """Do a step in the desk and in the model."""
    n %= len(world.tickets)
    one = world.tickets[n]
    if what == "merge":
        source = other % len(world.tickets)
        body = {"source_ids": [world.tickets[source].ticket["id"]]}
        answer = await anna("POST", path(one.ticket, "/merge"), json=body)
        refused = world.may_merge(source, n)
        assert answer.json().get("code", "") == (refused or ""), answer.text
        if refused is None:
            world.tickets[source].into = world.root(n)
    elif what == "unmerge":
        answer = await anna("POST", path(one.ticket, "/unmerge"))
        assert answer.status_code == (409 if one.into is None else 200), answer.text
        one.into = None
    elif what == "write":
        world.written += 1
        words = f"words {world.written}"
        stored = await owners[one.owner].post(path(one.ticket, "/messages"), {"body": words})
        end = world.tickets[world.root(n)]
        home = end if end.owner == one.owner else one
        assert stored["ticket_id"] == home.ticket["id"]
        home.words.append(words)
    elif len(world.tickets) < _MOST:
        # Of its own words: those of another customer are not this one's to read.
        found = (await anna.get(path(one.ticket, "/messages")))["items"]
        chosen = found[other % len(found)]
        answer = await anna("POST", path(one.ticket, "/split"), json={"message_ids": [chosen["id"]]})
        assert answer.status_code == (201 if one.into is None else 409), answer.text
        if one.into is None:
            world.tickets.append(One(answer.json(), one.owner, [chosen["body"]]))


async def holds(world: World, anna: Api, owners: list[Api]) -> None:
    """The desk says what the model says."""
    for n, one in enumerate(world.tickets):
        shown = await anna.get(path(one.ticket))
        end = world.tickets[world.root(n)].ticket["id"]
        assert (shown["merged_into"] or {"id": shown["id"]})["id"] == end
        assert shown["status"] == (one.status if one.into is None else "merged")
        assert sorted(await said(anna, one.ticket, limit=7)) == world.union(n)
        mine = {w for k in world.part(n) if world.tickets[k].owner == one.owner for w in world.tickets[k].words}
        assert sorted(await said(owners[one.owner], one.ticket)) == sorted(mine), "and nothing of anybody else's"


async def test_any_sequence_keeps_every_word_once_and_can_be_undone(callers_: Callers) -> None:
    anna = await callers_.agent()
    owners = [await callers_.customer(), await callers_.customer(name="Boris")]

    async def play(steps: list[tuple[str, int, int]]) -> None:
        world = World()
        for owner in (0, 0, 1):
            world.written += 1
            words = f"first {world.written}"
            world.tickets.append(One(await a_ticket(owners[owner], words), owner, [words]))
        for what, n, other in steps:
            await act(world, anna, owners, what, n, other)
        await holds(world, anna, owners)
        for one in world.tickets:
            if one.into is not None:
                await anna.post(path(one.ticket, "/unmerge"), expect=200)
                one.into = None
        await holds(world, anna, owners)

    sequences: list[list[tuple[str, int, int]]] = []

    @settings(
        max_examples=5,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        # A machine that is busy with something else draws slowly: that says nothing of the desk.
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.lists(_STEPS, min_size=8, max_size=12))
    def draw(steps: list[tuple[str, int, int]]) -> None:
        sequences.append(steps)

    draw()
    for steps in sequences:
        await play(steps)
