"""Tickets are found by ranges of their custom fields."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "ticket_measures",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket_id", "key"),
    )
    op.create_index("ticket_measures_by_value", "ticket_measures", ["key", "value", "ticket_id"])
    for statement in (SQL / "0025_measures.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Take back."""
    op.execute("DROP TRIGGER tickets_measured_update ON tickets")
    op.execute("DROP TRIGGER tickets_measured_insert ON tickets")
    op.execute("DROP FUNCTION desk_tickets_measured")
    op.execute("DROP FUNCTION desk_measures")
    op.drop_table("ticket_measures")
