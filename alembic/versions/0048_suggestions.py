"""What agents point customers to, and what suggestions learn from it."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0048"
down_revision: str | None = "0047"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "article_uses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('linked', 'suggested')", name="article_uses_kind_known"),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"]),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"]),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "article_uses_once", "article_uses", ["message_id", "article_id"], unique=True,
        postgresql_where=sa.text("message_id IS NOT NULL"),
    )  # fmt: skip
    op.create_index(
        "article_uses_taken", "article_uses", ["ticket_id", "article_id"], unique=True,
        postgresql_where=sa.text("message_id IS NULL"),
    )  # fmt: skip
    op.create_index("article_uses_of_ticket", "article_uses", ["ticket_id", "at"])
    op.create_index("article_uses_of_article", "article_uses", ["article_id", "at", "id"])
    op.create_table(
        "suggestion_uses",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('article', 'reply', 'ticket')", name="suggestion_uses_kind_known"),
        sa.CheckConstraint("action IN ('inserted', 'dismissed')", name="suggestion_uses_action_known"),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("ticket_id", "kind", "about_id"),
    )
    op.create_table(
        "suggestion_examples",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("dismissed", sa.Boolean(), nullable=False),
        sa.Column("marks", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('article', 'reply')", name="suggestion_examples_kind_known"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("ticket_id", "about_id"),
    )
    op.create_index(
        "suggestion_examples_marks", "suggestion_examples", ["marks"], postgresql_using="gin",
        postgresql_with={"gin_pending_list_limit": 512},
    )  # fmt: skip
    op.create_index(
        "suggestion_examples_lately", "suggestion_examples", ["kind", "brand", "at", "ticket_id"],
        postgresql_where=sa.text("NOT dismissed"),
    )  # fmt: skip
    op.create_table(
        "suggestion_words",
        sa.Column("mark", sa.String(collation="C"), nullable=False),
        sa.Column("examples", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("mark"),
    )
    for statement in (SQL / "0048_suggestions.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.get_bind().exec_driver_sql(statement)
    # What agents point to from now on is learnt; what they pointed to before, by a job that somebody asks for.
    op.execute("INSERT INTO feed_cursors (name, position) SELECT 'suggestions', position FROM feed_state")


def downgrade() -> None:
    """Take back."""
    op.execute("DELETE FROM feed_cursors WHERE name = 'suggestions'")
    op.execute("DELETE FROM jobs WHERE kind = 'suggestions.rebuild'")
    op.execute("DROP FUNCTION desk_suggestion_learn(uuid, uuid, text, text, boolean, text[], timestamptz)")
    op.execute("DROP FUNCTION desk_suggestion_mark(text, text, text)")
    for table in ("suggestion_words", "suggestion_examples", "suggestion_uses", "article_uses"):
        op.drop_table(table)
