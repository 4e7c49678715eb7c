"""How many codes of a second factor were wrong, whichever process was asked."""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0072"
down_revision: str | None = "0071"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.add_column("second_factors", sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("second_factors", sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("second_factors", "failed_at")
    op.drop_column("second_factors", "failures")
