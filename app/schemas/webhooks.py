"""Outgoing webhooks as admins send and see them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from app.rules.outgoing import MAX_URL, parse
from app.rules.webhooks import check_headers
from app.schemas.base import In, Instant, Key, Out, Paragraph
from app.schemas.events import DeskEventType, EventType, FeedEventOut
from app.schemas.tickets import TicketOut

_TYPES = frozenset(each.value for each in (*EventType, *DeskEventType))
_NOUNS = frozenset(each.partition(".")[0] for each in _TYPES)


def _callable(url: str) -> str:
    return str(parse(url))  # its refusals are ValueErrors with a sentence


def _known(pattern: str) -> str:
    noun, dot, rest = pattern.partition(".")
    if pattern in _TYPES or pattern == "*" or (dot and rest == "*" and noun in _NOUNS):
        return pattern
    msg = "name a type as in the guide, a noun's all as ticket.*, or all as *"
    raise ValueError(msg)


def _ours_stay(headers: dict[str, str]) -> dict[str, str]:
    check_headers(headers)
    return headers


Url = Annotated[str, StringConstraints(min_length=1, max_length=MAX_URL), AfterValidator(_callable)]
Events = Annotated[
    list[Annotated[str, StringConstraints(max_length=100), AfterValidator(_known)]],
    Field(min_length=1, max_length=50, description="Types, `ticket.*`, or `*`."),
]
Headers = Annotated[
    dict[str, str], Field(max_length=20, description="Sent with every delivery; never shown again."),
    AfterValidator(_ours_stay),
]  # fmt: skip
Audience = Annotated[
    Literal["desk", "partner"],
    Field(description="`partner`: only what a partner may see, in the way in which it may see it."),
]


class WebhookConditionsIn(In):
    """Only events of tickets for which all of these hold; an empty list asks nothing."""

    brands: list[Key] = Field(default=[], max_length=100)
    team_ids: list[UUID] = Field(default=[], max_length=100)
    source_ids: list[UUID] = Field(default=[], max_length=100)


class WebhookIn(In):
    """A new webhook. Its secret is made by the desk."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"url": "https://shop.example/hooks/desk", "events": ["ticket.*"], "description": "Shop"}]
        }
    )

    url: Url
    events: Events
    description: Paragraph | None = None
    conditions: WebhookConditionsIn = Field(default_factory=WebhookConditionsIn)
    audience: Audience = "desk"
    with_ticket: bool = Field(default=False, description="Add the ticket as it is when the event is sent first.")
    headers: Headers = {}
    enabled: bool = True


class WebhookPatch(In):
    """Changes of a webhook; only the fields that are sent are changed. Lists and headers replace the old ones."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"enabled": True}]})

    url: Url | None = None
    events: Events | None = None
    description: Paragraph | None = None
    conditions: WebhookConditionsIn | None = None
    audience: Audience | None = None
    with_ticket: bool | None = None
    headers: Headers | None = None
    enabled: bool | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "WebhookPatch":
        for name in self.model_fields_set - {"description"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class WebhookRotateIn(In):
    """For how long the old secret still signs beside the new one, in seconds; 0 when it has leaked."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"overlap_seconds": 86_400}]})

    overlap_seconds: Annotated[int, Field(ge=0, le=7 * 86_400)] = 86_400


class WebhookConditionsOut(Out):
    """Which tickets it is about; an empty list asks nothing."""

    brands: list[str]
    team_ids: list[UUID]
    source_ids: list[UUID]


class WebhookOut(Out):
    """A webhook and how its receiver does; never its secrets, and of headers only the names."""

    id: UUID
    url: str
    description: str | None
    events: list[str]
    conditions: WebhookConditionsOut
    audience: Literal["desk", "partner"]
    with_ticket: bool
    header_names: list[str]
    api_version: str
    enabled: bool
    disabled_because: Literal["admin", "gone", "failing"] | None
    disabled_at: Instant | None
    failures: int = Field(description="Attempts in a row that failed; counted up to ten, then one for each pause.")
    failing_since: Instant | None
    paused_until: Instant | None = Field(description="The receiver is left alone until then, but for one try after it.")
    previous_secret_until: Instant | None
    created_by: UUID | None
    version: int
    created_at: Instant
    updated_at: Instant


class WebhookWithSecret(WebhookOut):
    """A webhook with its new secret: kept nowhere else in this form."""

    secret: str


class WebhookPage(Out):
    """A page of webhooks, newest first."""

    items: list[WebhookOut]
    next_cursor: str | None


class WebhookPayload(Out):
    """What is posted. The header `webhook-id` has `data.id`: the same for every attempt and every replay."""

    type: str
    timestamp: Instant
    api_version: str
    replay: bool = Field(description="Somebody asked for it again.")
    data: FeedEventOut
    ticket: TicketOut | None = Field(default=None, description="The ticket as it was then, if that was asked for.")


WebhookDeliveryStatus = Literal["waiting", "delivered", "failed"]


class WebhookDeliveryOut(Out):
    """One event for one webhook."""

    id: UUID
    webhook_id: UUID
    event_id: str = Field(description="The header `webhook-id`.")
    position: int | None = Field(description="Its place in the change feed; null for a test.")
    type: str
    ticket_id: UUID | None
    replay: bool
    status: WebhookDeliveryStatus
    attempts: int
    last_status: int | None = Field(description="What the receiver answered last.")
    last_error: str | None
    created_at: Instant
    ended_at: Instant | None


class WebhookDeliveryPage(Out):
    """A page of deliveries, newest first."""

    items: list[WebhookDeliveryOut]
    next_cursor: str | None


class WebhookAttemptOut(Out):
    """One try. Values of the webhook's own headers are hidden."""

    number: int
    at: Instant
    took_ms: int
    request_headers: dict[str, str]
    status: int | None
    response_headers: dict[str, str] | None
    response_body: str | None = Field(description="Its beginning.")
    error: str | None


class WebhookDeliveryDetail(WebhookDeliveryOut):
    """A delivery with all that was tried. `next_attempt_at` is when its turn may come next."""

    next_attempt_at: Instant | None
    body: str | None = Field(description="What was sent, byte for byte; null before the first attempt.")
    tries: list[WebhookAttemptOut]


class WebhookReplayIn(In):
    """A range of the change feed by positions (`after` < position <= `upto`) or by times, at most 90 days of it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"since": "2026-11-20T08:00:00Z", "until": "2026-11-20T14:00:00Z"}]}
    )

    after: int | None = Field(default=None, ge=0, le=2**53 - 1)
    upto: int | None = Field(default=None, ge=0, le=2**53 - 1)
    since: Instant | None = None
    until: Instant | None = None
    types: Events | None = Field(default=None, description="Of what the webhook hears, only these.")

    @model_validator(mode="after")
    def _one_way(self) -> "WebhookReplayIn":
        by_place = self.after is not None or self.upto is not None
        by_time = self.since is not None or self.until is not None
        if by_place == by_time or (by_place and self.after is None) or (by_time and self.since is None):
            msg = "say where it begins, by position (after) or by time (since), not both"
            raise ValueError(msg)
        if self.after is not None and self.upto is not None and self.upto <= self.after:
            msg = "upto must be behind after"
            raise ValueError(msg)
        if self.since is not None and self.until is not None and self.until <= self.since:
            msg = "until must be later than since"
            raise ValueError(msg)
        return self
