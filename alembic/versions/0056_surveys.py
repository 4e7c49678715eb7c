"""Surveys of the desk's own, what they ask, and answers that can be changed."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0056"
down_revision: str | None = "0055"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"
_METRICS = "metric IN ('csat', 'nps', 'ces', 'pulse', 'custom')"
_WHY = """cancelled_because IN ('reopened', 'merged', 'spam', 'fatigue', 'sampled_out', 'no_survey', 'opted_out',
 'no_address', 'closed')"""
_SCORE = """CASE metric WHEN 'csat' THEN score IS NOT NULL AND score BETWEEN 1 AND 5
 WHEN 'nps' THEN score IS NOT NULL AND score BETWEEN 0 AND 10
 WHEN 'ces' THEN score IS NOT NULL AND score BETWEEN 1 AND 7 ELSE score IS NULL END"""


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "surveys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("trigger", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("fatigue_days", sa.Integer(), nullable=False),
        sa.Column("expires_seconds", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(_METRICS, name="surveys_metric_known"),
        sa.CheckConstraint("audience IN ('customers', 'agents')", name="surveys_audience_known"),
        sa.ForeignKeyConstraint(["brand"], ["brands.key"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("surveys_in_order", "surveys", ["position", "id"])
    op.create_table(
        "survey_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("questions", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("texts", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("survey_id", "number", name="survey_versions_number_unique"),
    )
    _invitations()
    _answers()
    for statement in (SQL / "0056_surveys.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.get_bind().exec_driver_sql(statement)


def _invitations() -> None:
    table = "survey_invitations"
    op.alter_column(table, "ticket_id", nullable=True)
    op.alter_column(table, "episode", nullable=True)
    op.add_column(table, sa.Column("metric", sa.String(), server_default="csat", nullable=False))
    op.add_column(table, sa.Column("survey_version_id", sa.Uuid(), nullable=True))
    op.add_column(table, sa.Column("campaign_id", sa.Uuid(), nullable=True))
    op.add_column(table, sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(table, sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(table, sa.Column("channel", sa.String(), nullable=True))
    op.add_column(table, sa.Column("cancelled_because", sa.String(), nullable=True))
    # Until now whoever was to be asked was asked at once. Why some were taken back nobody has noted.
    op.execute("UPDATE survey_invitations SET sent_at = created_at")
    op.create_foreign_key(None, table, "survey_versions", ["survey_version_id"], ["id"])
    op.create_check_constraint("survey_invitations_metric_known", table, _METRICS)
    op.create_check_constraint("survey_invitations_channel_known", table, "channel IN ('chat', 'mail', 'link')")
    op.create_check_constraint("survey_invitations_cancelled_because_known", table, _WHY)
    op.create_check_constraint("survey_invitations_episode_of_ticket", table, "(ticket_id IS NULL) = (episode IS NULL)")
    op.create_index("survey_invitations_sent", table, ["sent_at"])
    op.create_index("survey_invitations_of_customer", table, ["customer_id", "sent_at"])
    op.create_index("survey_invitations_due", table, ["due_at"], postgresql_where=sa.text("due_at IS NOT NULL"))
    op.create_index(
        "survey_invitations_of_version", table, ["survey_version_id", "sent_at"],
        postgresql_where=sa.text("survey_version_id IS NOT NULL"),
    )  # fmt: skip
    op.create_index(
        "survey_invitations_of_campaign", table, ["campaign_id", "customer_id"],
        postgresql_where=sa.text("campaign_id IS NOT NULL"),
    )  # fmt: skip


def _answers() -> None:
    op.alter_column("feedback", "ticket_id", nullable=True)
    op.alter_column("feedback", "score", nullable=True)
    op.add_column("feedback", sa.Column("metric", sa.String(), server_default="csat", nullable=False))
    op.add_column("feedback", sa.Column("survey_version_id", sa.Uuid(), nullable=True))
    op.add_column("feedback", sa.Column("campaign_id", sa.Uuid(), nullable=True))
    op.add_column("feedback", sa.Column("number", sa.Integer(), server_default="1", nullable=False))
    op.add_column("feedback", sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(None, "feedback", "survey_versions", ["survey_version_id"], ["id"])
    op.create_check_constraint("feedback_metric_known", "feedback", _METRICS)
    op.drop_constraint("feedback_score_range", "feedback")
    op.create_check_constraint("feedback_score_range", "feedback", _SCORE)
    op.create_index(
        "feedback_by_version", "feedback", ["survey_version_id", "created_at", "id"],
        postgresql_where=sa.text("survey_version_id IS NOT NULL"),
    )  # fmt: skip
    op.create_table(
        "feedback_versions",
        sa.Column("feedback_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("answers", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["feedback_id"], ["feedback.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("feedback_id", "number"),
    )


def downgrade() -> None:
    """Take back: what surveys of the desk's own have brought goes with them."""
    op.execute("DROP TRIGGER survey_invitations_taken_back ON survey_invitations")
    op.execute("DROP FUNCTION desk_survey_taken_back()")
    op.drop_table("feedback_versions")
    op.execute("DELETE FROM feedback WHERE survey_version_id IS NOT NULL OR ticket_id IS NULL OR metric <> 'csat'")
    op.execute(
        "DELETE FROM survey_invitations WHERE survey_version_id IS NOT NULL OR ticket_id IS NULL OR sent_at IS NULL"
    )
    op.drop_constraint("feedback_score_range", "feedback")
    op.drop_index("feedback_by_version", table_name="feedback")
    for column in ("edited_at", "number", "campaign_id", "survey_version_id", "metric"):
        op.drop_column("feedback", column)
    op.create_check_constraint("feedback_score_range", "feedback", "score BETWEEN 1 AND 5")
    op.alter_column("feedback", "score", nullable=False)
    op.alter_column("feedback", "ticket_id", nullable=False)
    table = "survey_invitations"
    for index in ("of_campaign", "of_version", "due", "of_customer", "sent"):
        op.drop_index(f"survey_invitations_{index}", table_name=table)
    op.drop_constraint("survey_invitations_episode_of_ticket", table)
    for column in ("cancelled_because", "channel", "sent_at", "due_at", "campaign_id", "survey_version_id", "metric"):
        op.drop_column(table, column)
    op.alter_column(table, "ticket_id", nullable=False)
    op.alter_column(table, "episode", nullable=False)
    op.drop_table("survey_versions")
    op.drop_table("surveys")
