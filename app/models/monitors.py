"""Monitors, what their checks found, how long they were up, and the alarms that they and others raise."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of, records, words


class Monitor(SQLModel, table=True):
    """What is watched, how it was when it was looked at last, and when it is looked at next.

    `booked_until` is up to where its time is in the slots; `vouched_until` is for how long the last check holds.
    """

    __tablename__ = "monitors"
    __table_args__ = (
        one_of("monitors", "kind", "http", "tcp", "dns", "tls"),
        one_of("monitors", "status", "unknown", "up", "down"),
        Index("monitors_name_unique", text("lower(name)"), unique=True, postgresql_where=text("archived_at IS NULL")),
        Index("monitors_due", "due_at", postgresql_where=text("archived_at IS NULL AND NOT paused")),
        Index("monitors_alarm", "alarm_id", postgresql_where=text("alarm_id IS NOT NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    kind: str
    target: str
    expect: dict[str, Any] = document()
    header_names: list[str] = words()
    headers: str | None = None
    interval_seconds: int
    timeout_seconds: float
    failures_before_alarm: int
    successes_before_recovery: int
    quiet_seconds: int
    brand: str | None = Field(default=None, foreign_key="brands.key")
    component_ids: list[str] = records()
    impact: str
    opens: dict[str, Any] = document()
    paused: bool = False
    status: str = "unknown"
    status_since: datetime | None = at(nullable=True)
    failures: int = 0
    successes: int = 0
    checked_at: datetime | None = at(nullable=True)
    last_ok: bool | None = None
    last_code: str | None = None
    last_reason: str | None = None
    last_ms: int | None = None
    booked_until: datetime | None = at(nullable=True)
    vouched_until: datetime | None = at(nullable=True)
    due_at: datetime = at()
    lease_until: datetime = at()
    holder: UUID | None = None
    alarm_id: UUID | None = None
    archived_at: datetime | None = at(nullable=True)
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class MonitorCheck(SQLModel, table=True):
    """What one check found. `due_at` is when it was to be made (none: by hand); each due time has one."""

    __tablename__ = "monitor_checks"
    __table_args__ = (
        UniqueConstraint("monitor_id", "due_at", name="monitor_checks_once"),
        Index("monitor_checks_of", "monitor_id", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    monitor_id: UUID = Field(foreign_key="monitors.id", ondelete="CASCADE")
    due_at: datetime | None = at(nullable=True)
    at: datetime = at()
    ok: bool
    code: str
    reason: str
    ms: int | None = None
    facts: dict[str, Any] = document()
    maintenance: bool = False


class MonitorSlot(SQLModel, table=True):
    """A quarter of an hour of a monitor: microseconds by how they were, and its checks."""

    __tablename__ = "monitor_slots"

    monitor_id: UUID = Field(foreign_key="monitors.id", primary_key=True, ondelete="CASCADE")
    slot: datetime = Field(primary_key=True, sa_type=DateTime(timezone=True))
    up: int = Field(default=0, sa_type=BigInteger)
    down: int = Field(default=0, sa_type=BigInteger)
    maintenance: int = Field(default=0, sa_type=BigInteger)
    checks: int = 0
    failed: int = 0
    ms_sum: int = Field(default=0, sa_type=BigInteger)
    ms_max: int | None = None


class MonitorTime(SQLModel, table=True):
    """How many successful checks of a quarter of an hour answered in about so long (a bin is 5 % wide)."""

    __tablename__ = "monitor_times"

    monitor_id: UUID = Field(foreign_key="monitors.id", primary_key=True, ondelete="CASCADE")
    slot: datetime = Field(primary_key=True, sa_type=DateTime(timezone=True))
    bin: int = Field(primary_key=True, sa_type=SmallInteger, sa_column_kwargs={"autoincrement": False})
    n: int


class Alarm(SQLModel, table=True):
    """One episode in which something was wrong, whoever saw it; what was opened for it."""

    __tablename__ = "alarms"
    __table_args__ = (
        one_of("alarms", "origin", "monitor", "alert"),
        Index("alarms_open", "key", unique=True, postgresql_where=text("closed_at IS NULL")),
        Index("alarms_of", "key", "id"),
        Index("alarms_newest", "opened_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    origin: str
    key: str
    monitor_id: UUID | None = Field(default=None, foreign_key="monitors.id", ondelete="CASCADE", index=True)
    alert_source_id: UUID | None = Field(default=None, foreign_key="alert_sources.id", ondelete="CASCADE", index=True)
    title: str
    reason: str
    impact: str
    brand: str | None = None
    component_ids: list[str] = records()
    opened_at: datetime = at()
    closed_at: datetime | None = at(nullable=True)
    closed_because: str | None = None
    reopened: int = 0
    incident_id: UUID | None = None
    ticket_id: UUID | None = Field(default=None, foreign_key="tickets.id")


class MaintenanceWindow(SQLModel, table=True):
    """When work is planned. `declared_at`: before then nothing of it counts, nobody plans what has been."""

    __tablename__ = "maintenance_windows"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="maintenance_windows_forwards"),
        Index("maintenance_windows_over", "over_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    texts: dict[str, Any] = document()
    monitor_ids: list[str] = records()
    component_ids: list[str] = records()
    brand: str | None = Field(default=None, foreign_key="brands.key")
    public: bool = True
    starts_at: datetime = at()
    ends_at: datetime = at()
    repeat: dict[str, Any] | None = Field(default=None, sa_type=JSONB, nullable=True)
    # When its last occurrence is over; none: it goes on for ever.
    over_at: datetime | None = at(nullable=True)
    declared_at: datetime = at()
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class AlertSource(SQLModel, table=True):
    """A system that watches for us and posts what it sees."""

    __tablename__ = "alert_sources"
    __table_args__ = (
        one_of("alert_sources", "shape", "alertmanager", "grafana", "generic"),
        one_of("alert_sources", "proof", "url", "bearer", "hmac"),
        Index("alert_sources_name_unique", text("lower(name)"), unique=True),
        Index("alert_sources_token", "token_hash", unique=True),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    shape: str
    proof: str
    token_hash: str
    secret: str | None = None
    components: list[dict[str, Any]] = records()
    impacts: dict[str, Any] = document()
    impact: str
    brand: str | None = Field(default=None, foreign_key="brands.key")
    opens: dict[str, Any] = document()
    quiet_seconds: int
    enabled: bool = True
    seen_at: datetime | None = at(nullable=True)
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class Alert(SQLModel, table=True):
    """One alert of a source, from its beginning to its end; what is said again is counted."""

    __tablename__ = "alerts"
    __table_args__ = (
        UniqueConstraint("alert_source_id", "fingerprint", "starts_at", name="alerts_once"),
        one_of("alerts", "status", "firing", "resolved"),
        Index("alerts_of", "alert_source_id", "id"),
        Index("alerts_firing", "alert_source_id", "fingerprint", postgresql_where=text("status = 'firing'")),
        Index("alerts_alarm", "alarm_id", postgresql_where=text("alarm_id IS NOT NULL AND status = 'firing'")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    alert_source_id: UUID = Field(foreign_key="alert_sources.id", ondelete="CASCADE")
    fingerprint: str
    status: str
    title: str
    impact: str
    labels: dict[str, Any] = document()
    annotations: dict[str, Any] = document()
    component_ids: list[str] = records()
    starts_at: datetime = at()
    ends_at: datetime | None = at(nullable=True)
    seen: int = 1
    seen_at: datetime = at()
    alarm_id: UUID | None = Field(default=None, foreign_key="alarms.id", ondelete="SET NULL")
