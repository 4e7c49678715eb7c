"""Merging as clients ask for it and see it."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.rules.merging import MOST_AT_ONCE
from app.schemas.base import In, Out
from app.schemas.tickets import TicketOut, TicketRef

_TICKET = "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"


class MergeIn(In):
    """Which tickets become part of this one."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"source_ids": [_TICKET]}]})

    source_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE)]
    notify_customer: bool = Field(default=False, description="Tell each merged ticket's customer, in their language.")


class MergedOut(Out):
    """What became of one of them: `already` when it was part of this ticket before."""

    id: UUID
    number: int
    outcome: Literal["merged", "already"]


class MergeOut(Out):
    """The ticket that they are part of now: the one that was named, or what that one is part of itself."""

    ticket: TicketOut
    merged: list[MergedOut]


class UnmergeOut(Out):
    """A ticket that stands on its own again."""

    ticket: TicketOut
    was_merged_into: TicketRef
    messages_left: int = Field(
        description="So many messages that were sent to it while it was merged stay where they came to (at most 1,000 "
        "are counted)."
    )
