"""Components, incidents, what was said of them, and tickets that know of theirs."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0061"
down_revision: str | None = "0060"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"
# Children first.
_TABLES = (
    "incident_post_mortems", "incident_events", "incident_candidates", "incident_tellings", "incident_update_versions",
    "incident_updates", "incident_components", "incidents", "components",
)  # fmt: skip


def upgrade() -> None:
    """Apply."""
    op.add_column("tickets", sa.Column("incident", sa.String(), server_default="no", nullable=False))
    # NOT VALID and then VALIDATE: a desk of millions of tickets goes on while they are looked at.
    op.execute("ALTER TABLE tickets ADD CONSTRAINT tickets_incident_known CHECK (incident IN ('no', 'open')) NOT VALID")
    op.execute("ALTER TABLE tickets VALIDATE CONSTRAINT tickets_incident_known")
    op.create_index(
        "tickets_in_incident", "tickets", ["updated_at", "id"], postgresql_where=sa.text("incident <> 'no'")
    )
    op.create_table(
        "components",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("texts", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("section", sa.String(), nullable=True),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["brand"],
            ["brands.key"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index(op.f("ix_components_brand"), "components", ["brand"], unique=False)
    op.create_table(
        "incidents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("texts", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("impact", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("origin_key", sa.String(), nullable=True),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("rule", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("link_mode", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_by_name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("impact IN ('none', 'minor', 'major', 'critical')", name="incidents_impact_known"),
        sa.CheckConstraint("link_mode IN ('off', 'automatic', 'suggest')", name="incidents_link_mode_known"),
        sa.CheckConstraint("origin IN ('agent', 'monitor', 'alert', 'insight')", name="incidents_origin_known"),
        sa.CheckConstraint(
            "status IN ('investigating', 'identified', 'monitoring', 'resolved')", name="incidents_status_known"
        ),
        sa.CheckConstraint("visibility IN ('public', 'internal')", name="incidents_visibility_known"),
        sa.ForeignKeyConstraint(
            ["brand"],
            ["brands.key"],
        ),
        sa.ForeignKeyConstraint(
            ["problem_id"],
            ["tickets.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("problem_id"),
    )
    op.create_index("incidents_by_origin", "incidents", ["origin", "origin_key", "resolved_at"], unique=False)
    op.create_index("incidents_newest", "incidents", ["started_at", "id"], unique=False)
    op.create_index(
        "incidents_open",
        "incidents",
        ["started_at", "id"],
        unique=False,
        postgresql_where=sa.text("resolved_at IS NULL"),
    )
    op.create_index(
        "incidents_open_by_origin",
        "incidents",
        ["origin", "origin_key"],
        unique=True,
        postgresql_where=sa.text("origin_key IS NOT NULL AND resolved_at IS NULL"),
    )
    op.create_table(
        "incident_components",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("component_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state IN ('operational', 'degraded', 'partial_outage', 'major_outage')",
            name="incident_components_state_known",
        ),
        sa.ForeignKeyConstraint(
            ["component_id"],
            ["components.id"],
        ),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("incident_id", "component_id"),
    )
    op.create_index(op.f("ix_incident_components_component_id"), "incident_components", ["component_id"], unique=False)
    op.create_table(
        "incident_updates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("texts", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("tell", sa.Boolean(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_by_name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('investigating', 'identified', 'monitoring', 'resolved')", name="incident_updates_status_known"
        ),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("incident_updates_of_incident", "incident_updates", ["incident_id", "id"], unique=False)
    op.create_table(
        "incident_update_versions",
        sa.Column("update_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("texts", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["update_id"], ["incident_updates.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("update_id", "number"),
    )
    op.create_table(
        "incident_tellings",
        sa.Column("update_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("outcome IN ('told', 'over', 'unlinked', 'failed')", name="incident_tellings_outcome_known"),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
        ),
        sa.ForeignKeyConstraint(["update_id"], ["incident_updates.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("update_id", "ticket_id"),
    )
    op.create_index(op.f("ix_incident_tellings_ticket_id"), "incident_tellings", ["ticket_id"], unique=False)
    op.create_table(
        "incident_candidates",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("because", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('suggested', 'waiting', 'linked', 'dismissed', 'elsewhere', 'gone', 'failed')",
            name="incident_candidates_state_known",
        ),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
        ),
        sa.PrimaryKeyConstraint("incident_id", "ticket_id"),
    )
    op.create_index(
        "incident_candidates_by_state", "incident_candidates", ["incident_id", "state", "ticket_id"], unique=False
    )
    op.create_index(op.f("ix_incident_candidates_ticket_id"), "incident_candidates", ["ticket_id"], unique=False)
    op.create_table(
        "incident_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "type IN ('incident.created', 'incident.updated', 'incident.resolved')", name="incident_events_type_known"
        ),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("incident_events_of_incident", "incident_events", ["incident_id", "id"], unique=False)
    op.create_table(
        "incident_post_mortems",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("incident_id"),
    )
    for statement in (SQL / "0061_incidents.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.get_bind().exec_driver_sql(statement)
    op.execute("INSERT INTO feed_cursors (name, position) SELECT 'incidents', position FROM feed_state")


def downgrade() -> None:
    """Take back."""
    op.execute("DELETE FROM feed_cursors WHERE name = 'incidents'")
    op.execute("DROP TRIGGER tickets_wait_update ON tickets")
    before = (SQL / "0044_signals.sql").read_text(encoding="utf-8").split("-- ;;")
    op.get_bind().exec_driver_sql(next(each for each in before if "CREATE TRIGGER tickets_wait_update" in each))
    for each in _TABLES:
        op.drop_table(each)
    op.execute("DROP FUNCTION desk_incident_told()")
    op.drop_index("tickets_in_incident", table_name="tickets", postgresql_where=sa.text("incident <> 'no'"))
    op.drop_constraint("tickets_incident_known", "tickets", type_="check")
    op.drop_column("tickets", "incident")
