"""What was said of a ticket's tension, and of spam, is found at once, however long its log."""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0055"
down_revision: str | None = "0054"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_SAID = """type IN ('ticket.tension_changed', 'ticket.spam_suspected', 'ticket.marked_spam', 'ticket.unmarked_spam')"""


def upgrade() -> None:
    """Apply."""
    op.create_index("events_of_signals", "events", ["ticket_id", "seq"], postgresql_where=sa.text(_SAID))


def downgrade() -> None:
    """Take back."""
    op.drop_index("events_of_signals", table_name="events", postgresql_where=sa.text(_SAID))
