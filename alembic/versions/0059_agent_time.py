"""What agents' time goes to is kept, and reports are sent by mail."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0059"
down_revision: str | None = "0058"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).parents[1] / "sql"
_AT = sa.DateTime(timezone=True)
_SUMS = ("handling", "idle", "busy", "away", "off", "chatting", "chat", "call", "wrap_up")


def upgrade() -> None:
    """Apply."""
    _spans()
    _slots()
    _schedules()
    # Who waited for whom in a period, answered or not.
    op.create_index("chats_queued", "chats", ["queued_at", "id"])
    for statement in (SQL / "0059_agent_time.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.get_bind().exec_driver_sql(statement)


def _spans() -> None:
    op.create_table(
        "agent_spans",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("from_at", _AT, nullable=False),
        sa.Column("to_at", _AT, nullable=True),
        sa.Column("presence", sa.String(), nullable=True),
        sa.Column("off", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('state', 'chat', 'call', 'wrap_up')", name="agent_spans_kind_known"),
        sa.CheckConstraint("to_at >= from_at", name="agent_spans_forwards"),
        sa.CheckConstraint(
            "(kind = 'state') = (presence IS NOT NULL) AND (kind = 'state') = (about_id IS NULL)",
            name="agent_spans_of_a_kind",
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "agent_spans_open_state", "agent_spans", ["agent_id"], unique=True,
        postgresql_where=sa.text("kind = 'state' AND to_at IS NULL"),
    )  # fmt: skip
    op.create_index(
        "agent_spans_about", "agent_spans", ["about_id", "from_at"],
        postgresql_where=sa.text("about_id IS NOT NULL"),
    )  # fmt: skip
    op.create_index(
        "agent_spans_during", "agent_spans", [sa.text("tstzrange(from_at, to_at)")], postgresql_using="gist"
    )
    op.create_index("agent_spans_begun", "agent_spans", ["from_at"])


def _slots() -> None:
    op.create_table(
        "agent_slots",
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("at", _AT, nullable=False),
        *(sa.Column(each, sa.BigInteger(), nullable=False) for each in _SUMS),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agent_id", "at"),
    )
    op.create_index("agent_slots_in_order", "agent_slots", ["at", "agent_id"])
    op.create_table(
        "agent_slots_until",
        sa.Column("one", sa.Boolean(), nullable=False),
        sa.Column("until", _AT, nullable=False),
        sa.CheckConstraint("one", name="agent_slots_until_one_row"),
        sa.PrimaryKeyConstraint("one"),
    )


def _schedules() -> None:
    op.create_table(
        "report_schedules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("parameters", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("every", sa.String(), nullable=False),
        sa.Column("at_time", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("agent_ids", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("addresses", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("stopped_because", sa.String(), nullable=True),
        sa.Column("next_at", _AT, nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _AT, nullable=False),
        sa.Column("updated_at", _AT, nullable=False),
        sa.CheckConstraint("every IN ('day', 'week', 'month')", name="report_schedules_every_known"),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name="report_schedules_weekday_range"),
        sa.CheckConstraint("day BETWEEN 1 AND 31", name="report_schedules_day_range"),
        sa.CheckConstraint(
            "stopped_because IN ('creator_gone', 'report_refused')", name="report_schedules_stopped_because_known"
        ),
        sa.ForeignKeyConstraint(["created_by"], ["agents.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("report_schedules_in_order", "report_schedules", ["created_at", "id"])
    op.create_index("report_schedules_due", "report_schedules", ["next_at"], postgresql_where=sa.text("active"))
    op.create_table(
        "report_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", _AT, nullable=True),
        sa.Column("ran_at", _AT, nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("period_from", _AT, nullable=False),
        sa.Column("period_to", _AT, nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.CheckConstraint("outcome IN ('sent', 'nobody', 'refused')", name="report_runs_outcome_known"),
        sa.ForeignKeyConstraint(["schedule_id"], ["report_schedules.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "report_runs_once", "report_runs", ["schedule_id", "due_at"], unique=True,
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )  # fmt: skip
    op.create_index("report_runs_of_schedule", "report_runs", ["schedule_id", "id"])


def downgrade() -> None:
    """Take back."""
    for table, trigger in (
        ("agents", "agents_span_insert"), ("agents", "agents_span_update"), ("chats", "chats_span_insert"),
        ("chats", "chats_span_update"), ("calls", "calls_span_insert"), ("calls", "calls_span_update"),
    ):  # fmt: skip
        op.get_bind().exec_driver_sql(f"DROP TRIGGER {trigger} ON {table}")
    for function in (
        "desk_agents_span()", "desk_chats_span()", "desk_calls_span()",
        "desk_move_span(uuid, uuid, text, timestamptz, timestamptz)",
    ):  # fmt: skip
        op.get_bind().exec_driver_sql(f"DROP FUNCTION {function}")
    op.drop_index("chats_queued", table_name="chats")
    for table in ("report_runs", "report_schedules", "agent_slots_until", "agent_slots", "agent_spans"):
        op.drop_table(table)
