"""Views: what stands for whoever looks, and counts that move as tickets do."""

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.rules.conditions import Condition, Conditions
from app.rules.views import ME, MY_TEAMS, asked, folded, moved, problems

MINE = Condition("assignee_id", "is", ME)
OURS = Condition("team_id", "is", MY_TEAMS)
OPEN = Condition("status", "in", ["new", "open"])


def test_what_stands_for_whoever_looks() -> None:
    found = asked(Conditions((MINE, OURS, OPEN)))
    no_merged = Condition("status", "is_not", "merged")
    assert (found.by_agent, found.by_team, found.conditions.all) == (True, True, (OPEN, no_merged))
    assert found.fields == {"assignee_id", "team_id", "status"}
    assert found.place("v", {"status": "new", "assignee_id": "a", "team_id": "t"}) == ("v", "a", "t")
    assert found.place("v", {"status": "new", "assignee_id": "a", "team_id": None}) is None
    assert found.place("v", None) is None
    assert asked(Conditions((OPEN,))).place("v", {"status": "open", "assignee_id": "a"}) == ("v", "", "")


def test_where_it_cannot_stand() -> None:
    assert problems(Conditions((MINE, OURS, OPEN))) == []
    for wrong in (
        Conditions((), (MINE,)),
        Conditions((Condition("assignee_id", "is_not", ME),)),
        Conditions((Condition("assignee_id", "in", [ME, "x"]),)),
        Conditions((Condition("team_id", "not_in", [MY_TEAMS]),)),
    ):
        assert [each.code for each in problems(wrong)] == ["placeholder_does_not_fit"]
    assert [each.code for each in problems(Conditions((Condition("organization_id", "is", "x"),)))] == ["unknown_field"]
    assert [each.code for each in problems(Conditions((Condition("snoozed_until", "is", "x"),)))] == [
        "operator_does_not_fit"
    ]


STATES = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["new", "open", "solved"]),
        "assignee_id": st.sampled_from([None, "a", "b"]),
        "team_id": st.sampled_from([None, "t"]),
    }
)
VIEWS = {
    "all": asked(Conditions()),
    "open": asked(Conditions((OPEN,))),
    "mine": asked(Conditions((MINE, OPEN))),
    "ours": asked(Conditions((OURS,))),
    "some": asked(Conditions((MINE, OURS), (OPEN, Condition("team_id", "absent")))),
}


@given(st.lists(st.lists(STATES, min_size=1, max_size=5), max_size=6))
def test_counts_that_moved_are_counts_of_what_is(histories: list[list[dict[str, Any]]]) -> None:
    """However tickets change, counts moved change by change are what counting in the end gives."""
    counts: Counter[Any] = Counter()
    for history in histories:
        before = None
        for after in history:
            counts.update(moved(VIEWS, [(before, after)]))
            before = after
    ends = [history[-1] for history in histories]
    wanted = Counter(
        place for after in ends for name, view in VIEWS.items() if (place := view.place(name, after)) is not None
    )
    assert +counts == +wanted
    assert not -counts


def test_a_log_folds_to_the_fields() -> None:
    assert folded([{"status": "new", "tags": []}, {"status": "open"}]) == {"status": "open", "tags": []}
    assert folded([]) is None
