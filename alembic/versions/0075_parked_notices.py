"""A public update that cannot be told waits, and the others are told meanwhile."""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0075"
down_revision: str | None = "0074"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.add_column("status_notices", sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("status_notices", sa.Column("parked_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("status_notices", sa.Column("last_error", sa.String(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("status_notices", "last_error")
    op.drop_column("status_notices", "parked_until")
    op.drop_column("status_notices", "failures")
