"""Templates, macros and automations."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0010"
down_revision: str | None = "0016"
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


def downgrade() -> None:
    """Take back."""
    op.drop_table("usage_counts")
    op.drop_table("macros")
    op.drop_table("templates")
