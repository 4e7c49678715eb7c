"""Who was merged into whom is a change that the feed tells of."""

from collections.abc import Sequence
from pathlib import Path

from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def _statements(name: str) -> list[str]:
    return (SQL / name).read_text(encoding="utf-8").split("-- ;;")


def upgrade() -> None:
    """Apply."""
    for statement in _statements("0020_merges_in_feed.sql"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Take back."""
    op.execute("DROP TRIGGER customers_feed_changed ON customers")
    before = _statements("0007_feed.sql")
    op.get_bind().exec_driver_sql(next(each for each in before if "TRIGGER customers_feed_changed" in each))
