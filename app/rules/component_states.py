"""How a component is: the worst of what open incidents say of it; maintenance where nothing is said."""

from collections.abc import Iterable
from typing import Literal, TypeAlias, get_args

Impact: TypeAlias = Literal["none", "minor", "major", "critical"]
IMPACTS: tuple[Impact, ...] = get_args(Impact)
# As an incident says it of a component.
Said: TypeAlias = Literal["operational", "degraded", "partial_outage", "major_outage"]
State: TypeAlias = Literal["operational", "maintenance", "degraded", "partial_outage", "major_outage"]
# The worst last.
STATES: tuple[State, ...] = get_args(State)
_OF_IMPACT: dict[str, Said] = {
    "none": "operational", "minor": "degraded", "major": "partial_outage", "critical": "major_outage",
}  # fmt: skip


def said_by(impact: str, state: str | None) -> Said:
    """What an incident says of a component: `state` where it says one, else what its impact means."""
    return _OF_IMPACT[impact] if state is None else _SAID[state]


_SAID: dict[str, Said] = {each: each for each in get_args(Said)}


def state_of(said: Iterable[Said], *, maintenance: bool = False) -> State:
    """The state of a component by its open incidents. Work that was planned does not hide what is broken."""
    everything: list[State] = [*said, "maintenance" if maintenance else "operational"]
    return max(everything, key=STATES.index)
