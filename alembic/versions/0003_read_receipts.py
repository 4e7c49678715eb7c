"""How far participants have read; a message is refused when its session has ended."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "ticket_reads",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("reader_kind", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("public_seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reader_kind IN ('agent', 'customer', 'partner')", name="ticket_reads_reader_kind_known"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("ticket_id", "reader_id"),
    )
    # Nothing was ever kept in it: a grant stands for its caller's session.
    op.drop_column("realtime_grants", "credential")
    for statement in (SQL / "0003_reads.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Take back."""
    op.execute("DROP FUNCTION desk_ticket_read")
    op.execute("DROP FUNCTION desk_message_append")
    before = (SQL / "0002_thread.sql").read_text(encoding="utf-8").split("-- ;;")
    op.get_bind().exec_driver_sql(next(each for each in before if "FUNCTION desk_message_append(" in each))
    op.add_column(
        "realtime_grants",
        sa.Column("credential", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
    )
    op.drop_table("ticket_reads")
