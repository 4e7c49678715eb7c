"""Attachments, drafts, edits with their history, and what became of messages on their way."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.add_column("messages", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.add_column("messages", sa.Column("attachments", sa.Integer(), server_default="0", nullable=False))
    op.add_column("messages", sa.Column("delivery", sa.String(), nullable=True))
    op.add_column("messages", sa.Column("edited_at", AT, nullable=True))
    op.add_column("messages", sa.Column("redacted_at", AT, nullable=True))
    op.create_check_constraint(
        "messages_delivery_known",
        "messages",
        "delivery IN ('queued', 'sent', 'failed', 'delivered', 'bounced')",
    )
    op.create_table(
        "message_revisions",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("left_desk", sa.Boolean(), nullable=False),
        sa.Column("redacted", sa.Boolean(), nullable=False),
        sa.Column("changed_by_kind", sa.String(), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.Column("changed_by_name", sa.String(), nullable=False),
        sa.Column("changed_at", AT, nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"]),
        sa.PrimaryKeyConstraint("message_id", "version"),
    )
    op.create_table(
        "attachments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_kind", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("warning", sa.String(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", AT, nullable=True),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("attached_at", AT, nullable=True),
        sa.CheckConstraint(
            "state IN ('uploading', 'unscanned', 'pending', 'clean', 'infected', 'failed', 'removed')",
            name="attachments_state_known",
        ),
        sa.CheckConstraint(
            "owner_kind IN ('agent', 'customer', 'partner', 'system')", name="attachments_owner_kind_known"
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "attachments_of_message",
        "attachments",
        ["message_id", "place"],
        postgresql_where=sa.text("message_id IS NOT NULL"),
    )
    op.create_index(
        "attachments_unattached",
        "attachments",
        ["owner_id"],
        postgresql_where=sa.text("message_id IS NULL AND state <> 'removed'"),
    )
    op.create_index("attachments_due", "attachments", ["next_at"], postgresql_where=sa.text("next_at IS NOT NULL"))
    op.create_table(
        "drafts",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("attachment_ids", postgresql.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
        sa.Column("last_seen_seq", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("updated_at", AT, nullable=False),
        sa.CheckConstraint("visibility IN ('public', 'internal')", name="drafts_visibility_known"),
        sa.CheckConstraint("format IN ('text', 'markdown')", name="drafts_format_known"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"]),
        sa.PrimaryKeyConstraint("ticket_id", "agent_id"),
    )
    op.create_table(
        "deliveries",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("reported_at", AT, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'sent', 'failed', 'delivered', 'bounced')", name="deliveries_state_known"
        ),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"]),
        sa.PrimaryKeyConstraint("message_id", "recipient"),
    )
    op.add_column("idempotency_keys", sa.Column("message_id", sa.Uuid(), nullable=True))
    op.create_index(
        "idempotency_keys_of_message",
        "idempotency_keys",
        ["message_id"],
        postgresql_where=sa.text("message_id IS NOT NULL"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("idempotency_keys_of_message", "idempotency_keys")
    op.drop_column("idempotency_keys", "message_id")
    for table in ("deliveries", "drafts", "attachments", "message_revisions"):
        op.drop_table(table)
    op.drop_constraint("messages_delivery_known", "messages")
    for column in ("redacted_at", "edited_at", "delivery", "attachments", "version"):
        op.drop_column("messages", column)
