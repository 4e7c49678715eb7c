"""Whose identity a visitor came with: when two customers come apart, so do their browsers."""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.add_column("visitor_sessions", sa.Column("known_as", sa.Uuid(), nullable=True))
    op.create_index(
        "visitor_sessions_known_as", "visitor_sessions", ["known_as"],
        postgresql_where=sa.text("known_as IS NOT NULL"),
    )  # fmt: skip


def downgrade() -> None:
    """Take back."""
    op.drop_index(
        "visitor_sessions_known_as", table_name="visitor_sessions", postgresql_where=sa.text("known_as IS NOT NULL")
    )
    op.drop_column("visitor_sessions", "known_as")
