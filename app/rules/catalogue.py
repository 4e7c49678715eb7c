"""The catalogue: what a type of request makes of a new ticket."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RequestType:
    """A type of request as it stands. `approver`: the agent who approves besides leads."""

    key: str
    brand: str | None = None
    public: bool = True
    archived: bool = False
    form: str | None = None
    checklist: str | None = None
    team_id: UUID | None = None
    priority: str | None = None
    ticket_type: str = "request"
    tags: tuple[str, ...] = ()
    needs_approval: bool = False
    approver: UUID | None = None


def may_choose(kind: str, *, brand: str | None, of_brand: str | None, public: bool, archived: bool) -> bool:
    """Whether a kind of caller may use something of the catalogue (made for `of_brand`) on a ticket of this brand."""
    return not archived and of_brand in {None, brand} and (public or kind != "customer")
