"""What leaves by one channel is listed in its order, whatever became of it."""

from collections.abc import Sequence

from alembic import op

revision: str = "0039"
down_revision: str | None = "0038"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_index("outbound_of_channel", "outbound", ["channel_id", "id"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_index("outbound_of_channel", table_name="outbound")
