"""The approval that a ticket waits for, as clients send and see it."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import In, Instant, Out, Paragraph
from app.schemas.tickets import Approval


class ApprovalIn(In):
    """A decision. Whoever declines says why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"decision": "approve", "reason": "Within the budget"}]})

    decision: Literal["approve", "decline"]
    reason: Paragraph | None = None

    @model_validator(mode="after")
    def _why_not(self) -> "ApprovalIn":
        if self.decision == "decline" and self.reason is None:
            msg = "say why it is declined"
            raise ValueError(msg)
        return self


class ApprovalPatch(In):
    """Who decides; null: the leads."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"agent_id": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"}]})

    agent_id: UUID | None


class ApprovalOut(Out):
    """An approval: who decides, and what was decided."""

    ticket_id: UUID
    status: Approval
    agent_id: UUID | None = Field(description="Who decides, besides leads; null: the leads.")
    reason: str | None
    decided_by: UUID | None
    decided_at: Instant | None
    version: int
    created_at: Instant
    updated_at: Instant
