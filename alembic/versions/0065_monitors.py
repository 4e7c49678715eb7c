"""Monitors, their checks and history, alarms, maintenance windows, and alerts that come in."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0065"
down_revision: str | None = "0064"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "alert_sources",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("shape", sa.String(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=True),
        sa.Column("components", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("impacts", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("impact", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("opens", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("quiet_seconds", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("proof IN ('url', 'bearer', 'hmac')", name="alert_sources_proof_known"),
        sa.CheckConstraint("shape IN ('alertmanager', 'grafana', 'generic')", name="alert_sources_shape_known"),
        sa.ForeignKeyConstraint(
            ["brand"],
            ["brands.key"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("alert_sources_name_unique", "alert_sources", [sa.literal_column("lower(name)")], unique=True)
    op.create_index("alert_sources_token", "alert_sources", ["token_hash"], unique=True)
    op.create_table(
        "maintenance_windows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("texts", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("monitor_ids", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("component_ids", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("repeat", postgresql.JSONB(), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name="maintenance_windows_forwards"),
        sa.ForeignKeyConstraint(
            ["brand"],
            ["brands.key"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("maintenance_windows_over", "maintenance_windows", ["over_at", "id"], unique=False)
    op.create_table(
        "monitors",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("expect", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("header_names", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("headers", sa.String(), nullable=True),
        sa.Column("interval_seconds", sa.Integer(), nullable=False),
        sa.Column("timeout_seconds", sa.Float(), nullable=False),
        sa.Column("failures_before_alarm", sa.Integer(), nullable=False),
        sa.Column("successes_before_recovery", sa.Integer(), nullable=False),
        sa.Column("quiet_seconds", sa.Integer(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("component_ids", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("impact", sa.String(), nullable=False),
        sa.Column("opens", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("status_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("successes", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_ok", sa.Boolean(), nullable=True),
        sa.Column("last_code", sa.String(), nullable=True),
        sa.Column("last_reason", sa.String(), nullable=True),
        sa.Column("last_ms", sa.Integer(), nullable=True),
        sa.Column("booked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("vouched_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holder", sa.Uuid(), nullable=True),
        sa.Column("alarm_id", sa.Uuid(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('http', 'tcp', 'dns', 'tls')", name="monitors_kind_known"),
        sa.CheckConstraint("status IN ('unknown', 'up', 'down')", name="monitors_status_known"),
        sa.ForeignKeyConstraint(
            ["brand"],
            ["brands.key"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "monitors_alarm", "monitors", ["alarm_id"], unique=False, postgresql_where=sa.text("alarm_id IS NOT NULL")
    )
    op.create_index(
        "monitors_due",
        "monitors",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("archived_at IS NULL AND NOT paused"),
    )
    op.create_index(
        "monitors_name_unique",
        "monitors",
        [sa.literal_column("lower(name)")],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )
    op.create_table(
        "monitor_checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("monitor_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ms", sa.Integer(), nullable=True),
        sa.Column("facts", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("maintenance", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["monitor_id"], ["monitors.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("monitor_id", "due_at", name="monitor_checks_once"),
    )
    op.create_index("monitor_checks_of", "monitor_checks", ["monitor_id", "id"], unique=False)
    op.create_table(
        "monitor_slots",
        sa.Column("monitor_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.DateTime(timezone=True), nullable=False),
        sa.Column("up", sa.BigInteger(), nullable=False),
        sa.Column("down", sa.BigInteger(), nullable=False),
        sa.Column("maintenance", sa.BigInteger(), nullable=False),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("ms_sum", sa.BigInteger(), nullable=False),
        sa.Column("ms_max", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["monitor_id"], ["monitors.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("monitor_id", "slot"),
    )
    op.create_table(
        "monitor_times",
        sa.Column("monitor_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bin", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["monitor_id"], ["monitors.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("monitor_id", "slot", "bin"),
    )
    op.create_table(
        "alarms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("monitor_id", sa.Uuid(), nullable=True),
        sa.Column("alert_source_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("impact", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("component_ids", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_because", sa.String(), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("origin IN ('monitor', 'alert')", name="alarms_origin_known"),
        sa.ForeignKeyConstraint(["alert_source_id"], ["alert_sources.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["monitor_id"], ["monitors.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("alarms_newest", "alarms", ["opened_at", "id"], unique=False)
    op.create_index("alarms_of", "alarms", ["key", "id"], unique=False)
    op.create_index("alarms_open", "alarms", ["key"], unique=True, postgresql_where=sa.text("closed_at IS NULL"))
    op.create_index(op.f("ix_alarms_alert_source_id"), "alarms", ["alert_source_id"], unique=False)
    op.create_index(op.f("ix_alarms_monitor_id"), "alarms", ["monitor_id"], unique=False)
    op.create_table(
        "alerts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alert_source_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("impact", sa.String(), nullable=False),
        sa.Column("labels", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("annotations", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("component_ids", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alarm_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("status IN ('firing', 'resolved')", name="alerts_status_known"),
        sa.ForeignKeyConstraint(["alarm_id"], ["alarms.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["alert_source_id"], ["alert_sources.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("alert_source_id", "fingerprint", "starts_at", name="alerts_once"),
    )
    op.create_index(
        "alerts_alarm",
        "alerts",
        ["alarm_id"],
        unique=False,
        postgresql_where=sa.text("alarm_id IS NOT NULL AND status = 'firing'"),
    )
    op.create_index(
        "alerts_firing",
        "alerts",
        ["alert_source_id", "fingerprint"],
        unique=False,
        postgresql_where=sa.text("status = 'firing'"),
    )
    op.create_index("alerts_of", "alerts", ["alert_source_id", "id"], unique=False)


def downgrade() -> None:
    """Take back."""
    for name in (
        "monitor_times", "monitor_slots", "monitor_checks", "alerts", "alarms", "maintenance_windows", "monitors",
        "alert_sources",
    ):  # fmt: skip
        op.drop_table(name)
