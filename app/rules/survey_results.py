"""What counted answers of a survey add up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.rules import intervals
from app.rules.intervals import Estimate
from app.rules.survey_questions import OF_NUMBERS, Question, range_of
from app.rules.surveys import SATISFIED

PROMOTERS, DETRACTORS = range(9, 11), range(7)


@dataclass(frozen=True, slots=True)
class Summed:
    """One question: how often each possible answer was given, of how many who answered; a mean of numbers."""

    count: int
    distribution: list[tuple[str, int, Estimate | None]]
    mean: Estimate | None


def possible(question: Question) -> Sequence[str]:
    """Every answer that there can be, in order; none of a text."""
    kind = question["kind"]
    if kind in OF_NUMBERS:
        low, high = range_of(question)
        return [str(each) for each in range(low, high + 1)]
    if kind == "yes_no":
        return ["true", "false"]
    return question.get("options") or []


def summed(questions: Sequence[Question], given: Mapping[str, int], count: int) -> Summed:
    """`given` times by answer, of `count` people. `questions` is one question in its versions, latest first: an answer
    that only an older one had is there as well.
    """
    values = list(dict.fromkeys(each for question in questions for each in possible(question)))
    numbers = questions[0]["kind"] in OF_NUMBERS
    if numbers:
        values.sort(key=int)
    distribution = [(each, given.get(each, 0), intervals.share(given.get(each, 0), count)) for each in values]
    return Summed(count, distribution, mean(distribution) if numbers else None)


def mean(distribution: Sequence[tuple[str, int, Estimate | None]]) -> Estimate | None:
    """The mean of numbers that were counted."""
    counted = [(int(value), n) for value, n, _ in distribution]
    total = sum(value * n for value, n in counted)
    squares = sum(value * value * n for value, n in counted)
    least, most = counted[0][0], counted[-1][0]
    return intervals.mean(total, squares, sum(n for _, n in counted), least=least, most=most)


def csat(given: Mapping[str, int]) -> Estimate | None:
    """The share of the satisfied."""
    return intervals.share(sum(given.get(str(each), 0) for each in SATISFIED), sum(given.values()))


def nps(given: Mapping[str, int]) -> Estimate | None:
    """Promoters less detractors."""
    up = sum(given.get(str(each), 0) for each in PROMOTERS)
    return intervals.net_promoters(up, sum(given.get(str(each), 0) for each in DETRACTORS), sum(given.values()))
