"""How conversations were handled: scorecards, reviews, draws, calibrations, coaching notes."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0064"
down_revision: str | None = "0063"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "scorecards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "scorecard_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scorecard_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("criteria", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["scorecard_id"], ["scorecards.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("scorecard_versions_number", "scorecard_versions", ["scorecard_id", "number"], unique=True)
    op.create_table(
        "review_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("scorecard_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("per_agent", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("conditions", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("first", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("reviewer_ids", postgresql.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("per_agent BETWEEN 1 AND 50", name="review_rules_per_agent_range"),
        sa.ForeignKeyConstraint(["scorecard_id"], ["scorecards.id"]),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("review_rules_due", "review_rules", ["due_at"], unique=False, postgresql_where=sa.text("enabled"))
    op.create_index("review_rules_name_unique", "review_rules", [sa.literal_column("lower(name)")], unique=True)
    op.create_table(
        "calibrations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("scorecard_id", sa.Uuid(), nullable=False),
        sa.Column("scorecard_version_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"]),
        sa.ForeignKeyConstraint(["made_by"], ["agents.id"]),
        sa.ForeignKeyConstraint(["scorecard_id"], ["scorecards.id"]),
        sa.ForeignKeyConstraint(["scorecard_version_id"], ["scorecard_versions.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "calibrations_closed",
        "calibrations",
        ["scorecard_id", "closed_at"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NOT NULL"),
    )
    op.create_index("calibrations_newest", "calibrations", ["created_at", "id"], unique=False)
    op.create_table(
        "calibration_reviewers",
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"]),
        sa.ForeignKeyConstraint(["calibration_id"], ["calibrations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("calibration_id", "agent_id"),
    )
    op.create_index("ix_calibration_reviewers_agent_id", "calibration_reviewers", ["agent_id"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("scorecard_id", sa.Uuid(), nullable=False),
        sa.Column("scorecard_version_id", sa.Uuid(), nullable=False),
        sa.Column("calibration_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("failed", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("history", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="reviews_published_at_known"),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'acknowledged', 'disputed', 'settled', 'withdrawn')",
            name="reviews_state_known",
        ),
        sa.CheckConstraint("reviewer_id <> agent_id", name="reviews_not_of_oneself"),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name="reviews_score_range"),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"]),
        sa.ForeignKeyConstraint(["calibration_id"], ["calibrations.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["reviewer_id"], ["agents.id"]),
        sa.ForeignKeyConstraint(["scorecard_id"], ["scorecards.id"]),
        sa.ForeignKeyConstraint(["scorecard_version_id"], ["scorecard_versions.id"]),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("reviews_by_reviewer", "reviews", ["reviewer_id", "created_at", "id"], unique=False)
    op.create_index("reviews_newest", "reviews", ["created_at", "id"], unique=False)
    op.create_index("reviews_of_agent", "reviews", ["agent_id", "published_at"], unique=False)
    op.create_index(
        "reviews_once",
        "reviews",
        ["ticket_id", "episode", "agent_id", "scorecard_id"],
        unique=True,
        postgresql_where=sa.text("calibration_id IS NULL"),
    )
    op.create_index(
        "reviews_once_in_calibration",
        "reviews",
        ["calibration_id", "reviewer_id"],
        unique=True,
        postgresql_where=sa.text("calibration_id IS NOT NULL"),
    )
    op.create_index(
        "reviews_published",
        "reviews",
        ["published_at"],
        unique=False,
        postgresql_where=sa.text("calibration_id IS NULL"),
    )
    op.create_table(
        "coaching_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("author_id <> agent_id", name="coaching_notes_not_to_oneself"),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"]),
        sa.ForeignKeyConstraint(["author_id"], ["agents.id"]),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("coaching_notes_by_author", "coaching_notes", ["author_id", "created_at", "id"], unique=False)
    op.create_index("coaching_notes_newest", "coaching_notes", ["created_at", "id"], unique=False)
    op.create_index("coaching_notes_of_agent", "coaching_notes", ["agent_id", "created_at", "id"], unique=False)
    op.create_table(
        "review_assignments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=True),
        sa.Column("scorecard_id", sa.Uuid(), nullable=False),
        sa.Column("drawn_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_to", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("review_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'done', 'dismissed')", name="review_assignments_state_known"),
        sa.CheckConstraint("reviewer_id <> agent_id", name="review_assignments_not_of_oneself"),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"]),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["reviewer_id"], ["agents.id"]),
        sa.ForeignKeyConstraint(["rule_id"], ["review_rules.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["scorecard_id"], ["scorecards.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("review_assignments_newest", "review_assignments", ["created_at", "id"], unique=False)
    op.create_index(
        "review_assignments_of_reviewer", "review_assignments", ["reviewer_id", "created_at", "id"], unique=False
    )
    op.create_index(
        "review_assignments_of_rule", "review_assignments", ["rule_id", "agent_id", "drawn_from"], unique=False
    )
    op.create_index(
        "review_assignments_once",
        "review_assignments",
        ["ticket_id", "episode", "agent_id", "scorecard_id"],
        unique=True,
    )
    op.create_index(
        "review_assignments_open",
        "review_assignments",
        ["reviewer_id"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    """Take back: what was said of anybody's work is gone."""
    for table in (
        "review_assignments", "coaching_notes", "reviews", "calibration_reviewers", "calibrations", "review_rules",
        "scorecard_versions", "scorecards",
    ):  # fmt: skip
        op.drop_table(table)
