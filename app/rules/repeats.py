"""Whether a customer comes again about the same, and why it is taken for the same."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

WITHIN = timedelta(days=30)
# Of texts without a common topic, so much of their words must be common, and so many.
ALIKE = 0.4
SHARED = 2


@dataclass(frozen=True, slots=True)
class Contact:
    """A ticket as this looks at it; `root` is the first of those that it repeats."""

    ticket_id: UUID
    root: UUID
    at: datetime
    topic: str | None
    words: Sequence[int]


@dataclass(frozen=True, slots=True)
class Repeat:
    """The earlier contact that one repeats; of the same topic, or with these words in common."""

    earlier: Contact
    same_topic: bool
    words: Sequence[int]


def repeats(contact: Contact, earlier: Iterable[Contact]) -> Repeat | None:
    """The last of the customer's earlier contacts that this one repeats."""
    before = [each for each in earlier if each.ticket_id != contact.ticket_id]
    for each in sorted(before, key=lambda one: (one.at, one.ticket_id), reverse=True):
        if not timedelta(0) <= contact.at - each.at <= WITHIN:
            continue
        common = sorted(set(contact.words) & set(each.words))
        same_topic = contact.topic is not None and contact.topic == each.topic
        size = math.sqrt(len(contact.words) * len(each.words))
        if same_topic or (len(common) >= SHARED and len(common) >= ALIKE * size):
            return Repeat(each, same_topic, common)
    return None
