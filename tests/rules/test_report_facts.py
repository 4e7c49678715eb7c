"""What a log becomes in reports: in parts or at once the same; nothing is open twice, and sums add up."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.rules.report_facts import Changes, fold
from app.rules.report_states import MOST_MOVES, Fact, State
from app.rules.statuses import UNSOLVED

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANNA, BORIS = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
ASSISTANT = "00000000-0000-0000-0000-000000000001"
CREATED = {
    "status": "new", "spam": "no", "assignee_id": None, "team_id": "team", "queue_id": None, "brand": "main",
    "channel": "web", "topic": None, "language": None, "priority": "normal", "type": "question", "source_id": None,
}  # fmt: skip


def log(*steps: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Events, a minute apart: (type, set, who, data, public), as much as is needed of it."""
    made = []
    for number, step in enumerate((("ticket.created", CREATED), *steps), 1):
        whole: tuple[Any, ...] = step + (None, None, None, True)[len(step) - 1 :]
        kind, changes, who, data, public = whole
        author = (who or "customer").partition(":")
        made.append(
            {
                "seq": number,
                "public": public,
                "type": kind,
                "actor_kind": author[0],
                "actor_id": author[2] or "33333333-3333-4333-8333-333333333333",
                "data": {**(data or {}), **({"set": changes} if changes else {})},
                "at": BEGIN + timedelta(minutes=number - 1),
            }
        )
    return made


def said(who: str, **data: Any) -> tuple[Any, ...]:
    return ("message.created", None, who, data)


def status(value: str, kind: str = "ticket.status_changed", who: str = f"agent:{ANNA}", **more: Any) -> tuple[Any, ...]:
    return (kind, {"status": value, **more}, who)


OPENING = said("customer")
REPLY = said(f"agent:{ANNA}")


def facts(events: Sequence[Mapping[str, Any]]) -> dict[str, list[Fact]]:
    made: dict[str, list[Fact]] = {}
    for fact in fold(State(), events).puts.values():
        made.setdefault(fact.metric, []).append(fact)
    return made


def times(found: dict[str, list[Fact]], metric: str) -> list[int | None]:
    return [each.measure for each in found.get(metric, [])]


def test_a_life_in_full() -> None:
    found = facts(
        log(
            OPENING,
            ("ticket.assigned", {"assignee_id": ANNA, "status": "open"}, f"agent:{ANNA}"),
            REPLY,
            status("solved"),
            said("customer"),
            status("open", who="customer"),
            said(f"agent:{BORIS}"),
            status("solved"),
        )
    )
    assert times(found, "first_reply") == times(found, "first_human_reply") == [3 * 60]
    assert times(found, "assigned") == [2 * 60]
    assert times(found, "reply") == [2 * 60, 2 * 60], "from the first word that was not answered"
    assert [each.dims["agent"] for each in found["reply"]] == [ANNA, BORIS], "whoever wrote it"
    assert times(found, "resolved") == [4 * 60, 2 * 60]
    assert times(found, "resolved_at_last") == [8 * 60]
    assert times(found, "reopened") == [2 * 60]
    assert times(found, "one_touch") == [1]
    [judged] = found["first_contact"]
    assert (judged.value, judged.at) == (0, BEGIN + timedelta(minutes=6)), "judged when somebody came back"


def test_first_contact_is_judged_when_nobody_has_come_back() -> None:
    [judged] = facts(log(OPENING, REPLY, status("solved")))["first_contact"]
    assert (judged.value, judged.at) == (1, BEGIN + timedelta(minutes=3, days=7))
    [judged] = facts(log(OPENING, REPLY, REPLY, status("solved")))["first_contact"]
    assert judged.value == 0
    late = log(OPENING, REPLY, status("solved"), status("open", who="customer"))
    late[-1]["at"] = BEGIN + timedelta(days=8)
    [judged] = facts(late)["first_contact"]
    assert judged.value == 1, "who comes back later has another question"


def test_who_answers_first_may_be_a_machine() -> None:
    found = facts(log(OPENING, said(f"system:{ASSISTANT}"), said("system"), REPLY))
    assert times(found, "first_reply") == [2 * 60]
    assert times(found, "first_human_reply") == [4 * 60]
    assert len(found["reply"]) == 1


def test_what_is_no_reply_counts_as_none() -> None:
    note = ("message.created", None, f"agent:{ANNA}", None, False)
    copy = said(f"agent:{ANNA}", copied_from={"ticket_id": "t"})
    opening = said(f"agent:{ANNA}")
    assert "reply" not in facts(log(opening, note, copy))
    merged = (
        "message.merged_in",
        None,
        f"agent:{ANNA}",
        {"kept": True, "visibility": "public", "author_kind": "agent", "source": {"id": "t"}},
    )
    found = facts(log(OPENING, merged))
    assert times(found, "reply") == [60]
    assert "first_reply" not in found, "it went to another customer"
    # Unmerged it counts on its own thread, and in one place.
    for out, replies in (("t", 1), ("another", 2)):
        found = facts(log(OPENING, merged, REPLY, ("ticket.merged_out", None, "system", {"source": {"id": out}})))
        assert len(found["reply"]) == replies


def test_dimensions_are_those_of_then() -> None:
    events = log(
        OPENING,
        ("ticket.updated", {"topic": "cards"}, f"agent:{ANNA}"),
        REPLY,
        ("ticket.updated", {"topic": "loans", "priority": "urgent"}, f"agent:{ANNA}"),
        status("solved"),
    )
    found = facts(events)
    [created] = found["created"]
    assert (created.dims["topic"], created.dims["priority"]) == ("cards", "normal"), "what it was first found to be"
    assert found["first_reply"][0].dims["topic"] == "cards"
    assert (found["resolved"][0].dims["topic"], found["resolved"][0].dims["agent"]) == ("loans", ANNA)


