"""Messages in other languages: what was translated, what a translated reply said first, and which tickets do it by themselves."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from alembic import op

revision: str = "0049"
down_revision: str | None = "0048"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"
_BEFORE = """CREATE OR REPLACE FUNCTION desk_copies_follow() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    v_first uuid := coalesce(NEW.copied_from_id, NEW.id);
BEGIN
    UPDATE messages c SET body = NEW.body, format = NEW.format, language = NEW.language,
        version = greatest(c.version + 1, NEW.version),
        edited_at = NEW.edited_at, redacted_at = NEW.redacted_at, attachments = NEW.attachments
    WHERE (c.copied_from_id = v_first OR c.id = v_first) AND c.id <> NEW.id;
    IF NEW.body = '' THEN
        UPDATE message_revisions r SET body = '', redacted = true
        WHERE r.message_id = v_first AND NEW.copied_from_id IS NOT NULL;
    END IF;
    RETURN NULL;
END $$"""


def upgrade() -> None:
    """Apply."""
    op.add_column("messages", sa.Column("translated_from", sa.String(), nullable=True))
    op.add_column("message_revisions", sa.Column("translated_from", sa.String(), nullable=True))
    op.add_column("message_revisions", sa.Column("original", sa.String(), nullable=True))
    op.create_table(
        "message_translations",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("of_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False, server_default=""),
        sa.Column("source_language", sa.String(), nullable=True),
        sa.Column("provider", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'done', 'same', 'failed', 'original')", name="message_translations_state_known"
        ),
        sa.CheckConstraint("(body <> '') = (state IN ('done', 'original'))", name="message_translations_body"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="message_translations_message_id_fkey"),
        sa.PrimaryKeyConstraint("message_id", "language", name="message_translations_pkey"),
    )
    op.create_index(
        "message_translations_waiting",
        "message_translations",
        ["next_at"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "ticket_translations",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("agents_language", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="ticket_translations_ticket_id_fkey"),
        sa.PrimaryKeyConstraint("ticket_id", name="ticket_translations_pkey"),
    )
    for statement in (SQL / "0049_translations.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.execute(statement)
    op.execute(
        "INSERT INTO feed_cursors (name, position) SELECT 'translations', position FROM feed_state"
        " ON CONFLICT DO NOTHING"
    )


def downgrade() -> None:
    """Take back."""
    op.execute("DELETE FROM feed_cursors WHERE name = 'translations'")
    op.execute("DROP TRIGGER messages_translations_end ON messages")
    op.execute("DROP FUNCTION desk_translations_end()")
    op.execute(_BEFORE)
    op.drop_table("ticket_translations")
    op.drop_table("message_translations")
    op.drop_column("message_revisions", "original")
    op.drop_column("message_revisions", "translated_from")
    op.drop_column("messages", "translated_from")
