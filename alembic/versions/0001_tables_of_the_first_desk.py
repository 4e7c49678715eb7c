"""tables of the first desk."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "agents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("invitation_hash", sa.String(), nullable=True),
        sa.Column("invitation_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("skills", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("presence", sa.String(), nullable=False),
        sa.Column("presence_channels", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("presence_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("presence IN ('online', 'away', 'busy', 'offline')", name="agents_presence_known"),
        sa.CheckConstraint("role IN ('agent', 'lead', 'admin')", name="agents_role_known"),
        sa.CheckConstraint("status IN ('invited', 'active', 'disabled')", name="agents_status_known"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("invitation_hash"),
    )
    op.create_index(
        "agents_available",
        "agents",
        ["id"],
        unique=False,
        postgresql_where=sa.text("presence = 'online' AND status = 'active'"),
    )
    op.create_index("agents_created", "agents", ["created_at", "id"], unique=False)
    op.create_index("agents_email_unique", "agents", [sa.literal_column("lower(email)")], unique=True)
    op.create_table(
        "idempotency_keys",
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("response", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_hash"),
    )
    op.create_index(op.f("ix_idempotency_keys_created_at"), "idempotency_keys", ["created_at"], unique=False)
    op.create_table(
        "organizations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("domains", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("external_id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "realtime_grants",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("credential", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("credential_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index(op.f("ix_realtime_grants_expires_at"), "realtime_grants", ["expires_at"], unique=False)
    op.create_table(
        "teams",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "agent_loads",
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("load", sa.Integer(), nullable=False),
        sa.Column("last_assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("channel IN ('chat', 'ticket', 'call')", name="agent_loads_channel_known"),
        sa.CheckConstraint("capacity BETWEEN 0 AND 1000", name="agent_loads_capacity_range"),
        sa.CheckConstraint("load >= 0", name="agent_loads_load_not_negative"),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agent_id", "channel"),
    )
    op.create_table(
        "brands",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("default_team_id", sa.Uuid(), nullable=True),
        sa.Column("identity_secret", sa.String(), nullable=True),
        sa.Column("identity_secret_previous", sa.String(), nullable=True),
        sa.Column("identity_rotated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["default_team_id"],
            ["teams.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "customers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("claimed_email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("customers_created", "customers", ["created_at", "id"], unique=False)
    op.create_index("customers_email_unique", "customers", [sa.literal_column("lower(email)")], unique=True)
    op.create_index("customers_external_id_unique", "customers", ["external_id"], unique=True)
    op.create_index("customers_phone_unique", "customers", ["phone"], unique=True)
    op.create_index(
        "customers_by_organization",
        "customers",
        ["organization_id", "created_at", "id"],
        unique=False,
        postgresql_where=sa.text("organization_id IS NOT NULL"),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=True),
        sa.Column("rotated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_because", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index(op.f("ix_sign_ins_agent_id"), "sign_ins", ["agent_id"], unique=False)
    op.create_index(op.f("ix_sign_ins_previous_hash"), "sign_ins", ["previous_hash"], unique=False)
    op.create_table(
        "team_members",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "agent_id"),
    )
    op.create_index(op.f("ix_team_members_agent_id"), "team_members", ["agent_id"], unique=False)
    op.create_table(
        "sources",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("previous_secret", sa.String(), nullable=True),
        sa.Column("previous_secret_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["brand"],
            ["brands.key"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "visitor_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_visitor_sessions_customer_id"), "visitor_sessions", ["customer_id"], unique=False)
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["agents.id"],
        ),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key_hash"),
    )
    op.create_index("api_keys_created", "api_keys", ["created_at", "id"], unique=False)
    op.create_table(
        "tickets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("custom_fields", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("requester_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("chat_id", sa.Uuid(), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_reply_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_human_reply_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("solved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("public_seq", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("priority IN ('low', 'normal', 'high', 'urgent')", name="tickets_priority_known"),
        sa.CheckConstraint(
            "status IN ('new', 'open', 'pending', 'on_hold', 'solved', 'closed', 'merged')", name="tickets_status_known"
        ),
        sa.CheckConstraint("type IN ('question', 'incident', 'problem', 'task', 'request')", name="tickets_type_known"),
        sa.CheckConstraint("public_seq <= seq", name="tickets_public_within_all"),
        sa.ForeignKeyConstraint(
            ["assignee_id"],
            ["agents.id"],
        ),
        sa.ForeignKeyConstraint(
            ["brand"],
            ["brands.key"],
        ),
        sa.ForeignKeyConstraint(
            ["requester_id"],
            ["customers.id"],
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.id"],
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["teams.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index(
        "tickets_by_assignee",
        "tickets",
        ["assignee_id", "status", "updated_at", "id"],
        unique=False,
        postgresql_where=sa.text("assignee_id IS NOT NULL"),
    )
    op.create_index("tickets_by_channel", "tickets", ["channel", "updated_at", "id"], unique=False)
    op.create_index("tickets_by_priority", "tickets", ["priority", "updated_at", "id"], unique=False)
    op.create_index("tickets_by_requester", "tickets", ["requester_id", "public_updated_at", "id"], unique=False)
    op.create_index(
        "tickets_by_source",
        "tickets",
        ["source_id", "public_updated_at", "id"],
        unique=False,
        postgresql_where=sa.text("source_id IS NOT NULL"),
    )
    op.create_index("tickets_by_status", "tickets", ["status", "updated_at", "id"], unique=False)
    op.create_index(
        "tickets_by_tag",
        "tickets",
        ["tags"],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("tags <> '{}'"),
    )
    op.create_index(
        "tickets_by_team",
        "tickets",
        ["team_id", "status", "updated_at", "id"],
        unique=False,
        postgresql_where=sa.text("team_id IS NOT NULL"),
    )
    op.create_index(
        "tickets_external",
        "tickets",
        ["source_id", "external_id"],
        unique=True,
        postgresql_where=sa.text("external_id IS NOT NULL"),
    )
    op.create_index("tickets_updated", "tickets", ["updated_at", "id"], unique=False)
    op.create_index("tickets_public_updated", "tickets", ["public_updated_at", "id"], unique=False)
    op.create_index("tickets_created", "tickets", ["created_at", "id"], unique=False)
    op.create_index(
        "tickets_waiting",
        "tickets",
        ["team_id", "queued_at", "id"],
        unique=False,
        postgresql_where=sa.text("assignee_id IS NULL AND status IN ('new', 'open') AND chat_id IS NULL"),
    )
    op.create_table(
        "chats",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('queued', 'offered', 'active', 'ended')", name="chats_status_known"),
        sa.CheckConstraint(
            "status = 'ended' OR (status = 'active') = (agent_id IS NOT NULL)", name="chats_agent_when_taken"
        ),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agents.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["teams.id"],
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "chats_accepted",
        "chats",
        ["team_id", "accepted_at"],
        unique=False,
        postgresql_where=sa.text("accepted_at IS NOT NULL"),
    )
    op.create_index(
        "chats_by_agent", "chats", ["agent_id", "id"], unique=False, postgresql_where=sa.text("agent_id IS NOT NULL")
    )
    op.create_index("chats_by_customer", "chats", ["customer_id", "id"], unique=False)
    op.create_index("chats_live", "chats", ["id"], unique=False, postgresql_where=sa.text("status <> 'ended'"))
    op.create_index(
        "chats_live_per_ticket", "chats", ["ticket_id"], unique=True, postgresql_where=sa.text("status <> 'ended'")
    )
    op.create_index(
        "chats_waiting",
        "chats",
        ["team_id", "queued_at", "id"],
        unique=False,
        postgresql_where=sa.text("status IN ('queued', 'offered')"),
    )
    op.create_table(
        "intake_receipts",
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("webhook_id", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("body_hash", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
        ),
        sa.PrimaryKeyConstraint("source_id", "webhook_id"),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("public_seq", sa.Integer(), nullable=True),
        sa.Column("author_kind", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("client_message_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "author_kind IN ('agent', 'customer', 'partner', 'system')", name="messages_author_kind_known"
        ),
        sa.CheckConstraint("format IN ('text', 'markdown')", name="messages_format_known"),
        sa.CheckConstraint("visibility IN ('public', 'internal')", name="messages_visibility_known"),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("messages_in_thread", "messages", ["ticket_id", "seq"], unique=True)
    op.create_index(
        "messages_sent_once",
        "messages",
        ["ticket_id", "author_kind", "author_id", "client_message_id"],
        unique=True,
        postgresql_where=sa.text("client_message_id IS NOT NULL"),
    )
    op.create_table(
        "survey_invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agents.id"],
        ),
        sa.ForeignKeyConstraint(
            ["brand"],
            ["brands.key"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["teams.id"],
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index("survey_invitations_by_agent", "survey_invitations", ["agent_id", "created_at"], unique=False)
    op.create_index("survey_invitations_created", "survey_invitations", ["created_at"], unique=False)
    op.create_index("survey_invitations_once", "survey_invitations", ["ticket_id", "episode"], unique=True)
    op.create_table(
        "events",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("public_seq", sa.Integer(), nullable=True),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
        ),
        sa.PrimaryKeyConstraint("ticket_id", "seq"),
    )
    op.create_index(
        "events_public",
        "events",
        ["ticket_id", "public_seq"],
        unique=True,
        postgresql_where=sa.text("public_seq IS NOT NULL"),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name="feedback_score_range"),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agents.id"],
        ),
        sa.ForeignKeyConstraint(
            ["brand"],
            ["brands.key"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["survey_invitations.id"],
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["teams.id"],
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("invitation_id"),
    )
    op.create_index("feedback_by_agent", "feedback", ["agent_id", "created_at"], unique=False)
    op.create_index("feedback_by_ticket", "feedback", ["ticket_id"], unique=False)
    op.create_index("feedback_created", "feedback", ["created_at", "id"], unique=False)
    op.create_table(
        "offers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chat_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("decision", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('live', 'accepted', 'declined', 'expired', 'withdrawn', 'handed_over')",
            name="offers_status_known",
        ),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agents.id"],
        ),
        sa.ForeignKeyConstraint(
            ["chat_id"],
            ["chats.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "offers_by_agent", "offers", ["agent_id"], unique=False, postgresql_where=sa.text("status = 'live'")
    )
    op.create_index("offers_due", "offers", ["expires_at"], unique=False, postgresql_where=sa.text("status = 'live'"))
    op.create_index(
        "offers_live_per_chat", "offers", ["chat_id"], unique=True, postgresql_where=sa.text("status = 'live'")
    )
    op.create_index("offers_of_chat", "offers", ["chat_id", "agent_id"], unique=False)
    op.create_index(
        "offers_ended",
        "offers",
        ["agent_id", "ended_at"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NOT NULL"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("offers_ended", table_name="offers", postgresql_where=sa.text("ended_at IS NOT NULL"))
    op.drop_index("offers_of_chat", table_name="offers")
    op.drop_index("offers_live_per_chat", table_name="offers", postgresql_where=sa.text("status = 'live'"))
    op.drop_index("offers_due", table_name="offers", postgresql_where=sa.text("status = 'live'"))
    op.drop_index("offers_by_agent", table_name="offers", postgresql_where=sa.text("status = 'live'"))
    op.drop_table("offers")
    op.drop_index("feedback_created", table_name="feedback")
    op.drop_index("feedback_by_ticket", table_name="feedback")
    op.drop_index("feedback_by_agent", table_name="feedback")
    op.drop_table("feedback")
    op.drop_index("events_public", table_name="events", postgresql_where=sa.text("public_seq IS NOT NULL"))
    op.drop_table("events")
    op.drop_index("survey_invitations_by_agent", table_name="survey_invitations")
    op.drop_index("survey_invitations_created", table_name="survey_invitations")
    op.drop_index("survey_invitations_once", table_name="survey_invitations")
    op.drop_table("survey_invitations")
    op.drop_index(
        "messages_sent_once", table_name="messages", postgresql_where=sa.text("client_message_id IS NOT NULL")
    )
    op.drop_index("messages_in_thread", table_name="messages")
    op.drop_table("messages")
    op.drop_table("intake_receipts")
    op.drop_index("chats_waiting", table_name="chats", postgresql_where=sa.text("status IN ('queued', 'offered')"))
    op.drop_index("chats_live_per_ticket", table_name="chats", postgresql_where=sa.text("status <> 'ended'"))
    op.drop_index("chats_live", table_name="chats", postgresql_where=sa.text("status <> 'ended'"))
    op.drop_index("chats_by_customer", table_name="chats")
    op.drop_index("chats_by_agent", table_name="chats", postgresql_where=sa.text("agent_id IS NOT NULL"))
    op.drop_index("chats_accepted", table_name="chats", postgresql_where=sa.text("accepted_at IS NOT NULL"))
    op.drop_table("chats")
    op.drop_index(
        "tickets_waiting",
        table_name="tickets",
        postgresql_where=sa.text("assignee_id IS NULL AND status IN ('new', 'open') AND chat_id IS NULL"),
    )
    op.drop_index("tickets_updated", table_name="tickets")
    op.drop_index("tickets_public_updated", table_name="tickets")
    op.drop_index("tickets_external", table_name="tickets", postgresql_where=sa.text("external_id IS NOT NULL"))
    op.drop_index("tickets_by_team", table_name="tickets", postgresql_where=sa.text("team_id IS NOT NULL"))
    op.drop_index(
        "tickets_by_tag", table_name="tickets", postgresql_using="gin", postgresql_where=sa.text("tags <> '{}'")
    )
    op.drop_index("tickets_by_status", table_name="tickets")
    op.drop_index("tickets_by_source", table_name="tickets", postgresql_where=sa.text("source_id IS NOT NULL"))
    op.drop_index("tickets_by_requester", table_name="tickets")
    op.drop_index("tickets_by_priority", table_name="tickets")
    op.drop_index("tickets_by_channel", table_name="tickets")
    op.drop_index("tickets_by_assignee", table_name="tickets", postgresql_where=sa.text("assignee_id IS NOT NULL"))
    op.drop_table("tickets")
    op.drop_index("api_keys_created", table_name="api_keys")
    op.drop_table("api_keys")
    op.drop_index(op.f("ix_visitor_sessions_customer_id"), table_name="visitor_sessions")
    op.drop_table("visitor_sessions")
    op.drop_table("sources")
    op.drop_index(op.f("ix_team_members_agent_id"), table_name="team_members")
    op.drop_table("team_members")
    op.drop_index(op.f("ix_sign_ins_previous_hash"), table_name="sign_ins")
    op.drop_index(op.f("ix_sign_ins_agent_id"), table_name="sign_ins")
    op.drop_table("sign_ins")
    op.drop_index(
        "customers_by_organization",
        table_name="customers",
        postgresql_where=sa.text("organization_id IS NOT NULL"),
    )
    op.drop_index("customers_phone_unique", table_name="customers")
    op.drop_index("customers_external_id_unique", table_name="customers")
    op.drop_index("customers_email_unique", table_name="customers")
    op.drop_index("customers_created", table_name="customers")
    op.drop_table("customers")
    op.drop_table("brands")
    op.drop_table("agent_loads")
    op.drop_table("teams")
    op.drop_index(op.f("ix_realtime_grants_expires_at"), table_name="realtime_grants")
    op.drop_table("realtime_grants")
    op.drop_table("organizations")
    op.drop_index(op.f("ix_idempotency_keys_created_at"), table_name="idempotency_keys")
    op.drop_table("idempotency_keys")
    op.drop_index("agents_email_unique", table_name="agents")
    op.drop_index("agents_created", table_name="agents")
    op.drop_index(
        "agents_available", table_name="agents", postgresql_where=sa.text("presence = 'online' AND status = 'active'")
    )
    op.drop_table("agents")
