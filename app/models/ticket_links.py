"""Links between tickets, the answers of incidents, and what parents are to learn of their children."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, one_of


class TicketLink(SQLModel, table=True):
    """One ticket's word on another: `from_id` is the incident, the child, the duplicate, what was split off or follows.

    `related` has no direction and is kept once, the smaller id first.
    """

    __tablename__ = "ticket_links"
    __table_args__ = (
        one_of(
            "ticket_links", "kind", "incident_of", "child_of", "related", "duplicate_of", "split_from", "follow_up_of"
        ),
        CheckConstraint("from_id <> to_id", name="ticket_links_of_two"),
        CheckConstraint("kind <> 'related' OR from_id < to_id", name="ticket_links_related_once"),
        Index("ticket_links_once", "from_id", "to_id", "kind", unique=True),
        # The incidents of a problem are read in this order, however many there are.
        Index("ticket_links_to", "to_id", "kind", "from_id"),
        Index(
            "ticket_links_one_above",
            "from_id",
            "kind",
            unique=True,
            postgresql_where=text("kind IN ('incident_of', 'child_of')"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str
    from_id: UUID = Field(foreign_key="tickets.id")
    to_id: UUID = Field(foreign_key="tickets.id")
    # Of a child: its parent is not solved before it.
    holds: bool = False
    created_by: UUID | None = None
    created_by_name: str
    created_at: datetime = at()


class IncidentAnswer(SQLModel, table=True):
    """What became of one incident when its problem's answer was sent; committed with the answer, so there is one."""

    __tablename__ = "incident_answers"
    __table_args__ = (
        one_of("incident_answers", "outcome", "answered", "solved_before", "merged", "unlinked", "failed"),
    )

    job_id: UUID = Field(foreign_key="jobs.id", primary_key=True, ondelete="CASCADE")
    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True)
    problem_id: UUID = Field(foreign_key="tickets.id")
    outcome: str
    message_id: UUID | None = None
    at: datetime = at()


class ChildTold(SQLModel, table=True):
    """A child whose parent is to learn that it is done, or open again."""

    __tablename__ = "children_told"

    child_id: UUID = Field(primary_key=True)
    status: str
    at: datetime = at()
