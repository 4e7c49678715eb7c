"""What narrows a search."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.services.lean.field_filters import Asked

# What a document's ticket is filtered by: the filter, the column that it is checked against, and its mark.
FACETS = (
    ("status", "status", "s"), ("priority", "priority", "p"), ("type", "type", "y"), ("channel", "channel", "c"),
    ("brand", "brand", "b"), ("assignee_id", "assignee_id", "a"), ("team_id", "team_id", "t"),
    ("queue_id", "queue_id", "q"), ("requester_id", "requester_id", "r"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """What narrows a search; empty fields do not. `created_before` is exclusive."""

    kind: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    brand: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    assignee_id: tuple[UUID, ...] = ()
    unassigned: bool = False
    team_id: tuple[UUID, ...] = ()
    queue_id: tuple[UUID, ...] = ()
    requester_id: tuple[UUID, ...] = ()
    fields: tuple[Asked, ...] = ()
    created_after: datetime | None = None
    created_before: datetime | None = None

    @property
    def about_tickets(self) -> bool:
        """Whether it asks something of a ticket, which a customer is none."""
        return self.unassigned or bool(self.tag or self.fields) or any(getattr(self, name) for name, _, _ in FACETS)