def test_a_transfer_belongs_to_whoever_had_it() -> None:
    events = log(
        ("ticket.assigned", {"assignee_id": ANNA}, f"agent:{ANNA}"),
        ("ticket.transferred", {"assignee_id": BORIS, "team_id": "other"}, f"agent:{ANNA}"),
    )
    found = facts(events)
    assert [(each.dims["agent"], each.dims["team"]) for each in found["transferred"]] == [(ANNA, "team")]
    assert times(found, "assigned") == [60, None], "from hand to hand it did not wait"


def test_spam_and_merging_solve_nothing_and_open_nothing_again() -> None:
    spam = log(OPENING, status("closed", "ticket.marked_spam", spam="marked"))
    state = State()
    changes = fold(state, spam)
    assert not state.counts
    assert {fact.metric for fact in changes.puts.values()} == {"created", "backlog"}
    more = fold(
        state,
        [{**spam[-1], "seq": 4, "type": "ticket.unmarked_spam", "data": {"set": {"spam": "no", "status": "open"}}}],
    )
    assert state.counts
    assert {fact.metric for fact in more.puts.values()} == {"backlog"}
    # What had been solved before it was marked is open again.
    found = log(OPENING, REPLY, status("solved"), status("closed", "ticket.marked_spam", spam="marked"))
    back = log(OPENING, status("open", "ticket.unmarked_spam", spam="no"))[-1]
    state = State()
    fold(state, found)
    again = fold(state, [{**back, "seq": 6, "at": found[-1]["at"] + timedelta(minutes=1)}])
    assert again.gone == {("resolved_at_last", 1)}
    assert {metric for metric, _ in again.puts} == {"backlog", "reopened", "first_contact"}
    merged = log(OPENING, REPLY, status("solved"), status("merged", "ticket.merged"))
    state = State()
    fold(state, merged)
    assert not state.counts
    back = {**merged[-1], "seq": 6, "type": "ticket.unmerged", "data": {"set": {"status": "solved"}}}
    assert not fold(state, [back]).puts
    assert state.counts


def test_chats_wait_until_somebody_accepts_or_they_are_given_up() -> None:
    found = facts(log(("chat.started",), ("chat.accepted", None, f"agent:{ANNA}"), ("chat.requeued",), ("chat.ended",)))
    assert (times(found, "chat_wait"), times(found, "chat_abandoned")) == ([60], [60])


_STATUS = st.sampled_from(["new", "open", "pending", "on_hold", "solved", "closed"]).map(status)
_FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "assignee_id": st.sampled_from([None, ANNA, BORIS]), "team_id": st.sampled_from([None, "one", "two"]),
        "topic": st.sampled_from([None, "cards"]), "priority": st.sampled_from(["low", "high"]),
    },
)  # fmt: skip
_STEP = st.one_of(
    _STATUS,
    _FIELDS.map(lambda each: ("ticket.updated", each, f"agent:{BORIS}")),
    st.sampled_from(
        [OPENING, REPLY, said(f"system:{ASSISTANT}"), ("chat.started",), ("chat.accepted",), ("chat.ended",)]
    ),
    st.just(status("merged", "ticket.merged")),
    st.sampled_from(["open", "solved"]).map(lambda each: status(each, "ticket.unmerged")),
    st.just(status("closed", "ticket.marked_spam", spam="marked")),
    st.just(status("open", "ticket.unmarked_spam", spam="no")),
    st.just(("ticket.transferred", {"team_id": "two", "assignee_id": None}, f"agent:{ANNA}")),
)


@given(st.lists(_STEP, max_size=25), st.lists(st.integers(0, 26), max_size=4))
def test_in_parts_it_is_the_same_as_at_once_and_what_is_open_adds_up(steps: list[Any], cuts: list[int]) -> None:
    events = log(*steps)
    whole = fold(State(), events)
    state, parts = State(), Changes()
    edges = sorted({0, len(events), *(min(each, len(events)) for each in cuts)})
    for start, end in pairwise(edges):
        # As it is stored between two parts.
        state = State.from_json(state.seq, state.as_json())
        made = fold(state, events[start:end])
        for key in made.gone:
            parts.drop(*key)
        for fact in made.puts.values():
            parts.put(fact)
    assert parts.puts == whole.puts
    backlog = [each for each in whole.puts.values() if each.metric.startswith("backlog")]
    seen = "new"
    for number, event in enumerate(events):
        seen = event["data"].get("set", {}).get("status", seen)
        at = event["at"]
        is_open = seen in UNSOLVED
        assert sum(each.value or 0 for each in backlog if each.at <= at) == is_open, number
        assert (
            sum(each.span and each.at <= at and (each.until is None or at < each.until) for each in backlog) == is_open
        )
        # By any dimension, of the moves only those that change it count.
        for name in ("agent", "topic"):
            of_it: dict[str | None, int] = {}
            for each in backlog:
                if each.at <= at and (each.metric == "backlog" or name in each.metric):
                    of_it[each.dims[name]] = of_it.get(each.dims[name], 0) + (each.value or 0)
            assert sorted(of_it.values()) == [0] * (len(of_it) - is_open) + [1] * is_open


def test_a_ticket_that_is_handed_around_for_ever_stays_cheap() -> None:
    moves = [("ticket.assigned", {"assignee_id": (ANNA, BORIS)[n % 2]}, "system") for n in range(3 * MOST_MOVES)]
    state = State()
    fold(state, log(*moves))
    assert len(state.moves) == MOST_MOVES
    assert state.dims_at(BEGIN)["agent"] is None
    assert state.dims_at(state.moves[-1][0])["agent"] == BORIS
