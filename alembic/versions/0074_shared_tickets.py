"""Organizations whose members see each other's tickets, and since when a customer belongs to theirs."""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0074"
down_revision: str | None = "0073"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# Here and not in each of the many places that move a customer: one that forgot it would show somebody's past to others.
_SINCE = (
    """CREATE FUNCTION desk_organization_since() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.organization_since := NEW.created_at;
  ELSE
    NEW.organization_since := greatest(NEW.updated_at, statement_timestamp());
  END IF;
  RETURN NEW;
END $$""",
    """CREATE TRIGGER customers_since_insert BEFORE INSERT ON customers FOR EACH ROW
EXECUTE FUNCTION desk_organization_since()""",
    """CREATE TRIGGER customers_since_update BEFORE UPDATE OF organization_id ON customers FOR EACH ROW
WHEN (OLD.organization_id IS DISTINCT FROM NEW.organization_id) EXECUTE FUNCTION desk_organization_since()""",
)


def upgrade() -> None:
    """Apply."""
    op.add_column("organizations", sa.Column("ticket_sharing", sa.String(), nullable=False, server_default="off"))
    op.create_check_constraint(
        "organizations_ticket_sharing_known", "organizations", "ticket_sharing IN ('off', 'read', 'reply')"
    )
    # Since when those that are there belong to theirs is not known: from now on, so that nothing old is shown.
    since = sa.Column("organization_since", sa.DateTime(timezone=True), nullable=True, server_default=sa.func.now())
    op.add_column("customers", since)
    op.alter_column("customers", "organization_since", server_default=None)
    for each in _SINCE:
        op.execute(each)


def downgrade() -> None:
    """Take back."""
    op.execute("DROP TRIGGER customers_since_update ON customers")
    op.execute("DROP TRIGGER customers_since_insert ON customers")
    op.execute("DROP FUNCTION desk_organization_since()")
    op.drop_column("customers", "organization_since")
    op.drop_constraint("organizations_ticket_sharing_known", "organizations", type_="check")
    op.drop_column("organizations", "ticket_sharing")
