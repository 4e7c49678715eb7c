"""Epochs: which history of the database this is, so that clients notice a restored backup."""

import hashlib

import asyncpg

from app.db import Connection

# A restore into a new server changes the identifier, a restore to a point in time or a failover the timeline,
# a restore into a new database its oid.
_HISTORY = """SELECT system_identifier::text || left(pg_walfile_name(pg_current_wal_lsn()), 8) AS history
FROM pg_control_system()"""
# Some hosted servers do not tell: then only another database is another epoch.
_UNTOLD = (
    asyncpg.InsufficientPrivilegeError,
    asyncpg.UndefinedFunctionError,
    asyncpg.FeatureNotSupportedError,
)
_DATABASE = "SELECT oid::text || datname FROM pg_database WHERE datname = current_database()"


async def current(connection: Connection) -> str:
    """The epoch of this database: a short text that stays the same as long as nothing committed is taken back.

    Raises the errors of a database that is away or still recovering.
    """
    database = str(await connection.fetchval(_DATABASE))
    try:
        history = str(await connection.fetchval(_HISTORY))
    except _UNTOLD:
        # Only then: taken for this, a passing trouble would be another epoch, and every client would begin anew.
        history = ""
    return hashlib.sha256(f"{database} {history}".encode()).hexdigest()[:10]
