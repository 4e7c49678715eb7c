"""What is said of a pulse's answers: means, spans and counts of crowds, and nothing of few."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.rules import disclosure
from app.rules.survey_questions import OF_NUMBERS, Question, range_of

Answer = tuple[UUID | None, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Result:
    """What is shown of one question. `count` None: too few answered it, and nothing is shown."""

    count: int | None = None
    mean: float | None = None
    bands: list[tuple[int, int, int]] = field(default_factory=list)
    options: dict[str | None, int] = field(default_factory=dict)
    # By team: how many, and their mean.
    teams: dict[UUID, tuple[int, float]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)


def of_question(question: Question, answers: Sequence[Answer], teams: Collection[UUID], minimum: int) -> Result:
    """What is shown of one question of all (team, answers); `teams` are those that may be shown at all."""
    key, kind = question["key"], question["kind"]
    found = [(team if team in teams else None, said[key]) for team, said in answers if key in said]
    # Whom a branch left out have answered otherwise before it: of few nobody is to know that either.
    left_out = len(answers) - len(found) if question.get("when") else 0
    if len(found) < minimum or 0 < left_out < minimum:
        return Result()
    if kind in OF_NUMBERS:
        low, high = range_of(question)
        counted = Counter(value for _, value in found)
        # Each question has its own answers: what is enough of the whole may be too few of one.
        shown = disclosure.shown_groups(Counter(team for team, _ in found), minimum)
        return Result(
            count=len(found),
            mean=_mean([value for _, value in found]),
            bands=disclosure.bands([(value, counted[value]) for value in range(low, high + 1)], minimum),
            teams={
                team: (len(those), _mean(those))
                for team in sorted(each for each in shown if each is not None)
                if (those := [value for of, value in found if of == team])
            },
        )
    if kind == "text":
        return Result(count=len(found), texts=[value for _, value in found])
    if kind == "choices":
        # Somebody may have chosen several: of each option those who have not are a crowd, too.
        chosen = Counter(each for _, several in found for each in several)
        enough: dict[str | None, int] = {
            each: n for each, n in chosen.items() if n >= minimum and (len(found) - n) not in range(1, minimum)
        }
        return Result(count=len(found), options=dict(enough))
    names = Counter(str(value).lower() if kind == "yes_no" else value for _, value in found)
    everything = ("true", "false") if kind == "yes_no" else question["options"]
    return Result(count=len(found), options=disclosure.options({each: names[each] for each in everything}, minimum))


def _mean(values: Sequence[int]) -> float:
    return round(sum(values) / len(values), 2)
