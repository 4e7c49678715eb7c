"""Working together: customers in copy, side conversations, time spent; followers hear of their tickets."""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "ticket_ccs",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"]),
        sa.PrimaryKeyConstraint("ticket_id", "customer_id"),
    )
    op.create_index("ticket_ccs_of_customer", "ticket_ccs", ["customer_id", "ticket_id"])
    op.create_table(
        "time_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("agent_name", sa.String(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("billable", sa.Boolean(), nullable=False),
        sa.Column("spent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("seconds > 0", name="time_entries_positive"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("time_entries_of_ticket", "time_entries", ["ticket_id", "spent_at", "id"])
    op.create_index("time_entries_of_agent", "time_entries", ["agent_id", "spent_at", "id"])
    op.create_table(
        "side_conversations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('open', 'closed')", name="side_conversations_status_known"),
        sa.CheckConstraint("(email IS NULL) <> (team_id IS NULL)", name="side_conversations_with_one"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"]),
        sa.ForeignKeyConstraint(["created_by"], ["agents.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index("side_conversations_of_ticket", "side_conversations", ["ticket_id", "id"])
    op.create_index(
        "side_conversations_of_team", "side_conversations", ["team_id", "status", "updated_at", "id"],
        postgresql_where=sa.text("team_id IS NOT NULL"),
    )  # fmt: skip
    op.create_index("side_conversations_newest", "side_conversations", ["status", "updated_at", "id"])
    op.create_table(
        "side_messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("author_kind", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("client_message_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("author_kind IN ('agent', 'outside')", name="side_messages_author_kind_known"),
        sa.ForeignKeyConstraint(["conversation_id"], ["side_conversations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("side_messages_in_order", "side_messages", ["conversation_id", "seq"], unique=True)
    op.create_index(
        "side_messages_sent_once",
        "side_messages",
        [
            "conversation_id",
            "author_kind",
            sa.literal_column("coalesce(author_id, '00000000-0000-0000-0000-000000000000'::uuid)"),
            "client_message_id",
        ],
        unique=True,
        postgresql_where=sa.text("client_message_id IS NOT NULL"),
    )
    op.execute("INSERT INTO feed_cursors (name, position) SELECT 'followers', position FROM feed_state")


def downgrade() -> None:
    """Take back."""
    op.execute("DELETE FROM feed_cursors WHERE name = 'followers'")
    for table in ("side_messages", "side_conversations", "time_entries", "ticket_ccs"):
        op.drop_table(table)
