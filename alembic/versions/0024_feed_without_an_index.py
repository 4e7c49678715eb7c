"""The feed keeps no index of whom its places are about: nobody looks there."""

from collections.abc import Sequence

from alembic import op

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.execute("DROP INDEX feed_about")


def downgrade() -> None:
    """Take back."""
    op.execute("CREATE INDEX feed_about ON feed (about_id) WHERE about_id IS NOT NULL")
