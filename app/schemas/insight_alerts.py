"""Alerts of what keeps coming back, as agents see them and decide on them."""

from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.base import Body, In, Instant, Out, Subject
from app.schemas.insight_rules import InsightKind
from app.schemas.insights import InsightTicketOut
from app.schemas.tickets import Priority

AlertState = Literal["open", "dismissed", "problem"]
AlertSubject = Literal["topic", "category", "phrase", "cluster", "knowledge_gap", "customer"]
LinkOutcome = Literal["linked", "linked_before", "elsewhere", "gone"]


class InsightProblemIn(In):
    """The problem that an alert becomes: a new ticket, or one that is there (`ticket_id`). All may be left out."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "subject": "Payments by card are declined",
                    "body": "Since 9:40 many customers write that their card is declined. The provider is asked.",
                    "priority": "high",
                }
            ]
        }
    )

    subject: Subject | None = Field(default=None, description="The alert's title else.")
    body: Body | None = Field(default=None, description="Why there is an alert else.")
    priority: Priority = "high"
    ticket_id: UUID | None = Field(default=None, description="Link to this ticket, and make none.")


class AlertLinksOut(Out):
    """What became of linking the tickets of an alert to its problem."""

    waiting: int = Field(description="Not linked yet, or nobody has asked for it.")
    linked: int
    linked_before: int = Field(description="Somebody had linked it to this problem.")
    elsewhere: int = Field(description="It has another problem, or as many links as it can have.")
    gone: int = Field(description="Merged, or not there any more.")
    job_id: UUID | None = Field(description="The job that links them; `GET /v1/jobs/{id}` says how far it is.")


class InsightAlertOut(Out):
    """Something that a rule has found: once per episode, until it has not been seen for a while."""

    id: UUID
    rule_id: UUID | None
    rule_name: str
    kind: InsightKind
    subject: AlertSubject
    key: str
    title: str
    why: str
    brand: str | None
    state: AlertState
    facts: dict[str, Any] = Field(
        description="As it was when it stood out most: `observed`, `expected`, `ratio`, `p_value`, `q_value`, "
        "`period` of what rises; `people`, `words` of a cluster; `contacts` of a customer."
    )
    tickets: int = Field(description="So many tickets it is about so far, at most 10,000.")
    team_id: UUID | None
    problem_id: UUID | None
    links: AlertLinksOut
    decided_by: UUID | None
    decided_by_name: str | None
    decided_at: Instant | None
    created_at: Instant
    seen_at: Instant = Field(description="When it was there last.")
    ended_at: Instant | None
    examples: list[InsightTicketOut]


class InsightAlertPage(Out):
    """Alerts, newest first."""

    items: list[InsightAlertOut]
    next_cursor: str | None


class AlertTicketOut(InsightTicketOut):
    """A ticket of an alert."""

    outcome: LinkOutcome | None = Field(description="What became of linking it to the problem; null: nothing yet.")


class AlertTicketPage(Out):
    """The tickets of an alert, oldest first."""

    items: list[AlertTicketOut]
    next_cursor: str | None
