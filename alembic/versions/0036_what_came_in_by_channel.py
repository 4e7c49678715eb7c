"""What came in by one channel is listed in its order, whatever became of it."""

from collections.abc import Sequence

from alembic import op

revision: str = "0036"
down_revision: str | None = "0035"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_index("inbound_of_channel_in_order", "inbound", ["channel_id", "id"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_index("inbound_of_channel_in_order", table_name="inbound")
