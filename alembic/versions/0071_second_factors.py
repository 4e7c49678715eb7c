"""Second factors, single sign-on, and what a sign-in was made with."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision: str = "0071"
down_revision: str | None = "0070"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def _agent(*, primary_key: bool = False) -> sa.Column[sa.Uuid[str]]:
    return sa.Column(
        "agent_id", sa.Uuid(), sa.ForeignKey("agents.id", ondelete="CASCADE"), primary_key=primary_key, nullable=False
    )


def upgrade() -> None:
    """Apply."""
    op.add_column("agents", sa.Column("second_factor", sa.Boolean(), nullable=False, server_default="false"))
    op.add_column("sign_ins", sa.Column("method", sa.String(), nullable=False, server_default="password"))
    op.add_column("sign_ins", sa.Column("device", sa.String(), nullable=True))
    op.create_check_constraint("sign_ins_method_known", "sign_ins", "method IN ('password', 'sso')")
    op.create_table(
        "second_factors",
        _agent(primary_key=True),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.Column("recovery_hashes", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "agent_identities",
        sa.Column("issuer", sa.String(), primary_key=True),
        sa.Column("subject", sa.String(), primary_key=True),
        _agent(),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("agent_identities_one_each", "agent_identities", ["agent_id", "issuer"], unique=True)
    op.create_table(
        "sign_in_codes",
        sa.Column("code_hash", sa.String(), primary_key=True),
        sa.Column("challenge", sa.String(), nullable=False),
        _agent(),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_sign_in_codes_agent_id", "sign_in_codes", ["agent_id"])
    op.create_index("ix_sign_in_codes_expires_at", "sign_in_codes", ["expires_at"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("sign_in_codes")
    op.drop_table("agent_identities")
    op.drop_table("second_factors")
    op.drop_column("sign_ins", "device")
    op.drop_column("sign_ins", "method")
    op.drop_column("agents", "second_factor")
