"""Incidents: what is wrong with which components, what was said of it, and which tickets it is behind."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of

STATUSES = ("investigating", "identified", "monitoring", "resolved")
IMPACTS = ("none", "minor", "major", "critical")


class Incident(SQLModel, table=True):
    """Something is wrong. Its problem is a ticket of its own; tickets are linked to that one as its incidents."""

    __tablename__ = "incidents"
    __table_args__ = (
        one_of("incidents", "status", *STATUSES),
        one_of("incidents", "impact", *IMPACTS),
        one_of("incidents", "visibility", "public", "internal"),
        one_of("incidents", "origin", "agent", "monitor", "alert", "insight"),
        one_of("incidents", "link_mode", "off", "automatic", "suggest"),
        Index("incidents_newest", "started_at", "id"),
        Index("incidents_open", "started_at", "id", postgresql_where=text("resolved_at IS NULL")),
        # One at a time of what opens incidents by itself.
        Index(
            "incidents_open_by_origin",
            "origin",
            "origin_key",
            unique=True,
            postgresql_where=text("origin_key IS NOT NULL AND resolved_at IS NULL"),
        ),
        Index("incidents_by_origin", "origin", "origin_key", "resolved_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    # The title by locale.
    texts: dict[str, Any] = document()
    status: str = "investigating"
    impact: str = "minor"
    brand: str | None = Field(default=None, foreign_key="brands.key")
    visibility: str = "internal"
    origin: str = "agent"
    # What names the same trouble to whoever opens incidents by itself: a monitor's id, an alert's fingerprint.
    origin_key: str | None = None
    problem_id: UUID = Field(foreign_key="tickets.id", unique=True)
    # Which tickets are linked: `conditions`, `phrases`.
    rule: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    link_mode: str = "off"
    started_at: datetime = at()
    resolved_at: datetime | None = at(nullable=True)
    created_by: UUID
    created_by_name: str
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class IncidentComponent(SQLModel, table=True):
    """A component that an incident is about, and how it is; null: as the incident's impact says."""

    __tablename__ = "incident_components"
    __table_args__ = (
        one_of("incident_components", "state", "operational", "degraded", "partial_outage", "major_outage"),
    )

    incident_id: UUID = Field(foreign_key="incidents.id", primary_key=True, ondelete="CASCADE")
    component_id: UUID = Field(foreign_key="components.id", primary_key=True, index=True)
    state: str | None = None


class IncidentUpdate(SQLModel, table=True):
    """What was said of an incident, by locale, and the status that came with it."""

    __tablename__ = "incident_updates"
    __table_args__ = (
        one_of("incident_updates", "status", *STATUSES),
        Index("incident_updates_of_incident", "incident_id", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    incident_id: UUID = Field(foreign_key="incidents.id", ondelete="CASCADE")
    status: str
    texts: dict[str, Any] = document()
    public: bool = True
    # The customers of linked tickets were told of it, by this job.
    tell: bool = False
    job_id: UUID | None = None
    created_by: UUID
    created_by_name: str
    version: int = 1
    edited_at: datetime | None = at(nullable=True)
    created_at: datetime = at()
    updated_at: datetime = at()


class IncidentUpdateVersion(SQLModel, table=True):
    """What an update said before it was changed."""

    __tablename__ = "incident_update_versions"

    update_id: UUID = Field(foreign_key="incident_updates.id", primary_key=True, ondelete="CASCADE")
    number: int = Field(primary_key=True)
    texts: dict[str, Any] = document()
    public: bool
    by_id: UUID
    by_name: str
    # From when to when it said so.
    since: datetime = at()
    until: datetime = at()


class IncidentTelling(SQLModel, table=True):
    """What became of an update on a linked ticket: one row, whatever crashes."""

    __tablename__ = "incident_tellings"
    __table_args__ = (one_of("incident_tellings", "outcome", "told", "over", "unlinked", "failed"),)

    update_id: UUID = Field(foreign_key="incident_updates.id", primary_key=True, ondelete="CASCADE")
    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True, index=True)
    outcome: str
    message_id: UUID | None = None
    at: datetime = at()


class IncidentCandidate(SQLModel, table=True):
    """A ticket that is to be linked, or may be: what spoke for it, and what became of it."""

    __tablename__ = "incident_candidates"
    __table_args__ = (
        one_of(
            "incident_candidates", "state", "suggested", "waiting", "linked", "dismissed", "elsewhere", "gone", "failed"
        ),
        Index("incident_candidates_by_state", "incident_id", "state", "ticket_id"),
    )

    incident_id: UUID = Field(foreign_key="incidents.id", primary_key=True, ondelete="CASCADE")
    ticket_id: UUID = Field(foreign_key="tickets.id", primary_key=True, index=True)
    state: str = "waiting"
    # What of the rule matched; null: somebody chose it.
    because: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    at: datetime = at()


class IncidentEvent(SQLModel, table=True):
    """What happened to an incident: its own log, of which the feed tells."""

    __tablename__ = "incident_events"
    __table_args__ = (
        one_of("incident_events", "type", "incident.created", "incident.updated", "incident.resolved"),
        Index("incident_events_of_incident", "incident_id", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    incident_id: UUID = Field(foreign_key="incidents.id", ondelete="CASCADE")
    type: str
    data: dict[str, Any] = document()
    actor_kind: str
    actor_id: UUID
    actor_name: str
    at: datetime = at()


class IncidentPostMortem(SQLModel, table=True):
    """What was learnt of an incident, in Markdown."""

    __tablename__ = "incident_post_mortems"

    incident_id: UUID = Field(foreign_key="incidents.id", primary_key=True, ondelete="CASCADE")
    body: str
    published_at: datetime | None = at(nullable=True)
    version: int = 1
    by_id: UUID
    by_name: str
    created_at: datetime = at()
    updated_at: datetime = at()
