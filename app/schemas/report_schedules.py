"""Reports by mail: what is sent to whom, and when."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, field_validator, model_validator
from pydantic.config import JsonDict

from app.rules.report_schedules import Every, Relative
from app.schemas.base import Email, In, Instant, Key, Line, Out

LocalTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", max_length=5)]
ZoneName = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=r"^[A-Za-z0-9_+/-]+$")]
Value = Annotated[str, StringConstraints(min_length=1, max_length=255)]
Dimension = Literal["agent", "team", "queue", "brand", "channel", "topic", "language", "priority", "type"]

_EXAMPLE: JsonDict = {
    "name": "First replies, every Monday",
    "report": "first-reply",
    "parameters": {
        "interval": "day",
        "group_by": "team",
        "hours": "business",
        "filters": {"channel": ["mail", "chat"]},
    },
    "period": "last_week",
    "every": "week",
    "weekday": 1,
    "at": "08:00",
    "zone": "Europe/Moscow",
    "recipients": {"agent_ids": ["01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"], "addresses": ["boss@shop.example"]},
}


class ReportParameters(In):
    """What is asked of the report, as in the query of `GET /v1/reports/{report}`; its period is the schedule's."""

    interval: Literal["none", "hour", "day", "week"] = "none"
    group_by: Literal["none"] | Dimension | None = Field(
        default=None, description="Null: as the report does by itself."
    )
    hours: Literal["calendar", "business"] = "calendar"
    filters: dict[Dimension, Annotated[list[Value], Field(min_length=1, max_length=50)]] = Field(
        default={}, description="Only of these; `-`: without one."
    )


class Recipients(In):
    """Who gets it, each a mail of their own: at least one, at most 50."""

    agent_ids: Annotated[list[UUID], Field(max_length=50)] = []
    addresses: Annotated[list[Email], Field(max_length=50)] = Field(
        default=[], description="Of active agents, or in a domain that `OTKLIK_REPORT_DOMAINS` names."
    )

    @model_validator(mode="after")
    def _some(self) -> "Recipients":
        if not self.agent_ids and not self.addresses:
            msg = "name at least one recipient"
            raise ValueError(msg)
        return self


class ReportScheduleIn(In):
    """A new schedule."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    name: Line = Field(description="The subject of its mails.")
    report: Key
    parameters: ReportParameters = ReportParameters()
    period: Relative = Field(
        description="Whole days of the zone that are over at the due time. Weeks begin on Mondays."
    )
    every: Every
    weekday: int = Field(default=1, ge=1, le=7, description="Of `every` week: 1 is Monday.")
    day: int = Field(default=1, ge=1, le=31, description="Of `every` month; in a shorter one its last day.")
    at: LocalTime = Field(description="On the clock of the zone; a time that is skipped is the moment after the gap.")
    zone: ZoneName
    recipients: Recipients
    active: bool = True


class ReportSchedulePatch(In):
    """Changes of a schedule; what is absent stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"at": "07:30", "active": True}]})

    name: Line | None = None
    report: Key | None = None
    parameters: ReportParameters | None = None
    period: Relative | None = None
    every: Every | None = None
    weekday: int | None = Field(default=None, ge=1, le=7)
    day: int | None = Field(default=None, ge=1, le=31)
    at: LocalTime | None = None
    zone: ZoneName | None = None
    recipients: Recipients | None = None
    active: bool | None = Field(default=None, description="True: from now on it is made in your name.")

    @field_validator("*")
    @classmethod
    def _not_null(cls, value: object) -> object:
        if value is None:
            msg = "cannot be null: leave it out"
            raise ValueError(msg)
        return value


class ReportParametersOut(Out):
    """What is asked of the report."""

    interval: str
    group_by: str | None
    hours: str
    filters: dict[str, list[str]]


class RecipientsOut(Out):
    """Who gets it."""

    agent_ids: list[UUID]
    addresses: list[str]


class ReportScheduleOut(Out):
    """A report that is sent by mail."""

    id: UUID
    name: str
    report: str
    parameters: ReportParametersOut
    period: str
    every: str
    weekday: int
    day: int
    at: str
    zone: str
    recipients: RecipientsOut
    active: bool
    stopped_because: Literal["creator_gone", "report_refused"] | None = Field(
        description="Why the desk has switched it off: nobody with the right answers for it, or the report refuses it."
    )
    next_at: Instant | None = Field(description="Null: not active.")
    created_by: UUID = Field(description="In whose name it is made: who may not read reports any more sends none.")
    version: int
    created_at: Instant
    updated_at: Instant


class ReportSchedulePage(Out):
    """A page of schedules, the newest first."""

    items: list[ReportScheduleOut]
    next_cursor: str | None


class ReportRunOut(Out):
    """A time that a report was sent, or should have been."""

    id: UUID
    due_at: Instant | None = Field(description="Null: somebody asked for it.")
    at: Instant
    missed: int = Field(description="So many earlier times passed while the desk was away: they are not made up for.")
    period_from: Instant
    period_to: Instant
    outcome: Literal["sent", "nobody", "refused"] = Field(description="`nobody`: no recipient is active any more.")
    recipients: int = Field(description="Mails that were put on their way.")
    error: str | None


class ReportRunPage(Out):
    """A page of runs, the latest first."""

    items: list[ReportRunOut]
    next_cursor: str | None
