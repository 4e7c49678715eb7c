"""Customers and agents of desks: drawn from a seed, or with the times and texts of recorded conversations."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp, log, pi, sin
from pathlib import Path
from random import Random
from typing import Any

import orjson

from bench.waits.desk import Coming, Shift, Stream

REGIMES = ("quiet", "busy", "changing")
_HOUR = 3_600.0
_DAY = 24 * _HOUR

# Characters a second: what an agent reads (some 250 words a minute) and writes (some 45).
_READS = 21.0
_WRITES = 3.8
# Greeting before and note afterwards.
_AROUND = 45.0
# A customer's silence after which a desk ends a chat.
_SILENT = 300.0


@dataclass(frozen=True, slots=True)
class Recorded:
    """A conversation: the second of the day in which it began, and how long it would keep an agent busy as a chat."""

    at: float
    handling: float


def recorded(path: Path) -> list[Recorded]:
    """Conversations of a JSON Lines file (`messages` with `at`, `role`, `text`); none when there is no such file."""
    if not path.is_file():
        return []
    return [_recorded(orjson.loads(line)["messages"]) for line in path.read_bytes().splitlines()]


def _recorded(messages: list[dict[str, Any]]) -> Recorded:
    """Agents read and write as fast as people do; a customer's next message comes when it came, or the chat is over."""
    times = [datetime.fromisoformat(each["at"]) for each in messages]
    handling = _AROUND
    for n, each in enumerate(messages):
        if each["role"] == "agent":
            handling += len(each["text"]) / _WRITES
        else:
            handling += len(each["text"]) / _READS
            if n:
                handling += min(_SILENT, (times[n] - times[n - 1]).total_seconds())
    begun = times[0]
    return Recorded(begun.hour * _HOUR + begun.minute * 60.0 + begun.second, handling)


def seeded(regime: str, seed: int, *, hours: float = 6.0) -> Stream:
    """A desk of chance: lognormal handling and Poisson arrivals, whose rate and agents change when the regime says so.

    Handling times of service are close to lognormal (Brown et al. 2005, section 4.3).
    """
    random = Random(f"{regime} {seed}")
    median, sigma = random.uniform(150, 500), random.uniform(0.5, 1.0)
    length = hours * _HOUR
    agents = _agents(random, regime, length, random.randint(2, 14))
    load = _load(random, regime)
    slots = _mean_slots(agents, length)
    top = load * slots / (median * exp(sigma**2 / 2))
    rate = _changing(random, length) if regime == "changing" else lambda _at: 1.0
    comes = [
        Coming(at, random.lognormvariate(log(median), sigma), patience)
        for at, patience in zip(_poisson(random, top, rate, length), _patience(random), strict=False)
    ]
    return _stream(random, regime, "seeded", seed, comes, agents)


def replayed(conversations: Sequence[Recorded], regime: str, seed: int) -> Stream:
    """A desk to which the recorded conversations come: on a day that passes faster, when the load changes; else in
    the order of their day, with its gaps dealt out anew so that no hour is busier than another.
    """
    random = Random(f"{regime} {seed}")
    length = random.uniform(3, 8) * _HOUR
    turned = random.random() * _DAY
    day = sorted(conversations, key=lambda each: (each.at + turned) % _DAY)
    times = [(each.at + turned) % _DAY * length / _DAY for each in day]
    if regime != "changing":
        gaps = [b - a for a, b in zip([0.0, *times], times, strict=False)]
        random.shuffle(gaps)
        times, at = [], 0.0
        for gap in gaps:
            at += gap
            times.append(at)
    # A customer more or less does not come in the same second on every day.
    times = sorted(max(0.0, at + random.uniform(-20, 20)) for at in times)
    work = sum(each.handling for each in day)
    slots = work / length / _load(random, regime)
    capacity = random.randint(1, 3)
    agents = _agents(random, regime, length, max(1, round(slots / capacity)), capacity)
    # So many agents are not so many as the load would need: the handling makes up for it.
    factor = slots and _mean_slots(agents, length) / slots
    comes = [
        Coming(at, each.handling * factor, patience)
        for at, each, patience in zip(times, day, _patience(random), strict=False)
    ]
    return _stream(random, regime, "conversations", seed, comes, agents)


def _stream(
    random: Random, regime: str, source: str, seed: int, comes: Sequence[Coming], agents: tuple[Shift, ...]
) -> Stream:
    answer = random.choice((0.0, random.uniform(3, 10)))
    missed = random.choice((0.0, random.uniform(0.01, 0.06)))
    return Stream(regime, source, seed, tuple(comes), agents, answer, missed)


def _load(random: Random, regime: str) -> float:
    """Work that comes over work that can be done."""
    return {"quiet": random.uniform(0.4, 0.8), "busy": random.uniform(0.9, 1.05)}.get(regime, random.uniform(0.75, 1))


def _agents(random: Random, regime: str, length: float, many: int, capacity: int | None = None) -> tuple[Shift, ...]:
    capacity = capacity or random.randint(1, 3)
    # The last ones stay until nobody waits.
    whole = ((0.0, length * 20),)
    if regime != "changing":
        return (Shift(capacity, whole),) * many
    agents = [Shift(capacity, whole) for _ in range((many + 2) // 3)]
    while len(agents) < many:
        begin, end = random.uniform(-0.2, 0.3) * length, random.uniform(0.7, 1.5) * length
        pause = random.uniform(0.4, 0.6) * length
        agents.append(Shift(capacity, ((max(0.0, begin), pause), (pause + random.uniform(900, 2_700), end))))
    return tuple(agents)


def _mean_slots(agents: tuple[Shift, ...], length: float) -> float:
    return (
        sum(each.capacity * max(0.0, min(end, length) - begin) for each in agents for begin, end in each.spans) / length
    )


def _changing(random: Random, length: float) -> Callable[[float], float]:
    """Waves of the day and two surges (an outage, a campaign), with a mean of one."""
    phase, wave = random.random() * 2 * pi, random.uniform(0.2, 0.6)
    surges = [(random.random() * length, random.uniform(1_200, 3_600), random.uniform(0.8, 2.0)) for _ in range(2)]

    def shape(at: float) -> float:
        extra = sum(more for begin, lasts, more in surges if begin <= at < begin + lasts)
        return 1 + wave * sin(phase + 2 * pi * at / length) + extra

    mean = sum(shape(length * (n + 0.5) / 200) for n in range(200)) / 200
    return lambda at: shape(at) / mean


def _poisson(random: Random, top: float, rate: Callable[[float], float], length: float) -> Iterator[float]:
    """Arrivals by thinning (Lewis and Shedler 1979)."""
    most, at = 8.0, 0.0
    while (at := at + random.expovariate(top * most)) < length:
        if random.random() * most < rate(at):
            yield at


def _patience(random: Random) -> Iterator[float]:
    """Every second desk has customers who give up, after a quarter of an hour or more."""
    mean = random.choice((float("inf"), random.uniform(900, 2_700)))
    while True:
        yield random.expovariate(1 / mean) if mean < float("inf") else mean
