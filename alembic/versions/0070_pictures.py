"""Faces and logos, how a brand looks, and transcripts by mail."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0070"
down_revision: str | None = "0069"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "pictures",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('face', 'logo')", name="pictures_kind_known"),
    )
    op.add_column("agents", sa.Column("picture_id", sa.Uuid(), sa.ForeignKey("pictures.id", ondelete="SET NULL")))
    op.add_column("brands", sa.Column("logo_id", sa.Uuid(), sa.ForeignKey("pictures.id", ondelete="SET NULL")))
    op.add_column(
        "brands",
        sa.Column("appearance", postgresql.JSONB(), nullable=False, server_default="{}"),
    )
    op.create_table(
        "transcript_mails",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("chat_id", sa.Uuid(), sa.ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("transcript_mails_of_chat", "transcript_mails", ["chat_id", "created_at"])
    op.create_index("transcript_mails_to", "transcript_mails", [sa.text("lower(email)"), "created_at"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("transcript_mails")
    op.drop_column("brands", "appearance")
    op.drop_column("brands", "logo_id")
    op.drop_column("agents", "picture_id")
    op.drop_table("pictures")
