"""The replay's counting: a count that cannot find a loss would prove nothing."""

from hypothesis import given
from hypothesis import strategies as st

from app.replay.counting import Counts, Said, Seen, stored, viewed

SAID = [Said("Hello"), Said("Hi, what is wrong?", "a"), Said("It is late", "b"), Said("Tomorrow", "c")]
LOG = [
    Seen(1, "ticket.created"), Seen(2, "message.created", None, "Hello"), Seen(3, "chat.started"),
    Seen(4, "message.created", "a", "Hi, what is wrong?"), Seen(5, "message.created", "b", "It is late"),
    Seen(6, "message.created", "c", "Tomorrow"),
]  # fmt: skip


def test_a_perfect_log_and_view_count_nothing() -> None:
    assert stored(SAID, LOG).clean
    assert viewed(LOG, LOG).clean


def test_each_kind_of_fault_is_found() -> None:
    assert stored(SAID, LOG[:5]) == Counts(lost=1)
    assert stored(SAID, [*LOG, Seen(7, "message.created", "c", "Tomorrow")]) == Counts(doubled=1)
    swapped = [*LOG[:4], Seen(5, "message.created", "c", "Tomorrow"), Seen(6, "message.created", "b", "It is late")]
    assert stored(SAID, swapped) == Counts(out_of_order=1)
    garbled = [*LOG[:5], Seen(6, "message.created", "c", "Tomorow")]
    assert not stored(SAID, garbled).clean
    assert viewed(LOG[:3] + LOG[4:], LOG) == Counts(lost=1)
    assert viewed([*LOG, LOG[2]], LOG) == Counts(doubled=1, out_of_order=1)
    assert viewed([*LOG[:2], LOG[3], LOG[2], *LOG[4:]], LOG) == Counts(out_of_order=1)
    assert viewed(LOG[:3] + LOG[4:], LOG[:3] + LOG[4:]).lost, "a hole in the log itself"


@given(st.lists(st.sampled_from(LOG), max_size=12))
def test_no_other_view_than_the_log_is_clean(view: list[Seen]) -> None:
    assert viewed(view, LOG).clean == (view == LOG)


@given(st.permutations(SAID))
def test_no_other_order_of_messages_is_clean(order: list[Said]) -> None:
    log = [Seen(number, "message.created", each.cmid, each.body) for number, each in enumerate(order, 1)]
    assert stored(SAID, log).clean == (order == SAID)
