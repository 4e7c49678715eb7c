"""One customer is one customer: merges that can be undone, look-alikes, notes."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"
MAILBOX = r"lower(regexp_replace({}, '\+[^@]*@', '@'))"


def upgrade() -> None:
    """Apply."""
    op.add_column("customers", sa.Column("merged_into", sa.Uuid(), nullable=True))
    op.create_foreign_key("customers_merged_into_fkey", "customers", "customers", ["merged_into"], ["id"])
    op.create_check_constraint("customers_not_into_itself", "customers", "merged_into <> id")
    op.create_index(
        "customers_merged", "customers", ["merged_into"], postgresql_where=sa.text("merged_into IS NOT NULL")
    )
    op.create_index(
        "customers_by_mailbox", "customers", [sa.literal_column(MAILBOX.format("email"))],
        postgresql_where=sa.text("email IS NOT NULL"),
    )  # fmt: skip
    op.create_index(
        "customers_by_claim", "customers", [sa.literal_column(MAILBOX.format("claimed_email"))],
        postgresql_where=sa.text("claimed_email IS NOT NULL"),
    )  # fmt: skip
    op.create_index(
        "customers_by_phone_end", "customers", [sa.literal_column('"right"(phone, 9)')],
        postgresql_where=sa.text("phone IS NOT NULL"),
    )  # fmt: skip
    op.create_index(
        "customers_by_name",
        "customers",
        [sa.literal_column("lower(name)")],
        postgresql_where=sa.text("name IS NOT NULL"),
    )
    op.create_table(
        "customer_merges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("filled", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("by_kind", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["customers.id"]),
        sa.ForeignKeyConstraint(["target_id"], ["customers.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "customer_merges_live",
        "customer_merges",
        ["source_id"],
        unique=True,
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_index("customer_merges_by_target", "customer_merges", ["target_id", "merged_at", "id"])
    op.create_table(
        "customer_distinctions",
        sa.Column("one_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("one_id < other_id", name="customer_distinctions_in_order"),
        sa.ForeignKeyConstraint(["one_id"], ["customers.id"]),
        sa.ForeignKeyConstraint(["other_id"], ["customers.id"]),
        sa.PrimaryKeyConstraint("one_id", "other_id"),
    )
    op.create_index(op.f("ix_customer_distinctions_other_id"), "customer_distinctions", ["other_id"])
    op.create_table(
        "customer_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("customer_notes_newest", "customer_notes", ["customer_id", "created_at", "id"])
    op.create_index("feedback_by_customer", "feedback", ["customer_id", "created_at", "id"])
    op.get_bind().exec_driver_sql((SQL / "0008_customers.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Take back."""
    before = (SQL / "0002_thread.sql").read_text(encoding="utf-8").split("-- ;;")
    op.get_bind().exec_driver_sql(
        next(each for each in before if "CREATE FUNCTION desk_customer(" in each).replace(
            "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
        )
    )
    op.drop_index("feedback_by_customer", table_name="feedback")
    op.drop_table("customer_notes")
    op.drop_table("customer_distinctions")
    op.drop_table("customer_merges")
    for name in ("by_name", "by_phone_end", "by_claim", "by_mailbox", "merged"):
        op.drop_index(f"customers_{name}", table_name="customers")
    op.drop_constraint("customers_not_into_itself", "customers", type_="check")
    op.drop_constraint("customers_merged_into_fkey", "customers", type_="foreignkey")
    op.drop_column("customers", "merged_into")
