"""The status machine: what people may ask for, and what a message does."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.actors import ActorKind
from app.rules.statuses import ALLOWED, OVER, STATUSES, UNSOLVED, Status, effect_of_message, may_become

KINDS: tuple[str, ...] = get_args(ActorKind)
ANY_STATUS = st.sampled_from(STATUSES)


def after(status: Status, kind: str, visibility: str) -> Status | None:
    """The status after a message; None when the message is refused."""
    effect = effect_of_message(kind, visibility)
    if status in effect.refuse:
        return None
    return effect.move_to if status in effect.move_from and effect.move_to else status


def test_every_status_has_its_row() -> None:
    assert set(ALLOWED) == set(STATUSES)
    assert UNSOLVED | OVER | {"solved"} == set(STATUSES)


@given(ANY_STATUS, ANY_STATUS)
def test_what_nobody_may_ask_for(old: Status, new: Status) -> None:
    if old != new:
        if new in {"new", "merged"}:
            assert not may_become(old, new), "only a beginning is new, only a merge makes merged"
        if old in OVER:
            assert not may_become(old, new), "what is over stays over"
    else:
        assert may_become(old, new)


@given(st.lists(ANY_STATUS, max_size=8))
def test_a_ticket_that_is_not_over_can_always_be_solved_and_closed(wishes: list[Status]) -> None:
    status: Status = "new"
    for wish in wishes:
        status = wish if may_become(status, wish) else status
    if status not in OVER:
        assert may_become(status, "solved")
        assert may_become(status, "closed")


@given(ANY_STATUS, st.sampled_from(KINDS))
def test_a_note_changes_nothing(status: Status, kind: str) -> None:
    assert after(status, kind, "internal") in {status, None}


@given(ANY_STATUS)
def test_the_desks_own_messages_change_nothing(status: Status) -> None:
    assert after(status, "system", "public") in {status, None}


@pytest.mark.parametrize("kind", ["customer", "partner"])
@pytest.mark.parametrize("status", STATUSES)
def test_the_customers_words_are_waiting_for_somebody_afterwards(status: Status, kind: str) -> None:
    assert after(status, kind, "public") == (None if status in OVER else "new" if status == "new" else "open")


@pytest.mark.parametrize("status", STATUSES)
def test_an_agents_reply_opens_a_new_ticket_and_reopens_nothing(status: Status) -> None:
    assert after(status, "agent", "public") == (None if status in OVER else "open" if status == "new" else status)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("visibility", ["public", "internal"])
def test_a_message_never_moves_a_status_that_it_is_refused_in(kind: str, visibility: str) -> None:
    effect = effect_of_message(kind, visibility)
    assert not set(effect.refuse) & set(effect.move_from)
    assert "merged" in effect.refuse, "the thread has moved to another ticket"
    assert effect.move_to not in effect.move_from
