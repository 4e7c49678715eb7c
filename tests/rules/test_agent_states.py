"""What an agent is doing, in one word: off duty before presence, presence before room."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.agent_states import STATES, Held, State, state
from app.rules.routing_troubles import nobody_at_work

ROOM = {"chat": Held(1, 3), "ticket": Held(20, 20)}
FULL = {"chat": Held(3, 3), "ticket": Held(20, 20)}


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, "available"),
        ({"channels": ["ticket"]}, "full"),
        ({"channels": []}, "full"),
        ({"held": {}}, "full"),
        ({"held": FULL}, "full"),
        ({"held": FULL, "wrapping_up": True}, "wrapping_up"),
        ({"wrapping_up": True}, "available"),
        ({"presence": "busy", "wrapping_up": True}, "busy"),
        ({"presence": "away"}, "away"),
        ({"presence": "offline"}, "offline"),
        ({"presence": "offline", "off": "off_shift"}, "off_shift"),
        ({"off": "out_of_office"}, "out_of_office"),
        # All that they hold, by weight: 1 x 5 + 20.
        ({"held": {"chat": Held(1, 3, 5), "ticket": Held(20, 20)}, "total": 29}, "full"),
        ({"held": {"chat": Held(1, 3, 5), "ticket": Held(20, 20)}, "total": 30}, "available"),
    ],
)
def test_one_word(facts: dict[str, Any], found: State) -> None:
    known: dict[str, Any] = {
        "presence": "online", "off": None, "channels": ["chat", "ticket"], "held": ROOM, "total": None,
        "wrapping_up": False,
    }  # fmt: skip
    assert state(**{**known, **facts}) == found


@given(st.dictionaries(st.sampled_from(STATES), st.integers(1, 3)))
def test_nobody_is_at_work_when_nobody_could_be_asked(by_state: dict[State, int]) -> None:
    codes = [each.code for each in nobody_at_work(by_state, "en")]
    online = by_state.keys() & {"available", "full", "wrapping_up"}
    on_duty = by_state.keys() - {"off_shift", "out_of_office"}
    assert codes == ([] if online else ["nobody_online"] if on_duty else ["nobody_on_duty"])
