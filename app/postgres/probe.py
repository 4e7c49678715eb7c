"""Questions to a running server and to the machine about what the desk needs from them."""

import os
from pathlib import Path

import asyncpg

from app.postgres.cluster import ADMIN, ROLE

SHM = Path("/dev/shm")  # noqa: S108 - only its size is asked for
SMALL_SHM_BYTES = 256_000_000


async def count_trigrams(port: int, password: str) -> int:
    """How many trigrams the server sees in a Russian word: 0 means that its locale is wrong.

    Raises asyncpg.PostgresError or OSError when the desk's role cannot work there.
    """
    connection = await asyncpg.connect(
        host="127.0.0.1", port=port, user=ROLE, password=password, database=ADMIN, ssl=False, timeout=10
    )
    try:
        return int(await connection.fetchval("SELECT cardinality(show_trgm('жалоба'))"))
    finally:
        await connection.close(timeout=10)


def shared_memory_bytes() -> int | None:
    """The size of /dev/shm; None where there is no such thing."""
    if not SHM.exists():
        return None
    state = os.statvfs(SHM)
    return state.f_frsize * state.f_blocks


def shared_memory_settings() -> dict[str, str]:
    """Containers have 64 MB of /dev/shm, where parallel queries fail: their memory then goes to files instead."""
    size = shared_memory_bytes()
    return {"dynamic_shared_memory_type": "mmap"} if size is not None and size < SMALL_SHM_BYTES else {}
