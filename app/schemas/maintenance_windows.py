"""Maintenance windows as staff plan them."""

from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from app.rules.maintenance import LONGEST, LONGEST_REPEATED
from app.schemas.base import In, Instant, Key, Language, Out, Text

Words = Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Texts = Annotated[dict[Language, Words], Field(min_length=1, max_length=20, description="What is done, by language.")]
Ids = Annotated[list[UUID], Field(max_length=100)]


def _zone(name: str) -> str:
    if name not in available_timezones():
        msg = "must be a zone of the IANA database, like Europe/Berlin"
        raise ValueError(msg)
    return name


Zone = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(_zone)]


class RepeatIn(In):
    """How a window comes again, by the clock on the wall of its zone."""

    every: int = Field(default=1, ge=1, le=100)
    unit: Literal["day", "week", "month"]
    zone: Zone
    until: Instant | None = Field(default=None, description="The last one begins before then; null: for ever.")


class MaintenanceWindowIn(In):
    """Planned work on monitors and components: no alarm then, and no uptime."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "texts": {"en": "New disks for the shop", "ru": "Новые диски для магазина"},
                    "component_ids": ["01939c33-8a6e-7bb2-9d4c-0d5c1c1e9a10"],
                    "starts_at": "2026-12-01T22:00:00Z",
                    "ends_at": "2026-12-01T23:30:00Z",
                    "repeat": {"every": 1, "unit": "week", "zone": "Europe/Berlin"},
                }
            ]
        }
    )

    texts: Texts
    monitor_ids: Ids = []
    component_ids: Ids = []
    brand: Key | None = None
    public: bool = Field(default=True, description="Whether the status page announces it.")
    starts_at: Instant = Field(description="Of the first one, if it repeats.")
    ends_at: Instant
    repeat: RepeatIn | None = None

    @model_validator(mode="after")
    def _sensible(self) -> "MaintenanceWindowIn":
        check(self)
        return self


class MaintenanceWindowPatch(In):
    """Changes of a window. What has been is counted already and stays as it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ends_at": "2026-12-01T23:00:00Z", "repeat": None}]})

    texts: Texts | None = None
    monitor_ids: Ids | None = None
    component_ids: Ids | None = None
    brand: Key | None = None
    public: bool | None = None
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    repeat: RepeatIn | None = None

    @model_validator(mode="after")
    def _not_null(self) -> "MaintenanceWindowPatch":
        for name in self.model_fields_set - {"brand", "repeat"}:
            if getattr(self, name) is None:
                msg = f"{name} cannot be null"
                raise ValueError(msg)
        return self


class Span(Out):
    """From then to then, half-open."""

    starts_at: Instant
    ends_at: Instant


class MaintenanceWindowOut(Out):
    """A window, and when it is next."""

    id: UUID
    texts: dict[str, str]
    monitor_ids: list[UUID]
    component_ids: list[UUID]
    brand: str | None
    public: bool
    starts_at: Instant
    ends_at: Instant
    repeat: RepeatIn | None
    next: Span | None = Field(description="The one under way, or the next one; null: it is over.")
    version: int
    created_at: Instant
    updated_at: Instant


class MaintenanceWindowPage(Out):
    """A page of windows, newest first."""

    items: list[MaintenanceWindowOut]
    next_cursor: str | None


def check(window: MaintenanceWindowIn) -> None:
    """Raise `ValueError` for a window that makes no sense."""
    if not (window.monitor_ids or window.component_ids):
        msg = "name a monitor or a component"
        raise ValueError(msg)
    length = window.ends_at - window.starts_at
    longest = LONGEST if window.repeat is None else LONGEST_REPEATED
    if not length or length.days < 0 or length > longest:
        msg = "it ends after it starts, at most 31 days later (23 hours, if it repeats)"
        raise ValueError(msg)
    if not 2000 <= window.starts_at.year <= 9000:  # noqa: PLR2004 - years that there are before and after
        msg = "there is no such time"
        raise ValueError(msg)
    if window.repeat is not None and (window.starts_at.second or window.starts_at.microsecond):
        msg = "what repeats starts with a minute"
        raise ValueError(msg)
    until = None if window.repeat is None else window.repeat.until
    if until is not None and (until <= window.starts_at or until.year > 9000):  # noqa: PLR2004 - the same
        msg = "repeat.until is later than starts_at"
        raise ValueError(msg)
