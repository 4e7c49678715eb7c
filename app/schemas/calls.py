"""Phone calls: what exchanges say, what agents see, and what a channel of kind `phone` is set up with."""

import base64
from datetime import time
from typing import Annotated, Literal
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from app.rules import phone_numbers
from app.schemas.base import In, Instant, Language, Line, Out, Subject, Text

Extension = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9A-Za-z*#._-]{1,32}$")]
RawNumber = Annotated[Text, StringConstraints(max_length=200)]
Direction = Literal["in", "out"]
CallState = Literal["ringing", "answered", "ended", "missed"]
CallEvent = Literal["ringing", "answered", "ended", "missed", "updated"]
MOST_SECONDS = 7 * 86_400


def _https(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"https", "http"} or not parts.hostname or not value.isprintable() or " " in value:
        msg = "must be a web address"
        raise ValueError(msg)
    return value


Link = Annotated[Text, StringConstraints(max_length=2000), AfterValidator(_https)]


class CallEventIn(In):
    """What an exchange says of a call: as much as it knows; what it does not name stays as it was."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "channel_id": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10",
                    "call_id": "1764151200.42",
                    "event": "ringing",
                    "at": "2026-11-26T10:00:00Z",
                    "caller": "+79161234567",
                    "called": "+74951234567",
                    "extension": "101",
                    "ivr_path": ["sales"],
                }
            ]
        }
    )

    channel_id: UUID = Field(description="Of the channel of kind `phone`.")
    call_id: Line = Field(description="The exchange's own; the same in all events of a call.")
    event: CallEvent = Field(description="`updated`: only what else it says, a recording that is ready, say.")
    at: Instant | None = Field(default=None, description="When it happened; null: now.")
    direction: Direction = "in"
    caller: RawNumber | None = Field(
        default=None, description="Who calls: of `out`, us. Withheld: null or `anonymous`."
    )
    called: RawNumber | None = Field(default=None, description="Who is called.")
    extension: Extension | None = Field(default=None, description="At whom it rings, or who has answered.")
    agent_id: UUID | None = Field(default=None, description="The same, by the desk's id.")
    duration_seconds: Annotated[int, Field(ge=0, le=MOST_SECONDS)] | None = None
    recording_url: Link | None = None
    ivr_path: Annotated[list[Line], Field(max_length=50)] = Field(default=[], description="What was chosen in menus.")


class CallEventOut(Out):
    """The call as it stands after that."""

    id: UUID
    state: CallState
    ticket_id: UUID | None
    customer_id: UUID | None


class CallerOut(Out):
    """Who calls, as far as the number tells."""

    id: UUID
    name: str | None


class CallTicketOut(Out):
    """An open ticket of who calls."""

    id: UUID
    number: int
    subject: str
    status: str


class CallOut(Out):
    """A call. `tickets`: the open tickets of who calls, the latest first, of one call that is read."""

    id: UUID
    channel_id: UUID
    call_id: str = Field(description="The exchange's own.")
    direction: Direction
    state: CallState
    number: str | None = Field(
        description="The other side in E.164; null: withheld, or no number of the public network."
    )
    shown: str | None = Field(description="The other side as it is shown; null: withheld.")
    line: str | None = Field(description="Our own number.")
    ringing_at: list[UUID] = Field(description="The agents at whom it has rung.")
    agent_id: UUID | None = Field(description="Who has answered, or has called.")
    customer: CallerOut | None
    ticket_id: UUID | None
    ivr_path: list[str]
    recording_url: str | None
    duration_seconds: int | None
    started_at: Instant
    answered_at: Instant | None
    ended_at: Instant | None
    closed_by: UUID | None = Field(
        description="Who has ended it by hand; until the exchange says the end, `ended_at` is when they did."
    )
    tickets: list[CallTicketOut]
    version: int


class CallPage(Out):
    """A page of calls, newest first."""

    items: list[CallOut]
    next_cursor: str | None


class CallPatch(In):
    """On which ticket the call is; null: on none."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ticket_id": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"}]})

    ticket_id: UUID | None


class CallTicketIn(In):
    """A ticket for a call. Without a subject it says who has called."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"subject": "Asks for an invoice"}]})

    subject: Subject | None = None


def _public(value: str) -> str:
    number = phone_numbers.read(value, None)
    if number.e164 is None:
        msg = "must be a number with its country, like +74951234567"
        raise ValueError(msg)
    return number.e164


def _signs(value: str) -> str:
    prefix, _, encoded = value.partition("_")
    try:
        key = base64.b64decode(encoded, validate=True)
    except ValueError:
        key = b""
    if prefix != "whsec" or not 24 <= len(key) <= 64:  # noqa: PLR2004 - what Standard Webhooks allow
        msg = "must be whsec_ and 24 to 64 bytes in base64"
        raise ValueError(msg)
    return value


class PhoneSettings(In):
    """Of a channel of kind `phone`."""

    numbers: Annotated[list[Annotated[RawNumber, AfterValidator(_public)]], Field(max_length=50)] = []
    region: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = Field(
        default=None, description="Where national numbers are of (`RU`); null: only numbers with a country are known."
    )
    extensions: Annotated[dict[Extension, UUID], Field(max_length=2000)] = Field(
        default={}, description="Whose desk an extension is on: agents by extension."
    )
    language: Language = Field(default="en", description="Of the tickets and tasks of missed calls: en or ru.")
    earliest: time = Field(default=time(9), description="Nobody is called back earlier, in their own zone.")
    latest: time = Field(default=time(20), description="Nor from then on.")
    repeat_hours: Annotated[int, Field(ge=0, le=168)] = Field(
        default=12, description="Missed calls of one number within so long go on the same ticket."
    )
    callback_minutes: Annotated[int, Field(ge=0, le=10_080)] = Field(
        default=30, description="How soon to call back, while it is open and a decent hour."
    )

    @model_validator(mode="after")
    def _some_hours(self) -> "PhoneSettings":
        if self.earliest >= self.latest:
            msg = "earliest must be before latest"
            raise ValueError(msg)
        return self


class PhoneSecrets(In):
    """What the exchange signs with (Standard Webhooks). Without it only an API key is believed."""

    signing_secret: Annotated[str, StringConstraints(max_length=200), AfterValidator(_signs)] | None = None
