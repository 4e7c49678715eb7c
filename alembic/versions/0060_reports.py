"""What reports count: facts of tickets, in rows and in columns, kept by a reader of the change feed."""

from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0060"
down_revision: str | None = "0059"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "report_keys",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("dimension", "key", name="report_keys_unique"),
    )
    op.create_table(
        "report_tickets",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), server_default="0", nullable=False),
        sa.Column("live", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("state", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("ticket_id"),
    )
    op.create_table(
        "report_facts",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("business", sa.Integer(), nullable=True),
        sa.Column("calendar", sa.Uuid(), nullable=True),
        sa.Column("agent", sa.Integer(), nullable=True),
        sa.Column("team", sa.Integer(), nullable=True),
        sa.Column("queue", sa.Integer(), nullable=True),
        sa.Column("brand", sa.Integer(), nullable=True),
        sa.Column("channel", sa.Integer(), nullable=True),
        sa.Column("topic", sa.Integer(), nullable=True),
        sa.Column("language", sa.Integer(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=True),
        sa.Column("type", sa.Integer(), nullable=True),
        sa.Column("source", sa.Integer(), nullable=True),
        sa.Column("imported", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("live", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("span", postgresql.TSTZRANGE(), nullable=True),
        sa.PrimaryKeyConstraint("ticket_id", "metric", "number"),
    )
    op.create_index(
        "report_facts_at", "report_facts", ["metric", "at", "ticket_id", "number"], postgresql_where=sa.text("live")
    )
    op.create_index(
        "report_facts_open",
        "report_facts",
        ["span"],
        postgresql_using="gist",
        postgresql_where=sa.text("live AND span IS NOT NULL"),
    )
    op.create_table(
        "report_segments",
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("stale_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("n", sa.Integer(), server_default="0", nullable=False),
        sa.Column("at", sa.LargeBinary(), nullable=True),
        sa.Column("value", sa.LargeBinary(), nullable=True),
        sa.Column("business", sa.LargeBinary(), nullable=True),
        sa.Column("agent", sa.LargeBinary(), nullable=True),
        sa.Column("team", sa.LargeBinary(), nullable=True),
        sa.Column("queue", sa.LargeBinary(), nullable=True),
        sa.Column("brand", sa.LargeBinary(), nullable=True),
        sa.Column("channel", sa.LargeBinary(), nullable=True),
        sa.Column("topic", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.LargeBinary(), nullable=True),
        sa.Column("priority", sa.LargeBinary(), nullable=True),
        sa.Column("type", sa.LargeBinary(), nullable=True),
        sa.Column("source", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("metric", "day"),
    )
    op.create_index(
        "report_segments_stale", "report_segments", ["stale_at"], postgresql_where=sa.text("stale_at IS NOT NULL")
    )
    op.create_table(
        "report_state",
        sa.Column("one", sa.Boolean(), nullable=False),
        sa.Column("incomplete_since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("one", name="report_state_one_row"),
        sa.PrimaryKeyConstraint("one"),
    )
    for statement in (SQL / "0060_reports.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.get_bind().exec_driver_sql(statement)
    op.execute("INSERT INTO feed_cursors (name, position) SELECT 'reports', position FROM feed_state")
    # What a desk has already is built from its logs, by a job of the desk's own.
    op.execute("INSERT INTO report_state (one, incomplete_since) SELECT true, now() WHERE EXISTS (SELECT FROM tickets)")
    op.get_bind().execute(
        sa.text(
            "INSERT INTO jobs (id, kind, status, arguments, checkpoint, done, result, attempts, created_at) "
            "SELECT :id, 'reports.rebuild', 'queued', '{}', '{}', 0, '{}', 0, now() "
            "WHERE EXISTS (SELECT FROM tickets)"
        ),
        {"id": uuid4()},
    )


def downgrade() -> None:
    """Take back."""
    op.execute("DELETE FROM feed_cursors WHERE name = 'reports'")
    op.execute("DELETE FROM jobs WHERE kind = 'reports.rebuild'")
    op.execute("DROP FUNCTION desk_report_put(jsonb)")
    op.execute("DROP FUNCTION desk_report_pack(text, date)")
    for table in ("report_state", "report_segments", "report_facts", "report_tickets", "report_keys"):
        op.drop_table(table)
