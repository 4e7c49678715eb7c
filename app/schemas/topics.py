"""Topics as clients send and see them."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from app.schemas.base import In, Instant, Out
from app.schemas.fields import Labels

TopicKey = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^[^/\x00-\x1f]{1,64}$"),
    Field(description="Its part of the path, without a slash."),
]


class TopicIn(In):
    """A new topic: at the root, or below another one."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"key": "billing", "labels": {"en": "Invoices and payments", "ru": "Оплата"}}]}
    )

    key: TopicKey
    parent_id: UUID | None = None
    labels: Labels


class TopicPatch(In):
    """Changes of a topic. Another key or parent moves it, with all that is below it; null as parent: to the root."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"labels": {"en": "Payments"}}]})

    key: TopicKey | None = None
    parent_id: UUID | None = None
    labels: Labels | None = None
    archived: bool | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "TopicPatch":
        for name in self.model_fields_set - {"parent_id"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class TopicOut(Out):
    """A topic; `path` is what tickets hold."""

    id: UUID
    parent_id: UUID | None
    key: str
    path: str
    labels: dict[str, str]
    archived: bool
    version: int
    created_at: Instant
    updated_at: Instant
    job_id: UUID | None = Field(default=None, description="After a move: the job that takes its tickets along.")


class TopicPage(Out):
    """A page of topics, by path: what is below one comes after it."""

    items: list[TopicOut]
    next_cursor: str | None
