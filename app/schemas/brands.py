"""Brands as clients send and see them."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.appearance import AppearanceIn, AppearanceOut
from app.schemas.base import In, Instant, Key, Language, Line, Out, WebAddress
from app.schemas.queues import Texts


class ReachIn(In):
    """How customers reach the brand, and what it says while nobody is there."""

    after_hours: bool = Field(
        default=True, description="While its calendar is closed, each thread gets one automatic answer."
    )
    closed_text: Texts = {}
    languages: Annotated[list[Language], Field(max_length=20)] = []
    articles: bool = Field(
        default=True, description="That answer names up to three public articles, where they surely fit."
    )
    chat: bool = Field(default=True, description="Whether customers are told of the chat.")
    help_url: WebAddress | None = Field(
        default=None, description="Where its help centre is: an article is below it, at `/{locale}/{slug}`."
    )


class BrandAssistantIn(In):
    """On what the assistant may answer customers by itself. Without topics: on nothing."""

    auto_answer_topics: Annotated[list[Line], Field(max_length=100)] = Field(
        default=[], description="Tickets with one of these topics, or with one below it."
    )
    per_ticket: Annotated[int, Field(ge=1, le=10)] = Field(
        default=1, description="So many answers on one ticket; when a person has written, no more."
    )
    wait_seconds: Annotated[int, Field(ge=0, le=900)] = Field(
        default=0, description="So long people have the first word, and customers can go on writing."
    )
    name: Line | None = Field(default=None, description="Who customers see as the author; null: in their language.")


class BrandIn(In):
    """A new brand; its `key` is what clients name it by, and stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"key": "shop", "name": "The Shop"}]})

    key: Key
    name: Line
    default_team_id: UUID | None = None
    strict_fields: bool = False
    calendar_id: UUID | None = None
    reach: ReachIn = ReachIn()
    appearance: AppearanceIn = AppearanceIn()
    assistant: BrandAssistantIn = BrandAssistantIn()


class BrandPatch(In):
    """Changes of a brand."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "The Shop (Europe)", "default_team_id": None}]})

    name: Line | None = None
    default_team_id: UUID | None = None
    strict_fields: bool | None = None
    calendar_id: UUID | None = None
    reach: ReachIn | None = Field(default=None, description="Sent whole.")
    appearance: AppearanceIn | None = Field(default=None, description="Sent whole; the logo stays.")
    assistant: BrandAssistantIn | None = Field(default=None, description="Sent whole.")

    @model_validator(mode="after")
    def _not_null(self) -> "BrandPatch":
        for name in ("name", "strict_fields", "reach", "appearance", "assistant"):
            if name in self.model_fields_set and getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class ReachOut(Out):
    """How customers reach the brand, and what it says while nobody is there."""

    after_hours: bool
    closed_text: dict[str, str] = Field(description="By language; where there is none, a built-in one.")
    languages: list[str]
    articles: bool
    chat: bool
    help_url: str | None = Field(description="Where its help centre is; null: the desk's own pages.")


class BrandAssistantOut(Out):
    """On what the assistant answers customers by itself."""

    auto_answer_topics: list[str]
    per_ticket: int
    wait_seconds: int
    name: str | None


class BrandOut(Out):
    """A brand."""

    id: UUID
    key: str
    name: str
    default_team_id: UUID | None = Field(description="Where its tickets and chats go when no team is named.")
    strict_fields: bool = Field(description="Nobody may use custom fields and topics that are not defined.")
    calendar_id: UUID | None = Field(description="When somebody is there: of its teams and queues without hours too.")
    reach: ReachOut
    appearance: AppearanceOut
    assistant: BrandAssistantOut
    has_identity_secret: bool = Field(description="Whether its customers can be identified by signed tokens.")
    version: int
    created_at: Instant
    updated_at: Instant


class BrandPage(Out):
    """A page of brands, by key."""

    items: list[BrandOut]
    next_cursor: str | None


class IdentitySecretOut(Out):
    """The secret that signs this brand's identity tokens. It is shown this once."""

    secret: str
    previous_good_until: Instant | None = Field(description="Until when tokens signed with the secret before are good.")
