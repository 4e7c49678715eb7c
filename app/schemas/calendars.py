"""Calendars of opening hours as clients send and see them, and the preview of what they mean."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from app.rules.sla_policies import MAX_TARGET_SECONDS
from app.schemas.base import In, Instant, Line, Out, Reference

MAX_INTERVALS, MAX_EXCEPTIONS, MAX_HOLIDAY_SETS = 20, 2_000, 10
FIRST_YEAR, LAST_YEAR = 1970, 2200


def _short(value: str) -> str:
    # The same time in one spelling, so that the same hours are the same version.
    return value.removesuffix(":00") if value.count(":") > 1 else value


def _in_range(value: Any) -> Any:  # noqa: ANN401 - a date or an instant
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        msg = f"must be from {FIRST_YEAR} to {LAST_YEAR}"
        raise ValueError(msg)
    return value


def _date(value: str) -> str:
    return str(_in_range(date.fromisoformat(value)).isoformat())


WallTime = Annotated[
    str,
    StringConstraints(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?|24:00(:00)?)$"),
    AfterValidator(_short),
]
Day = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    AfterValidator(_date),
    Field(json_schema_extra={"format": "date"}),
]
Moment = Annotated[Instant, AfterValidator(_in_range)]
DueAfter = Annotated[
    int,
    Field(ge=1, le=MAX_TARGET_SECONDS, description="Ask for `due_at`: so many open seconds after `at`."),
]


class OpeningHours(In):
    """Open from `opens` to just before `closes`, in wall time: HH:MM or HH:MM:SS."""

    opens: WallTime
    closes: Annotated[WallTime, Field(description="At or before `opens`: on the next day. 24:00 is midnight.")]


DayHours = Annotated[list[OpeningHours], Field(max_length=MAX_INTERVALS)]


class Week(In):
    """The hours that begin on each day of the week; a day that is not named is closed."""

    mon: DayHours = []
    tue: DayHours = []
    wed: DayHours = []
    thu: DayHours = []
    fri: DayHours = []
    sat: DayHours = []
    sun: DayHours = []


class SpecialDay(In):
    """A date with hours of its own, which replace those of the week and win over a holiday."""

    date: Day
    name: Line
    hours: Annotated[DayHours, Field(description="Empty: closed.")]


class HolidaySet(In):
    """The public holidays of a country, or of one of its regions, by the `holidays` library."""

    country: Annotated[str, Field(max_length=100, description="ISO 3166-1 alpha-2: RU, DE.")]
    region: Annotated[str, Field(max_length=100, description="The library's subdivision: BY of DE.")] | None = None


Zone = Annotated[str, Field(max_length=255, description="An IANA time zone: Europe/Moscow.")]
SpecialDays = Annotated[list[SpecialDay], Field(max_length=MAX_EXCEPTIONS)]
HolidaySets = Annotated[
    list[HolidaySet],
    Field(
        max_length=MAX_HOLIDAY_SETS,
        description="Become dates when a version is saved, from the year before to ten years after, and stay so: "
        "a newer library never moves a clock that has been counted.",
    ),
]
_OFFICE = [{"opens": "09:00", "closes": "13:00"}, {"opens": "14:00", "closes": "18:00"}]
_CONTENT: dict[str, Any] = {
    "zone": "Europe/Moscow",
    "weekly": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), _OFFICE),
    "exceptions": [{"date": "2026-12-31", "name": "Short day", "hours": [{"opens": "09:00", "closes": "12:00"}]}],
    "holidays": [{"country": "RU", "region": None}],
}


class _ContentIn(In):
    zone: Zone
    weekly: Week
    exceptions: SpecialDays = []
    holidays: HolidaySets = []


class CalendarIn(_ContentIn):
    """A new calendar."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Office", **_CONTENT}]})

    name: Line


class CalendarPatch(In):
    """Changes of a calendar; only what is sent is changed. The week and lists are sent whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"weekly": _CONTENT["weekly"]}]})

    name: Line | None = None
    zone: Zone | None = None
    weekly: Week | None = None
    exceptions: SpecialDays | None = None
    holidays: HolidaySets | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "CalendarPatch":
        for name in self.model_fields_set:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class CalendarRestoreIn(In):
    """Which version to make anew."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"number": 1}]})

    number: Annotated[int, Field(strict=True, ge=1, le=2_147_483_647)]


class CalendarPreviewIn(_ContentIn):
    """A calendar that is not saved yet, and what to ask it. A name changes nothing."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**_CONTENT, "from": "2026-12-28T00:00:00Z", "due_after": 14400}]}
    )

    name: Line | None = None
    since: Annotated[Moment | None, Field(alias="from", description="Now unless given.")] = None
    until: Annotated[Moment | None, Field(alias="to", description="14 days after `from` unless given.")] = None
    at: Annotated[Moment | None, Field(description="Now unless given.")] = None
    due_after: Annotated[DueAfter, Field(strict=True)] | None = None


class CalendarContentOut(Out):
    """What a version of a calendar says. Exceptions are in the order of their dates."""

    zone: str
    weekly: Week
    exceptions: list[SpecialDay]
    holidays: list[HolidaySet]
    holiday_dates: dict[str, str] = Field(
        description="The holidays as dates with names, as they were when this version was saved; they never change."
    )


class CalendarOut(CalendarContentOut):
    """A calendar, with what its version `number` says."""

    id: UUID
    name: str
    number: int = Field(description="Of the version that counts now.")
    version: int
    archived_at: Instant | None
    created_at: Instant
    updated_at: Instant


class CalendarPage(Out):
    """A page of calendars, by name."""

    items: list[CalendarOut]
    next_cursor: str | None


class CalendarVersionOut(CalendarContentOut):
    """A version of a calendar; it never changes."""

    id: UUID
    number: int
    created_by: Reference | None
    created_at: Instant


class CalendarVersionPage(Out):
    """A page of versions, newest first."""

    items: list[CalendarVersionOut]
    next_cursor: str | None


class CalendarReason(Out):
    """Why it is open or closed: what the week says, an exception, or a holiday, by name."""

    kind: Literal["weekly", "exception", "holiday"]
    name: str | None


class CalendarOpeningOut(Out):
    """Open from `opens` to just before `closes`; hours that touch are one opening."""

    date: str = Field(description="The local date on which its hours begin.")
    opens: Instant
    closes: Instant
    reason: CalendarReason


class ClosedDayOut(Out):
    """A local date on which nothing opens; hours of the day before may run into it."""

    date: str
    reason: CalendarReason


class CalendarPreview(Out):
    """What a calendar means from `from` to just before `to`, and at `at`. Whole seconds."""

    number: int | None = Field(description="Of the version; null when it is not saved.")
    zone: str
    since: Instant = Field(alias="from")
    until: Instant = Field(alias="to")
    openings: list[CalendarOpeningOut]
    openings_left_off: int = Field(description="So many more openings are in the period.")
    open_seconds: int = Field(description="Of the whole period.")
    closed_days: list[ClosedDayOut]
    at: Instant
    is_open: bool
    reason: CalendarReason = Field(description="Why it is open or closed at `at`.")
    next_change_at: Instant | None = Field(description="When it next opens or closes; null: not in 200 years.")
    due_at: Instant | None = Field(
        description="When `due_after` open seconds after `at` have passed; null when not asked, or not in 200 years."
    )
