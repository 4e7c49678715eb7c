"""Topics are learnt from what people have said of tickets, and suggested for new ones."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0047"
down_revision: str | None = "0046"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

CURSOR = "topics"


def upgrade() -> None:
    """Apply."""
    instant, json = sa.DateTime(timezone=True), postgresql.JSONB(astext_type=sa.Text())
    op.create_table(
        "topic_models",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("activates", sa.Boolean(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("format", sa.Integer(), nullable=True),
        sa.Column("examples", sa.Integer(), nullable=False),
        sa.Column("topics", sa.Integer(), nullable=False),
        sa.Column("held_out", sa.Integer(), nullable=False),
        sa.Column("folds", sa.Integer(), nullable=False),
        sa.Column("accuracy", sa.Float(), nullable=True),
        sa.Column("top3", sa.Float(), nullable=True),
        sa.Column("baseline", sa.Float(), nullable=True),
        sa.Column("calibration_error", sa.Float(), nullable=True),
        sa.Column("thresholds", json, server_default="[]", nullable=False),
        sa.Column("per_topic", json, server_default="[]", nullable=False),
        sa.Column("left_out", json, server_default="[]", nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("made_of", instant, nullable=True),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("ready_at", instant, nullable=True),
        sa.Column("activated_at", instant, nullable=True),
        sa.Column("updated_at", instant, nullable=False),
        sa.CheckConstraint(
            "state IN ('training', 'ready', 'active', 'failed', 'retired')", name="topic_models_state_known"
        ),
        sa.ForeignKeyConstraint(["brand"], ["brands.key"]),
        sa.ForeignKeyConstraint(["created_by"], ["agents.id"]),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    for state in ("training", "active"):
        op.create_index(
            f"topic_models_{state}",
            "topic_models",
            [sa.literal_column("coalesce(brand, '')")],
            unique=True,
            postgresql_where=sa.text(f"state = '{state}'"),
        )
    op.create_table(
        "topic_model_data",
        sa.Column("model_id", sa.Uuid(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["model_id"], ["topic_models.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("model_id"),
    )
    op.create_table(
        "topic_model_days",
        sa.Column("model_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in (
                "suggested", "applied", "suggested_accepted", "suggested_rejected", "applied_accepted",
                "applied_rejected",
            )
        ),
        sa.ForeignKeyConstraint(["model_id"], ["topic_models.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("model_id", "day"),
    )  # fmt: skip
    op.create_table(
        "topic_settings",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("suggest", sa.Boolean(), nullable=False),
        sa.Column("automatic_from", sa.Float(), nullable=True),
        sa.Column("minimum_examples", sa.Integer(), nullable=False),
        sa.Column("minimum_per_topic", sa.Integer(), nullable=False),
        sa.Column("retrain_days", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", instant, nullable=False),
        sa.CheckConstraint(
            "automatic_from IS NULL OR automatic_from BETWEEN 0.5 AND 1", name="topic_settings_automatic"
        ),
        sa.CheckConstraint("brand IS NULL OR scope = brand", name="topic_settings_scope"),
        sa.ForeignKeyConstraint(["brand"], ["brands.key"]),
        sa.PrimaryKeyConstraint("scope"),
    )
    op.create_table(
        "ticket_topic_suggestions",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("model_id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=True),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("others", json, server_default="[]", nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("decided_at", instant, nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "state IN ('suggested', 'applied', 'accepted', 'rejected')", name="ticket_topic_suggestions_state_known"
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (state IN ('suggested', 'applied'))", name="topic_suggestion_decided"
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["agents.id"]),
        sa.ForeignKeyConstraint(["model_id"], ["topic_models.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"]),
        sa.PrimaryKeyConstraint("ticket_id"),
    )
    op.create_index("ix_ticket_topic_suggestions_model_id", "ticket_topic_suggestions", ["model_id"])
    op.execute(f"INSERT INTO feed_cursors (name, position) SELECT '{CURSOR}', position FROM feed_state")  # noqa: S608


def downgrade() -> None:
    """Take back."""
    op.execute(f"DELETE FROM feed_cursors WHERE name = '{CURSOR}'")  # noqa: S608
    for table in (
        "ticket_topic_suggestions", "topic_settings", "topic_model_days", "topic_model_data", "topic_models",
    ):  # fmt: skip
        op.drop_table(table)
