"""Simulated routing does what live routing does: the same as placing everybody anew at every instant."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from heapq import heapreplace
from itertools import pairwise
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.queues import Overflow, Queue, SkillRule, own_queue, standing
from app.rules.routing import Candidate, Channel, Item, exclusion
from app.rules.routing_simulation import Simulation, simulate
from app.rules.simulation_demand import Kind, poisson
from app.rules.simulation_figures import Figures, Outcome, Service
from app.rules.simulation_inputs import Agent, Arrival, Setup, agent
from tests.rules.routing_oracle import Oracle
from tests.rules.simulation_worlds import (
    AGENTS,
    ANYBODY,
    BLINKING,
    MONDAY,
    QUEUES,
    SKILLS,
    TEAMS,
    alike,
    arrivals,
    at,
    chat,
    markovian,
    setup,
    setups,
)
from tests.thorough import examples

steady = settings(deadline=None, max_examples=examples(80))


def outcomes(tried: Setup, came: tuple[Arrival, ...]) -> dict[UUID, Outcome]:
    """What became of everybody."""
    found: dict[UUID, Outcome] = {}
    simulate(tried, came, lambda each: found.update({each.arrival.id: each}))
    return found


def results(tried: Setup, *came: Arrival) -> list[tuple[str, float, int | None]]:
    """The same of few, in the order in which they came: the result, the wait, and which agent."""
    found = outcomes(tried, came)
    return [
        (each.result, each.wait, None if each.agent_id is None else each.agent_id.int - 100)
        for each in (found[arrival.id] for arrival in came)
    ]


@settings(steady, max_examples=examples(200))
@given(setups(), arrivals())
def test_it_decides_as_if_everybody_were_placed_anew_at_every_instant(tried: Setup, came: tuple[Arrival, ...]) -> None:
    found = {key: (each.result, each.wait, each.agent_id) for key, each in outcomes(tried, came).items()}
    assert found == Oracle(tried, came).run()


@steady
@given(setups(), arrivals())
def test_everybody_who_comes_is_counted_once(tried: Setup, came: tuple[Arrival, ...]) -> None:
    found = simulate(tried, came)
    assert found.service.arrivals == len(came)
    hours = (*found.hours, *(hour for queue in found.queues for hour in queue.hours))
    services = [each.service for each in hours] + [each.service for each in found.queues]
    for each in (found.service, *services):
        assert each.arrivals == each.served + each.abandoned + each.waiting + each.turned_away
    assert sum(each.service.arrivals for each in found.queues) == len(came)
    assert sum(each.served for each in found.agents) == found.service.served


def held(found: dict[UUID, Outcome], queues: dict[UUID, Queue], agent_id: UUID) -> list[tuple[float, int, Arrival]]:
    """What an agent takes and is done with, in order; at the same time they are done first."""
    changes = []
    for each in found.values():
        if each.agent_id == agent_id:
            arrival, begun = each.arrival, (each.arrival.at - MONDAY).total_seconds() + each.wait
            wrap_up = queues[each.queue_id].wrap_up if arrival.channel == "chat" and each.queue_id in queues else 0
            changes += [(begun, 1, arrival), (begun + arrival.handling + wrap_up, -1, arrival)]
    # What takes no time at all holds nobody up.
    lasting = {id(arrival) for begun, by, arrival in changes if by < 0 < begun - _begins(changes, arrival)}
    return sorted((each for each in changes if id(each[2]) in lasting), key=lambda each: each[:2])


def _begins(changes: list[tuple[float, int, Arrival]], arrival: Arrival) -> float:
    return next(begun for begun, by, other in changes if other is arrival and by > 0)


@steady
@given(setups(acceptance=False), arrivals())
def test_nobody_holds_more_than_they_can(tried: Setup, came: tuple[Arrival, ...]) -> None:
    found = outcomes(tried, came)
    for each in tried.agents:
        loads: dict[Channel, int] = defaultdict(int)
        for _, by, arrival in held(found, {queue.id: queue for queue in tried.queues}, each.id):
            loads[arrival.channel] += by
            total = sum(many * each.on[channel].weight for channel, many in loads.items())
            most = each.on[arrival.channel].total_capacity
            assert loads[arrival.channel] <= each.on[arrival.channel].capacity
            assert most is None or total <= most


def free(each: Agent, channel: Channel, seconds: float, changes: list[tuple[float, int, Arrival]]) -> Candidate | None:
    """An agent as they are on a channel after everything at that time."""
    if channel not in each.on:
        return None
    own = each.on[channel]
    loads: dict[Channel, int] = defaultdict(int)
    for when, by, arrival in changes:
        loads[arrival.channel] += by if when <= seconds else 0
    now = at(seconds)
    there = each.shifts is None or any(start <= now < end for start, end in each.shifts)
    total = sum(many * each.on[other].weight for other, many in loads.items())
    off = own.off or (None if there else "off_shift")
    return replace(own, load=loads[channel], total_load=total, off=off)


@steady
@given(setups(acceptance=False), arrivals(most=10))
def test_whoever_serves_is_eligible_and_nobody_eligible_is_free_while_somebody_waits(
    tried: Setup, came: tuple[Arrival, ...]
) -> None:
    # Whoever is sent on to another queue waited in two of them, for other agents in each.
    stay = (replace(each, when_closed="wait") if each.when_closed == "queue" else each for each in tried.queues)
    tried = replace(tried, queues=tuple(stay))
    found = outcomes(tried, came)
    queues = {queue.id: queue for queue in tried.queues}
    changes = {each.id: held(found, queues, each.id) for each in tried.agents}
    instants = {when for each in changes.values() for when, _, _ in each}
    instants |= {(each.at - MONDAY).total_seconds() for each in came}
    for each in found.values():
        arrival, since = each.arrival, (each.arrival.at - MONDAY).total_seconds()
        queue = queues.get(each.queue_id) or own_queue(arrival.named_team)
        ends = since + each.wait

        def why_not(
            seconds: float, worker: Agent, arrival: Arrival = arrival, queue: Queue = queue, *, alone: bool = False
        ) -> str | None:
            needs = standing(queue, arrival.facts, since=arrival.at, now=at(seconds)).needs
            candidate = free(worker, arrival.channel, seconds, [] if alone else changes[worker.id])
            if needs is None or candidate is None:
                return "closed"
            return exclusion(Item(arrival.channel, needs), candidate)

        for worker in tried.agents:
            if worker.id == each.agent_id:
                assert why_not(ends, worker, alone=True) is None
            if each.result != "turned_away":
                waiting = [when for when in instants if since <= when < ends]
                assert all(why_not(when, worker) is not None for when in waiting)


@steady
@given(setups(), arrivals(), st.randoms())
def test_neither_the_order_of_agents_nor_of_those_who_come_together_matters(
    tried: Setup, came: tuple[Arrival, ...], random: Random
) -> None:
    agents, others = list(tried.agents), list(came)
    random.shuffle(agents)
    random.shuffle(others)
    others.sort(key=lambda each: each.at)
    once = simulate(tried, came)
    assert simulate(tried, came) == once
    again = simulate(replace(tried, agents=tuple(agents)), others)
    assert again.to_json() == once.to_json()


@given(st.integers(1, 4), st.sampled_from([0.5, 0.9, 1.3]), st.integers(0, 1_000))
@settings(steady, max_examples=examples(20))
def test_in_a_line_who_comes_first_goes_first_and_more_agents_never_make_it_worse(
    servers: int, load: float, seed: int
) -> None:
    came = tuple(replace(each, target=30.0) for each in markovian(servers, load, 80, seed=seed))
    seconds = 100_000
    found = outcomes(setup(agents=alike(servers), seconds=seconds), came)
    taken = [found[each.id].arrival.at.timestamp() + found[each.id].wait for each in came]
    assert all(earlier <= later for earlier, later in pairwise(taken))
    more = outcomes(setup(agents=alike(servers + 1), seconds=seconds), came)
    assert all(more[each.id].wait <= found[each.id].wait for each in came)


@given(st.integers(1, 5), st.sampled_from([0.7, 1.2]), st.sampled_from([None, 80.0]), st.integers(0, 1_000))
@settings(steady, max_examples=examples(20))
def test_waits_are_those_of_the_recursion_of_kiefer_and_wolfowitz(
    servers: int, load: float, patience: float | None, seed: int
) -> None:
    """Exactly, for each customer: J. Kiefer and J. Wolfowitz, On the theory of queues with many servers (1955)."""
    came = tuple(markovian(servers, load, 150, patience=patience, seed=seed))
    found = outcomes(setup(agents=alike(servers), seconds=100_000), came)
    free_at = [0] * servers
    for each in came:
        begun = (each.at - MONDAY) // timedelta(microseconds=1)
        leaves = None if each.patience is None else round(each.patience * 1e6)
        wait = max(0, free_at[0] - begun)
        if leaves is not None and leaves < wait:
            assert (found[each.id].result, found[each.id].wait) == ("abandoned", leaves / 1e6)
        else:
            assert (found[each.id].result, found[each.id].wait) == ("served", wait / 1e6)
            heapreplace(free_at, begun + wait + round(each.handling * 1e6))


def test_priority_goes_before_a_deadline_and_that_before_who_came_first() -> None:
    one = setup(agents=alike(1))
    first, second = chat(2, 1), chat(3, 2, target=60)
    urgent = chat(4, 3, facts={"priority": "urgent"})
    assert [wait for _, wait, _ in results(one, chat(1, 0), first, second, urgent)] == [0, 29, 18, 7]


def test_who_loses_patience_leaves_unless_somebody_is_free_in_that_instant() -> None:
    one = setup(agents=alike(1))
    assert results(one, chat(1, 0), chat(2, 0, patience=9), chat(3, 0, patience=10), chat(4, 5, patience=15)) == [
        ("served", 0, 0),
        ("abandoned", 9, None),
        ("served", 10, 0),
        ("served", 15, 0),
    ]


def test_an_offer_takes_its_time_and_gives_back_what_it_held_when_the_customer_leaves() -> None:
    one = setup(agents=alike(1), acceptance=5.0)
    assert results(one, chat(1, 0, patience=3), chat(2, 1), chat(3, 2, handling=0)) == [
        ("abandoned", 3, None),
        ("served", 7, 0),
        ("served", 21, 0),
    ]
    by_itself = setup(replace(ANYBODY, auto_accept=True), agents=alike(1), acceptance=5.0)
    assert results(by_itself, chat(1, 0))[0] == ("served", 0, 0)


def test_teams_help_after_a_while_and_a_preferred_skill_drops() -> None:
    there = tuple(
        agent(Candidate(AGENTS[n], channels=frozenset({"chat"}), team_ids=frozenset({TEAMS[n]}), capacity=1))
        for n in range(2)
    )
    helped = Queue(QUEUES[0], team_ids=(TEAMS[0],), overflow=(Overflow(30, (TEAMS[1],)),))
    assert results(setup(helped, agents=there), chat(1, 0, 100), chat(2, 0, 100))[1] == ("served", 30, 1)
    skilled = Queue(QUEUES[0], team_ids=None, skills=(SkillRule(SKILLS[0], required=False, drop_after=20),))
    assert results(setup(skilled, agents=there), chat(1, 0))[0] == ("served", 20, 0)
    needed = Queue(QUEUES[0], team_ids=None, skills=(SkillRule(SKILLS[0]),))
    assert results(setup(needed, agents=there), chat(1, 0))[0] == ("waiting", 3_600, None)


def test_who_served_a_customer_last_serves_them_again_if_free() -> None:
    two = setup(replace(ANYBODY, prefer_last_agent=True), agents=alike(2))
    facts = {"requester_id": "Vera"}
    again = chat(3, 60, facts=facts)
    assert [each[2] for each in results(two, chat(1, 0), chat(2, 1, facts=facts), again)] == [0, 1, 1]
    known = chat(1, 0, facts=facts, last_agent_id=AGENTS[1])
    assert results(two, known)[0][2] == 1


def test_shifts_begin_and_end_and_what_is_held_is_finished() -> None:
    (worker,) = alike(1)
    shifts = ((at(10), at(30)), (at(100), at(200)))
    tried = setup(agents=(replace(worker, shifts=shifts),), seconds=200)
    assert [wait for _, wait, _ in results(tried, chat(1, 0, 25), chat(2, 0))] == [10, 100]
    found = simulate(tried, (chat(1, 0, 25), chat(2, 0)))
    # 20 and 100 seconds on shift and 5 after the first one; 35 of work.
    assert (found.available, found.busy) == (125, 35)
    assert found.occupancy == found.agents[0].occupancy == 35 / 125


def test_a_closed_queue_waits_sends_on_or_takes_a_message() -> None:
    agents = alike(1)
    closed = Queue(QUEUES[0], team_ids=None, hours=BLINKING)
    assert results(setup(closed, agents=agents), chat(1, 0))[0] == ("served", 10, 0)
    message = replace(closed, when_closed="message")
    taken = results(setup(message, agents=agents), chat(1, 0), chat(2, 15))
    assert taken == [("turned_away", 0, None), ("served", 0, 0)]
    assert results(setup(message, agents=()), chat(1, 15))[0] == ("turned_away", 25, None)
    elsewhere = replace(closed, when_closed="queue", closed_queue_id=QUEUES[1])
    other = Queue(QUEUES[1], "Night", team_ids=None)
    found = simulate(setup(elsewhere, other, agents=agents), (chat(1, 0),))
    assert [(each.name, each.service.served) for each in found.queues] == [("Night", 1)]
    # It closes while they wait, and nobody of the other queue's team is there.
    moved = setup(elsewhere, replace(other, team_ids=(TEAMS[0],)), agents=())
    assert [each.name for each in simulate(moved, (chat(1, 15),)).queues] == ["Night"]


def test_capacity_counts_over_channels_by_weight() -> None:
    weights: tuple[tuple[Channel, int], ...] = (("chat", 1), ("ticket", 2))
    on = {
        channel: Candidate(
            AGENTS[0], channels=frozenset({"chat", "ticket"}), capacity=2, weight=weight, total_capacity=3
        )
        for channel, weight in weights
    }
    tried = setup(agents=(Agent(on),))
    came = (chat(1, 0, 50, channel="ticket"), chat(2, 1, 20), chat(3, 2), chat(4, 3, channel="ticket"))
    assert [wait for _, wait, _ in results(tried, *came)] == [0, 0, 19, 47]


@pytest.mark.parametrize("acceptance", [0.0, 5.0])
@pytest.mark.parametrize("handling", [0, 1e-6])
def test_work_of_no_time_holds_its_place_in_its_instant_as_work_of_little_time_does(
    handling: float, acceptance: float
) -> None:
    two = setup(agents=alike(2), acceptance=acceptance)
    # The first is accepted in the instant in which the others come.
    came = (chat(1, 0, handling), chat(2, acceptance), chat(3, acceptance, patience=0))
    assert results(two, *came) == [
        ("served", acceptance, 0),
        ("served", acceptance, 1),
        ("abandoned", 0, None),
    ]


def test_wrap_up_holds_the_place_of_a_chat() -> None:
    one = setup(replace(ANYBODY, wrap_up=30), agents=alike(1))
    assert results(one, chat(1, 0), chat(2, 0))[1] == ("served", 40, 0)


def test_figures_by_hour_and_queue() -> None:
    tried = setup(agents=alike(1, capacity=2), seconds=5_400)
    came = (chat(1, 0, 1_800, target=5), chat(2, 3_590, 20, target=5), *(chat(n, 3_595, 20, target=5) for n in (3, 4)))
    gone = (chat(5, 3_596, patience=2, target=5), chat(6, 3_597, patience=8, target=5))
    found = simulate(tried, (*came, *gone))
    first, second = found.hours
    assert (first.busy, first.available) == (1_815, 7_200)
    assert (second.busy, second.available) == (10 + 15 + 20 - 0, 3_600)
    service = first.service
    assert (service.arrivals, service.served, service.abandoned, service.waiting) == (6, 4, 2, 0)
    assert (service.met, service.missed, service.attainment) == (3, 2, 0.6)
    assert service.waits is not None
    assert (service.waits.mean, service.waits.p50, service.waits.max) == (15 / 4, 0, 15)
    assert service.all_waits is not None
    assert service.all_waits.mean == 25 / 6
    assert second.service == Service(0, 0, 0, 0, 0, None, None, None, 0, 0, None)
    shown = found.to_json()
    assert shown["hours"][0]["begins"] == "2026-11-02T09:00:00Z"
    assert shown["queues"][0]["service"] == shown["service"]
    assert shown["agents"][0]["agent_id"] == str(AGENTS[0])


def test_it_goes_on_step_by_step_and_tells_how_far_it_is() -> None:
    came, tried = tuple(markovian(3, 0.9, 60)), setup(agents=alike(3), seconds=10_000)
    simulation = Simulation(tried, came)
    simulation.step(at(500))
    assert simulation.now == at(500)
    assert not simulation.done
    assert list(simulation.progress(4)) == [0.25, 0.5, 0.75, 1]
    assert simulation.done
    assert simulation.figures() == simulate(tried, came)


def test_a_customer_is_as_patient_whoever_else_comes() -> None:
    def patience(seed: int, *came: Arrival) -> dict[UUID, float]:
        nobody = setup(agents=(), seed=seed, mean_patience=60.0)
        return {each.arrival.id: each.wait for each in outcomes(nobody, came).values()}

    alone, beside = patience(1, chat(7, 5)), patience(1, chat(1, 0), chat(7, 5))
    assert alone[UUID(int=7)] == beside[UUID(int=7)]
    assert patience(2, chat(7, 5)) != alone


@pytest.mark.parametrize(
    ("tried", "came"),
    [
        (setup(agents=alike(1), seconds=-1), ()),
        (setup(agents=(*alike(1), *alike(1))), ()),
        (setup(agents=alike(1), acceptance=30.0), ()),
        (setup(agents=alike(1), mean_patience=0.0), ()),
        (setup(agents=(replace(alike(1)[0], shifts=((at(5), at(5)),)),)), ()),
        (setup(agents=alike(1)), (chat(1, -1),)),
        (setup(agents=alike(1)), (chat(1, 3_600),)),
        (setup(agents=alike(1)), (chat(1, 5), chat(2, 4))),
    ],
)
def test_what_cannot_be_simulated_is_refused(tried: Setup, came: tuple[Arrival, ...]) -> None:
    with pytest.raises(ValueError, match=r"."):
        simulate(tried, came)


def test_a_forecast_comes_as_often_as_it_says() -> None:
    kinds = (Kind(100, weight=3, facts={"topic": "billing"}), Kind(50, mean_patience=30, target=20))
    came = list(poisson(MONDAY, [0, 400, 1_600], kinds, seed=3))
    assert came == list(poisson(MONDAY, [0, 400, 1_600], kinds, seed=3))
    by_hour = [sum((each.at - MONDAY) // timedelta(hours=1) == hour for each in came) for hour in range(3)]
    assert by_hour[0] == 0
    assert by_hour[1] == pytest.approx(400, abs=80)
    assert by_hour[2] == pytest.approx(1_600, abs=160)
    assert sum(each.target is None for each in came) / len(came) == pytest.approx(0.75, abs=0.05)
    found: Figures = simulate(Setup(MONDAY, at(4 * 3_600), (ANYBODY,), alike(99)), came)
    assert found.service.handling == pytest.approx(87.5, rel=0.1)
