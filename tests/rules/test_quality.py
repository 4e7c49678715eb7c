"""Scores, agreement and draws: pure."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.agreement import agreement
from app.rules.review_sampling import Candidate, in_order, is_bad, next_week, spread, week_before
from app.rules.scorecards import missing, score, wrong


def criterion(key: str, kind: str = "scale", **more: object) -> dict[str, Any]:
    """One with usual settings."""
    return {
        "key": key, "kind": kind, "weight": 1, "critical": False, "not_applicable": True, "min": 1, "max": 5,
        "options": [{"key": "poor", "points": 0}, {"key": "good", "points": 70}], **more,
    }  # fmt: skip


CARD = [
    criterion("empathy", weight=3),
    criterion("named", "yes_no"),
    criterion("steps", "choice"),
    criterion("correct", "yes_no", critical=True, not_applicable=False),
]


Said = dict[str, dict[str, Any]]


def said(**values: object) -> Said:
    """Answers; None: it does not apply."""
    return {key: {"value": value, "not_applicable": value is None} for key, value in values.items()}


@pytest.mark.parametrize(
    ("answers", "value", "failed"),
    [
        (said(empathy=5, named=True, steps="good", correct=True), 95.0, ()),
        (said(empathy=4, named=None, steps=None, correct=True), 81.3, ()),
        (said(empathy=5, named=True, steps="good", correct=False), 0.0, ("correct",)),
        (said(empathy=None, named=None, steps=None), None, ()),
        ({}, None, ()),
        (said(empathy=1, named=False, steps="poor"), 0.0, ()),
    ],
)
def test_a_score_is_the_mean_of_what_applies(answers: Said, value: float | None, failed: object) -> None:
    found = score(CARD, answers)
    assert (found.value, found.failed) == (value, failed)


def test_answers_are_held_against_their_criteria() -> None:
    sent: Said = {**said(empathy=6, named=1, steps="best", correct=None), "tone": {"value": 1}}
    assert {each.criterion: each.code for each in wrong(CARD, sent)} == {
        "empathy": "invalid_value", "named": "invalid_value", "steps": "invalid_value", "correct": "must_apply",
        "tone": "unknown_criterion",
    }  # fmt: skip
    assert [each.code for each in wrong(CARD, said(empathy=True))] == ["invalid_value"]
    assert missing(CARD, {**said(empathy=3, steps=None), "named": {"comment": "Later"}}) == ["named", "correct"]


_VALUES = st.fixed_dictionaries(
    {
        "empathy": st.none() | st.integers(1, 5),
        "named": st.none() | st.booleans(),
        "steps": st.none() | st.sampled_from(["poor", "good"]),
        "correct": st.booleans(),
    }
)


@given(_VALUES)
def test_a_score_stays_in_its_range_and_never_falls_when_one_answer_is_better(values: dict[str, object]) -> None:
    before = score(CARD, said(**values)).value
    assert before is not None
    assert 0 <= before <= 100
    assert not list(wrong(CARD, said(**values)))
    if isinstance(values["empathy"], int) and values["empathy"] < 5:
        after = score(CARD, said(**{**values, "empathy": values["empathy"] + 1})).value
        assert after is not None
        assert after >= before


# Four observers of twelve units: the example of Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).
KNOWN = [
    [1, 1, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1],
    [2, 2, 2, 2], [5, 5, 5], [1, 1], [3],
]  # fmt: skip


def test_alpha_is_what_its_author_has() -> None:
    nominal, interval = agreement(KNOWN, "nominal"), agreement(KNOWN, "interval")
    assert nominal.alpha == pytest.approx(0.743, abs=0.0005)
    assert interval.alpha == pytest.approx(0.849, abs=0.0005)
    assert (nominal.units, nominal.ratings) == (11, 40)


def test_agreement_without_a_basis_is_none() -> None:
    nothing = agreement([[1], []], "interval")
    assert (nothing.pairs, nothing.exact, nothing.difference, nothing.alpha) == (0, None, None, None)
    one = agreement([[50, 100]], "interval")
    assert (one.units, one.exact, one.difference, one.alpha) == (1, 0.0, 50.0, None)
    same = agreement([[100, 100], [100, 100]], "interval")
    assert (same.exact, same.difference, same.alpha) == (1.0, 0.0, None)
    assert agreement([[0, 0], [100, 100]], "interval").alpha == 1


_IDS = st.uuids(version=4)


@given(st.lists(_IDS, unique=True, max_size=40), st.randoms(use_true_random=False), st.text(max_size=5))
def test_a_draw_is_the_same_again_whatever_else_there_is(ids: list[UUID], random: object, seed: str) -> None:
    candidates = [Candidate(each, 1) for each in ids]
    drawn = in_order(candidates, [], seed)
    random.shuffle(candidates)  # type: ignore[attr-defined]
    assert in_order(candidates, [], seed) == drawn
    assert in_order([each for each in candidates if each != drawn[0]], [], seed) == drawn[1:]


def test_what_is_marked_comes_first_in_the_order_of_the_rule() -> None:
    plain, long, bad = (
        Candidate(UUID(int=1), 1),
        Candidate(UUID(int=2), 1, frozenset({"long"})),
        Candidate(UUID(int=3), 1, frozenset({"long", "bad_score"})),
    )
    assert in_order([plain, long, bad], ["bad_score", "long"], "s") == [bad, long, plain]
    assert [is_bad(*each) for each in (("csat", 2), ("csat", 3), ("nps", 6), ("ces", 4), ("pulse", None))] == [
        True, False, True, False, False,
    ]  # fmt: skip


@given(st.lists(_IDS, min_size=2, max_size=6, unique=True), st.integers(1, 40), st.text(max_size=3))
def test_reviewers_have_the_same_to_do_and_never_review_themselves(people: list[UUID], n: int, seed: str) -> None:
    others = [UUID(int=number) for number in range(1, 4)]
    agents = [*people, *others]
    picks = [(UUID(int=1000 + number), agents[number % len(agents)]) for number in range(n)]
    found = spread(picks, people, {}, seed)
    assert all(who != agent for who, (_, agent) in zip(found, picks, strict=True))
    counted = Counter(found)
    if n >= len(agents):
        assert max(counted.values()) - min(counted.get(each, 0) for each in people) <= 2
    assert spread(picks, people, {}, seed) == found
    assert spread([(UUID(int=9), people[0])], people[:1], {}, seed) == [None]


@pytest.mark.parametrize(
    ("zone", "now", "start", "end"),
    [
        # Clocks go forward on 29 March 2026 in Berlin: that week has 167 hours.
        ("Europe/Berlin", "2026-03-30T05:00+00:00", "2026-03-22T23:00+00:00", "2026-03-29T22:00+00:00"),
        ("Asia/Kathmandu", "2024-03-03T18:15+00:00", "2024-02-25T18:15+00:00", "2024-03-03T18:15+00:00"),
        ("UTC", "2024-03-10T23:59+00:00", "2024-02-26T00:00+00:00", "2024-03-04T00:00+00:00"),
    ],
)
def test_a_week_is_one_on_the_wall(zone: str, now: str, start: str, end: str) -> None:
    at, where = datetime.fromisoformat(now), ZoneInfo(zone)
    assert week_before(at, where) == (datetime.fromisoformat(start), datetime.fromisoformat(end))
    assert next_week(at, where) > at
    assert week_before(next_week(at, where), where)[1] == next_week(at, where)
    assert next_week(at, where).tzinfo == UTC
