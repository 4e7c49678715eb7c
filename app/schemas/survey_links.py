"""Surveys that agents and systems ask by hand."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.schemas.base import In, Instant, Key, Out
from app.schemas.feedback import Metric


class SurveyLinkIn(In):
    """Which survey, and by which way."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"channel": "mail"}]})

    survey: Annotated[
        Key | None, Field(description="The key of an active survey for customers; null: the one that fits the ticket.")
    ] = None
    channel: Annotated[
        Literal["mail", "link"], Field(description="`mail`: a letter goes to the customer; `link`: nothing leaves.")
    ] = "mail"


class SurveyLinkOut(Out):
    """The question as it was sent. Nobody who answers for the desk ever gets a customer's `url`."""

    invitation_id: UUID
    survey: str
    metric: Metric
    channel: Literal["mail", "link"]
    sent_at: Instant
    expires_at: Instant
    url: str | None = Field(
        description="API keys: where the customer answers, for a page, a receipt or a letter of your own. "
        "Agents: null, as they would rate themselves."
    )


class SurveyInvitationOut(Out):
    """What became of asking a ticket's customer at one solving."""

    id: UUID
    episode: int = Field(description="Which solving: 1 is the first.")
    state: Literal["planned", "sent", "answered", "cancelled", "expired"]
    survey: str | None = Field(description="Its key; null: the built-in question, or none is chosen.")
    metric: Metric
    channel: Literal["chat", "mail", "link"] | None
    created_at: Instant
    due_at: Instant | None
    sent_at: Instant | None
    expires_at: Instant
    answered_at: Instant | None
    cancelled_at: Instant | None
    cancelled_because: str | None = Field(
        description="`reopened`, `merged`, `spam`, `fatigue`, `sampled_out`, `no_survey`, `opted_out`, `no_address`."
    )


class SurveyInvitationPage(Out):
    """A page of them, the latest solving first."""

    items: list[SurveyInvitationOut]
    next_cursor: str | None
