"""The weeks before on the demo desk: days and hours of a real one, in order, and never in the future."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from app.demo import history


@pytest.mark.parametrize("day", range(7))
def test_it_is_a_desk_s_weeks_whenever_it_is_started(day: int) -> None:
    now = datetime(2026, 11, 2, 12, 30, tzinfo=UTC) + timedelta(days=day)
    found = list(history.of(now))
    assert found == list(history.of(now))
    assert [each.began for each in found] == sorted(each.began for each in found)
    for each in found:
        times = [at for at in (each.began, each.taken, *each.said, each.solved, each.rated) if at is not None]
        assert times == sorted(times)
        assert times[-1] <= now
        assert len(each.said) == len(each.story.said)
        assert all(each.taken is not None for _ in each.said)
    a_day = Counter(each.began.weekday() for each in found)
    assert min(a_day[weekday] for weekday in range(5)) > 2 * max(a_day[5], a_day[6])
    assert (now - found[0].began).days >= history.DAYS - 1
    late = [each for each in found if each.said and each.said[0] - each.began > timedelta(hours=15)]
    assert 0.05 < len(late) / len(found) < 0.5
    assert 20 < sum(each.rated is not None for each in found) < len(found) - 20
    assert any(each.solved is None for each in found[-30:])
