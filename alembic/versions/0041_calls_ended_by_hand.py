"""A call whose end the exchange never said is ended by hand: when, and by whom."""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0041"
down_revision: str | None = "0040"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.add_column("calls", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("calls", sa.Column("closed_by", sa.Uuid(), nullable=True))
    op.create_foreign_key("calls_closed_by_fkey", "calls", "agents", ["closed_by"], ["id"])


def downgrade() -> None:
    """Take back. Calls that were ended by hand only are over by then."""
    op.execute("UPDATE calls SET ended_at = coalesce(ended_at, closed_at)")
    op.drop_column("calls", "closed_by")
    op.drop_column("calls", "closed_at")
