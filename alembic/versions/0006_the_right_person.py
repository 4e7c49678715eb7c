"""Queues, skills, shifts; what waits is a table, and agents have a bound on everything that they hold."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "skills",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("skills_name_unique", "skills", [sa.literal_column("lower(name)")], unique=True)
    op.create_table(
        "queues",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("calendar_id", sa.Uuid(), nullable=True),
        sa.Column("definition", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"],
            ["calendars.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_index("queues_in_order", "queues", ["position", "id"], unique=False)
    op.create_table(
        "absences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name="absences_span"),
        sa.CheckConstraint("substitute_id <> agent_id", name="absences_substitute_another"),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["substitute_id"],
            ["agents.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("absences_of_agent", "absences", ["agent_id", "ends_at"], unique=False)
    op.create_index("absences_started", "absences", ["starts_at", "id"], unique=False)
    op.create_table(
        "agent_skills",
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("skill_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="agent_skills_level_range"),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["skill_id"], ["skills.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agent_id", "skill_id"),
    )
    op.create_index(op.f("ix_agent_skills_skill_id"), "agent_skills", ["skill_id"], unique=False)
    op.create_table(
        "shifts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name="shifts_span"),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("shifts_of_agent", "shifts", ["agent_id", "ends_at"], unique=False)
    op.create_index("shifts_started", "shifts", ["starts_at", "id"], unique=False)
    op.create_table(
        "queue_items",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("chat_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("line", sa.Uuid(), nullable=False),
        sa.Column("queue_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sorted", sa.Boolean(), nullable=False),
        sa.Column("needs", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("class", sa.String(collation="C"), nullable=True),
        sa.Column("changes_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("channel IN ('chat', 'ticket', 'call')", name="queue_items_channel_known"),
        sa.CheckConstraint("state IN ('waiting', 'offered')", name="queue_items_state_known"),
        sa.PrimaryKeyConstraint("ticket_id"),
    )
    op.create_index(
        "queue_items_changing",
        "queue_items",
        ["changes_at"],
        unique=False,
        postgresql_where=sa.text("changes_at IS NOT NULL"),
    )
    op.create_index(
        "queue_items_in_class",
        "queue_items",
        ["channel", "class", "rank", "urgency", "due_at", "queued_at", "ticket_id"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting' AND class IS NOT NULL"),
    )
    op.create_index(
        "queue_items_in_line",
        "queue_items",
        ["line", "channel", "rank", "urgency", "due_at", "queued_at", "ticket_id"],
        unique=False,
    )
    op.create_index(
        "queue_items_unsorted",
        "queue_items",
        ["channel", "queued_at"],
        unique=False,
        postgresql_where=sa.text("NOT sorted"),
    )
    op.create_table(
        "returning_tickets",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("ticket_id"),
    )
    op.add_column("agent_loads", sa.Column("weight", sa.Integer(), server_default="1", nullable=False))
    op.add_column("agent_loads", sa.Column("freed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("agents", sa.Column("tier", sa.Integer(), server_default="0", nullable=False))
    op.add_column("agents", sa.Column("capacity_total", sa.Integer(), nullable=True))
    op.add_column("agents", sa.Column("calendar_id", sa.Uuid(), nullable=True))
    op.add_column("agents", sa.Column("by_shifts", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("agents", sa.Column("off", sa.String(), nullable=True))
    op.add_column("agents", sa.Column("off_changes_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "agents_off_changing",
        "agents",
        ["off_changes_at"],
        unique=False,
        postgresql_where=sa.text("off_changes_at IS NOT NULL"),
    )
    op.create_foreign_key("agents_calendar_id_fkey", "agents", "calendars", ["calendar_id"], ["id"])
    op.create_check_constraint("agents_off_known", "agents", "off IN ('off_shift', 'out_of_office')")
    op.create_check_constraint("agents_tier_range", "agents", "tier BETWEEN 0 AND 9")
    op.create_check_constraint("agents_capacity_total_range", "agents", "capacity_total BETWEEN 0 AND 100000")
    op.create_check_constraint("agent_loads_weight_range", "agent_loads", "weight BETWEEN 1 AND 100")
    # Skills were words on each agent; now a word is one skill, whatever its case.
    op.execute("""INSERT INTO skills (id, name, version, created_at, updated_at)
        SELECT DISTINCT ON (lower(s ->> 'name')) gen_random_uuid(), s ->> 'name', 1, now(), now()
        FROM agents, jsonb_array_elements(skills) s ORDER BY lower(s ->> 'name'), s ->> 'name'""")
    op.execute("""INSERT INTO agent_skills (agent_id, skill_id, level)
        SELECT a.id, k.id, max((s ->> 'level')::int) FROM agents a, jsonb_array_elements(a.skills) s
        JOIN skills k ON lower(k.name) = lower(s ->> 'name') GROUP BY 1, 2""")
    op.drop_column("agents", "skills")
    op.add_column("chats", sa.Column("queue_id", sa.Uuid(), nullable=True))
    op.add_column(
        "chats",
        sa.Column(
            "line",
            sa.Uuid(),
            sa.Computed("coalesce(queue_id, team_id, '00000000-0000-0000-0000-000000000000'::uuid)", persisted=True),
            nullable=True,
        ),
    )
    op.add_column("chats", sa.Column("wrap_up_until", sa.DateTime(timezone=True), nullable=True))
    op.drop_index(
        op.f("chats_waiting"),
        table_name="chats",
        postgresql_where="((status)::text = ANY ((ARRAY['queued'::character varying, 'offered'::character varying])::text[]))",
    )
    op.drop_index(op.f("chats_accepted"), table_name="chats", postgresql_where="(accepted_at IS NOT NULL)")
    op.create_index(
        "chats_accepted",
        "chats",
        ["line", "accepted_at"],
        unique=False,
        postgresql_where=sa.text("accepted_at IS NOT NULL"),
    )
    op.create_index(
        "chats_abandoned",
        "chats",
        ["line", "ended_at"],
        unique=False,
        postgresql_where=sa.text("accepted_at IS NULL AND ended_at IS NOT NULL"),
    )
    op.create_index(
        "chats_wrapping_up",
        "chats",
        ["wrap_up_until"],
        unique=False,
        postgresql_where=sa.text("wrap_up_until IS NOT NULL"),
    )
    op.create_foreign_key("chats_queue_id_fkey", "chats", "queues", ["queue_id"], ["id"])
    op.add_column("customers", sa.Column("tier", sa.String(), nullable=True))
    op.add_column("teams", sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_constraint("teams_name_key", "teams", type_="unique")
    op.create_index(
        "teams_name_unique", "teams", ["name"], unique=True, postgresql_where=sa.text("archived_at IS NULL")
    )
    op.add_column("offers", sa.Column("warm", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("tickets", sa.Column("queue_id", sa.Uuid(), nullable=True))
    op.add_column("tickets", sa.Column("routed_by_hand", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("tickets", sa.Column("agent_tier", sa.Integer(), server_default="0", nullable=False))
    op.add_column("tickets", sa.Column("queue_rank", sa.Integer(), server_default="0", nullable=False))
    op.drop_index(
        op.f("tickets_waiting"),
        table_name="tickets",
        postgresql_where="((assignee_id IS NULL) AND ((status)::text = ANY ((ARRAY['new'::character varying, 'open'::character varying])::text[])) AND (chat_id IS NULL))",
    )
    op.create_foreign_key("tickets_queue_id_fkey", "tickets", "queues", ["queue_id"], ["id"])
    op.create_index(
        "tickets_by_queue",
        "tickets",
        ["queue_id", "status", "updated_at", "id"],
        unique=False,
        postgresql_where=sa.text("queue_id IS NOT NULL"),
    )
    for statement in (SQL / "0006_routing.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.get_bind().exec_driver_sql(statement)
    # What waits already.
    op.execute("SELECT desk_put_in_line(t, NULL::chats) FROM tickets t WHERE desk_ticket_waits(t)")
    op.execute(
        "SELECT desk_put_in_line(t, k) FROM chats k JOIN tickets t ON t.id = k.ticket_id"
        " WHERE k.status IN ('queued', 'offered')"
    )


def downgrade() -> None:
    """Take back."""
    # Chats that hold a place for what is still written down hold none in the older ledger.
    op.execute("UPDATE chats SET wrap_up_until = NULL WHERE wrap_up_until IS NOT NULL")
    # An older router would take a chat that is handed over warm from whoever has it.
    op.execute("UPDATE offers SET status = 'withdrawn', ended_at = now() WHERE warm AND status = 'live'")
    for trigger, table in (
        ("ticket_sla_order_update", "ticket_sla"),
        ("ticket_sla_order_insert", "ticket_sla"),
        ("tickets_return", "tickets"),
        ("chats_wait", "chats"),
        ("tickets_wait_update", "tickets"),
        ("tickets_wait_insert", "tickets"),
    ):
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
    for function in (
        "desk_ticket_create",
        "desk_route",
        "desk_sla_order",
        "desk_tickets_return",
        "desk_agent_there",
        "desk_chats_wait",
        "desk_tickets_wait",
        "desk_put_in_line",
        "desk_line",
        "desk_urgency",
        "desk_ticket_waits",
        "desk_has_room_in_all",
    ):
        op.execute(f"DROP FUNCTION {function}")
    op.drop_constraint("tickets_queue_id_fkey", "tickets", type_="foreignkey")
    op.create_index(
        op.f("tickets_waiting"),
        "tickets",
        ["team_id", "queued_at", "id"],
        unique=False,
        postgresql_where="((assignee_id IS NULL) AND ((status)::text = ANY ((ARRAY['new'::character varying, 'open'::character varying])::text[])) AND (chat_id IS NULL))",
    )
    op.drop_column("tickets", "queue_rank")
    op.drop_column("tickets", "agent_tier")
    op.drop_column("tickets", "routed_by_hand")
    op.drop_index("tickets_by_queue", table_name="tickets", postgresql_where=sa.text("queue_id IS NOT NULL"))
    op.drop_column("tickets", "queue_id")
    op.drop_column("offers", "warm")
    # The name of an archived team may have been given again.
    op.execute("UPDATE teams SET name = name || ' (archived ' || id || ')' WHERE archived_at IS NOT NULL")
    op.drop_index("teams_name_unique", table_name="teams", postgresql_where=sa.text("archived_at IS NULL"))
    op.create_unique_constraint("teams_name_key", "teams", ["name"])
    op.drop_column("teams", "archived_at")
    op.drop_column("customers", "tier")
    op.drop_constraint("chats_queue_id_fkey", "chats", type_="foreignkey")
    op.drop_index(
        "chats_abandoned",
        table_name="chats",
        postgresql_where=sa.text("accepted_at IS NULL AND ended_at IS NOT NULL"),
    )
    op.drop_index("chats_wrapping_up", table_name="chats", postgresql_where=sa.text("wrap_up_until IS NOT NULL"))
    op.drop_index("chats_accepted", table_name="chats", postgresql_where=sa.text("accepted_at IS NOT NULL"))
    op.create_index(
        op.f("chats_accepted"),
        "chats",
        ["team_id", "accepted_at"],
        unique=False,
        postgresql_where="(accepted_at IS NOT NULL)",
    )
    op.create_index(
        op.f("chats_waiting"),
        "chats",
        ["team_id", "queued_at", "id"],
        unique=False,
        postgresql_where="((status)::text = ANY ((ARRAY['queued'::character varying, 'offered'::character varying])::text[]))",
    )
    op.drop_column("chats", "wrap_up_until")
    op.drop_column("chats", "line")
    op.drop_column("chats", "queue_id")
    op.add_column(
        "agents",
        sa.Column(
            "skills",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'::jsonb"),
            autoincrement=False,
            nullable=False,
        ),
    )
    op.execute("""UPDATE agents a SET skills = (
        SELECT jsonb_agg(jsonb_build_object('name', k.name, 'level', s.level) ORDER BY k.name)
        FROM agent_skills s JOIN skills k ON k.id = s.skill_id WHERE s.agent_id = a.id
    ) WHERE EXISTS (SELECT 1 FROM agent_skills s WHERE s.agent_id = a.id)""")
    op.drop_constraint("agent_loads_weight_range", "agent_loads", type_="check")
    op.drop_constraint("agents_capacity_total_range", "agents", type_="check")
    op.drop_constraint("agents_tier_range", "agents", type_="check")
    op.drop_constraint("agents_off_known", "agents", type_="check")
    op.drop_constraint("agents_calendar_id_fkey", "agents", type_="foreignkey")
    op.drop_index("agents_off_changing", table_name="agents", postgresql_where=sa.text("off_changes_at IS NOT NULL"))
    op.drop_column("agents", "off_changes_at")
    op.drop_column("agents", "off")
    op.drop_column("agents", "by_shifts")
    op.drop_column("agents", "calendar_id")
    op.drop_column("agents", "capacity_total")
    op.drop_column("agents", "tier")
    op.drop_column("agent_loads", "freed_at")
    op.drop_column("agent_loads", "weight")
    op.drop_table("returning_tickets")
    op.drop_index("queue_items_unsorted", table_name="queue_items", postgresql_where=sa.text("NOT sorted"))
    op.drop_index("queue_items_in_line", table_name="queue_items")
    op.drop_index(
        "queue_items_in_class",
        table_name="queue_items",
        postgresql_where=sa.text("state = 'waiting' AND class IS NOT NULL"),
    )
    op.drop_index("queue_items_changing", table_name="queue_items", postgresql_where=sa.text("changes_at IS NOT NULL"))
    op.drop_table("queue_items")
    op.drop_index("shifts_started", table_name="shifts")
    op.drop_index("shifts_of_agent", table_name="shifts")
    op.drop_table("shifts")
    op.drop_index(op.f("ix_agent_skills_skill_id"), table_name="agent_skills")
    op.drop_table("agent_skills")
    op.drop_index("absences_started", table_name="absences")
    op.drop_index("absences_of_agent", table_name="absences")
    op.drop_table("absences")
    op.drop_index("queues_in_order", table_name="queues")
    op.drop_table("queues")
    op.drop_index("skills_name_unique", table_name="skills")
    op.drop_table("skills")
    of_time = (SQL / "0004_time.sql").read_text(encoding="utf-8").split("-- ;;")
    op.get_bind().exec_driver_sql(next(each for each in of_time if "FUNCTION desk_message_append(" in each))
    before = (SQL / "0002_thread.sql").read_text(encoding="utf-8").split("-- ;;")
    for name in ("desk_move_load", "desk_chats_load", "desk_ticket_create"):
        op.get_bind().exec_driver_sql(
            next(each for each in before if f"CREATE FUNCTION {name}(" in each).replace(
                "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
            )
        )
