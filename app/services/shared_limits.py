"""Limits on how often that all processes of the desk count together: for passwords, and for mail to strangers.

Everything else is counted by each process for itself (`rate_limits`), which costs no statement.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app import clock
from app.db import Connection
from app.errors import TooMany
from app.services.sealing import fingerprints

# Whoever is refused is only read about: a flood of refused ones writes nothing.
_COUNT = """WITH full_already AS (
  SELECT FROM shared_limits WHERE name = $1 AND key = $2 AND until > $3 AND count >= $5)
INSERT INTO shared_limits AS l (name, key, count, until)
SELECT $1, $2, 1, $4 WHERE NOT EXISTS (SELECT FROM full_already)
ON CONFLICT (name, key) DO UPDATE SET
  count = CASE WHEN l.until > $3 THEN l.count + 1 ELSE 1 END, until = CASE WHEN l.until > $3 THEN l.until ELSE $4 END
WHERE l.until <= $3 OR l.count < $5
RETURNING count"""
_UNTIL = "SELECT until FROM shared_limits WHERE name = $1 AND key = $2"
_REFUND = "UPDATE shared_limits SET count = greatest(count - 1, 0) WHERE name = $1 AND key = $2"
_FORGET = "DELETE FROM shared_limits WHERE name = $1 AND key = $2"
_STANDING = "SELECT key, count, until FROM shared_limits WHERE name = $1 AND key = ANY($2) AND until > $3 AND count > 0"
# Many more at a time than can come, and never those that somebody is counting.
_TIDY = """DELETE FROM shared_limits WHERE (name, key) IN (
  SELECT name, key FROM shared_limits WHERE until <= $1 ORDER BY until LIMIT 100 FOR UPDATE SKIP LOCKED)"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How many there were in a window that goes on, and when it ends."""

    count: int
    until: datetime


async def check(connection: Connection, name: str, key: str, *, limit: int, seconds: float) -> int:
    """Count one more of `name` by `key` in a window that begins with its first, and say how many there are.

    Raises `TooMany` when there are `limit`; a refused one is not counted. In a transaction the count is taken back
    with it, and others of the same key wait for its end: whoever counts several things in one uses `count` and `tidy`.
    """
    counted = await count(connection, name, key, limit=limit, seconds=seconds)
    if counted == 1:
        await tidy(connection)
    return counted


async def count(connection: Connection, name: str, key: str, *, limit: int, seconds: float) -> int:
    """As `check`, and touch nothing else: two that held what the other one counts next would wait for each other."""
    now, hashed = clock.now(), _hashed(key)
    counted: int | None = await connection.fetchval(_COUNT, name, hashed, now, now + timedelta(seconds=seconds), limit)
    if counted is None:
        until: datetime | None = await connection.fetchval(_UNTIL, name, hashed)
        raise TooMany(retry_after=(until - now).total_seconds() if until is not None else 1)
    return counted


async def tidy(connection: Connection) -> None:
    """Let go of some windows that are over."""
    await connection.execute(_TIDY, clock.now())


async def refund(connection: Connection, name: str, key: str) -> None:
    """Take one back, when only failures are to count and this one did not fail."""
    await connection.execute(_REFUND, name, _hashed(key))


async def forget(connection: Connection, name: str, key: str) -> None:
    """Begin anew with this key."""
    await connection.execute(_FORGET, name, _hashed(key))


async def standing(connection: Connection, name: str, keys: list[str]) -> dict[str, Standing]:
    """Those of these keys that were counted within a window that goes on."""
    named = {_hashed(key): key for key in keys}
    rows = await connection.fetch(_STANDING, name, list(named), clock.now())
    return {named[row["key"]]: Standing(row["count"], row["until"]) for row in rows}


def _hashed(key: str) -> bytes:
    return fingerprints(key.encode())[0]
