"""Who gets a piece of work: never somebody who cannot, never beyond capacity, fair, and the same in any order."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.routing import (
    COOL_DOWN,
    ROUND_PAUSE,
    Candidate,
    Exclusion,
    Item,
    Needs,
    Policy,
    Pool,
    Refusal,
    Waiting,
    choose,
    exclusion,
    place,
    primary_subtag,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TEAMS = [UUID(int=1000 + n) for n in range(3)]
AGENTS = [UUID(int=1 + n) for n in range(6)]
SKILLS = [UUID(int=2000 + n) for n in range(3)]
CHAT = frozenset({"chat"})
POLICIES: list[Policy] = ["most_spare", "least_loaded", "longest_idle"]
times = st.integers(0, 300).map(lambda seconds: NOW - timedelta(seconds=seconds))


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    """Agents in every state, each id once; more often than not they could."""
    likely = st.sampled_from([True, True, True, False])
    return [
        Candidate(
            agent_id=agent_id,
            active=draw(likely),
            may_reply=draw(likely),
            presence=draw(st.sampled_from(["online", "online", "online", "away", "busy", "offline"])),
            channels=draw(st.sampled_from([CHAT, CHAT, frozenset[str]()])),
            off=draw(st.sampled_from([None, None, None, "off_shift", "out_of_office"])),
            team_ids=draw(st.frozensets(st.sampled_from(TEAMS))),
            skills=draw(st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5))),
            languages=draw(st.frozensets(st.sampled_from(["en", "ru"]))),
            tier=draw(st.integers(0, 2)),
            capacity=draw(st.integers(0, 4)),
            load=draw(st.integers(0, 5)),
            weight=draw(st.integers(1, 3)),
            total_capacity=draw(st.none() | st.integers(0, 9)),
            total_load=draw(st.integers(0, 9)),
            last_assigned_at=draw(st.none() | times),
            idle_since=draw(st.none() | times),
        )
        for agent_id in draw(st.lists(st.sampled_from(AGENTS), unique=True))
    ]


needs = st.builds(
    Needs,
    team_ids=st.none() | st.lists(st.sampled_from(TEAMS), max_size=2, unique=True).map(tuple),
    skills=st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5), max_size=2).map(lambda d: tuple(d.items())),
    language=st.none() | st.sampled_from(["en", "ru"]),
    tier=st.integers(0, 2),
)
items = st.builds(
    Item,
    channel=st.just("chat"),
    needs=needs,
    policy=st.sampled_from(POLICIES),
    declined_by=st.frozensets(st.sampled_from(AGENTS), max_size=2),
    last_agent_id=st.none() | st.sampled_from(AGENTS),
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
        order=st.tuples(st.integers(-1, 1), st.integers(0, 3)),
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
    asked = item.needs
    assert agent.active
    assert agent.may_reply
    assert agent.presence == "online"
    assert agent.off is None
    assert item.channel in agent.channels
    assert asked.team_ids is None or agent.team_ids & set(asked.team_ids)
    assert all(agent.skills.get(skill, 0) >= level for skill, level in asked.skills)
    assert asked.language is None or asked.language in agent.languages
    assert agent.tier >= asked.tier
    assert agent.load < agent.capacity
    assert agent.total_capacity is None or agent.total_load + agent.weight <= agent.total_capacity
    assert agent.agent_id not in item.declined_by


@given(items, candidates())
def test_the_policy_of_the_queue_decides(item: Item, there: list[Candidate]) -> None:
    decision = choose(item, there)
    can = {each.agent_id: each for each in there if exclusion(item, each) is None}
    if not can or decision.agent_id is None:
        return
    if item.last_agent_id in can:
        assert (decision.agent_id, decision.decided_by) == (item.last_agent_id, "last_agent")
        return
    chosen, others = can[decision.agent_id], list(can.values())
    match item.policy:
        case "most_spare":
            assert chosen.capacity - chosen.load == max(each.capacity - each.load for each in others)
        case "least_loaded":
            assert chosen.load / chosen.capacity == min(each.load / each.capacity for each in others)
        case _:
            since = {each.agent_id: each.idle_since or each.last_assigned_at for each in others}
            earliest = min(at.timestamp() if at else float("-inf") for at in since.values())
            own = since[chosen.agent_id]
            assert (own.timestamp() if own else float("-inf")) == earliest


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
    assert dict(decision.excluded) == {
        each.agent_id: why for each in there if (why := exclusion(item, each)) is not None
    }


@given(items, candidates(), st.sampled_from(SKILLS), st.integers(1, 5))
def test_skills_are_monotone(item: Item, there: list[Candidate], skill: UUID, level: int) -> None:
    """Whoever learns something can take no less; what asks for more can be taken by no more."""
    can = {each.agent_id for each in there if exclusion(item, each) is None}
    learned = [replace(each, skills={**each.skills, skill: max(level, each.skills.get(skill, 0))}) for each in there]
    assert can <= {each.agent_id for each in learned if exclusion(item, each) is None}
    asking = dict(item.needs.skills)
    asking[skill] = max(level, asking.get(skill, 0))
    harder = replace(item, needs=replace(item.needs, skills=tuple(asking.items())))
    assert {each.agent_id for each in there if exclusion(harder, each) is None} <= can


@given(st.sampled_from(POLICIES), st.integers(1, 6), st.integers(1, 5), st.integers(0, 60))
def test_nobody_is_starved_and_nobody_gets_too_much(policy: Policy, agents: int, capacity: int, arrivals: int) -> None:
    pool = Pool("chat", [Candidate(each, channels=CHAT, capacity=capacity) for each in AGENTS[:agents]])
    held: Counter[UUID] = Counter()
    given_to: Counter[UUID] = Counter()
    for n in range(arrivals):
        now = NOW + timedelta(seconds=n)
        chosen = choose_from(pool, policy)
        if chosen is None:
            assert sum(held.values()) == agents * capacity
            for each, number in list(held.items()):
                pool.change(each, -number, now)  # everybody is done
            held.clear()
            continue
        pool.change(chosen, 1, now)
        held[chosen] += 1
        given_to[chosen] += 1
        assert held[chosen] <= capacity
    counts = [given_to[each] for each in AGENTS[:agents]]
    assert max(counts) - min(counts) <= 1


def choose_from(pool: Pool, policy: Policy) -> UUID | None:
    """Who gets something that anybody could take."""
    return pool.choose(Item("chat", policy=policy)).agent_id


@given(st.integers(1, 4), st.randoms(use_true_random=False))
def test_equal_agents_get_equal_shares_whenever_they_are_done(agents: int, random: Random) -> None:
    """With a real ebb and flow of work, the longest idle goes first: over a long run they differ by at most one."""
    pool = Pool("chat", [Candidate(each, channels=CHAT, capacity=1) for each in AGENTS[:agents]])
    given_to: Counter[UUID] = Counter()
    for n in range(200):
        now = NOW + timedelta(seconds=2 * n)
        chosen = choose_from(pool, "longest_idle")
        assert chosen is not None
        given_to[chosen] += 1
        pool.change(chosen, 1, now)
        pool.change(chosen, -1, now + timedelta(seconds=random.random()))
    counts = [given_to[each] for each in AGENTS[:agents]]
    assert max(counts) - min(counts) <= 1


def in_order(queue: list[Waiting]) -> list[Waiting]:
    """The queue as it is served."""
    return sorted(queue, key=lambda each: (*each.order, each.queued_at, each.id))


def taken_by(waiting: Waiting, there: list[Candidate]) -> UUID | None:
    """Who would get it, were it the only one."""
    resting = Pool("chat", there).cooling(waiting.item, waiting.refusals, now=NOW)
    return choose(replace(waiting.item, declined_by=resting), there).agent_id


@given(queues, candidates())
def test_the_first_that_somebody_can_take_goes_first(queue: list[Waiting], there: list[Candidate]) -> None:
    found = place(queue, there, now=NOW)
    order = in_order(queue)
    before = order if found is None else order[: order.index(found.waiting)]
    assert all(taken_by(each, there) is None for each in before)


@given(queues, candidates())
def test_several_at_once_are_what_one_after_the_other_would_be(queue: list[Waiting], there: list[Candidate]) -> None:
    """And together they take nobody above what they can hold."""
    at_once = Pool("chat", there).place(queue, now=NOW, most=10)
    pool, left = Pool("chat", there), list(queue)
    for each in at_once:
        (one,) = pool.place(left, now=NOW)
        assert (one.waiting, one.decision) == (each.waiting, each.decision)
        left.remove(one.waiting)
    assert pool.place(left, now=NOW) == []
    got = Counter(each.decision.agent_id for each in at_once)
    for agent in there:
        more = got[agent.agent_id]
        assert not more or agent.load + more <= agent.capacity
        assert (
            not more or agent.total_capacity is None or (agent.total_load + more * agent.weight <= agent.total_capacity)
        )


@given(queues, candidates())
def test_an_item_waits_only_while_nobody_is_free_or_for_a_short_while(
    queue: list[Waiting], there: list[Candidate]
) -> None:
    """Whoever is free gets something after the cool-down at the latest: refusals never hold an item back for ever."""
    later = place(queue, there, now=NOW + COOL_DOWN)
    someone_could = any(exclusion(each.item, agent) is None for each in queue for agent in there)
    assert (later is not None) == someone_could


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"active": False}, "not_active"),
        ({"may_reply": False}, "may_not_reply"),
        ({"presence": "away"}, "not_online"),
        ({"channels": frozenset({"ticket"})}, "channel_off"),
        ({"off": "out_of_office"}, "out_of_office"),
        ({"off": "off_shift"}, "off_shift"),
        ({"team_ids": frozenset({TEAMS[1]})}, "not_in_team"),
        ({"tier": 0}, "tier_too_low"),
        ({"skills": {}}, "missing_skill"),
        ({"skills": {SKILLS[0]: 2}}, "skill_too_low"),
        ({"languages": frozenset({"en"})}, "no_language"),
        ({"load": 2}, "no_capacity"),
        ({"total_load": 4}, "no_total_capacity"),
        ({}, None),
    ],
)
def test_why_not(change: dict[str, object], why: Exclusion | None) -> None:
    able = Candidate(
        AGENTS[0], channels=CHAT, team_ids=frozenset(TEAMS[:1]), capacity=2, load=1, weight=2, total_capacity=5,
        total_load=3, skills={SKILLS[0]: 3}, languages=frozenset({"ru"}), tier=1,
    )  # fmt: skip
    item = Item("chat", Needs((TEAMS[0],), ((SKILLS[0], 3),), "ru", 1))
    assert exclusion(item, replace(able, **change)) == why  # type: ignore[arg-type]


def test_a_language_is_its_primary_subtag() -> None:
    assert primary_subtag("ru-RU") == primary_subtag("RU") == "ru"


def agent(n: int, *, load: int = 0, capacity: int = 1) -> Candidate:
    """Agent n, there and in no team."""
    return Candidate(AGENTS[n], channels=CHAT, capacity=capacity, load=load)


def cooling(just_now: list[Refusal], there: list[Candidate], *, now: datetime) -> frozenset[UUID]:
    """Who rests."""
    return Pool("chat", there).cooling(Item("chat"), just_now, now=now)


def test_who_declined_is_not_asked_again_while_somebody_else_may_come_free() -> None:
    just_now = [Refusal(AGENTS[0], NOW - timedelta(seconds=10))]
    busy_colleague = [agent(0), agent(1, load=1)]
    assert cooling(just_now, busy_colleague, now=NOW) == {AGENTS[0]}
    assert cooling(just_now, busy_colleague, now=NOW + COOL_DOWN) == frozenset()


def test_when_everybody_has_refused_the_round_starts_again_after_a_pause() -> None:
    both = [Refusal(AGENTS[0], NOW - timedelta(seconds=10)), Refusal(AGENTS[1], NOW)]
    there = [agent(0), agent(1)]
    assert cooling(both, there, now=NOW) == {AGENTS[1]}
    assert cooling(both, there, now=NOW + ROUND_PAUSE) == frozenset()
    nobody_could = [agent(0), agent(2, capacity=0)]
    assert cooling(both, nobody_could, now=NOW) == {AGENTS[1]}
