"""Keeping clocks costs less: what every reply wrote and nobody read is gone."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    # In the order of those who keep clocks.
    op.execute("LOCK TABLE ticket_sla, sla_clocks IN ACCESS EXCLUSIVE MODE")
    # Running clocks are found by their number.
    op.drop_index("sla_clocks_open", table_name="sla_clocks")
    # A clock and its ticket's row are written by one statement.
    op.drop_constraint("sla_clocks_ticket_id_fkey", "sla_clocks", type_="foreignkey")
    # A clock that ends is written again, best beside itself.
    op.execute("ALTER TABLE sla_clocks SET (fillfactor = 85)")
    # Every clock names its own; the choices are among the facts.
    op.drop_column("ticket_sla", "policy_version_id")
    # Clocks are stored every few events; what follows from them, and the choices that were made, always.
    op.add_column("ticket_sla", sa.Column("folded", sa.Integer(), server_default="0", nullable=False))
    op.add_column("ticket_sla", sa.Column("choices", postgresql.JSONB(), server_default="[]", nullable=False))
    op.execute(
        "UPDATE ticket_sla SET folded = seq, choices = coalesce(facts -> 'choices', '[]'), facts = facts - 'choices'"
    )
    op.alter_column("ticket_sla", "folded", server_default=None)
    # Whoever has written a row knows it again.
    op.add_column("ticket_sla", sa.Column("saving", sa.BigInteger(), nullable=True))
    # Word of whatever nobody has folded, should some of it have been lost.
    op.execute("""INSERT INTO sla_todo (ticket_id) SELECT t.id FROM tickets t JOIN ticket_sla s ON s.ticket_id = t.id
        WHERE t.seq > s.folded""")


def downgrade() -> None:
    """Take back."""
    op.execute("LOCK TABLE ticket_sla, sla_clocks IN ACCESS EXCLUSIVE MODE")
    op.drop_column("ticket_sla", "saving")
    # What was decided after the clocks were stored is decided again.
    op.execute("""INSERT INTO sla_todo (ticket_id) SELECT ticket_id FROM ticket_sla WHERE folded > seq""")
    op.execute("""UPDATE ticket_sla SET facts = facts || jsonb_build_object('choices', (
        SELECT coalesce(jsonb_agg(c), '[]') FROM jsonb_array_elements(choices) c WHERE (c ->> 0)::int <= seq
    )) WHERE facts <> '{}'""")
    op.drop_column("ticket_sla", "choices")
    op.drop_column("ticket_sla", "folded")
    op.add_column("ticket_sla", sa.Column("policy_version_id", sa.Uuid(), nullable=True))
    op.execute("UPDATE ticket_sla SET policy_version_id = (facts #>> '{choices,-1,2}')::uuid")
    op.create_foreign_key(
        "ticket_sla_policy_version_id_fkey", "ticket_sla", "sla_policy_versions", ["policy_version_id"], ["id"]
    )
    op.create_index("ix_ticket_sla_policy_version_id", "ticket_sla", ["policy_version_id"])
    op.execute("ALTER TABLE sla_clocks RESET (fillfactor)")
    op.create_foreign_key("sla_clocks_ticket_id_fkey", "sla_clocks", "ticket_sla", ["ticket_id"], ["ticket_id"])
    op.create_index("sla_clocks_open", "sla_clocks", ["ticket_id"], postgresql_where=sa.text("ended_at IS NULL"))
