"""Calendars, SLA policies and clocks, notifications, the outbox, jobs; tickets that come back by themselves."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "calendars",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('mail', 'webhook')", name="outbox_kind_known"),
        sa.CheckConstraint("status IN ('waiting', 'sending', 'sent', 'failed')", name="outbox_status_known"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index(
        "outbox_due",
        "outbox",
        ["kind", "next_attempt_at"],
        unique=False,
        postgresql_where=sa.text("next_attempt_at IS NOT NULL"),
    )
    op.create_index("outbox_newest", "outbox", ["status", "id"], unique=False)
    op.create_table(
        "sla_policies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_index("sla_policies_in_order", "sla_policies", ["position", "id"], unique=False)
    op.create_table(
        "sla_todo",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "calendar_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("weekly", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("exceptions", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("holidays", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("holiday_dates", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"],
            ["calendars.id"],
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["agents.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("calendar_id", "number", name="calendar_versions_number_unique"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("arguments", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("checkpoint", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="jobs_status_known"),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["agents.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "jobs_waiting",
        "jobs",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('queued', 'running')"),
    )
    op.create_table(
        "sla_policy_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("calendar_id", sa.Uuid(), nullable=True),
        sa.Column("definition", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"],
            ["calendars.id"],
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["agents.id"],
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"],
            ["sla_policies.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("policy_id", "number", name="sla_policy_versions_number_unique"),
    )
    op.create_table(
        "notifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "notifications_key",
        "notifications",
        ["agent_id", "key"],
        unique=True,
        postgresql_where=sa.text("key IS NOT NULL"),
    )
    op.create_index("notifications_of_agent", "notifications", ["agent_id", "id"], unique=False)
    op.create_index(
        "notifications_read",
        "notifications",
        ["read_at"],
        unique=False,
        postgresql_where=sa.text("read_at IS NOT NULL"),
    )
    op.create_index(
        "notifications_unread",
        "notifications",
        ["agent_id", "id"],
        unique=False,
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_table(
        "ticket_followers",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
        ),
        sa.PrimaryKeyConstraint("ticket_id", "agent_id"),
    )
    op.create_index(op.f("ix_ticket_followers_agent_id"), "ticket_followers", ["agent_id"], unique=False)
    op.create_table(
        "ticket_sla",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("policy_version_id", sa.Uuid(), nullable=True),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("upcoming_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["policy_version_id"],
            ["sla_policy_versions.id"],
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
        ),
        sa.PrimaryKeyConstraint("ticket_id"),
    )
    op.create_index(op.f("ix_ticket_sla_policy_version_id"), "ticket_sla", ["policy_version_id"], unique=False)
    op.create_index(
        "ticket_sla_due",
        "ticket_sla",
        ["next_due_at", "ticket_id"],
        unique=False,
        postgresql_where=sa.text("next_due_at IS NOT NULL"),
    )
    op.create_index(
        "ticket_sla_next", "ticket_sla", ["next_at"], unique=False, postgresql_where=sa.text("next_at IS NOT NULL")
    )
    op.create_index(
        "ticket_sla_upcoming",
        "ticket_sla",
        ["upcoming_due_at"],
        unique=False,
        postgresql_where=sa.text("upcoming_due_at IS NOT NULL"),
    )
    op.create_table(
        "sla_clocks",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("policy", sa.Uuid(), nullable=False),
        sa.Column("calendar", sa.Uuid(), nullable=True),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("breached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("fired", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("ledger", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.CheckConstraint("outcome IN ('fulfilled', 'cancelled')", name="sla_clocks_outcome_known"),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["ticket_sla.ticket_id"],
        ),
        sa.PrimaryKeyConstraint("ticket_id", "metric", "number"),
    )
    op.create_index(
        "sla_clocks_open", "sla_clocks", ["ticket_id"], unique=False, postgresql_where=sa.text("ended_at IS NULL")
    )
    op.add_column("teams", sa.Column("calendar_id", sa.Uuid(), nullable=True))
    op.add_column("teams", sa.Column("escalates_to_id", sa.Uuid(), nullable=True))
    op.create_foreign_key("teams_escalates_to_id_fkey", "teams", "teams", ["escalates_to_id"], ["id"])
    op.create_foreign_key("teams_calendar_id_fkey", "teams", "calendars", ["calendar_id"], ["id"])
    op.add_column("tickets", sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tickets", sa.Column("pending_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tickets", sa.Column("tier", sa.Integer(), server_default="0", nullable=False))
    op.create_check_constraint(
        "tickets_pending_until_while_pending", "tickets", "pending_until IS NULL OR status = 'pending'"
    )
    op.create_index(
        "tickets_pending_until",
        "tickets",
        ["pending_until"],
        unique=False,
        postgresql_where=sa.text("pending_until IS NOT NULL"),
    )
    op.create_index(
        "tickets_snoozed",
        "tickets",
        ["snoozed_until"],
        unique=False,
        postgresql_where=sa.text("snoozed_until IS NOT NULL"),
    )
    for statement in (SQL / "0004_time.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Take back."""
    op.execute("DROP TRIGGER events_sla_todo ON events")
    op.execute("DROP FUNCTION desk_sla_todo")
    op.execute("DROP FUNCTION desk_message_append")
    before = (SQL / "0003_reads.sql").read_text(encoding="utf-8").split("-- ;;")
    op.get_bind().exec_driver_sql(next(each for each in before if "CREATE FUNCTION desk_message_append(" in each))
    op.drop_index("tickets_snoozed", table_name="tickets", postgresql_where=sa.text("snoozed_until IS NOT NULL"))
    op.drop_index("tickets_pending_until", table_name="tickets", postgresql_where=sa.text("pending_until IS NOT NULL"))
    op.drop_constraint("tickets_pending_until_while_pending", "tickets", type_="check")
    op.drop_column("tickets", "tier")
    op.drop_column("tickets", "pending_until")
    op.drop_column("tickets", "snoozed_until")
    op.drop_constraint("teams_calendar_id_fkey", "teams", type_="foreignkey")
    op.drop_constraint("teams_escalates_to_id_fkey", "teams", type_="foreignkey")
    op.drop_column("teams", "escalates_to_id")
    op.drop_column("teams", "calendar_id")
    op.drop_index("sla_clocks_open", table_name="sla_clocks", postgresql_where=sa.text("ended_at IS NULL"))
    op.drop_table("sla_clocks")
    op.drop_index(
        "ticket_sla_upcoming", table_name="ticket_sla", postgresql_where=sa.text("upcoming_due_at IS NOT NULL")
    )
    op.drop_index("ticket_sla_next", table_name="ticket_sla", postgresql_where=sa.text("next_at IS NOT NULL"))
    op.drop_index("ticket_sla_due", table_name="ticket_sla", postgresql_where=sa.text("next_due_at IS NOT NULL"))
    op.drop_index(op.f("ix_ticket_sla_policy_version_id"), table_name="ticket_sla")
    op.drop_table("ticket_sla")
    op.drop_index(op.f("ix_ticket_followers_agent_id"), table_name="ticket_followers")
    op.drop_table("ticket_followers")
    op.drop_index("notifications_unread", table_name="notifications", postgresql_where=sa.text("read_at IS NULL"))
    op.drop_index("notifications_read", table_name="notifications", postgresql_where=sa.text("read_at IS NOT NULL"))
    op.drop_index("notifications_of_agent", table_name="notifications")
    op.drop_index("notifications_key", table_name="notifications", postgresql_where=sa.text("key IS NOT NULL"))
    op.drop_table("notifications")
    op.drop_table("sla_policy_versions")
    op.drop_index("jobs_waiting", table_name="jobs", postgresql_where=sa.text("status IN ('queued', 'running')"))
    op.drop_table("jobs")
    op.drop_table("calendar_versions")
    op.drop_table("sla_todo")
    op.drop_index("sla_policies_in_order", table_name="sla_policies")
    op.drop_table("sla_policies")
    op.drop_index("outbox_newest", table_name="outbox")
    op.drop_index("outbox_due", table_name="outbox", postgresql_where=sa.text("next_attempt_at IS NOT NULL"))
    op.drop_table("outbox")
    op.drop_table("calendars")
