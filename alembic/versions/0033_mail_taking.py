"""The mail behind a message, and senders whom a ticket does not know."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0033"
down_revision: str | None = "0032"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "message_sources",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("inbound_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("kind_why", sa.String(), nullable=False),
        sa.Column("known_by", sa.String(), nullable=False),
        sa.Column("trust", sa.String(), nullable=False),
        sa.Column("trust_why", sa.String(), nullable=False),
        sa.Column("mail_id", sa.String(), nullable=True),
        sa.Column("sender", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("reply_to", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("recipients", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("copies", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("quoted", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=True),
        sa.Column("inline", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("blocked_images", sa.Integer(), nullable=False),
        sa.Column("cut", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('person', 'auto_reply', 'hard_bounce', 'soft_bounce', 'list', 'loop')",
            name="message_sources_kind_known",
        ),
        sa.CheckConstraint(
            "known_by IN ('plus_address', 'signed_id', 'stored_id', 'number', 'new')",
            name="message_sources_known_by_known",
        ),
        sa.CheckConstraint(
            "trust IN ('participant', 'pending', 'unproven', 'sender')", name="message_sources_trust_known"
        ),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"]),
        sa.ForeignKeyConstraint(["inbound_id"], ["inbound.id"]),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_index("message_sources_of_inbound", "message_sources", ["inbound_id"])
    op.create_index("message_sources_of_ticket", "message_sources", ["ticket_id", "created_at"])
    op.create_index(
        "message_sources_of_loops",
        "message_sources",
        [sa.text("(sender ->> 'email')"), "created_at"],
        postgresql_where=sa.text("kind = 'loop'"),
    )
    op.create_table(
        "ticket_participants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("ignored", sa.Boolean(), nullable=False),
        sa.Column("moved_to_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('pending', 'approved', 'declined')", name="ticket_participants_status_known"),
        sa.CheckConstraint("reason IN ('unknown', 'unproven')", name="ticket_participants_reason_known"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.ForeignKeyConstraint(["moved_to_id"], ["tickets.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["agents.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ticket_participants_once", "ticket_participants", ["ticket_id", "address"], unique=True)
    op.create_index("ticket_participants_in_order", "ticket_participants", ["ticket_id", "id"])
    op.create_table(
        "held_mails",
        sa.Column("inbound_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["inbound_id"], ["inbound.id"]),
        sa.ForeignKeyConstraint(["participant_id"], ["ticket_participants.id"]),
        sa.PrimaryKeyConstraint("inbound_id"),
    )
    op.create_index("held_mails_of_participant", "held_mails", ["participant_id", "inbound_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("held_mails")
    op.drop_table("ticket_participants")
    op.drop_table("message_sources")
