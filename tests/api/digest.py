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


# One small plan a table, and none for those that never held a row: one statement over all of them is planned longer
# than all of this runs.
_LOOK = """
CREATE OR REPLACE FUNCTION pg_temp.digest(derived text[]) RETURNS TABLE (name text, n bigint, hash text)
LANGUAGE plpgsql AS $$
BEGIN
    FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
        AND relname <> ALL (derived)
    LOOP
        n := 0;
        hash := '';
        IF pg_relation_size(name::regclass) > 0 THEN
            EXECUTE format('SELECT count(*), md5(coalesce(string_agg(r, %L ORDER BY r), %L))'
                ' FROM (SELECT t::text AS r FROM %I t) s', '', '', name) INTO n, hash;
            hash := CASE WHEN n > 0 THEN hash ELSE '' END;
        END IF;
        RETURN NEXT;
    END LOOP;
END $$
"""


async def digest(database: Database) -> Digest:
    """All tables of the desk, in one snapshot."""
    async with database.lean() as connection, connection.transaction(isolation="repeatable_read"):
        await connection.execute(_LOOK)
        rows = await connection.fetch("SELECT * FROM pg_temp.digest($1)", [*_DERIVED, *_TRIED])
    return Digest({row["name"]: row["n"] for row in rows}, {row["name"]: row["hash"] for row in rows})
