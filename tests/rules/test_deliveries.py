"""States of deliveries: any order of reports comes to the same, and a problem is never hidden."""

from hypothesis import given
from hypothesis import strategies as st

from app.rules.deliveries import RANK, further, overall

STATES = st.lists(st.sampled_from(sorted(RANK)), min_size=1, max_size=8)


def known(reports: list[str]) -> str | None:
    state: str | None = None
    for each in reports:
        state = each if further(state, each) else state
    return state


@given(STATES, st.randoms())
def test_order_and_repeats_do_not_matter(reports: list[str], chance: object) -> None:
    shuffled = [*reports, *reports]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert known(shuffled) == known(reports)


def test_what_counts() -> None:
    assert known(["sent", "delivered", "sent"]) == "delivered"
    assert known(["sent", "failed", "delivered"]) == "delivered"
    assert known(["delivered", "bounced", "delivered"]) == "bounced"
    assert overall([]) is None
    assert overall(["delivered", "sent"]) == "sent"
    assert overall(["delivered", "failed", "queued"]) == "failed"
    assert overall(["failed", "bounced"]) == "bounced"
