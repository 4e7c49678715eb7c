"""Queues: the first match wins, what an item needs changes with time and only when it says so, closing leads on."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.rules.calendars import Calendar, Hours
from app.rules.conditions import Condition, Conditions
from app.rules.queues import (
    Overflow,
    Queue,
    SkillRule,
    is_open,
    match,
    opened,
    order,
    own_queue,
    standing,
)
from app.rules.schedules import Schedule

# A Friday.
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
A, B, C = (UUID(int=n) for n in (1, 2, 3))
SKILL, OTHER, THIRD = (UUID(int=10 + n) for n in range(3))
WORKDAYS = Schedule(Calendar("UTC", ((Hours(9 * 3600, 17 * 3600),),) * 5 + ((), ()), {}, {}))


def about(topic: str) -> Conditions:
    """Tickets of a topic."""
    return Conditions(all=(Condition("topic", "is", topic),))


def test_the_first_queue_whose_conditions_hold_is_it() -> None:
    queues = [Queue(A, conditions=about("billing")), Queue(B), Queue(C)]
    assert match(queues, {"topic": "billing"}, named_team=None) is queues[0]
    assert match(queues, {"topic": "phones"}, named_team=None) is queues[1]
    assert match(queues[:1], {"topic": "phones"}, named_team=None) is None


def test_who_names_a_team_gets_that_team() -> None:
    team, pool = UUID(int=50), UUID(int=51)
    everything, shared, alone = Queue(A), Queue(B, team_ids=(team, pool)), Queue(C, team_ids=(team,))
    assert match([everything, shared], {}, named_team=team) is None
    assert match([everything, shared, alone], {}, named_team=team) is alone
    assert own_queue(team).team_ids == (team,)
    assert own_queue(None).team_ids is None


def test_other_teams_help_after_a_wait() -> None:
    queue = Queue(A, team_ids=(A,), overflow=(Overflow(60, (B,)), Overflow(120, (C, B))))
    since = NOW

    def at(seconds: int) -> tuple[Any, Any]:
        found = standing(queue, {}, since=since, now=since + timedelta(seconds=seconds))
        assert found.needs is not None
        return found.needs.team_ids, found.changes_at

    assert at(0) == ((A,), since + timedelta(seconds=60))
    assert at(59) == ((A,), since + timedelta(seconds=60))
    assert at(60) == ((A, B), since + timedelta(seconds=120))
    assert at(120) == ((A, B, C), None)


def test_preferred_skills_drop_in_their_order_and_required_ones_stay() -> None:
    queue = Queue(
        A,
        skills=(
            SkillRule(SKILL, 3),
            SkillRule(OTHER, 2, required=False, drop_after=30, drop_order=2),
            # Its own time is over earlier, but those before it in the order keep it.
            SkillRule(THIRD, 1, required=False, drop_after=60, drop_order=1),
        ),
    )

    def at(seconds: int) -> dict[UUID, int]:
        found = standing(queue, {}, since=NOW, now=NOW + timedelta(seconds=seconds)).needs
        assert found is not None
        return dict(found.skills)

    assert at(0) == {SKILL: 3, OTHER: 2, THIRD: 1}
    assert at(59) == {SKILL: 3, OTHER: 2, THIRD: 1}
    assert at(60) == {SKILL: 3}
    swapped = Queue(A, skills=(*queue.skills[:1], SkillRule(OTHER, 2, required=False, drop_after=30)))
    assert standing(swapped, {}, since=NOW, now=NOW + timedelta(seconds=30)).changes_at is None


def test_a_skill_is_asked_for_only_where_its_conditions_hold() -> None:
    queue = Queue(A, skills=(SkillRule(SKILL, when=about("billing")), SkillRule(SKILL, 4, when=about("refunds"))))
    for topic, wanted in (("billing", ((SKILL, 1),)), ("refunds", ((SKILL, 4),)), ("phones", ())):
        found = standing(queue, {"topic": topic}, since=NOW, now=NOW).needs
        assert found is not None
        assert found.skills == wanted


def test_languages() -> None:
    def asked(languages: Any, seconds: int) -> str | None:
        queue = Queue(A, languages=languages, language_drop_after=60)
        found = standing(queue, {"language": "ru-RU"}, since=NOW, now=NOW + timedelta(seconds=seconds)).needs
        assert found is not None
        return found.language

    assert asked("required", 1_000) == "ru"
    assert asked("preferred", 0) == "ru"
    assert asked("preferred", 60) is None
    assert asked("ignored", 0) is None
    found = standing(Queue(A, languages="required"), {"language": None}, since=NOW, now=NOW).needs
    assert found is not None
    assert found.language is None


def test_a_closed_queue_gives_nothing_until_it_opens() -> None:
    queue = Queue(A, hours=WORKDAYS)
    found = standing(queue, {}, since=NOW, now=NOW)
    assert found.needs is not None
    assert found.changes_at == NOW.replace(hour=17)
    evening = standing(queue, {}, since=NOW, now=NOW.replace(hour=17))
    assert evening.needs is None
    assert evening.changes_at == datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_a_closed_queue_may_send_on_but_never_in_a_circle() -> None:
    saturday = NOW + timedelta(days=1)
    to_b = Queue(A, hours=WORKDAYS, when_closed="queue", closed_queue_id=B)
    to_c = Queue(B, hours=WORKDAYS, when_closed="queue", closed_queue_id=C)
    always, back = Queue(C), Queue(C, hours=WORKDAYS, when_closed="queue", closed_queue_id=A)
    assert opened(to_b, {A: to_b, B: to_c, C: always}, saturday) is always
    assert opened(to_b, {A: to_b, B: to_c, C: always}, NOW) is to_b
    assert opened(to_b, {A: to_b, B: to_c, C: back}, saturday) is to_b
    assert opened(to_b, {A: to_b}, saturday) is to_b
    assert not is_open(to_b, saturday)


def test_what_goes_first() -> None:
    early, late = NOW, NOW + timedelta(hours=1)
    due, no_due = NOW + timedelta(hours=2), None
    places = [
        order(-1, "low", no_due, late),
        order(0, "urgent", no_due, late),
        order(0, "high", due, late),
        order(0, "high", no_due, early),
        order(0, "high", no_due, late),
        order(0, "normal", due, early),
        order(1, "urgent", due, early),
    ]
    assert places == sorted(places)


@given(
    st.lists(st.integers(1, 300), max_size=4, unique=True).map(sorted),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 2)), max_size=4),
    st.integers(0, 200),
    st.integers(0, 400),
    st.integers(0, 400),
)
def test_what_is_needed_changes_only_when_it_said_so(
    helps: list[int], drops: list[tuple[int, int]], language_after: int, first: int, later: int
) -> None:
    queue = Queue(
        A,
        team_ids=(A,),
        overflow=tuple(Overflow(after, (UUID(int=100 + after),)) for after in helps),
        skills=tuple(
            SkillRule(UUID(int=200 + n), required=False, drop_after=after, drop_order=place)
            for n, (after, place) in enumerate(drops)
        ),
        languages="preferred",
        language_drop_after=language_after,
    )

    def at(seconds: int) -> Any:
        return standing(queue, {"language": "en"}, since=NOW, now=NOW + timedelta(seconds=seconds))

    early, late = sorted((first, later))
    before, after = at(early), at(late)
    if before.changes_at is None or NOW + timedelta(seconds=late) < before.changes_at:
        assert before == after
    # Waiting longer never asks for more.
    assert set(after.needs.skills) <= set(before.needs.skills)
    assert set(before.needs.team_ids) <= set(after.needs.team_ids)
    if before.changes_at is not None:
        assert before.changes_at > NOW + timedelta(seconds=early)


def test_holidays_close() -> None:
    closed_today = Schedule(
        Calendar("UTC", ((Hours(9 * 3600, 17 * 3600),),) * 7, {}, {date(2026, 11, 20): "A day off"})
    )
    assert not is_open(Queue(A, hours=closed_today), NOW)
