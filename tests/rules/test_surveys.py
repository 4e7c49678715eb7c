"""Survey rules: tokens, when an answer is refused, and sums that are exact."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.phones import normal_phone
from app.rules.surveys import SCORES, Invitation, key_of, refusal, summarize, token_of

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@given(st.binary(min_size=32, max_size=64), st.binary(min_size=32, max_size=64), st.uuids(), st.uuids())
def test_a_token_is_of_one_invitation_and_one_secret(one, other, first, second) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    name, key = key_of(one)
    token = token_of(key, first)
    assert token == token_of(key, first)
    assert str(first) not in token
    assert len(token) >= 40
    assert (token == token_of(key, second)) == (first == second)
    assert (name == key_of(other)[0]) == (one == other)
    assert (token == token_of(key_of(other)[1], first)) == (one == other)


@pytest.mark.parametrize(
    ("invitation", "expected"),
    [
        (Invitation(NOW + timedelta(seconds=1)), None),
        (Invitation(NOW), "survey_expired"),
        (Invitation(NOW - timedelta(days=1)), "survey_expired"),
        (Invitation(NOW + timedelta(days=1), cancelled_at=NOW), "survey_cancelled"),
        (Invitation(NOW - timedelta(days=1), cancelled_at=NOW), "survey_cancelled"),
        (Invitation(NOW + timedelta(days=1), answered_at=NOW), "already_answered"),
        (Invitation(NOW - timedelta(days=1), cancelled_at=NOW, answered_at=NOW), "already_answered"),
    ],
)
def test_when_an_answer_is_refused(invitation: Invitation, expected: str | None) -> None:
    assert refusal(invitation, NOW) == expected


@given(st.lists(st.sampled_from(SCORES), max_size=200), st.integers(0, 500))
def test_a_summary_is_exact_and_silent_without_a_basis(scores: list[int], unanswered: int) -> None:
    made = summarize(Counter(scores), unanswered)
    assert (made.count, made.invited) == (len(scores), len(scores) + unanswered)
    assert sum(made.distribution.values()) == len(scores)
    assert set(made.distribution) == set(SCORES)
    if not scores:
        assert made.average is None
        assert made.csat is None
    else:
        assert made.average == float(Fraction(sum(scores), len(scores)))
        assert made.csat == float(Fraction(sum(score >= 4 for score in scores), len(scores)))
    if not made.invited:
        assert made.response_rate is None
    else:
        assert made.response_rate is not None
        assert 0 <= made.response_rate <= 1


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("+7 (999) 123-45-67", "+79991234567"),
        ("0049 30 123456", "+4930123456"),
        ("8 800 555 35 35", "88005553535"),
        ("+49.30.123456", "+4930123456"),
        (None, None),
    ],
)
def test_one_number_is_stored_in_one_way(written: str | None, stored: str | None) -> None:
    assert normal_phone(written) == stored
    assert normal_phone(stored) == stored
