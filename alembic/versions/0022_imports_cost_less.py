"""Imports count the tags of a whole step at once."""

from collections.abc import Sequence
from pathlib import Path

from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Apply."""
    for statement in (SQL / "0022_imports.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Take back."""
    op.execute("DROP TRIGGER tickets_tags_insert ON tickets")
    before = (SQL / "0015_vocabulary.sql").read_text(encoding="utf-8").split("-- ;;")
    op.get_bind().exec_driver_sql(next(each for each in before if "CREATE TRIGGER tickets_tags_insert " in each))
