"""Whether two tickets say the same, and what to do about it: which signs there are, and how much they say together."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeAlias

Sign: TypeAlias = Literal["same_text", "similar_words", "same_requester", "same_reference", "close_in_time"]
Offer: TypeAlias = Literal["merge", "link"]

# Texts that are so near are one text; below the second they have words in common and no more.
SAME, SIMILAR = 0.85, 0.35
# How likely a sign alone makes it the same matter. That a customer writes twice says little: most write about several.
WEIGHTS: Mapping[Sign, float] = {
    "same_text": 0.75,
    "same_reference": 0.5,
    "same_requester": 0.35,
    "close_in_time": 0.2,
}
# What is less likely is not shown.
LEAST = 0.5
CLOSE = timedelta(hours=2)
# Of an order, a booking, a device: a number of five digits or more, or letters with digits.
_REFERENCE = re.compile(
    r"\b(?=[A-Z0-9-]{5,24}\b)(?:[0-9]{5,}|(?=[A-Z-]{0,23}[0-9])(?=[0-9-]{0,23}[A-Z])[A-Z0-9-]{5,24})\b"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """What two tickets have in common; `near` is how near their texts are (0 to 1)."""

    near: float
    same_requester: bool
    apart: timedelta
    references: frozenset[str]


def references(texts: Iterable[str]) -> frozenset[str]:
    """The numbers in these texts by which a customer names something."""
    return frozenset(found for text in texts for found in _REFERENCE.findall(text[:8_000].upper()))


def signs(pair: Pair) -> dict[Sign, float]:
    """The signs that these are one matter, the strongest first, each with what it says alone."""
    found: dict[Sign, float] = {}
    if pair.near >= SAME:
        found["same_text"] = WEIGHTS["same_text"]
    elif pair.near >= SIMILAR:
        found["similar_words"] = round(pair.near * 0.7, 3)
    if pair.references:
        found["same_reference"] = WEIGHTS["same_reference"]
    if pair.same_requester:
        found["same_requester"] = WEIGHTS["same_requester"]
        # Others write at the same time about other things.
        if pair.apart <= CLOSE:
            found["close_in_time"] = WEIGHTS["close_in_time"]
    return dict(sorted(found.items(), key=lambda each: -each[1]))


def likeness(found: Mapping[Sign, float]) -> float:
    """How likely it is one matter, 0 to 1: the chance that not all of the signs are accidents."""
    accident = 1.0
    for says in found.values():
        accident *= 1 - says
    return round(1 - accident, 3)


def offer(*, same_requester: bool) -> Offer:
    """One customer's tickets can be one; those of several stay theirs, and are linked."""
    return "merge" if same_requester else "link"
