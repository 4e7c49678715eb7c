"""Search over tickets, messages and customers, by words that are kept apart from what is written."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    """Apply."""
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.create_table(
        "search_documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for kind in ("ticket", "message", "customer"):
        op.create_index(
            f"search_{kind}_words", "search_documents", ["words"],
            postgresql_using="gin", postgresql_where=sa.text(f"kind = '{kind}'"),
            postgresql_with={"gin_pending_list_limit": 512},
        )  # fmt: skip
    op.create_index("search_newest", "search_documents", ["kind", "at", "id"])
    op.create_index("search_in_ticket", "search_documents", ["ticket_id"], postgresql_where=sa.text("kind = 'message'"))
    op.create_table(
        "search_words",
        sa.Column("word", sa.String(collation="C"), nullable=False),
        sa.Column("docs", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("word"),
    )
    op.create_index(
        "search_words_alike", "search_words", ["word"], postgresql_using="gin",
        postgresql_ops={"word": "gin_trgm_ops"}, postgresql_where=sa.text("word > '!'"),
    )  # fmt: skip
    op.create_index("search_words_gone", "search_words", ["docs"], postgresql_where=sa.text("docs <= 0"))
    for statement in (SQL / "0010_search.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.get_bind().exec_driver_sql(statement)
    # What happens from now on is followed; what was before is made into documents by a job.
    op.execute("INSERT INTO feed_cursors (name, position) SELECT 'search', position FROM feed_state")
    op.execute(
        "INSERT INTO jobs (id, kind, status, done, attempts, created_at)"
        " SELECT gen_random_uuid(), 'search.rebuild', 'queued', 0, 0, now() WHERE EXISTS (SELECT FROM customers)"
    )


def downgrade() -> None:
    """Take back."""
    op.execute("DELETE FROM feed_cursors WHERE name = 'search'")
    op.execute("DELETE FROM jobs WHERE kind = 'search.rebuild'")
    for function in (
        "desk_search_index(uuid[], uuid[], uuid[])", "desk_search_customer(customers)", "desk_search_message(messages)",
        "desk_search_ticket(tickets)", "desk_search_facets(tickets)", "desk_search_when(timestamptz)", "desk_search_text(text)",
    ):  # fmt: skip
        op.execute(f"DROP FUNCTION {function}")
    for table in ("search_words", "search_documents"):
        op.drop_table(table)
