"""The status page as JSON: what is public of components and incidents."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.rules.component_states import Impact, State
from app.schemas.base import Instant, Out


class StatusDay(Out):
    """How a component was on a day (UTC): the worst that monitors or incidents said of it."""

    day: date
    state: State
    uptime: float | None = Field(description="The share of it that was up; null: nothing is known.")


class StatusComponent(Out):
    """A component as it is now."""

    id: UUID
    key: str
    name: str
    section: str | None
    state: State
    source: Literal["monitors", "incidents"] = Field(
        description="By what the shares are: the checks of monitors, or the time without an outage in incidents."
    )
    uptime: float | None = Field(description="The share of the last 90 days that was up.")
    days: list[StatusDay] = Field(description="The last 90 days, the oldest first.")


class StatusUpdate(Out):
    """What was said of an incident."""

    id: UUID
    status: Literal["investigating", "identified", "monitoring", "resolved"]
    text: str
    at: Instant
    edited_at: Instant | None


class StatusIncident(Out):
    """An incident with what was said of it, the newest first."""

    id: UUID
    title: str
    status: Literal["investigating", "identified", "monitoring", "resolved"]
    impact: Impact
    started_at: Instant
    resolved_at: Instant | None
    updated_at: Instant
    component_ids: list[UUID]
    updates: list[StatusUpdate]
    url: str
    post_mortem_at: Instant | None = Field(description="When what was learnt of it was published.")


class StatusIncidentWhole(StatusIncident):
    """An incident with what was learnt of it."""

    post_mortem: str | None = Field(description="Markdown; null: nothing is published.")


class StatusMaintenance(Out):
    """A time that work is planned for: the one under way, or the next one."""

    id: UUID
    text: str
    state: Literal["scheduled", "running"]
    component_ids: list[UUID]
    starts_at: Instant
    ends_at: Instant
    url: str


class StatusOut(Out):
    """The status page: the worst of it in one word, each component, and the incidents that are not over."""

    indicator: Literal["none", "maintenance", "minor", "major", "critical"]
    brand: str | None
    name: str | None = Field(description="What the brand is called.")
    locale: str
    components: list[StatusComponent]
    incidents: list[StatusIncident]
    maintenance: list[StatusMaintenance] = Field(
        description="Planned work, the soonest first; what repeats from seven days before it on."
    )
    url: str


class StatusIncidentPage(Out):
    """A page of incidents that are over, the latest first."""

    items: list[StatusIncident]
    next_cursor: str | None
