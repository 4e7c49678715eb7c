"""Articles in versions and languages, their categories, addresses and files."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0043"
down_revision: str | None = "0042"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "article_categories",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("names", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["brand"], ["brands.key"]),
        sa.ForeignKeyConstraint(["parent_id"], ["article_categories.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("brand", "path", name="article_categories_path_unique"),
    )
    op.create_index("article_categories_of_parent", "article_categories", ["parent_id"], unique=False)
    op.create_table(
        "articles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("default_locale", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("review_told", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("labels", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("visibility IN ('public', 'signed_in', 'agents')", name="articles_visibility_known"),
        sa.ForeignKeyConstraint(["brand"], ["brands.key"]),
        sa.ForeignKeyConstraint(["category_id"], ["article_categories.id"]),
        sa.ForeignKeyConstraint(["owner_id"], ["agents.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("articles_aliases", "articles", ["aliases"], unique=False, postgresql_using="gin")
    op.create_index("articles_in_order", "articles", ["updated_at", "id"], unique=False)
    op.create_index(
        "articles_of_brand",
        "articles",
        ["brand", "position", "id"],
        unique=False,
        postgresql_where=sa.text("archived_at IS NULL"),
    )
    op.create_index("articles_of_category", "articles", ["category_id", "position", "id"], unique=False)
    op.create_index("articles_of_owner", "articles", ["owner_id", "updated_at", "id"], unique=False)
    op.create_index(
        "articles_review_due",
        "articles",
        ["review_by", "id"],
        unique=False,
        postgresql_where=sa.text("review_by IS NOT NULL AND archived_at IS NULL"),
    )
    op.create_table(
        "article_related",
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("related_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"]),
        sa.ForeignKeyConstraint(["related_id"], ["articles.id"]),
        sa.PrimaryKeyConstraint("article_id", "related_id"),
    )
    op.create_index("article_related_to", "article_related", ["related_id"], unique=False)
    op.create_table(
        "article_slugs",
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"]),
        sa.ForeignKeyConstraint(["brand"], ["brands.key"]),
        sa.PrimaryKeyConstraint("brand", "locale", "slug"),
    )
    op.create_index("article_slugs_by_slug", "article_slugs", ["brand", "slug"], unique=False)
    op.create_index("article_slugs_of_article", "article_slugs", ["article_id", "locale"], unique=False)
    op.create_table(
        "article_translations",
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("summary", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("html", sa.String(), nullable=True),
        sa.Column("plain", sa.String(), nullable=True),
        sa.Column("headings", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("files", postgresql.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("draft_number", sa.Integer(), nullable=True),
        sa.Column("published_number", sa.Integer(), nullable=True),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'review', 'published', 'unpublished')", name="article_translations_status_known"
        ),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"]),
        sa.PrimaryKeyConstraint("article_id", "locale"),
    )
    op.create_index(
        "article_translations_published",
        "article_translations",
        ["article_id", "locale"],
        unique=False,
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_table(
        "article_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("restored_from", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'review', 'published', 'superseded')", name="article_versions_state_known"
        ),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"]),
        sa.ForeignKeyConstraint(["author_id"], ["agents.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("article_id", "locale", "number", name="article_versions_number_unique"),
    )
    op.create_index(
        "article_versions_open",
        "article_versions",
        ["article_id", "locale"],
        unique=True,
        postgresql_where=sa.text("state IN ('draft', 'review')"),
    )
    op.create_index(
        "article_versions_published",
        "article_versions",
        ["article_id", "locale"],
        unique=True,
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_table(
        "article_files",
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"]),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachments.id"]),
        sa.PrimaryKeyConstraint("article_id", "attachment_id"),
    )
    op.create_index("article_files_of_attachment", "article_files", ["attachment_id"], unique=True)


def downgrade() -> None:
    """Take back."""
    for table in (
        "article_files",
        "article_versions",
        "article_translations",
        "article_slugs",
        "article_related",
        "articles",
        "article_categories",
    ):
        op.drop_table(table)
