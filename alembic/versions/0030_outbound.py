"""Messages leave by channels: each to each recipient once, in order, and whatever channel an agent has chosen."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "outbound",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("payload", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("claim", sa.Uuid(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", AT, nullable=True),
        sa.Column("external_ids", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("ended_at", AT, nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'sending', 'handing', 'sent', 'failed', 'unsure', 'skipped')",
            name="outbound_status_known",
        ),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("outbound_once", "outbound", ["message_id", "recipient"], unique=True)
    op.create_index(
        "outbound_due",
        "outbound",
        ["next_attempt_at", "number"],
        postgresql_where=sa.text("next_attempt_at IS NOT NULL"),
    )
    op.create_index(
        "outbound_lanes",
        "outbound",
        ["channel_id", "lane", "number"],
        postgresql_where=sa.text("next_attempt_at IS NOT NULL"),
    )
    op.create_index(
        "outbound_automatic",
        "outbound",
        ["lane", "created_at"],
        postgresql_where=sa.text("payload ->> 'automatic' = 'true'"),
    )
    op.create_index("outbound_of_ticket", "outbound", ["ticket_id", "id"])
    op.create_index("outbound_newest", "outbound", ["status", "id"])
    op.create_table(
        "ticket_reply_channels",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=True),
        sa.Column("chosen_by", sa.Uuid(), nullable=False),
        sa.Column("chosen_at", AT, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"]),
        sa.PrimaryKeyConstraint("ticket_id"),
    )
    op.execute("INSERT INTO feed_cursors (name, position) SELECT 'channels', position FROM feed_state")


def downgrade() -> None:
    """Take back."""
    op.execute("DELETE FROM feed_cursors WHERE name = 'channels'")
    for table in ("ticket_reply_channels", "outbound"):
        op.drop_table(table)
