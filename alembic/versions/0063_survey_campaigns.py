"""Surveys go to audiences: campaigns, their runs, who was drawn, and pulses of agents."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0063"
down_revision: str | None = "0062"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_PHASES = """phase IN ('collecting', 'drawing', 'inviting', 'clearing', 'open', 'done', 'cancelled')"""


def _at(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _document(name: str, default: str = "{}") -> sa.Column[Any]:
    return sa.Column(name, postgresql.JSONB(), server_default=default, nullable=False)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "survey_campaigns",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        _document("audience"),
        _document("sample"),
        _document("quotas", "[]"),
        _document("period"),
        sa.Column("fatigue_days", sa.Integer(), nullable=False),
        sa.Column("minimum_group", sa.Integer(), nullable=False),
        _at("starts_at", nullable=True),
        _at("ends_at", nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        _at("next_run_at", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _at("created_at"),
        _at("updated_at"),
        sa.CheckConstraint("state IN ('draft', 'running', 'paused', 'done')", name="survey_campaigns_state_known"),
        sa.CheckConstraint("minimum_group >= 3", name="survey_campaigns_minimum_group_range"),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("survey_campaigns_name_unique", "survey_campaigns", [sa.text("lower(name)")], unique=True)
    op.create_index("survey_campaigns_of_survey", "survey_campaigns", ["survey_id"])
    op.create_index(
        "survey_campaigns_due", "survey_campaigns", ["next_run_at"], postgresql_where=sa.text("state = 'running'")
    )
    _runs()
    _people()


def _runs() -> None:
    op.create_table(
        "survey_campaign_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("survey_version_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        _at("due_at"),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        _document("cursor"),
        _document("counts"),
        _at("started_at"),
        _at("ended_at", nullable=True),
        _at("closes_at", nullable=True),
        sa.Column("withheld", sa.String(), nullable=True),
        _document("shown", "[]"),
        sa.CheckConstraint("kind IN ('run', 'preview')", name="survey_campaign_runs_kind_known"),
        sa.CheckConstraint(_PHASES, name="survey_campaign_runs_phase_known"),
        sa.CheckConstraint(
            "withheld IN ('too_few_asked', 'too_few_answers', 'too_like_another')",
            name="survey_campaign_runs_withheld_known",
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["survey_campaigns.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["survey_version_id"], ["survey_versions.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "survey_campaign_runs_number_unique", "survey_campaign_runs", ["campaign_id", "number"], unique=True,
        postgresql_where=sa.text("kind = 'run'"),
    )  # fmt: skip
    op.create_index(
        "survey_campaign_runs_going_on", "survey_campaign_runs", ["phase"],
        postgresql_where=sa.text("phase NOT IN ('done', 'cancelled')"),
    )  # fmt: skip
    op.create_index(
        "survey_campaign_runs_closed", "survey_campaign_runs", ["closes_at"],
        postgresql_where=sa.text("closes_at IS NOT NULL"),
    )  # fmt: skip


def _people() -> None:
    op.create_table(
        "survey_campaign_people",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("tier", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('fits', 'drawn', 'left_out', 'invited')", name="survey_campaign_people_outcome_known"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["survey_campaign_runs.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "customer_id"),
    )
    op.create_index(
        "survey_campaign_people_in_order", "survey_campaign_people", ["run_id", "outcome", "place", "customer_id"]
    )
    op.create_table(
        "pulse_invitations",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["survey_campaign_runs.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "agent_id"),
    )
    op.create_index("pulse_invitations_of_agent", "pulse_invitations", ["agent_id", "run_id"])
    op.create_table(
        "pulse_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        _document("answers"),
        sa.ForeignKeyConstraint(["run_id"], ["survey_campaign_runs.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_pulse_answers_run_id", "pulse_answers", ["run_id"])


def downgrade() -> None:
    """Take back: campaigns end, and what pulses have brought goes."""
    for table in (
        "pulse_answers", "pulse_invitations", "survey_campaign_people", "survey_campaign_runs", "survey_campaigns",
    ):  # fmt: skip
        op.drop_table(table)
