"""Channels, the spool of what comes in by them, and whom and what the desk knows there."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "channels",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("settings", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("secrets", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('email', 'telegram', 'whatsapp', 'vk', 'custom', 'phone')", name="channels_kind_known"
        ),
        sa.ForeignKeyConstraint(["brand"], ["brands.key"]),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "channels_address_unique",
        "channels",
        ["kind", "address"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )
    op.create_index("channels_in_order", "channels", ["created_at", "id"], unique=False)
    op.create_table(
        "channel_identities",
        sa.Column("channel_kind", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("username", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("last_inbound_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"]),
        sa.PrimaryKeyConstraint("channel_kind", "scope", "external_id"),
    )
    op.create_index("channel_identities_of_customer", "channel_identities", ["customer_id"], unique=False)
    op.create_table(
        "channel_threads",
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("last_inbound_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"]),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("channel_id", "thread"),
    )
    op.create_index("channel_threads_of_customer", "channel_threads", ["customer_id"], unique=False)
    op.create_index("channel_threads_of_ticket", "channel_threads", ["ticket_id"], unique=False)
    op.create_table(
        "channel_messages",
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("direction IN ('in', 'out')", name="channel_messages_direction_known"),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"]),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("channel_id", "external_id"),
    )
    op.create_index("channel_messages_of_message", "channel_messages", ["message_id"], unique=False)
    op.create_index("channel_messages_of_ticket", "channel_messages", ["ticket_id", "channel_id"], unique=False)
    op.create_table(
        "inbound",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("envelope", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("lane", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("door IN ('http', 'imap', 'smtp', 'webhook', 'poll')", name="inbound_door_known"),
        sa.CheckConstraint("status IN ('waiting', 'done', 'parked', 'held', 'discarded')", name="inbound_status_known"),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"]),
        sa.ForeignKeyConstraint(["ended_by"], ["agents.id"]),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    # Most of a large mail is compressed already: trying again would cost the server half a second.
    op.execute("ALTER TABLE inbound ALTER COLUMN raw SET STORAGE EXTERNAL")
    op.create_index(
        "inbound_external_unique",
        "inbound",
        ["channel_id", "external_id"],
        unique=True,
        postgresql_where=sa.text("external_id IS NOT NULL"),
    )
    op.create_index(
        "inbound_bytes_unique",
        "inbound",
        ["channel_id", "sha256"],
        unique=True,
        postgresql_where=sa.text("external_id IS NULL"),
    )
    op.create_index(
        "inbound_due",
        "inbound",
        ["channel_id", "next_attempt_at", "number"],
        unique=False,
        postgresql_where=sa.text("status = 'waiting' AND next_attempt_at IS NOT NULL"),
    )
    op.create_index(
        "inbound_lanes",
        "inbound",
        ["channel_id", "lane", "number"],
        unique=False,
        postgresql_where=sa.text("status = 'waiting' AND lane IS NOT NULL"),
    )
    op.create_index("inbound_newest", "inbound", ["status", "id"], unique=False)
    op.create_index(
        "inbound_of_message",
        "inbound",
        ["message_id"],
        unique=False,
        postgresql_where=sa.text("message_id IS NOT NULL"),
    )
    op.create_index("inbound_of_channel", "inbound", ["channel_id", "status", "id"], unique=False)
    op.create_index(
        "inbound_old",
        "inbound",
        ["ended_at"],
        unique=False,
        postgresql_where=sa.text("raw IS NOT NULL AND ended_at IS NOT NULL"),
    )


def downgrade() -> None:
    """Take back."""
    for table in ("inbound", "channel_messages", "channel_threads", "channel_identities", "channels"):
        op.drop_table(table)
