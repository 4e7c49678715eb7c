"""Partners' deliveries have actions, are parked when they cannot be mapped, and are shown; tables of imports."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    """Apply."""
    for name, default in (("mode", "upsert"), ("unknown", "create"), ("unmappable", "park")):
        op.add_column("sources", sa.Column(name, sa.String(), server_default=default, nullable=False))
    op.create_check_constraint("sources_mode_known", "sources", "mode IN ('upsert', 'create_only')")
    op.create_check_constraint("sources_unknown_known", "sources", "unknown IN ('create', 'park')")
    op.create_check_constraint("sources_unmappable_known", "sources", "unmappable IN ('park', 'refuse')")
    op.add_column("sources", sa.Column("per_minute", sa.Integer(), nullable=True))
    op.add_column("sources", sa.Column("max_bytes", sa.Integer(), nullable=True))

    op.create_table(
        "intake_parked",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("webhook_id", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("problem", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("status IN ('parked', 'replayed', 'discarded')", name="intake_parked_status_known"),
        sa.ForeignKeyConstraint(["ended_by"], ["agents.id"]),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("intake_parked_of_source", "intake_parked", ["source_id", "status", "id"], unique=False)
    op.create_index(
        "intake_parked_waiting",
        "intake_parked",
        ["source_id", "external_id", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'parked'"),
    )
    op.alter_column("intake_receipts", "ticket_id", nullable=True)
    op.add_column("intake_receipts", sa.Column("parked_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        "intake_receipts_parked_id_fkey", "intake_receipts", "intake_parked", ["parked_id"], ["id"], ondelete="SET NULL"
    )
    op.create_index(
        "intake_receipts_by_parked",
        "intake_receipts",
        ["parked_id"],
        unique=False,
        postgresql_where=sa.text("parked_id IS NOT NULL"),
    )
    op.add_column("intake_receipts", sa.Column("outcome", sa.String(), server_default="created", nullable=False))

    op.create_table(
        "intake_threads",
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("said", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("said_sequence", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("source_id", "external_id"),
    )
    op.create_table(
        "intake_samples",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("webhook_id", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("intake_samples_of_source", "intake_samples", ["source_id", "id"], unique=False)

    op.create_table(
        "import_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("options", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("position", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("report", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('receiving', 'queued', 'running', 'done', 'failed')", name="import_runs_status_known"
        ),
        sa.ForeignKeyConstraint(["created_by"], ["agents.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("import_runs_of_file", "import_runs", ["source", "fingerprint", "id"], unique=False)
    op.create_table(
        "import_items",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("local_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("source", "kind", "external_id"),
    )
    op.create_table(
        "bulk_parts",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "number"),
    )
    for statement in (SQL / "0011_imports.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.execute(statement)


def downgrade() -> None:
    """Take back; what is parked is lost."""
    op.execute("""CREATE OR REPLACE FUNCTION desk_sla_todo() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM sla_policies) THEN
            INSERT INTO sla_todo (ticket_id)
            SELECT DISTINCT added.ticket_id FROM added WHERE added.type NOT LIKE 'sla.%';
        END IF;
        RETURN NULL;
    END $$""")
    # What an import says of customers and organizations stays: nobody sets it any more.
    for table in ("bulk_parts", "import_items", "import_runs", "intake_samples", "intake_threads"):
        op.drop_table(table)
    op.execute("DELETE FROM intake_receipts WHERE ticket_id IS NULL")
    op.drop_column("intake_receipts", "outcome")
    op.drop_column("intake_receipts", "parked_id")
    op.alter_column("intake_receipts", "ticket_id", nullable=False)
    op.drop_table("intake_parked")
    for name in ("max_bytes", "per_minute", "unmappable", "unknown", "mode"):
        op.drop_column("sources", name)
