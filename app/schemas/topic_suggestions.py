"""What a ticket is thought to be about, as agents see it."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from app.schemas.base import Instant, Out, Reference


class TopicGuess(Out):
    """A topic, and how sure the model is of it."""

    topic: str
    confidence: float


class TopicWhy(Out):
    """What speaks for a topic."""

    kind: Literal["words"] = Field(description="Words of the customer's; the first weighs most.")
    words: list[str]


class SuggestingModel(Out):
    """The model that a suggestion is of."""

    id: UUID
    number: int


class TopicSuggestionOut(Out):
    """What a model thinks a ticket is about, and what became of that."""

    ticket_id: UUID
    state: Literal["suggested", "applied", "accepted", "rejected"]
    topic: str = Field(description="As it is called now, wherever it was moved.")
    usable: bool = Field(description="False: the topic is archived.")
    confidence: float = Field(description="The share of such suggestions that are right, as measured.")
    others: list[TopicGuess]
    why: list[TopicWhy] = Field(description="Empty when the model is not there any more.")
    model: SuggestingModel
    at: Instant
    decided_at: Instant | None
    decided_by: Reference | None
