"""Saved views, and how many tickets are in each."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "views",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("conditions", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("columns", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("scope IN ('shared', 'team', 'personal')", name="views_scope_known"),
        sa.CheckConstraint("(scope = 'team') = (team_id IS NOT NULL)", name="views_of_a_team"),
        sa.CheckConstraint("(scope = 'personal') = (agent_id IS NOT NULL)", name="views_of_an_agent"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("views_in_order", "views", ["position", "id"])
    op.create_index("views_of_agent", "views", ["agent_id"], postgresql_where=sa.text("agent_id IS NOT NULL"))
    op.create_index("views_of_team", "views", ["team_id"], postgresql_where=sa.text("team_id IS NOT NULL"))
    op.create_table(
        "view_counts",
        sa.Column("view_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("tickets", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["view_id"], ["views.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("view_id", "agent_id", "team_id"),
    )
    op.execute("INSERT INTO feed_cursors (name, position) SELECT 'views', position FROM feed_state")


def downgrade() -> None:
    """Take back."""
    op.execute("DELETE FROM feed_cursors WHERE name = 'views'")
    op.drop_table("view_counts")
    op.drop_table("views")
