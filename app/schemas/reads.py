"""Read receipts on the wire."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.base import In, Out


class ReadIn(In):
    """How far the caller has read, as it counts. Beyond the end means all of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"seq": 45}]})

    seq: Annotated[int, Field(ge=0, le=2_147_483_647)]


class ReadsOut(Out):
    """How far each participant has read a ticket, as the caller counts.

    Customers and partners are told of the requester, the assignee and whoever has answered them; agents of everybody.
    """

    ticket_id: UUID
    last_seq: int
    read: dict[UUID, int]
    unread: int = Field(description="Messages by others after the caller's own mark; 100 means 100 or more.")
