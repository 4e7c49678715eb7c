"""What a desk asks: fields, topics, forms, the catalogue; tags are counted; tasks and approvals of tickets."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "checklists",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("definition", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "fields",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("definition", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "forms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("definition", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "request_types",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("definition", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "tag_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("tag", sa.Text(collation="C"), nullable=False),
        sa.Column("delta", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "tags",
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "topics",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("labels", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["topics.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_topics_parent_id"), "topics", ["parent_id"], unique=False)
    op.create_index("topics_path_unique", "topics", [sa.literal_column("lower(path)")], unique=True)
    op.create_table(
        "vocabulary_stamps",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stamp", sa.Uuid(), nullable=False),
        sa.CheckConstraint("id = 1", name="vocabulary_stamps_one_row"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "ticket_approvals",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('pending', 'approved', 'declined', 'withdrawn')", name="ticket_approvals_status_known"
        ),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agents.id"],
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["agents.id"],
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
        ),
        sa.PrimaryKeyConstraint("ticket_id"),
    )
    op.create_table(
        "ticket_tasks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("checklist", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignee_id"],
            ["agents.id"],
        ),
        sa.ForeignKeyConstraint(
            ["done_by"],
            ["agents.id"],
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ticket_tasks_due",
        "ticket_tasks",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("due_at IS NOT NULL AND done_at IS NULL AND NOT told"),
    )
    op.create_index("ticket_tasks_in_order", "ticket_tasks", ["ticket_id", "position", "id"], unique=False)
    op.add_column("brands", sa.Column("strict_fields", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("tickets", sa.Column("request_type", sa.String(), nullable=True))
    op.add_column("tickets", sa.Column("approval", sa.String(), nullable=True))
    op.create_index(
        "tickets_by_field",
        "tickets",
        ["custom_fields"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom_fields": "jsonb_path_ops"},
        postgresql_where=sa.text("custom_fields <> '{}'::jsonb"),
    )
    op.create_index(
        "tickets_by_request_type",
        "tickets",
        ["request_type", "status", "updated_at", "id"],
        unique=False,
        postgresql_where=sa.text("request_type IS NOT NULL"),
    )
    op.create_index(
        "tickets_by_topic",
        "tickets",
        ["topic"],
        unique=False,
        postgresql_ops={"topic": "text_pattern_ops"},
        postgresql_where=sa.text("topic IS NOT NULL"),
    )
    op.create_foreign_key("tickets_request_type_fkey", "tickets", "request_types", ["request_type"], ["key"])
    op.create_check_constraint(
        "tickets_approval_known", "tickets", "approval IN ('pending', 'approved', 'declined', 'withdrawn')"
    )
    for statement in (SQL / "0015_vocabulary.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.get_bind().exec_driver_sql(statement)
    # The tags that tickets have already.
    op.execute(
        "INSERT INTO tags (name, uses) SELECT tag, count(DISTINCT id) FROM tickets, unnest(tags) tag GROUP BY tag"
    )


def downgrade() -> None:
    """Take back."""
    for trigger in ("tickets_tags_update", "tickets_tags_insert", "tickets_wait_update"):
        op.execute(f"DROP TRIGGER {trigger} ON tickets")
    for trigger in ("brands_stamp_update", "brands_stamp_insert"):
        op.execute(f"DROP TRIGGER {trigger} ON brands")
    before = (SQL / "0006_routing.sql").read_text(encoding="utf-8").split("-- ;;")
    for function in ("desk_ticket_create", "desk_sum_up_tags", "desk_tags_used", "desk_fields_for"):
        op.execute(f"DROP FUNCTION {function}")
    for begin in (
        "CREATE FUNCTION desk_ticket_waits(",
        "CREATE TRIGGER tickets_wait_update ",
        "CREATE FUNCTION desk_ticket_create(",
    ):
        statement = next(each for each in before if begin in each)
        op.get_bind().exec_driver_sql(
            statement.replace("FUNCTION desk_ticket_waits", "OR REPLACE FUNCTION desk_ticket_waits")
        )
    op.drop_constraint("tickets_approval_known", "tickets", type_="check")
    op.drop_constraint("tickets_request_type_fkey", "tickets", type_="foreignkey")
    op.drop_index(
        "tickets_by_topic",
        table_name="tickets",
        postgresql_ops={"topic": "text_pattern_ops"},
        postgresql_where=sa.text("topic IS NOT NULL"),
    )
    op.drop_index("tickets_by_request_type", table_name="tickets", postgresql_where=sa.text("request_type IS NOT NULL"))
    op.drop_index(
        "tickets_by_field",
        table_name="tickets",
        postgresql_using="gin",
        postgresql_ops={"custom_fields": "jsonb_path_ops"},
        postgresql_where=sa.text("custom_fields <> '{}'::jsonb"),
    )
    op.drop_column("tickets", "approval")
    op.drop_column("tickets", "request_type")
    op.drop_column("brands", "strict_fields")
    op.drop_index("ticket_tasks_in_order", table_name="ticket_tasks")
    op.drop_index(
        "ticket_tasks_due",
        table_name="ticket_tasks",
        postgresql_where=sa.text("due_at IS NOT NULL AND done_at IS NULL AND NOT told"),
    )
    op.drop_table("ticket_tasks")
    op.drop_table("ticket_approvals")
    op.drop_table("vocabulary_stamps")
    op.drop_index("topics_path_unique", table_name="topics")
    op.drop_index(op.f("ix_topics_parent_id"), table_name="topics")
    op.drop_table("topics")
    op.drop_table("tags")
    op.drop_table("tag_changes")
    op.drop_table("request_types")
    op.drop_table("forms")
    op.drop_table("fields")
    op.drop_table("checklists")
    op.execute("DROP FUNCTION desk_vocabulary_changed")
