"""A partner's delivery that makes a ticket is one statement, with its receipt."""

from collections.abc import Sequence
from pathlib import Path

from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    """Apply."""
    op.get_bind().exec_driver_sql((SQL / "0023_intake.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Take back."""
    op.execute("DROP FUNCTION desk_intake_create")
