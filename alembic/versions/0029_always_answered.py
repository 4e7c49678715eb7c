"""Hours of brands, how they are reached, and the one automatic answer of a thread."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.add_column("brands", sa.Column("calendar_id", sa.Uuid(), nullable=True))
    op.create_foreign_key("brands_calendar_id_fkey", "brands", "calendars", ["calendar_id"], ["id"])
    op.add_column(
        "brands",
        sa.Column("reach", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
    )
    op.create_table(
        "automatic_answers",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"]),
        sa.PrimaryKeyConstraint("ticket_id"),
    )
    op.create_index("automatic_answers_of_person", "automatic_answers", ["person", "at"])
    # Nobody is answered for what they wrote before the desk was upgraded.
    op.execute("INSERT INTO feed_cursors (name, position) SELECT 'always_answered', position FROM feed_state")


def downgrade() -> None:
    """Take back."""
    op.execute("DELETE FROM feed_cursors WHERE name = 'always_answered'")
    op.drop_table("automatic_answers")
    op.drop_column("brands", "reach")
    op.drop_constraint("brands_calendar_id_fkey", "brands", type_="foreignkey")
    op.drop_column("brands", "calendar_id")
