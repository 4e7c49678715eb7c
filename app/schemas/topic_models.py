"""Models of topics as clients see them: what was measured of each, and how it does live."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.base import In, Instant, Key, Out

ModelState = Literal["training", "ready", "active", "failed", "retired"]


class TopicModelIn(In):
    """A model to be learnt now, from what people have said of tickets."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"activate": True}]})

    brand: Key | None = Field(default=None, description="Of this brand's tickets alone; null: of all tickets.")
    activate: bool = Field(
        default=False, description="Use it as soon as it is ready, unless it is worse than the one in use."
    )


class TopicScore(Out):
    """How well a model knows one topic."""

    topic: str
    examples: int
    held_out: int
    recall: float | None = Field(description="Of those held out that are of it: the share that it recognised.")
    precision: float | None = Field(description="Of those held out that it took for it: the share that are.")


class TopicThreshold(Out):
    """What a confidence is worth, by the examples held out."""

    confidence: float
    share: float = Field(description="Of the examples held out, so many were at least that sure.")
    accuracy: float | None = Field(description="So many of these were right.")


class TopicLeftOut(Out):
    """A topic that a model knows nothing of."""

    topic: str
    examples: int
    reason: Literal["too_few", "archived", "unknown"]


class TopicModelLive(Out):
    """What people have said to a model's suggestions. Who has said nothing counts as neither."""

    suggested: int
    suggested_accepted: int
    suggested_rejected: int
    applied: int = Field(description="Topics that it has set by itself.")
    applied_accepted: int
    applied_rejected: int
    accepted_share: float | None = Field(description="Of all that were accepted or rejected; null while none was.")
    rejected_share: float | None


class TopicModelOut(Out):
    """A model: what it was made of, what it got right of examples that it had not seen, and what people say to it."""

    id: UUID
    number: int
    brand: str | None
    state: ModelState
    job_id: UUID | None
    examples: int
    topics: int
    languages: list[str]
    made_of: Instant | None = Field(description="The latest ticket that it has learnt from was made then.")
    held_out: int = Field(description="Examples that it was measured on without having seen them.")
    folds: int = Field(description="5: each example was held out once. 1: a fifth of them was held out.")
    accuracy: float | None = Field(description="Share of those held out of which the first suggestion was right.")
    top3: float | None = Field(description="Share of those of which one of the first three was right.")
    baseline: float | None = Field(description="What always saying the most frequent topic would get right.")
    calibration_error: float | None = Field(
        description="How far confidence and the share that was right are apart, on average."
    )
    thresholds: list[TopicThreshold]
    left_out: list[TopicLeftOut]
    live: TopicModelLive
    bytes: int
    seconds: float | None = Field(description="What learning took.")
    reason: str | None = Field(description="Why it failed, or why it is not in use: a stable word.")
    detail: str | None = Field(description="The same, for people.")
    created_by: UUID | None
    created_at: Instant
    ready_at: Instant | None
    activated_at: Instant | None


class TopicModelRead(TopicModelOut):
    """A model, with what it knows of each topic."""

    per_topic: list[TopicScore]


class TopicModelPage(Out):
    """A page of models, newest first."""

    items: list[TopicModelOut]
    next_cursor: str | None
