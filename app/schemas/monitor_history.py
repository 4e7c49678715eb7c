"""How monitors were over time, for plots."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from app.schemas.base import Instant, Out


class ResponseTimes(Out):
    """Milliseconds of the checks that went well."""

    n: int
    mean: float | None
    p50: float | None = Field(description="At most 2.5 % off, as p90 and p95.")
    p90: float | None
    p95: float | None
    max: int | None


class HistoryPart(Out):
    """A part of the period, half-open. Up, down, maintenance and unknown add up to it, as far as it is past."""

    start: Instant
    end: Instant
    uptime: float | None = Field(description="Up of up and down, from 0 to 1; null: nothing is known.")
    up_seconds: float
    down_seconds: float
    maintenance_seconds: float = Field(description="Planned work: in no uptime.")
    unknown_seconds: float = Field(description="Nobody looked: paused, not made yet, or the desk was away.")
    checks: int
    failed: int
    response: ResponseTimes


class MonitorHistoryOut(Out):
    """How a monitor was. The period is widened to quarters of an hour."""

    monitor_id: UUID
    start: Instant
    end: Instant
    zone: str
    interval: Literal["none", "hour", "day", "week", "month"]
    as_of: Instant
    total: HistoryPart
    items: list[HistoryPart]
