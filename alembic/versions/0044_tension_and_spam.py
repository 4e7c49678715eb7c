"""Tickets know how near their customer is to the end of their patience, and whether they are spam."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0044"
down_revision: str | None = "0043"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    """Apply."""
    op.add_column("tickets", sa.Column("tension", sa.String(), server_default="none", nullable=False))
    op.add_column("tickets", sa.Column("spam", sa.String(), server_default="no", nullable=False))
    op.create_check_constraint("tickets_tension_known", "tickets", "tension IN ('none', 'raised', 'high')")
    op.create_check_constraint("tickets_spam_known", "tickets", "spam IN ('no', 'suspected', 'marked')")
    op.create_index(
        "tickets_by_spam", "tickets", ["spam", "updated_at", "id"], postgresql_where=sa.text("spam <> 'no'")
    )
    op.create_table(
        "spam_examples",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("spam", sa.Boolean(), nullable=False),
        sa.Column("words", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket_id"),
    )
    op.create_table(
        "spam_words",
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("spam", sa.Integer(), nullable=False),
        sa.Column("ham", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word"),
    )
    for statement in (SQL / "0044_signals.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.get_bind().exec_driver_sql(statement)
    op.execute("INSERT INTO feed_cursors (name, position) SELECT 'signals', position FROM feed_state")


def downgrade() -> None:
    """Take back."""
    op.execute("DELETE FROM feed_cursors WHERE name = 'signals'")
    op.execute("DROP TRIGGER tickets_wait_update ON tickets")
    before = (SQL / "0015_vocabulary.sql").read_text(encoding="utf-8").split("-- ;;")
    for begin in ("CREATE TRIGGER tickets_wait_update ", "CREATE FUNCTION desk_ticket_create("):
        statement = next(each for each in before if begin in each)
        op.get_bind().exec_driver_sql(statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))
    op.drop_table("spam_words")
    op.drop_table("spam_examples")
    op.drop_index("tickets_by_spam", table_name="tickets", postgresql_where=sa.text("spam <> 'no'"))
    op.drop_constraint("tickets_spam_known", "tickets", type_="check")
    op.drop_constraint("tickets_tension_known", "tickets", type_="check")
    op.drop_column("tickets", "spam")
    op.drop_column("tickets", "tension")
