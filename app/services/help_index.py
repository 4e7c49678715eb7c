"""What readers search follows what is published, in the transaction that publishes it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from app.db import Connection, raw_connection
from app.services import jobs

KIND = "help.rebuild"
_AT_ONCE = 100

_REFRESH = "SELECT desk_help_refresh($1::uuid[])"
_NEXT = f"SELECT id FROM articles WHERE id > $1 ORDER BY id LIMIT {_AT_ONCE}"  # noqa: S608 - a number of ours
_COUNT = """WITH counted AS MATERIALIZED (
 SELECT s.scope, u.lexeme, count(*)::int AS n
 FROM help_documents d, unnest(desk_help_scopes(d.brand, d.locale, d.visibility)) AS s (scope), unnest(d.words) AS u
 WHERE length(u.lexeme) <= 64
 OR u.lexeme = desk_help_scope(d.brand, d.locale) GROUP BY 1, 2
), gone AS (
 DELETE FROM help_words h WHERE NOT EXISTS (SELECT FROM counted c WHERE c.scope = h.scope AND c.lexeme = h.word)
) INSERT INTO help_words AS h (scope, word, docs) SELECT scope, lexeme, n FROM counted
ON CONFLICT (scope, word) DO UPDATE SET docs = excluded.docs WHERE h.docs <> excluded.docs"""


async def refresh(connection: Connection, article_ids: Collection[UUID]) -> None:
    """Make what is searched of these articles what readers see of them now, in the caller's transaction.

    One at a time in the whole desk: call it last, others wait for it.
    """
    if article_ids:
        await connection.execute(_REFRESH, list(article_ids))


async def count_words(connection: Connection) -> None:
    """Count anew in how many documents each word is."""
    await connection.execute(_COUNT, timeout=600)


async def rebuild(job: jobs.Running) -> dict[str, Any]:
    """Make it anew for all articles, piece by piece, and count the words anew at the end."""
    state = job.checkpoint or {"after": str(UUID(int=0)), "done": 0}
    while state["after"] is not None:
        async with job.database.unit_of_work() as work:
            connection = await raw_connection(work.session)
            ids = [row["id"] for row in await connection.fetch(_NEXT, UUID(state["after"]))]
            await refresh(connection, ids)
        state = {"after": str(ids[-1]) if ids else None, "done": state["done"] + len(ids)}
        await job.progress(state["done"], checkpoint=state)
    async with job.database.unit_of_work() as work:
        connection = await raw_connection(work.session)
        await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('otklik.help', 0))")
        await connection.execute("SET LOCAL statement_timeout = '10min'")
        await count_words(connection)
    return {"done": state["done"]}
