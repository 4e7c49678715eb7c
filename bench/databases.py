"""The databases of a run's Postgres: addresses, making and copying them."""

from urllib.parse import urlsplit

import asyncpg


def address(url: str, name: str) -> str:
    """The address of another database of the same server."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


async def create(url: str, name: str, *, like: str | None = None) -> bool:
    """Make a database, empty or as a copy of one that nobody uses now; False when it is there from an earlier run."""
    connection = await asyncpg.connect(url)
    try:
        if await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", name):
            return False
        await connection.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {like}" if like else ""))
        return True
    finally:
        await connection.close()


async def drop(url: str, name: str) -> None:
    """Remove a database that nobody uses now, if it is there."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {name}")
    finally:
        await connection.close()
