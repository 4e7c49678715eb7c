"""Splitting as clients ask for it."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.base import In, Subject

_ID = "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"
MOST_MESSAGES = 100


class SplitIn(In):
    """Which messages make a ticket of their own, and whose it is."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"message_ids": [_ID], "subject": "And the invoice is wrong, too"}]}
    )

    message_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_MESSAGES)]
    subject: Subject | None = Field(default=None, description="That of the ticket, when it is left out.")
    requester_id: UUID | None = Field(
        default=None, description="Somebody else who may read all of these messages; the ticket's own requester else."
    )
    team_id: UUID | None = None
    assignee_id: UUID | None = None
