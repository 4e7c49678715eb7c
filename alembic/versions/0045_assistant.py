"""What the assistant was asked, how much a day may have, what it answers by itself, and for which brands."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0045"
down_revision: str | None = "0044"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "assistant_calls",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("prompt", sa.String(), nullable=True),
        sa.Column("output", sa.String(), nullable=True),
        sa.Column("prompt_tokens", sa.Integer(), nullable=True),
        sa.Column("completion_tokens", sa.Integer(), nullable=True),
        sa.Column("ms", sa.Integer(), nullable=True),
        sa.Column("notices", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "task IN ('draft', 'summary', 'rewrite', 'answer', 'auto_answer')", name="assistant_calls_task_known"
        ),
        sa.CheckConstraint(
            "outcome IN ('asked', 'done', 'unusable', 'failed')", name="assistant_calls_outcome_known"
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_index(
        "assistant_calls_of_ticket",
        "assistant_calls",
        ["ticket_id", "id"],
        postgresql_where=sa.text("ticket_id IS NOT NULL"),
    )
    op.create_index("assistant_calls_of_actor", "assistant_calls", ["actor_id", "id"])
    op.create_table(
        "assistant_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day"),
    )
    op.create_table(
        "assistant_answers",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=True),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'answered', 'declined')", name="assistant_answers_state_known"),
        sa.ForeignKeyConstraint(["answer_id"], ["messages.id"]),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_index(
        "assistant_answers_due", "assistant_answers", ["due_at"], postgresql_where=sa.text("state = 'waiting'")
    )
    op.create_index("assistant_answers_of_ticket", "assistant_answers", ["ticket_id", "message_id"])
    op.add_column(
        "brands",
        sa.Column("assistant", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
    )
    # Nobody is answered for what they wrote before the desk was upgraded.
    op.execute("INSERT INTO feed_cursors (name, position) SELECT 'assistant', position FROM feed_state")


def downgrade() -> None:
    """Take back."""
    op.execute("DELETE FROM feed_cursors WHERE name = 'assistant'")
    op.drop_column("brands", "assistant")
    op.drop_table("assistant_answers")
    op.drop_table("assistant_days")
    op.drop_table("assistant_calls")
