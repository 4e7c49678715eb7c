"""The embedded Postgres: finds binaries, makes a cluster, starts, joins and stops the server on this machine."""

from app.postgres.binaries import find_binaries
from app.postgres.diagnose import Finding, diagnose
from app.postgres.errors import EmbeddedPostgresError
from app.postgres.keeper import Keeper
from app.postgres.layout import default_data_dir
from app.postgres.server import EmbeddedPostgres

__all__ = [
    "EmbeddedPostgres",
    "EmbeddedPostgresError",
    "Finding",
    "Keeper",
    "default_data_dir",
    "diagnose",
    "find_binaries",
]
