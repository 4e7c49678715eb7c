"""What is in a database, in a few words: to see that something changed nothing, or just as much as something else."""

from dataclasses import dataclass

from app.db import Database

# What the desk works out from the rest by itself, a moment after the commit.
_DERIVED = ("queue_items", "feed_todo", "vocabulary_stamps", "agent_days", "agent_slots", "agent_slots_until")
# How often was tried, and not what was done: a refused one counts, and a retry too.
_TRIED = ("shared_limits",)


@dataclass(frozen=True)
class Digest:
    """The number of rows by table, and a hash of all that is in them."""

    counts: dict[str, int]
    hashes: dict[str, str]

    def added(self, before: "Digest") -> dict[str, int]:
        """How many rows there are more than before, by table."""
        more = {table: count - before.counts[table] for table, count in self.counts.items()}
        return {table: count for table, count in more.items() if count}

    def changed(self, before: "Digest") -> set[str]:
        """The tables that are not what they were."""
        return {table for table, found in self.hashes.items() if found != before.hashes[table]}


# Kept in the database, so that each look at a table is planned once a connection: planning takes longer than looking.
_FUNCTION = "testing.digest"
_MAKE = """
DO $make$ BEGIN
    CREATE SCHEMA IF NOT EXISTS testing;
    EXECUTE 'CREATE FUNCTION testing.digest() RETURNS TABLE (name text, n bigint, hash text)'
        || ' LANGUAGE plpgsql AS $$ BEGIN '
        || (SELECT string_agg(format('name := %1$L;'
            ' SELECT count(*), md5(coalesce(string_agg(r, %2$L ORDER BY r), %2$L))'
            ' INTO n, hash FROM (SELECT t::text AS r FROM public.%1$I t) s; RETURN NEXT;', relname, ''), ' ')
        FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
        AND relname NOT IN (DERIVED)) || ' END $$';
END $make$
""".replace("DERIVED", ", ".join(f"'{each}'" for each in (*_DERIVED, *_TRIED)))


async def digest(database: Database) -> Digest:
    """All tables of the desk, in one snapshot."""
    async with database.lean() as connection:
        if await connection.fetchval("SELECT to_regproc($1) IS NULL", _FUNCTION):
            await connection.execute(_MAKE)
        async with connection.transaction(isolation="repeatable_read"):
            rows = await connection.fetch("SELECT * FROM testing.digest()")
    return Digest({row["name"]: row["n"] for row in rows}, {row["name"]: row["hash"] for row in rows})
