"""A chat knows who waited until when, and an invitation what was answered: reports count them without a look elsewhere."""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0068"
down_revision: str | None = "0067"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_FUNCTIONS = (
    """CREATE FUNCTION desk_chats_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.first_accepted_at := NEW.accepted_at; RETURN NEW; END $$""",
    """CREATE TRIGGER chats_first_insert BEFORE INSERT ON chats FOR EACH ROW
WHEN (NEW.accepted_at IS NOT NULL) EXECUTE FUNCTION desk_chats_first()""",
    # A chat that is queued again keeps who had it first.
    """CREATE TRIGGER chats_first_update BEFORE UPDATE OF accepted_at ON chats FOR EACH ROW
WHEN (NEW.accepted_at IS NOT NULL AND OLD.first_accepted_at IS NULL) EXECUTE FUNCTION desk_chats_first()""",
    """CREATE FUNCTION desk_feedback_score() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    UPDATE survey_invitations SET score = NULL WHERE id = OLD.invitation_id;
  ELSE
    UPDATE survey_invitations SET score = NEW.score WHERE id = NEW.invitation_id;
  END IF;
  RETURN NULL;
END $$""",
    """CREATE TRIGGER feedback_score AFTER INSERT OR DELETE OR UPDATE OF score ON feedback FOR EACH ROW
EXECUTE FUNCTION desk_feedback_score()""",
)


def upgrade() -> None:
    """Apply."""
    op.add_column("survey_invitations", sa.Column("score", sa.Integer(), nullable=True))
    op.execute("UPDATE survey_invitations i SET score = f.score FROM feedback f WHERE f.invitation_id = i.id")
    op.create_index(
        "survey_invitations_counted",
        "survey_invitations",
        ["metric", "sent_at"],
        postgresql_include=["score", "agent_id", "team_id", "brand", "cancelled_at", "answered_at", "ticket_id"],
        postgresql_where=sa.text("sent_at IS NOT NULL"),
    )
    op.add_column("chats", sa.Column("first_accepted_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE chats SET first_accepted_at = accepted_at WHERE accepted_at IS NOT NULL")
    op.execute("""UPDATE chats c SET first_accepted_at = s.first_at FROM (
 SELECT about_id, min(from_at) AS first_at FROM agent_spans WHERE kind = 'chat' GROUP BY 1) s
WHERE s.about_id = c.id AND (c.first_accepted_at IS NULL OR s.first_at < c.first_accepted_at)""")
    for each in _FUNCTIONS:
        op.execute(each)


def downgrade() -> None:
    """Take back."""
    op.execute("DROP TRIGGER feedback_score ON feedback")
    op.execute("DROP TRIGGER chats_first_update ON chats")
    op.execute("DROP TRIGGER chats_first_insert ON chats")
    op.execute("DROP FUNCTION desk_feedback_score()")
    op.execute("DROP FUNCTION desk_chats_first()")
    op.drop_column("chats", "first_accepted_at")
    op.drop_index("survey_invitations_counted", table_name="survey_invitations")
    op.drop_column("survey_invitations", "score")
