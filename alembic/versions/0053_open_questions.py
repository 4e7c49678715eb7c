"""Which article comes nearest to a cluster, and on how many of its tickets agents pointed to one."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0053"
down_revision: str | None = "0052"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.add_column("insight_clusters", sa.Column("article", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.add_column("insight_clusters", sa.Column("pointed", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    """Take back."""
    op.drop_column("insight_clusters", "pointed")
    op.drop_column("insight_clusters", "article")
