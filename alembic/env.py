"""How alembic reaches the database: one asyncpg connection, one migrator at a time, a short lock timeout."""

import asyncio
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from sqlmodel import SQLModel

import app.models  # noqa: F401 - fills the metadata
from alembic import context
from app.dialect import sqlalchemy_url

# Any number; two processes that start together must not migrate together.
ONE_MIGRATOR = 7_018_224_413


def include(_object: Any, name: str | None, kind: str, reflected: bool, _compare_to: Any) -> bool:  # noqa: ANN401, FBT001
    """What autogenerate compares: only tables that the models know."""
    return not (kind == "table" and reflected and name not in SQLModel.metadata.tables)


def run(connection: Connection) -> None:
    """Run the migrations on this connection, all in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        include_object=include,
        compare_type=True,
        compare_server_default=False,
    )
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_MIGRATOR})
        # A migration that waits for a lock makes every later query wait behind it: give up instead, and be run again.
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        context.run_migrations()


async def online() -> None:
    """Connect and run."""
    url = context.config.get_main_option("sqlalchemy.url")
    if not url:
        msg = "run the migrations with `otklik migrate`: it knows the database"
        raise SystemExit(msg)
    engine = create_async_engine(sqlalchemy_url(url), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(run)
            await connection.commit()
    finally:
        await engine.dispose()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    asyncio.run(online())
