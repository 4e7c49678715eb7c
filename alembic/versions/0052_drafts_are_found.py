"""Texts that wait to be written, reviewed or shown again are found without reading those that are shown."""

from collections.abc import Sequence

from alembic import op

revision: str = "0052"
down_revision: str | None = "0051"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_index("article_translations_by_status", "article_translations", ["status", "article_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_index("article_translations_by_status", table_name="article_translations")
