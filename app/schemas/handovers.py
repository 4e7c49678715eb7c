"""Handing over as clients ask for it: to an agent, a team, a queue or a tier, with a reason."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import In, Line

_TEAM = "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"


class DestinationIn(In):
    """Where to."""

    agent_id: UUID | None = None
    team_id: UUID | None = None
    queue_id: UUID | None = None
    tier: (
        Annotated[int, Field(strict=True, ge=0, le=9, description="Agents of this tier or above; 0: of any.")] | None
    ) = None

    def named(self) -> int:
        """How many places were named."""
        return sum(each is not None for each in (self.agent_id, self.team_id, self.queue_id, self.tier))


class TransferIn(DestinationIn):
    """To whom a ticket or chat is handed over. Name one of `agent_id`, `team_id`, `queue_id` and `tier`."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"team_id": _TEAM, "reason": "Billing can help you faster"}]}
    )

    reason: Line | None = Field(default=None, description="Said to the customer, politely and in their language.")
    tell_customer: bool = Field(default=True, description="Write to the customer that it was handed over.")

    @model_validator(mode="after")
    def _one(self) -> "TransferIn":
        if self.named() != 1:
            msg = "name exactly one of agent_id, team_id, queue_id and tier"
            raise ValueError(msg)
        return self


class ChatTransferIn(TransferIn):
    """To whom a chat is handed over, and whether its agent stays in it until the other one accepts."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"team_id": _TEAM, "reason": "Billing can help you faster", "warm": True}]}
    )

    warm: bool = Field(default=False, description="Both agents are in the chat until the other one accepts.")


class NotMyAreaIn(DestinationIn):
    """What somebody who is not the one for it knows: nothing, whose it is, or what it is about."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"topic": "billing", "reason": "About an invoice"}]})

    topic: Line | None = Field(default=None, description="What it is about: the queues are tried again with it.")
    reason: Line | None = Field(default=None, description="Said to the customer, and to whoever gets it.")
    tell_customer: bool = True

    @model_validator(mode="after")
    def _one(self) -> "NotMyAreaIn":
        if self.named() > 1:
            msg = "name at most one of agent_id, team_id, queue_id and tier"
            raise ValueError(msg)
        return self


class QueuePlaceIn(In):
    """Where in its queue a waiting ticket or chat goes."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"place": "first", "reason": "Their shop is down"}]})

    place: Literal["first", "last", "in_order"] = Field(description="`in_order`: where it belongs by itself.")
    reason: Line | None = None
