"""The portal: links by mail, and sessions that a mailbox vouches for."""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0069"
down_revision: str | None = "0068"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "portal_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["brand"], ["brands.key"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("portal_links_token_unique", "portal_links", ["token_hash"], unique=True)
    op.create_index("portal_links_of_address", "portal_links", [sa.text("lower(email)"), "created_at"])
    op.add_column("visitor_sessions", sa.Column("verified_email", sa.String(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("visitor_sessions", "verified_email")
    op.drop_table("portal_links")
