"""Tickets that a socket is about to follow: what hints say of them while the database is still being asked."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import UUID


class Attention:
    """Counters heard of while somebody looks, so that no event falls between the look and the following."""

    def __init__(self) -> None:
        self._looking: dict[UUID, list[dict[UUID, tuple[int, int]]]] = {}

    def __len__(self) -> int:
        return len(self._looking)

    @contextmanager
    def to(self, ticket_ids: Collection[UUID]) -> Iterator[dict[UUID, tuple[int, int]]]:
        """Inside, the mapping learns the counters (`seq`, `public_seq`) that hints tell of these tickets."""
        heard: dict[UUID, tuple[int, int]] = {}
        for each in ticket_ids:
            self._looking.setdefault(each, []).append(heard)
        try:
            yield heard
        finally:
            for each in ticket_ids:
                looking = self._looking[each]
                # By identity: two who heard the same are equal, and only one of them is done.
                looking[:] = [other for other in looking if other is not heard]
                if not looking:
                    del self._looking[each]

    def hear(self, ticket_id: UUID, seq: int, public_seq: int) -> None:
        """A ticket's counters are at least this."""
        for heard in self._looking.get(ticket_id, ()):
            was = heard.get(ticket_id, (0, 0))
            heard[ticket_id] = max(was[0], seq), max(was[1], public_seq)
