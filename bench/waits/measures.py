"""What is measured of the waits that customers are told: how often they come true, and how wide the ranges are."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path
from statistics import fmean, median, quantiles
from typing import Any

from app.rules.waiting import COVERAGE, LEAST_SERVED, estimate
from bench.figures import Figure
from bench.waits.desk import Desk, Known, Told, Way
from bench.waits.streams import REGIMES, recorded, replayed, seeded

CONVERSATIONS = Path(__file__).resolve().parents[3] / "shared" / "data" / "conversations.jsonl"
# Other desks than those to which the constants of the rule were fitted (seeds below 100).
_SEEDS = 1_000
_BANDS = {"1": range(1, 2), "2-3": range(2, 4), "4-10": range(4, 11), ">10": range(11, 10**9)}
_WITHIN, _LEAST = 0.05, 0.70


@dataclass(frozen=True, slots=True)
class Heard:
    """What was told at a desk of this regime, whose customers are of this source."""

    regime: str
    source: str
    told: Told


def as_told(known: Known) -> tuple[int, int] | None:
    """As `services.waiting` does it."""
    service = known.service
    return estimate(
        known.position,
        service.intervals,
        crowded=service.crowded,
        elapsed=known.elapsed,
        offered=known.offered,
    )


def _leaving_known(known: Known) -> tuple[int, int] | None:
    service, offered = known.service, known.offered
    return estimate(
        known.position,
        service.intervals,
        crowded=service.crowded,
        elapsed=known.elapsed,
        offered=offered,
        leaving=known.leaving,
    )


def _intervals_only(known: Known) -> tuple[int, int] | None:
    return estimate(known.position, known.service.intervals)


def _quartiles(known: Known) -> tuple[int, int] | None:
    """The rule before this one (ADR 0010)."""
    if len(known.service.intervals) < LEAST_SERVED:
        return None
    low, _, high = quantiles(known.service.intervals, method="inclusive")
    return floor(known.position * low), ceil(known.position * high)


# The first is what customers are told; the others are only compared.
_WAYS: dict[str, Way] = {
    "told": as_told,
    "who_leaves_known": _leaving_known,
    "intervals_only": _intervals_only,
    "quartiles": _quartiles,
}


def heard(desks: int, *ways: Way, first: int = _SEEDS, conversations: Path = CONVERSATIONS) -> Iterator[Heard]:
    """Everything told at so many desks of each regime and source."""
    real = recorded(conversations)
    for regime in REGIMES:
        for seed in range(first, first + desks):
            streams = [seeded(regime, seed), *([replayed(real, regime, seed)] if real else [])]
            for stream in streams:
                yield from (Heard(regime, stream.source, told) for told in Desk(stream, *ways).run())


def coverage(found: Iterable[Heard], way: int = 0) -> float:
    """The share of those told something and served who were taken inside their range (0 without any)."""
    inside = [low <= wait <= high for low, high, wait in _compared(found, way)]
    return fmean(inside) if inside else 0.0


def _compared(found: Iterable[Heard], way: int) -> Iterator[tuple[int, int, float]]:
    for each in found:
        told = each.told.ranges[way]
        if told is not None and each.told.wait is not None:
            yield *told, each.told.wait


def _split(found: Sequence[Heard], names: Iterable[str], of: Callable[[Heard], str]) -> dict[str, list[Heard]]:
    parts: dict[str, list[Heard]] = {name: [] for name in names}
    for each in found:
        parts.setdefault(of(each), []).append(each)
    return {name: part for name, part in parts.items() if any(True for _ in _compared(part, 0))}


def _band(one: Heard) -> str:
    return next(name for name, places in _BANDS.items() if one.told.position in places)


def _shown(found: Sequence[Heard], way: int = 0) -> dict[str, Any]:
    """Coverage, the shares that waited less and more than told, and widths relative to waits."""
    compared = list(_compared(found, way))
    waits = fmean(wait for _, _, wait in compared)
    return {
        "coverage": round(coverage(found, way), 3),
        "less": round(fmean(wait < low for low, _, wait in compared), 3),
        "more": round(fmean(wait > high for _, high, wait in compared), 3),
        "median_width": round(median((high - low) / max(1.0, wait) for low, high, wait in compared), 2),
        "mean_width": round(fmean(high - low for low, high, _ in compared) / waits, 2),
        "waits": len(compared),
    }


def waits(desks: int) -> dict[str, Figure]:
    """Estimates at arrival and at changes of position, against the wait from then on of those who were served."""
    found = list(heard(desks, *_WAYS.values()))
    bands = _split(found, _BANDS, _band)
    regimes = _split(found, REGIMES, lambda each: each.regime)
    both = _split(found, (), lambda each: f"{_band(each)} {each.regime}")
    sources = _split(found, (), lambda each: each.source)
    whole, nothing = _shown(found), fmean(each.told.ranges[0] is None for each in found)
    return {
        "waits_calibration": Figure(
            f"share of waits inside the range that was told, away from the stated {COVERAGE:.2f}",
            abs(whole["coverage"] - COVERAGE),
            _WITHIN,
            at_most=True,
            details={**whole, **{name: _shown(part) for name, part in sources.items()}},
        ),
        "waits_positions": _worst("position", bands),
        "waits_regimes": _worst("regime", regimes),
        "waits_width": Figure(
            "mean width of the ranges over the mean wait",
            whole["mean_width"],
            None,
            at_most=True,
            details={name: _other(found, bands, way) for way, name in enumerate(_WAYS) if way},
        ),
        "waits_unknown": Figure(
            "share of those who wait who are told nothing",
            nothing,
            None,
            at_most=True,
            details={
                "by_position_and_regime": {name: round(coverage(part), 3) for name, part in sorted(both.items())},
                "asked": len(found),
                "desks": len(sources) * len(REGIMES) * desks,
            },
        ),
    }


def _other(found: Sequence[Heard], bands: dict[str, list[Heard]], way: int) -> dict[str, Any]:
    return {**_shown(found, way), "positions": {name: round(coverage(part, way), 3) for name, part in bands.items()}}


def _worst(what: str, parts: dict[str, list[Heard]]) -> Figure:
    shown = {name: _shown(part) for name, part in parts.items()}
    worst = min((each["coverage"] for each in shown.values()), default=0.0)
    return Figure(f"share of waits inside, the worst {what}", worst, _LEAST, at_most=False, details=shown)


MEASURES: dict[str, Callable[[int], dict[str, Figure]]] = {"waits": waits}
