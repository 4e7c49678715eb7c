"""Phone calls and calls to be made; a call that is on counts in its agent's load."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).parents[1] / "sql"
_TEXTS = postgresql.ARRAY(sa.Text())
_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "calls",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("caller", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("called", sa.String(), nullable=True),
        sa.Column("rung", _TEXTS, server_default="{}", nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("missed", sa.Boolean(), nullable=False),
        sa.Column("ivr_path", _TEXTS, server_default="{}", nullable=False),
        sa.Column("recording_url", sa.String(), nullable=True),
        sa.Column("duration_seconds", sa.Integer(), nullable=True),
        sa.Column("started_at", _AT, nullable=False),
        sa.Column("answered_at", _AT, nullable=True),
        sa.Column("ended_at", _AT, nullable=True),
        sa.Column("told", _TEXTS, server_default="{}", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _AT, nullable=False),
        sa.Column("updated_at", _AT, nullable=False),
        sa.CheckConstraint("direction IN ('in', 'out')", name="calls_direction_known"),
        sa.CheckConstraint("state IN ('ringing', 'answered', 'ended', 'missed')", name="calls_state_known"),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"]),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"]),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("channel_id", "external_id", name="calls_external_unique"),
    )
    op.create_index("calls_in_order", "calls", ["started_at", "id"])
    for name, columns in (
        ("calls_of_number", ["number", "started_at", "id"]),
        ("calls_of_ticket", ["ticket_id", "id"]),
        ("calls_of_agent", ["agent_id", "started_at", "id"]),
    ):
        op.create_index(name, "calls", columns, postgresql_where=sa.text(f"{columns[0]} IS NOT NULL"))
    op.create_index("calls_live", "calls", ["id"], postgresql_where=sa.text("state IN ('ringing', 'answered')"))
    op.create_table(
        "callbacks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("zones", _TEXTS, server_default="{}", nullable=False),
        sa.Column("due_at", _AT, nullable=True),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", _AT, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.ForeignKeyConstraint(["task_id"], ["ticket_tasks.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("callbacks_of_number", "callbacks", ["number", "id"])
    op.create_index("callbacks_of_ticket", "callbacks", ["ticket_id", "id"])
    for statement in (SQL / "0031_calls.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Take back."""
    op.drop_table("callbacks")
    op.drop_table("calls")
    op.execute("DROP FUNCTION desk_calls_load")
    op.execute("UPDATE agent_loads SET load = 0 WHERE channel = 'call'")
