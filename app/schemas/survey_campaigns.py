"""Campaigns of surveys as leads make and see them: whom, how many, when, and what became of each run."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from app.rules.calendars import zones
from app.rules.disclosure import LEAST
from app.rules.recurrence import Unit
from app.rules.sampling import By
from app.schemas.base import In, Instant, Key, Language, Line, Out, Tags

State = Literal["draft", "running", "paused", "done"]
MAX_PEOPLE = 10_000
Several = Field(min_length=1, max_length=100)


def _known_zone(value: str) -> str:
    if value not in zones():
        msg = f"there is no time zone {value[:60]!r}"
        raise ValueError(msg)
    return value


class AudienceIn(In):
    """Who could be asked: all that is named must hold; nothing named: everybody. What is said of tickets must hold of
    one and the same ticket. Of customers everything but `team_ids` and `roles`, of agents these two alone.
    """

    brands: Annotated[list[Key] | None, Several] = Field(default=None, description="Of a ticket of theirs.")
    channels: Annotated[list[Key] | None, Several] = Field(default=None, description="Of a ticket of theirs.")
    tags: Annotated[Tags | None, Field(min_length=1)] = Field(default=None, description="Any of these on a ticket.")
    solved: bool | None = Field(default=None, description="A ticket that is solved or closed, or one that is not.")
    had_ticket_within_days: Annotated[int | None, Field(ge=1, le=3650)] = Field(
        default=None, description="A ticket that was made within so many days before the run."
    )
    languages: Annotated[list[Language] | None, Several] = Field(
        default=None, description="What they speak, whatever the country: `en` is also `en-GB`."
    )
    tiers: Annotated[list[Line] | None, Several] = None
    organization_ids: Annotated[list[UUID] | None, Several] = None
    customer_ids: Annotated[list[UUID] | None, Field(min_length=1, max_length=MAX_PEOPLE)] = None
    team_ids: Annotated[list[UUID] | None, Several] = Field(default=None, description="Agents in any of these teams.")
    roles: Annotated[list[Literal["agent", "lead", "admin"]] | None, Field(min_length=1, max_length=3)] = None


class SampleIn(In):
    """How many of those who can be asked: `size` of them, or a `share`; neither: all."""

    size: Annotated[int | None, Field(ge=1, le=1_000_000)] = None
    share: Annotated[float | None, Field(gt=0, le=1)] = Field(
        default=None, description="Rounded to the nearest person, half a person up."
    )

    @model_validator(mode="after")
    def _one(self) -> "SampleIn":
        if self.size is not None and self.share is not None:
            msg = "size or share, not both"
            raise ValueError(msg)
        return self

    @property
    def exact_share(self) -> Decimal | None:
        """The share as it was written."""
        return None if self.share is None else Decimal(str(self.share))


class QuotaIn(In):
    """At most so many of one group. `brand` and `channel` are those of the latest ticket that fits the audience."""

    by: By
    key: Line
    at_most: Annotated[int, Field(ge=0, le=1_000_000)]


class PeriodIn(In):
    """Again and again: every so many days, weeks or months, at an hour that the zone's clocks show.

    Of the 31st a shorter month has its last day. An hour that the clocks skip moves forward by the gap; of one that
    they show twice the first is meant.
    """

    every: Annotated[int, Field(ge=1, le=365)]
    unit: Unit
    at: Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] = "09:00"
    zone: Annotated[
        str, Field(max_length=255, description="An IANA time zone: Europe/Moscow."), AfterValidator(_known_zone)
    ]


def _each_once(value: list[QuotaIn]) -> list[QuotaIn]:
    if len({(each.by, each.key) for each in value}) != len(value):
        msg = "each group once"
        raise ValueError(msg)
    return value


Quotas = Annotated[list[QuotaIn], Field(max_length=50), AfterValidator(_each_once)]
Fatigue = Annotated[
    int,
    Field(ge=0, le=365, description="Whoever was asked anything within so many days is left out; the survey's own "
          "count of days holds as well."),
]  # fmt: skip
MinimumGroup = Annotated[
    int, Field(ge=LEAST, le=100, description="Of a pulse of agents: nothing is ever shown of fewer answers than these.")
]
_EXAMPLE: dict[str, Any] = {
    "name": "How are we doing?",
    "survey_id": "01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10",
    "audience": {"had_ticket_within_days": 90, "languages": ["en", "ru"]},
    "sample": {"size": 1000},
    "quotas": [{"by": "language", "key": "ru", "at_most": 400}],
    "period": {"every": 1, "unit": "month", "at": "10:00", "zone": "Europe/Moscow"},
    "fatigue_days": 60,
}


class SurveyCampaignIn(In):
    """A new campaign. It is a draft: nobody is asked before it is started."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    name: Line
    survey_id: UUID
    audience: AudienceIn = AudienceIn()
    sample: SampleIn = SampleIn()
    quotas: Quotas = []
    period: PeriodIn | None = Field(default=None, description="Null: once.")
    fatigue_days: Fatigue = 30
    minimum_group: MinimumGroup = 5
    starts_at: Instant | None = Field(default=None, description="Null: when it is started.")
    ends_at: Instant | None = Field(default=None, description="No run is due at this instant or later.")

    @model_validator(mode="after")
    def _in_order(self) -> "SurveyCampaignIn":
        _check_order(self.starts_at, self.ends_at)
        return self


