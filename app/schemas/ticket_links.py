"""Links between tickets as clients make and see them."""

from uuid import UUID

from pydantic import ConfigDict, Field

from app.rules.statuses import Status
from app.rules.ticket_links import Kind, Seen
from app.schemas.base import In, Instant, Out
from app.schemas.tickets import Priority

_TICKET = "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"


class LinkIn(In):
    """What this ticket is to another one."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"kind": "incident_of", "ticket_id": _TICKET}]})

    kind: Kind
    ticket_id: UUID
    holds: bool = Field(
        default=True, description="Of a child: its parent is not solved while it is open. Other kinds ignore it."
    )


class LinkedOut(Out):
    """The other ticket."""

    id: UUID
    number: int
    subject: str
    status: Status
    priority: Priority
    assignee_id: UUID | None


class LinkByOut(Out):
    """Who made it."""

    id: UUID | None
    name: str


class LinkOut(Out):
    """A link as this ticket sees it. It does not change: its ETag is always the same."""

    id: UUID
    kind: Seen
    ticket: LinkedOut
    holds: bool = Field(description="Of a child or its parent: the parent is not solved while the child is open.")
    created_by: LinkByOut
    created_at: Instant


class LinkPage(Out):
    """A page of links: by kind, then by the age of the other ticket."""

    items: list[LinkOut]
    next_cursor: str | None
