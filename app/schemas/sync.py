"""The hub over plain HTTP: what a long poll answers."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.schemas.base import Out
from app.schemas.realtime_out import Ev


class SyncReset(Out):
    """What the client holds of this ticket is not its history: drop it and begin at 0."""

    ticket: UUID
    reason: Annotated[str, Field(pattern="^(epoch|ahead)$")]


class SyncOut(Out):
    """Everything new after the cursors that were sent.

    `cursors` is what to send next time. `more`: tickets of which there is more right now. `gone`: tickets that are not
    there, or not yours to see: send them no more. `reset`: tickets to begin again, at 0.
    """

    epoch: str
    events: list[Ev]
    cursors: dict[UUID, int]
    more: list[UUID]
    reset: list[SyncReset]
    gone: list[UUID]