class SurveyCampaignPatch(In):
    """Changes of a campaign. Once it was started, `audience`, `minimum_group` and `starts_at` stay as they are."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"sample": {"share": 0.1}, "fatigue_days": 90}]})

    name: Line | None = None
    audience: AudienceIn | None = None
    sample: SampleIn | None = None
    quotas: Quotas | None = None
    period: PeriodIn | None = None
    fatigue_days: Fatigue | None = None
    minimum_group: MinimumGroup | None = None
    starts_at: Instant | None = None
    ends_at: Instant | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "SurveyCampaignPatch":
        for name in self.model_fields_set - {"period", "starts_at", "ends_at"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


def _check_order(starts_at: datetime | None, ends_at: datetime | None) -> None:
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        msg = "ends_at must be later than starts_at"
        raise ValueError(msg)


class SurveyCampaignOut(Out):
    """A campaign."""

    id: UUID
    name: str
    survey_id: UUID
    audience: AudienceIn
    sample: SampleIn
    quotas: list[QuotaIn]
    period: PeriodIn | None
    fatigue_days: int
    minimum_group: int
    starts_at: Instant | None
    ends_at: Instant | None
    state: State
    runs: int = Field(description="How often it has run.")
    next_run_at: Instant | None = Field(description="Null: no run is to come, or it is not running.")
    version: int
    created_at: Instant
    updated_at: Instant


class SurveyCampaignPage(Out):
    """A page of campaigns, newest first."""

    items: list[SurveyCampaignOut]
    next_cursor: str | None


class LeftOut(Out):
    """How many who fit the audience are not asked, and why."""

    opted_out: int = Field(description="They want no surveys.")
    no_address: int = Field(description="There is no mail address of theirs.")
    fatigue: int = Field(description="They were asked something of late.")
    quota: int = Field(description="A quota that they fall under was full.")
    not_drawn: int = Field(description="The sample was full.")


class SurveyCampaignRunOut(Out):
    """One time that a campaign asked."""

    id: UUID
    number: int
    phase: Literal["collecting", "drawing", "inviting", "clearing", "open", "done", "cancelled"] = Field(
        description="`open`: agents can answer this pulse. The others are steps of the work, in their order."
    )
    due_at: Instant
    started_at: Instant
    ended_at: Instant | None
    job_id: UUID | None = Field(description="Its progress. Null of a pulse, and after a month.")
    seed: str = Field(description="What the drawing begins with: the same seed and people give the same drawing.")
    fit: int | None = Field(description="Who fits the audience. Null of a pulse.")
    left_out: LeftOut | None
    invited: int
    sent: int | None = Field(description="Of the invited, to whom it went. Null of a pulse.")
    answered: int | None = Field(description="Null of a pulse that is open, or of which nothing is shown.")
    response_rate: float | None = Field(description="answered / sent; of a pulse answered / invited.")
    closes_at: Instant | None = Field(description="Of a pulse: until when it is answered.")
    withheld: Literal["too_few_asked", "too_few_answers", "too_like_another"] | None = Field(
        description="Why nothing of a pulse is shown."
    )


class SurveyCampaignRunPage(Out):
    """A page of runs, latest first."""

    items: list[SurveyCampaignRunOut]
    next_cursor: str | None
