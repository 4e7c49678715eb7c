"""A customer's calls are listed in their order, however many others there are; and a customer can go without a look at all."""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0042"
down_revision: str | None = "0041"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_index(
        "calls_of_customer",
        "calls",
        ["customer_id", "started_at", "id"],
        unique=False,
        postgresql_where=sa.text("customer_id IS NOT NULL"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("calls_of_customer", table_name="calls")
