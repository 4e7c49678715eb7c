"""Days of agents' time that are over are kept in columns."""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0067"
down_revision: str | None = "0066"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply. Days that are over are packed by the desk itself, a moment later."""
    op.create_table(
        "agent_days",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("agents", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('hours', 'quarters', 'work')", name="agent_days_kind_known"),
        sa.PrimaryKeyConstraint("kind", "day"),
    )
    op.create_index("agent_spans_of_agent", "agent_spans", ["agent_id", "from_at"])
    # Where the last day is, of any kind.
    op.create_index("agent_days_in_order", "agent_days", ["day"])
    # Numbers that are all different: trying to make them smaller is time lost, at each reading too.
    op.execute("ALTER TABLE agent_days ALTER COLUMN data SET STORAGE EXTERNAL")


def downgrade() -> None:
    """Take back."""
    op.drop_index("agent_spans_of_agent", table_name="agent_spans")
    op.drop_table("agent_days")
