"""Who gets a piece of work: never somebody who cannot, never beyond capacity, fair, and the same in any order."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.rules.routing import (
    COOL_DOWN,
    ROUND_PAUSE,
    Candidate,
    Item,
    Refusal,
    Waiting,
    choose,
    cooling,
    exclusion,
    place,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TEAMS = [UUID(int=1000 + n) for n in range(3)]
AGENTS = [UUID(int=1 + n) for n in range(6)]
times = st.integers(0, 300).map(lambda seconds: NOW - timedelta(seconds=seconds))


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    """Agents in every state, each id once."""
    return [
        Candidate(
            agent_id=agent_id,
            active=draw(st.booleans()),
            presence=draw(st.sampled_from(["online", "online", "away", "busy", "offline"])),
            channels=draw(st.frozensets(st.sampled_from(["chat", "ticket"]))),
            team_ids=draw(st.frozensets(st.sampled_from(TEAMS))),
            capacity=draw(st.integers(0, 4)),
            load=draw(st.integers(0, 5)),
            last_assigned_at=draw(st.none() | times),
        )
        for agent_id in draw(st.lists(st.sampled_from(AGENTS), unique=True))
    ]


items = st.builds(
    Item,
    channel=st.sampled_from(["chat", "ticket"]),
    team_id=st.none() | st.sampled_from(TEAMS),
    declined_by=st.frozensets(st.sampled_from(AGENTS)),
)
refusals = st.lists(st.builds(Refusal, st.sampled_from(AGENTS), times), max_size=8).map(tuple)
queues = st.lists(
    st.builds(
        Waiting,
        id=st.integers(1, 50).map(lambda n: UUID(int=n)),
        ticket_id=st.just(UUID(int=9)),
        item=items.map(lambda item: replace(item, declined_by=frozenset())),
        queued_at=times,
        refusals=refusals,
    ),
    max_size=6,
    unique_by=lambda each: each.id,
)


@given(items, candidates())
def test_only_an_agent_who_can_take_it_is_chosen(item: Item, there: list[Candidate]) -> None:
    decision = choose(item, there)
    chosen = [each for each in there if each.agent_id == decision.agent_id]
    if not chosen:
        assert all(exclusion(item, each) is not None for each in there)
        assert decision.decided_by == "nobody"
        return
    (agent,) = chosen
    assert agent.active
    assert agent.presence == "online"
    assert item.channel in agent.channels
    assert item.team_id is None or item.team_id in agent.team_ids
    assert agent.load < agent.capacity
    assert agent.agent_id not in item.declined_by
    lighter = [each for each in there if exclusion(item, each) is None and each is not agent]
    assert all(agent.load / agent.capacity <= each.load / each.capacity for each in lighter)


@given(items, candidates(), st.randoms())
def test_the_order_of_the_candidates_does_not_matter(item: Item, there: list[Candidate], random: Random) -> None:
    shuffled = list(there)
    random.shuffle(shuffled)
    assert choose(item, shuffled) == choose(item, there)


@given(items, candidates())
def test_every_candidate_is_accounted_for(item: Item, there: list[Candidate]) -> None:
    decision = choose(item, there)
    accounted = [*decision.eligible, *(agent_id for agent_id, _ in decision.excluded)]
    assert sorted(accounted) == sorted(each.agent_id for each in there)


@given(st.integers(1, 6), st.integers(1, 5), st.integers(0, 60))
def test_nobody_is_starved_and_nobody_gets_too_much(agents: int, capacity: int, arrivals: int) -> None:
    held: Counter[UUID] = Counter()
    last: dict[UUID, datetime] = {}
    given_to: Counter[UUID] = Counter()
    for n in range(arrivals):
        there = [
            Candidate(each, True, "online", frozenset({"chat"}), frozenset(), capacity, held[each], last.get(each))
            for each in AGENTS[:agents]
        ]
        chosen = choose(Item("chat"), there).agent_id
        if chosen is None:
            assert sum(held.values()) == agents * capacity
            held.clear()  # everybody is done
            continue
        held[chosen] += 1
        given_to[chosen] += 1
        last[chosen] = NOW + timedelta(seconds=n)
        assert held[chosen] <= capacity
    counts = [given_to[each] for each in AGENTS[:agents]]
    assert max(counts) - min(counts) <= 1


@given(queues, candidates())
def test_the_queue_is_first_come_first_served(queue: list[Waiting], there: list[Candidate]) -> None:
    found = place(queue, there, now=NOW)
    order = sorted(queue, key=lambda each: (each.queued_at, each.id))
    before = order if found is None else order[: order.index(found.waiting)]
    for each in before:
        resting = cooling(each.item, each.refusals, there, now=NOW)
        assert choose(replace(each.item, declined_by=resting), there).agent_id is None


@given(queues, candidates())
def test_an_item_waits_only_while_nobody_is_free_or_for_a_short_while(
    queue: list[Waiting], there: list[Candidate]
) -> None:
    """Whoever is free gets something after the cool-down at the latest: refusals never hold an item back for ever."""
    later = place(queue, there, now=NOW + COOL_DOWN)
    someone_could = any(exclusion(each.item, agent) is None for each in queue for agent in there)
    assert (later is not None) == someone_could


def agent(n: int, *, load: int = 0, capacity: int = 1) -> Candidate:
    """Agent n, there and in no team."""
    return Candidate(AGENTS[n], True, "online", frozenset({"chat"}), frozenset(), capacity, load)


def test_who_declined_is_not_asked_again_while_somebody_else_may_come_free() -> None:
    just_now = [Refusal(AGENTS[0], NOW - timedelta(seconds=10))]
    busy_colleague = [agent(0), agent(1, load=1)]
    assert cooling(Item("chat"), just_now, busy_colleague, now=NOW) == {AGENTS[0]}
    assert cooling(Item("chat"), just_now, busy_colleague, now=NOW + COOL_DOWN) == frozenset()


def test_when_everybody_has_refused_the_round_starts_again_after_a_pause() -> None:
    both = [Refusal(AGENTS[0], NOW - timedelta(seconds=10)), Refusal(AGENTS[1], NOW)]
    there = [agent(0), agent(1)]
    assert cooling(Item("chat"), both, there, now=NOW) == {AGENTS[1]}
    assert cooling(Item("chat"), both, there, now=NOW + ROUND_PAUSE) == frozenset()
    nobody_could = [agent(0), agent(2, capacity=0)]
    assert cooling(Item("chat"), both, nobody_could, now=NOW) == {AGENTS[1]}
