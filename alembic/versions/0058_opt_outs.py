"""What customers do not want to get from the desk by itself."""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0058"
down_revision: str | None = "0057"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "customer_opt_outs",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('surveys', 'outreach')", name="customer_opt_outs_kind_known"),
        sa.CheckConstraint("by IN ('link', 'staff')", name="customer_opt_outs_by_known"),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("customer_id", "kind"),
    )


def downgrade() -> None:
    """Take back: whoever has said so gets mails again."""
    op.drop_table("customer_opt_outs")
