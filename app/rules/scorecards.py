"""Scorecards: what a criterion can be answered with, and the score that a review's answers come to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, Literal, TypeAlias

Kind: TypeAlias = Literal["scale", "yes_no", "choice"]
Criterion: TypeAlias = Mapping[str, Any]
Answer: TypeAlias = Mapping[str, Any]
_TENTH: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer that means nothing: of which criterion, and why."""

    criterion: str
    code: Literal["unknown_criterion", "invalid_value", "must_apply"]
    sentence: str


@dataclass(frozen=True, slots=True)
class Score:
    """What answers come to: 0 to 100 with one digit (None: nothing applies), and the critical criteria not met."""

    value: float | None
    failed: tuple[str, ...] = ()


def points(criterion: Criterion, value: Any) -> float | None:  # noqa: ANN401 - a JSON value
    """What a value is worth, 0 to 100; None: it is none of this criterion's."""
    kind: Kind = criterion["kind"]
    if kind == "yes_no":
        return (100.0 if value else 0.0) if isinstance(value, bool) else None
    if kind == "choice":
        return next((float(each["points"]) for each in criterion["options"] if each["key"] == value), None)
    low, high = criterion["min"], criterion["max"]
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        return None
    return float(100 * (value - low) / (high - low))


def wrong(criteria: Sequence[Criterion], answers: Mapping[str, Answer]) -> Iterator[Wrong]:
    """What is wrong with answers by the keys of their criteria; not all need be answered."""
    known = {each["key"]: each for each in criteria}
    for key, answer in answers.items():
        criterion = known.get(key)
        if criterion is None:
            yield Wrong(key, "unknown_criterion", f"The scorecard has no criterion {key!r}")
        elif answer.get("not_applicable"):
            if not criterion["not_applicable"]:
                yield Wrong(key, "must_apply", "This criterion always applies")
        elif answer.get("value") is not None and points(criterion, answer["value"]) is None:
            yield Wrong(key, "invalid_value", _takes(criterion))


def _takes(criterion: Criterion) -> str:
    if criterion["kind"] == "yes_no":
        return "It takes true or false"
    if criterion["kind"] == "choice":
        return f"It takes one of {', '.join(each['key'] for each in criterion['options'])}"
    return f"It takes a whole number from {criterion['min']} to {criterion['max']}"


def missing(criteria: Sequence[Criterion], answers: Mapping[str, Answer]) -> list[str]:
    """The criteria without an answer."""
    return [each["key"] for each in criteria if not _answered(answers.get(each["key"]))]


def _answered(answer: Answer | None) -> bool:
    return answer is not None and (bool(answer.get("not_applicable")) or answer.get("value") is not None)


def score(criteria: Sequence[Criterion], answers: Mapping[str, Answer]) -> Score:
    """The mean of what applies, by weight; 0 when a critical criterion is not met at all."""
    total = weights = Decimal(0)
    failed = []
    for each in criteria:
        answer = answers.get(each["key"]) or {}
        if answer.get("not_applicable"):
            continue
        worth = points(each, answer.get("value"))
        if worth is None:
            continue
        if each["critical"] and worth == 0:
            failed.append(each["key"])
        total += Decimal(each["weight"]) * Decimal(str(worth))
        weights += Decimal(each["weight"])
    if not weights:
        return Score(None)
    if failed:
        return Score(0.0, tuple(failed))
    return Score(float((total / weights).quantize(_TENTH, ROUND_HALF_UP)))
