"""Templates, macros and automations."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _json(name: str, empty: str) -> sa.Column[object]:
    return sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), server_default=empty, nullable=False)


def _scoped(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _at("archived_at", nullable=True),
        _at("created_at"),
        _at("updated_at"),
        sa.CheckConstraint("scope IN ('shared', 'team', 'personal')", name=f"{table}_scope_known"),
        sa.CheckConstraint(
            "(scope = 'personal') = (owner_id IS NOT NULL) AND (scope = 'team') = (team_id IS NOT NULL)",
            name=f"{table}_scope_has_its_own",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["agents.id"]),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"]),
        sa.ForeignKeyConstraint(["created_by"], ["agents.id"]),
        sa.PrimaryKeyConstraint("id"),
    ]


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("shortcut", sa.String(), nullable=True),
        sa.Column("folder", sa.String(), nullable=True),
        sa.Column("format", sa.String(), nullable=False),
        _json("variants", "[]"),
        *_scoped("templates"),
        sa.CheckConstraint("kind IN ('reply', 'greeting')", name="templates_kind_known"),
        sa.CheckConstraint("format IN ('text', 'markdown')", name="templates_format_known"),
    )
    op.create_index("templates_by_title", "templates", [sa.text("lower(title)"), "id"])
    op.create_index(
        "templates_shortcut_unique",
        "templates",
        [
            sa.text("lower(shortcut)"),
            sa.text("coalesce(owner_id, team_id, '00000000-0000-0000-0000-000000000000'::uuid)"),
        ],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL AND shortcut IS NOT NULL"),
    )
    op.create_index(
        "templates_greeting_unique",
        "templates",
        ["kind"],
        unique=True,
        postgresql_where=sa.text("kind = 'greeting' AND archived_at IS NULL"),
    )
    op.create_table(
        "macros",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("folder", sa.String(), nullable=True),
        _json("conditions", "{}"),
        _json("actions", "[]"),
        *_scoped("macros"),
    )
    op.create_index("macros_by_title", "macros", [sa.text("lower(title)"), "id"])
    op.create_table(
        "usage_counts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        _at("last_used_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "automations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("disabled_because", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _at("since"),
        _at("archived_at", nullable=True),
        _at("created_at"),
        _at("updated_at"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_index("automations_in_order", "automations", ["position", "id"])
    op.create_table(
        "automation_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("automation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        _json("definition", "{}"),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        _at("created_at"),
        sa.ForeignKeyConstraint(["automation_id"], ["automations.id"]),
        sa.ForeignKeyConstraint(["created_by"], ["agents.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("automation_id", "number", name="automation_versions_number_unique"),
    )
    _tables_of_runs()


def _of_a_ticket() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("automation_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["automation_id"], ["automations.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], ondelete="CASCADE"),
    ]


def _tables_of_runs() -> None:
    op.create_table(
        "automation_tasks",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("automation_id", sa.Uuid(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        _at("due_at"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('event', 'time', 'timers')", name="automation_tasks_kind_known"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("automation_tasks_due", "automation_tasks", ["due_at", "id"])
    op.create_index("automation_tasks_of_ticket", "automation_tasks", ["ticket_id", "due_at"])
    for kind, columns in (
        ("event", ["automation_id", "ticket_id", "seq"]),
        ("time", ["automation_id", "ticket_id"]),
        ("timers", ["ticket_id"]),
    ):
        op.create_index(
            f"automation_tasks_{kind}_unique",
            "automation_tasks",
            columns,
            unique=True,
            postgresql_where=sa.text(f"kind = '{kind}'"),
        )
    op.create_table(
        "automation_keys",
        *_of_a_ticket(),
        sa.Column("key", sa.String(), nullable=False),
        _at("at"),
        sa.PrimaryKeyConstraint("automation_id", "ticket_id", "key"),
    )
    op.create_table(
        "automation_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_of_a_ticket(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=False),
        _json("matched", "[]"),
        _json("outcomes", "[]"),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        _at("at"),
        sa.CheckConstraint("status IN ('done', 'stopped', 'failed')", name="automation_runs_status_known"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("automation_runs_of_automation", "automation_runs", ["automation_id", "id"])
    op.create_index("automation_runs_of_ticket", "automation_runs", ["ticket_id", "id"])
    op.create_index("automation_runs_of_both", "automation_runs", ["automation_id", "ticket_id", "at"])
    # They begin with what happens from now on.
    op.execute("INSERT INTO feed_cursors (name, position) SELECT 'automations', position FROM feed_state")


def downgrade() -> None:
    """Take back."""
    op.execute("DELETE FROM feed_cursors WHERE name = 'automations'")
    for table in ("automation_runs", "automation_keys", "automation_tasks", "automation_versions", "automations"):
        op.drop_table(table)
    op.drop_table("usage_counts")
    op.drop_table("macros")
    op.drop_table("templates")
