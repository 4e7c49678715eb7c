"""Ideas of staff, and which customers ask for them; tickets of product feedback."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0057"
down_revision: str | None = "0056"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"
_TYPES = "type IN ('question', 'incident', 'problem', 'task', 'request', 'feedback')"


def upgrade() -> None:
    """Apply."""
    # NOT VALID and then VALIDATE: a desk of millions of tickets goes on while they are looked at.
    op.execute("ALTER TABLE tickets DROP CONSTRAINT tickets_type_known")
    op.execute(f"ALTER TABLE tickets ADD CONSTRAINT tickets_type_known CHECK ({_TYPES}) NOT VALID")
    op.execute("ALTER TABLE tickets VALIDATE CONSTRAINT tickets_type_known")
    op.create_index(
        "tickets_of_feedback", "tickets", ["created_at", "id"], postgresql_where=sa.text("type = 'feedback'")
    )
    op.create_table(
        "ideas",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("stems", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("votes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("comments", sa.Integer(), server_default="0", nullable=False),
        sa.Column("asked", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tickets", sa.Integer(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('proposed', 'considering', 'planned', 'started', 'done', 'declined')", name="ideas_status_known"
        ),
        sa.CheckConstraint("merged_into_id <> id", name="ideas_merged_into_another"),
        sa.ForeignKeyConstraint(["author_id"], ["agents.id"]),
        sa.ForeignKeyConstraint(["brand"], ["brands.key"]),
        sa.ForeignKeyConstraint(["merged_into_id"], ["ideas.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    head = sa.text("merged_into_id IS NULL")
    op.create_index("ideas_newest", "ideas", ["created_at", "id"], postgresql_where=head)
    op.create_index("ideas_by_votes", "ideas", ["votes", "id"], postgresql_where=head)
    op.create_index("ideas_by_asked", "ideas", ["asked", "id"], postgresql_where=head)
    op.create_index("ideas_merged", "ideas", ["merged_into_id"], postgresql_where=sa.text("merged_into_id IS NOT NULL"))
    op.create_index("ideas_by_stems", "ideas", ["stems"], postgresql_using="gin")
    op.create_table(
        "idea_votes",
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"]),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("idea_id", "agent_id"),
    )
    op.create_index(op.f("ix_idea_votes_agent_id"), "idea_votes", ["agent_id"])
    op.create_table(
        "idea_comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["agents.id"]),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("idea_comments_of_idea", "idea_comments", ["idea_id", "id"])
    op.create_table(
        "idea_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("was", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["agents.id"]),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("idea_answers_of_idea", "idea_answers", ["idea_id", "id"])
    op.create_table(
        "idea_tickets",
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("quote", sa.String(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["agents.id"]),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("idea_id", "ticket_id"),
    )
    op.create_index(op.f("ix_idea_tickets_ticket_id"), "idea_tickets", ["ticket_id"])
    for statement in (SQL / "0057_ideas.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Undo."""
    op.execute("DROP TRIGGER tickets_ideas ON tickets")
    op.execute("DROP TRIGGER customers_ideas ON customers")
    for name in ("desk_ideas_of_ticket()", "desk_ideas_of_customer()", "desk_ideas_count(uuid[])"):
        op.execute(f"DROP FUNCTION {name}")
    for name in ("idea_tickets", "idea_answers", "idea_comments", "idea_votes", "ideas"):
        op.drop_table(name)
    op.drop_index("tickets_of_feedback", "tickets")
    op.execute("UPDATE tickets SET type = 'request' WHERE type = 'feedback'")
    op.execute("ALTER TABLE tickets DROP CONSTRAINT tickets_type_known")
    op.create_check_constraint(
        "tickets_type_known", "tickets", "type IN ('question', 'incident', 'problem', 'task', 'request')"
    )
