"""How topics are suggested, as admins set it."""

from typing import Annotated

from pydantic import ConfigDict, Field

from app.schemas.base import In, Instant, Out

Confidence = Annotated[float, Field(ge=0.5, le=1)]


class TopicSettingsIn(In):
    """How topics are suggested. What is left out is as for a new desk."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"automatic_from": 0.95, "retrain_days": 7}]})

    suggest: bool = Field(default=True, description="Whether new tickets without a topic are looked at.")
    automatic_from: Confidence | None = Field(
        default=None, description="From this confidence on the topic is set by itself; null: never."
    )
    minimum_examples: int = Field(default=100, ge=10, le=20_000, description="With fewer, no model is made.")
    minimum_per_topic: int = Field(default=5, ge=2, le=1_000, description="Topics with fewer are left out.")
    retrain_days: int | None = Field(
        default=None, ge=1, le=365, description="A new model every so many days; null: only when somebody asks."
    )


class TopicSettingsOut(Out):
    """The settings of the desk (`brand` null) or of a brand."""

    brand: str | None
    suggest: bool
    automatic_from: float | None
    minimum_examples: int
    minimum_per_topic: int
    retrain_days: int | None
    version: int = Field(description="0: nobody has set them.")
    updated_at: Instant | None


class TopicSettingsPage(Out):
    """A page of settings: the desk's, then those of brands by key."""

    items: list[TopicSettingsOut]
    next_cursor: str | None
