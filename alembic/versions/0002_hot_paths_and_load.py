"""Functions of the hot paths, and the triggers that keep the ledger of load."""

from collections.abc import Sequence
from pathlib import Path

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).resolve().parent.parent / "sql" / "0002_thread.sql"


def upgrade() -> None:
    """Create the functions and triggers, one statement at a time (asyncpg prepares each)."""
    for statement in SQL.read_text(encoding="utf-8").split("-- ;;"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop them."""
    for table, trigger in (
        ("tickets", "tickets_load_insert"),
        ("tickets", "tickets_load_update"),
        ("chats", "chats_load"),
        ("offers", "offers_load"),
    ):
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
    for function in (
        "desk_message_append",
        "desk_ticket_create",
        "desk_customer",
        "desk_offers_load",
        "desk_chats_load",
        "desk_tickets_load",
        "desk_ticket_holder",
        "desk_move_load",
    ):
        op.execute(f"DROP FUNCTION {function}")
