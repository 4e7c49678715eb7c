"""A retry through a merged ticket is known after an unmerge; views do not count what is part of another ticket."""

from collections.abc import Sequence
from pathlib import Path

from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    """Apply."""
    op.get_bind().exec_driver_sql((SQL / "0021_elsewhere.sql").read_text(encoding="utf-8"))
    # They ask for other tickets now: counted anew.
    op.execute("UPDATE views SET asked = asked + 1")


def downgrade() -> None:
    """Take back."""
    before = (SQL / "0006_routing.sql").read_text(encoding="utf-8").split("-- ;;")
    op.get_bind().exec_driver_sql(next(each for each in before if "FUNCTION desk_message_append(" in each))
    op.execute("UPDATE views SET asked = asked + 1")
