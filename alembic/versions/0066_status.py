"""The status page: who is told what it says."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0066"
down_revision: str | None = "0065"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "status_subscriptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("component_ids", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('mail', 'webhook')", name="status_subscriptions_kind_known"),
        sa.CheckConstraint("state IN ('pending', 'active', 'ended')", name="status_subscriptions_state_known"),
        sa.ForeignKeyConstraint(["brand"], ["brands.key"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("status_subscriptions_of_target", "status_subscriptions", [sa.text("lower(target)"), "created_at"])
    op.create_index(
        "status_subscriptions_active", "status_subscriptions", ["id"], postgresql_where=sa.text("state = 'active'")
    )
    op.create_index(
        "status_subscriptions_over",
        "status_subscriptions",
        ["created_at"],
        postgresql_where=sa.text("state <> 'active'"),
    )
    op.create_table(
        "status_notices",
        sa.Column("update_id", sa.Uuid(), nullable=False),
        sa.Column("cursor", sa.Uuid(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["update_id"], ["incident_updates.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("update_id"),
    )
    op.create_index(
        "status_notices_waiting", "status_notices", ["update_id"], postgresql_where=sa.text("done_at IS NULL")
    )
    for statement in (SQL / "0066_status.sql").read_text().split("-- ;;"):
        op.execute(statement)


def downgrade() -> None:
    """Take back: nobody is told any more."""
    op.execute("DROP TRIGGER incident_updates_status ON incident_updates")
    op.execute("DROP FUNCTION desk_status_notice()")
    op.drop_table("status_notices")
    op.drop_table("status_subscriptions")
