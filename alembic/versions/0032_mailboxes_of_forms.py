"""What comes with forms is counted by the mailbox that it names."""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0032"
down_revision: str | None = "0031"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.add_column("form_submissions", sa.Column("mailbox", sa.String(), nullable=True))
    op.execute("UPDATE form_submissions SET mailbox = regexp_replace(email, '\\+[^@]*@', '@') WHERE email IS NOT NULL")
    op.drop_index("form_submissions_of_email", "form_submissions")
    op.create_index(
        "form_submissions_of_mailbox",
        "form_submissions",
        ["mailbox", "received_at"],
        postgresql_where=sa.text("mailbox IS NOT NULL"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("form_submissions_of_mailbox", "form_submissions")
    op.create_index(
        "form_submissions_of_email",
        "form_submissions",
        ["email", "received_at"],
        postgresql_where=sa.text("email IS NOT NULL"),
    )
    op.drop_column("form_submissions", "mailbox")
