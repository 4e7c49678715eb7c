"""Messages say what they are written in, customers what they write in, tickets whether their language was found out."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from alembic import op

revision: str = "0046"
down_revision: str | None = "0045"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"
# As they were before, from the file of whoever made them last.
_BEFORE = {
    "desk_customer": "0008_customers.sql",
    "desk_ticket_create": "0044_signals.sql",
    "desk_intake_create": "0023_intake.sql",
    "desk_message_append": "0021_elsewhere.sql",
}


def _statements(name: str) -> list[str]:
    return (SQL / name).read_text(encoding="utf-8").split("-- ;;")


def upgrade() -> None:
    """Apply."""
    op.add_column("messages", sa.Column("language", sa.String(), nullable=True))
    op.add_column("customers", sa.Column("language", sa.String(), nullable=True))
    op.add_column(
        "tickets", sa.Column("language_detected", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    for statement in _statements("0046_languages.sql"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Take back."""
    for name, file in _BEFORE.items():
        op.execute(f"DROP FUNCTION {name}")
        op.get_bind().exec_driver_sql(next(each for each in _statements(file) if f"FUNCTION {name}(" in each))
    op.execute("DROP FUNCTION desk_keep_language")
    before = next(each for each in _statements("0014_merging.sql") if "FUNCTION desk_copies_follow(" in each)
    op.get_bind().exec_driver_sql(before.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))
    op.drop_column("tickets", "language_detected")
    op.drop_column("customers", "language")
    op.drop_column("messages", "language")
