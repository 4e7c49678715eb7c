"""The change feed: every change gets a place after its commit, and the desk's own readers have cursors."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "feed_todo",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("public_seq", sa.Integer(), nullable=True),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "feed",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("public_seq", sa.Integer(), nullable=True),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("num_nonnulls(ticket_id, about_id) = 1", name="feed_about_one_thing"),
        sa.PrimaryKeyConstraint("position"),
    )
    op.create_index("feed_about", "feed", ["about_id"], unique=False, postgresql_where=sa.text("about_id IS NOT NULL"))
    op.create_table(
        "feed_state",
        sa.Column("one", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.CheckConstraint("one", name="feed_state_one_row"),
        sa.PrimaryKeyConstraint("one"),
    )
    op.create_table(
        "feed_jumps",
        sa.Column("upto", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("upto"),
    )
    op.create_table(
        "feed_cursors",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.execute("INSERT INTO feed_state (one, position, epoch) VALUES (true, 0, '')")
    for statement in (SQL / "0007_feed.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Take back."""
    for trigger, table in (
        ("events_feed_todo", "events"),
        ("customers_feed_new", "customers"),
        ("customers_feed_changed", "customers"),
        ("organizations_feed", "organizations"),
        ("agents_feed_new", "agents"),
        ("agents_feed_changed", "agents"),
        ("teams_feed", "teams"),
    ):
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
    op.execute("DROP FUNCTION desk_feed_sequence(text, timestamptz, int)")
    op.execute("DROP FUNCTION desk_feed_change()")
    op.execute("DROP FUNCTION desk_feed_todo()")
    for table in ("feed_cursors", "feed_jumps", "feed_state", "feed", "feed_todo"):
        op.drop_table(table)
