"""Limits that all processes count together, and the network that a sign-in came from."""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0073"
down_revision: str | None = "0072"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "shared_limits",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", "key"),
        prefixes=["UNLOGGED"],
    )
    op.create_index("shared_limits_until", "shared_limits", ["until"])
    op.add_column("sign_ins", sa.Column("network", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("sign_ins", "network")
    op.drop_table("shared_limits")
