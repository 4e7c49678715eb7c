"""What an agent is doing as far as new work goes, in one word."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

State: TypeAlias = Literal[
    "available", "full", "wrapping_up", "busy", "away", "offline", "off_shift", "out_of_office"
]  # fmt: skip
# Those who could take something first.
STATES: tuple[State, ...] = (
    "available", "full", "wrapping_up", "busy", "away", "offline", "off_shift", "out_of_office",
)  # fmt: skip


_NOT_ONLINE: Mapping[str, State] = {"away": "away", "busy": "busy"}


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody holds on a channel (offers count), of how much, and what one such thing weighs."""

    load: int = 0
    capacity: int = 0
    weight: int = 1


def state(
    *,
    presence: str,
    off: str | None,
    channels: Collection[str],
    held: Mapping[str, Held],
    total: int | None,
    wrapping_up: bool,
) -> State:
    """Whether they work, are there, and have room on any of the `channels` that they take.

    `total` bounds all that they hold. Who has room as soon as they have finished writing things down is `wrapping_up`.
    """
    if off is not None:
        return "out_of_office" if off == "out_of_office" else "off_shift"
    if presence != "online":
        return _NOT_ONLINE.get(presence, "offline")
    if any(_room(held.get(each, Held()), held.values(), total) for each in channels):
        return "available"
    return "wrapping_up" if wrapping_up else "full"


def _room(place: Held, every: Collection[Held], total: int | None) -> bool:
    if place.load >= place.capacity:
        return False
    return total is None or sum(each.load * each.weight for each in every) + place.weight <= total
