"""Who might come: arrivals for a simulation made from a forecast, where no history of real ones is at hand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any
from uuid import UUID

from app.rules.routing import Channel
from app.rules.simulation_inputs import Arrival

_HOUR = 3_600.0


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of customer: what share of all (by `weight`), and what is the same for all of them.

    `handling` is the mean of an exponential time in seconds, `mean_patience` the same (None: as the setup says), and
    `target` a promised wait in seconds.
    """

    handling: float
    weight: float = 1.0
    facts: Mapping[str, Any] = field(default_factory=dict)
    channel: Channel = "chat"
    mean_patience: float | None = None
    target: float | None = None


def poisson(start: datetime, per_hour: Sequence[float], kinds: Sequence[Kind], *, seed: int = 0) -> Iterator[Arrival]:
    """Arrivals in order of time: in each hour from `start` a Poisson process of so many on average.

    The same seed gives the same. Their ids count up from 1, so two forecasts may not be mixed in one simulation.
    Raises ValueError for negative numbers.
    """
    if any(rate < 0 for rate in per_hour) or any(each.weight < 0 for each in kinds):
        raise ValueError("Less than nobody does not come.")
    chance = Random(seed)  # noqa: S311 - a simulation, which must come out again
    shares = list(accumulate(each.weight for each in kinds))
    number = 0
    for hour, rate in enumerate(per_hour):
        # Without memory: a new hour may begin as if nothing had been.
        at = chance.expovariate(rate) if rate else 1.0
        while at < 1:
            number += 1
            (kind,) = chance.choices(kinds, cum_weights=shares)
            patience = None if kind.mean_patience is None else chance.expovariate(1 / kind.mean_patience)
            yield Arrival(
                id=UUID(int=number),
                at=start + timedelta(seconds=(hour + at) * _HOUR),
                handling=chance.expovariate(1 / kind.handling),
                facts=kind.facts,
                channel=kind.channel,
                patience=patience,
                target=kind.target,
            )
            at += chance.expovariate(rate)
