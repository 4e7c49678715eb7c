"""What keeps coming back: what tickets are counted by, clusters, repeats, rules and alerts."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0051"
down_revision: str | None = "0050"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_FEED = """CREATE TRIGGER insight_alerts_feed AFTER INSERT OR UPDATE ON insight_alerts FOR EACH ROW
EXECUTE FUNCTION desk_feed_change('insight_alert', 'rule_id', 'rule_name', 'kind', 'subject', 'key', 'title', 'brand',
 'state', 'team_id', 'problem_id', 'ended_at')"""


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "insight_clusters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("words", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("middle", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("tickets", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("rising", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "insight_clusters_ended",
        "insight_clusters",
        ["ended_at"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NOT NULL"),
    )
    op.create_index(
        "insight_clusters_live",
        "insight_clusters",
        ["people", "id"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "insight_state",
        sa.Column("one", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("one", name="insight_state_one_row"),
        sa.PrimaryKeyConstraint("one"),
    )
    op.create_table(
        "insight_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("subjects", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("at_least", sa.Integer(), nullable=False),
        sa.Column("ratio", sa.Float(), nullable=False),
        sa.Column("false_alarm_days", sa.Integer(), nullable=False),
        sa.Column("only_rising", sa.Boolean(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("by IN ('hour', 'day')", name="insight_rules_by_known"),
        sa.CheckConstraint(
            "kind IN ('rising', 'cluster', 'knowledge_gap', 'repeated_contacts')", name="insight_rules_kind_known"
        ),
        sa.ForeignKeyConstraint(
            ["brand"],
            ["brands.key"],
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("insight_rules_name_unique", "insight_rules", [sa.literal_column("lower(name)")], unique=True)
    op.create_table(
        "insight_alerts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=True),
        sa.Column("rule_name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("tickets", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("problem_id", sa.Uuid(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'dismissed', 'problem')", name="insight_alerts_state_known"),
        sa.ForeignKeyConstraint(
            ["problem_id"],
            ["tickets.id"],
        ),
        sa.ForeignKeyConstraint(["rule_id"], ["insight_rules.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("insight_alerts_by_state", "insight_alerts", ["state", "created_at", "id"], unique=False)
    op.create_index("insight_alerts_newest", "insight_alerts", ["created_at", "id"], unique=False)
    op.create_index(
        "insight_alerts_once",
        "insight_alerts",
        ["rule_id", "subject", "key"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "insight_alerts_problem",
        "insight_alerts",
        ["problem_id"],
        unique=False,
        postgresql_where=sa.text("problem_id IS NOT NULL"),
    )
    op.create_table(
        "insight_cluster_tickets",
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["cluster_id"], ["insight_clusters.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("cluster_id", "ticket_id"),
    )
    op.create_index(
        "insight_cluster_tickets_nearest",
        "insight_cluster_tickets",
        ["cluster_id", "likeness", "ticket_id"],
        unique=False,
    )
    op.create_index("ix_insight_cluster_tickets_ticket_id", "insight_cluster_tickets", ["ticket_id"], unique=False)
    op.create_table(
        "insight_repeats",
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("requester_id", sa.Uuid(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("contacts", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_ticket_id", sa.Uuid(), nullable=False),
        sa.Column("words", postgresql.ARRAY(sa.Integer()), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(["requester_id"], ["customers.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["root_id"], ["tickets.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("root_id"),
    )
    op.create_index("insight_repeats_last", "insight_repeats", ["last_at", "root_id"], unique=False)
    op.create_index("insight_repeats_of_brand", "insight_repeats", ["brand", "last_at", "root_id"], unique=False)
    op.create_index("ix_insight_repeats_requester_id", "insight_repeats", ["requester_id"], unique=False)
    op.create_table(
        "insight_tickets",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("requester_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("words", postgresql.ARRAY(sa.Integer()), server_default="{}", nullable=False),
        sa.Column("phrases", postgresql.ARRAY(sa.Integer()), server_default="{}", nullable=False),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket_id"),
    )
    op.create_index("insight_tickets_at", "insight_tickets", ["at"], unique=False)
    op.create_index("insight_tickets_of_brand", "insight_tickets", ["brand", "at"], unique=False)
    op.create_index("insight_tickets_of_requester", "insight_tickets", ["requester_id", "at"], unique=False)
    op.create_index("insight_tickets_of_root", "insight_tickets", ["root_id", "at", "ticket_id"], unique=False)
    op.create_table(
        "insight_alert_tickets",
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('linked', 'linked_before', 'elsewhere', 'gone')", name="insight_alert_tickets_outcome_known"
        ),
        sa.ForeignKeyConstraint(["alert_id"], ["insight_alerts.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("alert_id", "ticket_id"),
    )
    op.create_index(
        "insight_alert_tickets_waiting",
        "insight_alert_tickets",
        ["alert_id", "ticket_id"],
        unique=False,
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_index("ix_insight_alert_tickets_ticket_id", "insight_alert_tickets", ["ticket_id"], unique=False)
    op.execute(_FEED)
    # What is there already is counted by a job, which the first process that looks begins.
    op.execute("INSERT INTO feed_cursors (name, position) SELECT 'insights', position FROM feed_state")


def downgrade() -> None:
    """Take back."""
    op.execute("DELETE FROM feed_cursors WHERE name = 'insights'")
    for table in (
        "insight_alert_tickets", "insight_tickets", "insight_repeats", "insight_cluster_tickets", "insight_alerts",
        "insight_rules", "insight_state", "insight_clusters",
    ):  # fmt: skip
        op.drop_table(table)
