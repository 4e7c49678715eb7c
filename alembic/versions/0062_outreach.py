"""Outreach: messages to many, each person of them, and the tickets of who answers."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0062"
down_revision: str | None = "0061"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "outreaches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("audience", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("texts", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("ways", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=True),
        sa.Column("ticket_type", sa.String(), nullable=False),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("cursor", sa.Uuid(), nullable=True),
        sa.Column("gathered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'scheduled', 'running', 'paused', 'done', 'cancelled')", name="outreaches_state_known"
        ),
        sa.CheckConstraint(
            "ticket_type IN ('question', 'incident', 'task', 'request', 'feedback')",
            name="outreaches_ticket_type_known",
        ),
        sa.CheckConstraint("per_minute BETWEEN 1 AND 6000", name="outreaches_per_minute_range"),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"]),
        sa.ForeignKeyConstraint(["created_by"], ["agents.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "outreaches_due", "outreaches", ["next_at"], postgresql_where=sa.text("state IN ('scheduled', 'running')")
    )
    op.create_table(
        "outreach_recipients",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("outreach_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("way", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("said", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'queued', 'sent', 'failed', 'bounced', 'left_out')",
            name="outreach_recipients_state_known",
        ),
        sa.CheckConstraint("way IN ('mail', 'thread')", name="outreach_recipients_way_known"),
        sa.CheckConstraint(
            "why IN ('opted_out', 'no_way', 'merged', 'cancelled')", name="outreach_recipients_why_known"
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["outreach_id"], ["outreaches.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("outreach_recipients_once", "outreach_recipients", ["outreach_id", "customer_id"], unique=True)
    op.create_index("outreach_recipients_by_state", "outreach_recipients", ["outreach_id", "state", "number"])
    op.create_index("outreach_recipients_in_order", "outreach_recipients", ["outreach_id", "number"])
    op.create_index("outreach_recipients_of_customer", "outreach_recipients", ["customer_id"])
    op.create_table(
        "outreach_answers",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"]),
        sa.ForeignKeyConstraint(["recipient_id"], ["outreach_recipients.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("ticket_id"),
    )
    op.create_index("outreach_answers_of_recipient", "outreach_answers", ["recipient_id", "customer_id"])
    for statement in (SQL / "0062_outreach.sql").read_text().split("-- ;;"):
        op.execute(statement)


def downgrade() -> None:
    """Take back: what was sent has been sent."""
    op.execute("DROP TRIGGER outbox_outreach ON outbox")
    op.execute("DROP FUNCTION desk_outreach_left()")
    op.drop_table("outreach_answers")
    op.drop_table("outreach_recipients")
    op.drop_table("outreaches")
