"""Tickets are merged into others, split, and linked; incidents are answered together."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    """Apply."""
    op.add_column("tickets", sa.Column("merged_into_id", sa.Uuid(), nullable=True))
    op.create_foreign_key("tickets_merged_into_id_fkey", "tickets", "tickets", ["merged_into_id"], ["id"])
    op.create_index(
        "tickets_merged_into",
        "tickets",
        ["merged_into_id"],
        unique=False,
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
    )
    op.create_check_constraint(
        "tickets_merged_is_a_pointer", "tickets", "(status = 'merged') = (merged_into_id IS NOT NULL)"
    )
    op.create_check_constraint("tickets_merged_into_another", "tickets", "merged_into_id <> id")
    op.add_column("messages", sa.Column("copied_from_id", sa.Uuid(), nullable=True))
    op.add_column("messages", sa.Column("via_ticket_id", sa.Uuid(), nullable=True))
    op.create_foreign_key("messages_copied_from_id_fkey", "messages", "messages", ["copied_from_id"], ["id"])
    op.create_foreign_key("messages_via_ticket_id_fkey", "messages", "tickets", ["via_ticket_id"], ["id"])
    op.create_index("messages_by_time", "messages", ["ticket_id", "created_at", "id"], unique=False)
    op.create_index(
        "messages_copied",
        "messages",
        ["copied_from_id"],
        unique=False,
        postgresql_where=sa.text("copied_from_id IS NOT NULL"),
    )
    op.create_index(
        "messages_via",
        "messages",
        ["via_ticket_id"],
        unique=False,
        postgresql_where=sa.text("via_ticket_id IS NOT NULL"),
    )
    op.create_table(
        "ticket_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_by_name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('incident_of', 'child_of', 'related', 'duplicate_of', 'split_from', 'follow_up_of')",
            name="ticket_links_kind_known",
        ),
        sa.CheckConstraint("from_id <> to_id", name="ticket_links_of_two"),
        sa.CheckConstraint("kind <> 'related' OR from_id < to_id", name="ticket_links_related_once"),
        sa.ForeignKeyConstraint(["from_id"], ["tickets.id"]),
        sa.ForeignKeyConstraint(["to_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ticket_links_once", "ticket_links", ["from_id", "to_id", "kind"], unique=True)
    op.create_index("ticket_links_to", "ticket_links", ["to_id", "kind", "from_id"], unique=False)
    op.create_index(
        "ticket_links_one_above",
        "ticket_links",
        ["from_id", "kind"],
        unique=True,
        postgresql_where=sa.text("kind IN ('incident_of', 'child_of')"),
    )
    op.create_table(
        "incident_answers",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('answered', 'solved_before', 'merged', 'unlinked', 'failed')",
            name="incident_answers_outcome_known",
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.ForeignKeyConstraint(["problem_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("job_id", "ticket_id"),
    )
    op.create_table(
        "children_told",
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("child_id"),
    )
    for statement in (SQL / "0014_merging.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Undo: what is merged is closed, and what was copied stays as messages."""
    op.execute("DROP TRIGGER tickets_tell_parent ON tickets")
    op.execute("DROP TRIGGER messages_copies_follow ON messages")
    for function in ("desk_tell_parent", "desk_copies_follow", "desk_merged_into", "desk_merge_root"):
        op.execute(f"DROP FUNCTION {function}")
    op.drop_table("children_told")
    op.drop_table("incident_answers")
    op.drop_table("ticket_links")
    op.drop_index("messages_via", table_name="messages", postgresql_where=sa.text("via_ticket_id IS NOT NULL"))
    op.drop_index("messages_copied", table_name="messages", postgresql_where=sa.text("copied_from_id IS NOT NULL"))
    op.drop_index("messages_by_time", table_name="messages")
    op.drop_column("messages", "via_ticket_id")
    op.drop_column("messages", "copied_from_id")
    op.drop_constraint("tickets_merged_into_another", "tickets", type_="check")
    op.drop_constraint("tickets_merged_is_a_pointer", "tickets", type_="check")
    op.execute("UPDATE tickets SET status = 'closed' WHERE status = 'merged'")
    op.drop_index("tickets_merged_into", table_name="tickets", postgresql_where=sa.text("merged_into_id IS NOT NULL"))
    op.drop_column("tickets", "merged_into_id")
