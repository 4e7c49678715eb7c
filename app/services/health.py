"""Whether this process can serve."""

from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from app.db import Connection
from app.errors import Unavailable

_SCRIPTS = Path(__file__).resolve().parents[2] / "alembic"


def expected_revision() -> str:
    """The schema revision that this version of the code needs."""
    made = Config()
    made.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return ScriptDirectory.from_config(made).get_current_head() or ""


async def ready(connection: Connection, expected: str) -> str:
    """The schema revision in the database. Raises `Unavailable` when it is not the one that this code needs."""
    found = await connection.fetchval("SELECT version_num FROM alembic_version")
    if found != expected:
        raise Unavailable("The database has another schema version: run `otklik migrate`", retry_after=5)
    return str(found)
