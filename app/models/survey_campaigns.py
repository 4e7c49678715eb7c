"""Campaigns: surveys that go to an audience, once or again and again; who was drawn each time; agents' pulses."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.ids import new_id
from app.models.columns import at, document, one_of, records


class SurveyCampaign(SQLModel, table=True):
    """Whom to ask with a survey, how many of them, and when. `next_run_at` is null while nothing is to come."""

    __tablename__ = "survey_campaigns"
    __table_args__ = (
        one_of("survey_campaigns", "state", "draft", "running", "paused", "done"),
        CheckConstraint("minimum_group >= 3", name="survey_campaigns_minimum_group_range"),
        Index("survey_campaigns_name_unique", text("lower(name)"), unique=True),
        Index("survey_campaigns_of_survey", "survey_id"),
        Index("survey_campaigns_due", "next_run_at", postgresql_where=text("state = 'running'")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    survey_id: UUID = Field(foreign_key="surveys.id")
    name: str
    # What `schemas/survey_campaigns.py` takes.
    audience: dict[str, Any] = document()
    sample: dict[str, Any] = document()
    quotas: list[dict[str, Any]] = records()
    # Empty: once.
    period: dict[str, Any] = document()
    fatigue_days: int
    # Of a pulse: fewer than these are never shown.
    minimum_group: int
    starts_at: datetime | None = at(nullable=True)
    ends_at: datetime | None = at(nullable=True)
    state: str = "draft"
    # What all drawings begin with: kept, so that each can be done again.
    seed: str
    runs: int = 0
    next_run_at: datetime | None = at(nullable=True)
    version: int = 1
    created_at: datetime = at()
    updated_at: datetime = at()


class SurveyCampaignRun(SQLModel, table=True):
    """One time that a campaign asks. `phase` and `cursor` are where it goes on, and change with what they tell of.

    A preview is a run that asks nobody. Of a pulse, `open` until `closes_at`; then what is shown is decided for good.
    """

    __tablename__ = "survey_campaign_runs"
    __table_args__ = (
        one_of("survey_campaign_runs", "kind", "run", "preview"),
        one_of(
            "survey_campaign_runs", "phase", "collecting", "drawing", "inviting", "clearing", "open", "done",
            "cancelled",
        ),
        one_of("survey_campaign_runs", "withheld", "too_few_asked", "too_few_answers", "too_like_another"),
        Index(
            "survey_campaign_runs_number_unique", "campaign_id", "number", unique=True,
            postgresql_where=text("kind = 'run'"),
        ),
        Index(
            "survey_campaign_runs_going_on", "phase", postgresql_where=text("phase NOT IN ('done', 'cancelled')")
        ),
        Index("survey_campaign_runs_closed", "closes_at", postgresql_where=text("closes_at IS NOT NULL")),
    )  # fmt: skip

    id: UUID = Field(default_factory=new_id, primary_key=True)
    campaign_id: UUID = Field(foreign_key="survey_campaigns.id", ondelete="CASCADE")
    kind: str
    # 0 of a preview.
    number: int
    survey_version_id: UUID = Field(foreign_key="survey_versions.id")
    seed: str
    phase: str = "collecting"
    due_at: datetime = at()
    job_id: UUID | None = None
    # How often a job of it has ended before it.
    failures: int = 0
    cursor: dict[str, Any] = document()
    # How many were looked at, fit, are left out and why, were drawn and invited.
    counts: dict[str, Any] = document()
    started_at: datetime = at()
    ended_at: datetime | None = at(nullable=True)
    # Of a pulse.
    closes_at: datetime | None = at(nullable=True)
    withheld: str | None = None
    # The teams whose means are shown beside the whole.
    shown: list[str] = records()


class SurveyCampaignPerson(SQLModel, table=True):
    """Somebody who could be asked in a run: until the drawing everybody who fits, after it whoever was drawn."""

    __tablename__ = "survey_campaign_people"
    __table_args__ = (
        one_of("survey_campaign_people", "outcome", "fits", "drawn", "left_out", "invited"),
        # In the order in which they are drawn.
        Index("survey_campaign_people_in_order", "run_id", "outcome", "place", "customer_id"),
    )

    run_id: UUID = Field(foreign_key="survey_campaign_runs.id", primary_key=True, ondelete="CASCADE")
    customer_id: UUID = Field(foreign_key="customers.id", primary_key=True, ondelete="CASCADE")
    # Their rank: a hash of the run's seed and of them.
    place: int = Field(sa_type=BigInteger)
    brand: str | None = None
    language: str | None = None
    tier: str | None = None
    channel: str | None = None
    outcome: str = "fits"
    invitation_id: UUID | None = None


class PulseInvitation(SQLModel, table=True):
    """That an agent is asked in a pulse. `answered` keeps them from answering twice, and is forgotten at its end."""

    __tablename__ = "pulse_invitations"
    __table_args__ = (Index("pulse_invitations_of_agent", "agent_id", "run_id"),)

    run_id: UUID = Field(foreign_key="survey_campaign_runs.id", primary_key=True, ondelete="CASCADE")
    agent_id: UUID = Field(foreign_key="agents.id", primary_key=True, ondelete="CASCADE")
    # Their team of those that are asked; null: none or several.
    team_id: UUID | None = None
    answered: bool = False


class PulseAnswer(SQLModel, table=True):
    """What somebody said in a pulse: not who, not when. The id is random, so that its order says nothing."""

    __tablename__ = "pulse_answers"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    run_id: UUID = Field(foreign_key="survey_campaign_runs.id", index=True, ondelete="CASCADE")
    team_id: UUID | None = None
    answers: dict[str, Any] = document()
