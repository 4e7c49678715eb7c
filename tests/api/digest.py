"""What is in a database, in a few words: to see that something changed nothing, or just as much as something else."""

from dataclasses import dataclass

from app.db import Database

# What the desk works out from the rest by itself, a moment after the commit.
_DERIVED = ("queue_items", "feed_todo", "vocabulary_stamps")


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


async def digest(database: Database) -> Digest:
    """All tables of the desk, in one snapshot."""
    async with database.lean() as connection:
        names = [
            row["tablename"]
            for row in await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            if row["tablename"] not in _DERIVED
        ]
        each = (
            f"SELECT '{name}' AS name, count(*) AS n, md5(coalesce(string_agg(r, '' ORDER BY r), '')) AS hash"  # noqa: S608
            f" FROM (SELECT t::text AS r FROM {name} t) s"
            for name in names
        )
        rows = await connection.fetch(" UNION ALL ".join(each))
    return Digest({row["name"]: row["n"] for row in rows}, {row["name"]: row["hash"] for row in rows})
