"""A channel may be kept off the page that says how to reach the desk."""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0040"
down_revision: str | None = "0039"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.add_column("channels", sa.Column("listed", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.alter_column("channels", "listed", server_default=None)


def downgrade() -> None:
    """Take back."""
    op.drop_column("channels", "listed")
