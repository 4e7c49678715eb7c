"""Whether two customers look like one person: which signs there are, and how much all of them together say."""

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

Sign: TypeAlias = Literal["same_mailbox", "claimed_email", "same_phone_end", "same_name_and_organization", "same_name"]

# How likely a sign alone makes it one person. A mailbox is a person's; what a visitor says may be anything; the last
# nine digits of a phone number are the same with and without the country's code; names are shared by many.
WEIGHTS: Mapping[Sign, float] = {
    "same_mailbox": 0.9,
    "claimed_email": 0.7,
    "same_phone_end": 0.7,
    "same_name_and_organization": 0.6,
    "same_name": 0.3,
}


def likeness(signs: Iterable[Sign]) -> float:
    """How likely they are one person, 0 to 1: the chance that not all of the signs are accidents."""
    accident = 1.0
    for sign in set(signs):
        accident *= 1 - WEIGHTS[sign]
    return round(1 - accident, 3)


def ordered(signs: Iterable[Sign]) -> list[Sign]:
    """The signs, the strongest first; a weaker one that a stronger one says already is left out."""
    found = set(signs)
    if "same_name_and_organization" in found:
        found.discard("same_name")
    return sorted(found, key=lambda sign: (-WEIGHTS[sign], sign))
