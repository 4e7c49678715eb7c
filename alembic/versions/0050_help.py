"""What readers search, what means the same to them, and what they do in a help centre."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0050"
down_revision: str | None = "0049"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).parents[1] / "sql"
_AT = sa.DateTime(timezone=True)
_TEXTS = postgresql.ARRAY(sa.Text())
FUNCTIONS = (
    "desk_help_wrote(uuid, timestamptz, timestamptz)", "desk_help_synonyms(uuid)", "desk_help_refresh(uuid[])", "desk_help_terms(text, text, text[])",
    "desk_help_document(articles, article_translations)", "desk_help_scope(text, text)", "desk_help_text(text)",
    "desk_help_plain(text)", "desk_help_config(text)",
)  # fmt: skip


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "help_documents",
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("title_words", sa.Integer(), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("head", postgresql.TSVECTOR(), nullable=False),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", "locale"),
        # Words are looked at for every candidate: they stay in the row, whatever its length.
        postgresql_with={"toast_tuple_target": "8160"},
    )
    for name in ("head", "words"):
        op.create_index(
            f"help_documents_{name}", "help_documents", [name], postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        )  # fmt: skip
    op.create_table(
        "help_words",
        sa.Column("scope", sa.String(collation="C"), nullable=False),
        sa.Column("word", sa.String(collation="C"), nullable=False),
        sa.Column("docs", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "word"),
    )
    op.create_index("help_words_gone", "help_words", ["docs"], postgresql_where=sa.text("docs <= 0"))
    op.create_table(
        "help_synonyms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("words", _TEXTS, server_default="{}", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _AT, nullable=False),
        sa.Column("updated_at", _AT, nullable=False),
        sa.ForeignKeyConstraint(["brand"], ["brands.key"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("help_synonyms_in_order", "help_synonyms", ["created_at", "id"])
    op.create_table(
        "help_synonym_words",
        sa.Column("synonym_id", sa.Uuid(), nullable=False),
        sa.Column("config", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("stems", _TEXTS, server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(["synonym_id"], ["help_synonyms.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("synonym_id", "config", "place"),
    )
    op.create_index("help_synonym_words_found", "help_synonym_words", ["config", "first"])
    _visits()
    for statement in (SQL / "0050_help.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.get_bind().exec_driver_sql(statement)
    # What was published before the desk was upgraded is found as well.
    op.get_bind().exec_driver_sql("SELECT desk_help_refresh(ARRAY(SELECT id FROM articles))")


def _visits() -> None:
    op.create_table(
        "help_visits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("visitor", sa.LargeBinary(), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("wrote", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("searches", sa.Integer(), nullable=False),
        sa.Column("reads", sa.Integer(), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=True),
        sa.Column("started_at", _AT, nullable=False),
        sa.Column("last_at", _AT, nullable=False),
        sa.Column("read_at", _AT, nullable=True),
        sa.Column("due_at", _AT, nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('answered', 'said_no', 'contacted', 'in_contact', 'unknown', 'wrote', 'unread')",
            name="help_visits_outcome_known",
        ),
        sa.ForeignKeyConstraint(["brand"], ["brands.key"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("help_visits_of_brand", "help_visits", ["brand", "started_at"])
    op.create_index("help_visits_started", "help_visits", ["started_at"])
    op.create_index("help_visits_due", "help_visits", ["due_at"], postgresql_where=sa.text("due_at IS NOT NULL"))
    op.create_index(
        "help_visits_live", "help_visits", ["visitor", "last_at"], postgresql_where=sa.text("visitor IS NOT NULL")
    )
    op.create_table(
        "help_searches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=True),
        sa.Column("results", sa.Integer(), nullable=False),
        sa.Column("coverage", sa.Float(), nullable=False),
        sa.Column("opened", sa.Boolean(), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.CheckConstraint("origin IN ('search', 'form', 'chat', 'ticket')", name="help_searches_origin_known"),
        sa.ForeignKeyConstraint(["visit_id"], ["help_visits.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("help_searches_of_brand", "help_searches", ["brand", "at"])
    op.create_index("help_searches_at", "help_searches", ["at"])
    op.create_index("help_searches_of_visit", "help_searches", ["visit_id", "at"])
    op.create_table(
        "help_reads",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("search_id", sa.Uuid(), nullable=True),
        sa.Column("at", _AT, nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["help_visits.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"]),
        sa.PrimaryKeyConstraint("visit_id", "article_id"),
    )
    op.create_index("help_reads_of_article", "help_reads", ["article_id", "at"])
    op.create_table(
        "help_votes",
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("voter", sa.LargeBinary(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("at", _AT, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"]),
        sa.PrimaryKeyConstraint("article_id", "voter"),
    )
    op.create_index("help_votes_of_article", "help_votes", ["article_id", "at"])
    op.create_index("help_votes_at", "help_votes", ["at"])


def downgrade() -> None:
    """Take back."""
    op.drop_index("help_words_slips", "help_words")
    op.execute("DROP FUNCTION desk_help_slips(text, text)")
    for each in FUNCTIONS:
        op.execute(f"DROP FUNCTION {each}")
    for table in (
        "help_votes", "help_reads", "help_searches", "help_visits", "help_synonym_words", "help_synonyms",
        "help_words", "help_documents",
    ):  # fmt: skip
        op.drop_table(table)
