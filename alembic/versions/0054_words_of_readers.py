"""The words of a search are those of articles that its reader may read."""

from collections.abc import Sequence
from pathlib import Path

from alembic import op

revision: str = "0054"
down_revision: str | None = "0053"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQL = Path(__file__).parents[1] / "sql"
_COUNT = """INSERT INTO help_words (scope, word, docs)
SELECT {scopes}, u.lexeme, count(*)::int FROM help_documents d{join}, unnest(d.words) AS u
WHERE length(u.lexeme) <= 64 OR u.lexeme = desk_help_scope(d.brand, d.locale) GROUP BY 1, 2"""


def upgrade() -> None:
    """Apply."""
    for statement in (SQL / "0054_words_of_readers.sql").read_text(encoding="utf-8").split("-- ;;"):
        op.get_bind().exec_driver_sql(statement)
    op.execute("DELETE FROM help_words")
    join = ", unnest(desk_help_scopes(d.brand, d.locale, d.visibility)) AS s (scope)"
    op.get_bind().exec_driver_sql(_COUNT.format(scopes="s.scope", join=join))


def downgrade() -> None:
    """Take back."""
    for statement in (SQL / "0050_help.sql").read_text(encoding="utf-8").split("-- ;;"):
        if "CREATE FUNCTION desk_help_refresh(" in statement:
            op.get_bind().exec_driver_sql(statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))
    op.execute("DROP FUNCTION desk_help_scopes(text, text, text)")
    op.execute("DELETE FROM help_words")
    op.get_bind().exec_driver_sql(_COUNT.format(scopes="desk_help_scope(d.brand, d.locale)", join=""))
