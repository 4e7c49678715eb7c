"""Calls that are to be made."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from app.schemas.base import In, Instant, Out, Phone


class CallbackIn(In):
    """A call to make: a task on the ticket, at the first time that suits both sides."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ticket_id": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"}]})

    ticket_id: UUID
    number: Phone | None = Field(default=None, description="Null: the requester's.")
    region: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = Field(
        default=None, description="Where a number without a country is of."
    )
    not_before: Instant | None = None
    assignee_id: UUID | None = Field(default=None, description="Whose task it is; null: whoever has the ticket.")


class CallbackOut(Out):
    """A call to make."""

    id: UUID
    ticket_id: UUID
    task_id: UUID | None = Field(description="Null: the task was taken away.")
    number: str
    zones: list[str] = Field(description="Where it was held to be a decent hour.")
    due_at: Instant | None = Field(description="Null: no hour suits both sides in the next 60 days.")
    done: bool
    call_id: UUID | None = Field(description="The missed call that it answers.")
    created_at: Instant


class CallbackPage(Out):
    """A page of calls to make, newest first."""

    items: list[CallbackOut]
    next_cursor: str | None
