"""Files of an import, read and put in order: records of one kind together, messages with their tickets.

They go through a temporary SQLite file, so that memory stays small however large and however mixed the files are. It
has no name: nothing that customers wrote stays behind on the disk, also when the process is killed.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from app.rules.import_formats import ADAPTERS, Adapter
from app.rules.import_formats.values import CannotReadError
from app.services.import_reading import records_of

_TABLES = """CREATE TABLE records (n INTEGER PRIMARY KEY, kind TEXT, id TEXT, parent TEXT, record BLOB, place TEXT);
CREATE TABLE refused (n INTEGER PRIMARY KEY, kind TEXT, place TEXT, reason TEXT);"""
_INDEXES = """CREATE INDEX by_kind ON records (kind, n);
CREATE INDEX by_parent ON records (parent, n) WHERE parent IS NOT NULL;"""
_AT_ONCE = 2000
# Of one file: then it is another format, or no text at all.
MAX_REFUSED = 100_000


@dataclass(frozen=True, slots=True)
class Staged:
    """One record in its turn, as JSON: `n` is its place in the whole import, `place` its file and line, `messages`
    those that came on their own.
    """

    n: int
    place: str
    record: bytes
    messages: tuple[bytes, ...] = ()


def fingerprint(paths: Sequence[Path], *about: str) -> str:
    """Of these files and what is asked for: another run of the same goes on where this one has got to."""
    digest = hashlib.sha256("\n".join(about).encode())
    for path in paths:
        digest.update(f"\n{path.name}\n".encode())
        with path.open("rb") as opened:
            while block := opened.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


class Staging:
    """The records of an import; in a file of their own, where `SQLITE_TMPDIR` or `TMPDIR` says."""

    def __init__(self) -> None:
        # No name: a private file, which SQLite takes out of its folder as soon as it is open.
        self._database = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._database.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES}")

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def fill(self, paths: Sequence[Path], kind: str) -> None:
        """Read all files as this format. What cannot be read is kept with why, and stops nothing."""
        adapter = ADAPTERS[kind]
        self._database.execute("BEGIN")
        for path in paths:
            waiting: list[tuple[Any, ...]] = []
            refused: list[tuple[str, str, str]] = []
            wrong = 0
            for line, value in records_of(path):
                place = f"{path.name}:{line}"
                if isinstance(value, Exception):
                    refused.append(("line", place, str(value)))
                else:
                    waiting += self._records(adapter, path.stem.lower(), value, place, refused)
                if len(waiting) + len(refused) >= _AT_ONCE:
                    wrong += len(refused)
                    self._store(waiting, refused)
                    waiting, refused = [], []
                    if wrong >= MAX_REFUSED:
                        detail = f"{wrong} lines of this file were refused: the rest of it was left alone"
                        refused.append(("line", place, detail))
                        break
            self._store(waiting, refused)
        self._database.execute("COMMIT")
        self._database.executescript(_INDEXES)

    @staticmethod
    def _records(
        adapter: Adapter,
        hint: str,
        value: Any,  # noqa: ANN401 - any JSON
        place: str,
        refused: list[tuple[str, str, str]],
    ) -> list[tuple[Any, ...]]:
        if not isinstance(value, dict):
            refused.append(("line", place, "not a JSON object"))
            return []
        made: list[tuple[Any, ...]] = []
        try:
            for each in adapter(hint, value):
                if each.id is None and each.kind != "message":
                    refused.append((each.kind, place, "it has no id"))
                    continue
                packed = orjson.dumps(each.record, default=str)
                made.append((each.kind, each.id, each.parent if each.kind == "message" else None, packed, place))
        except CannotReadError as error:
            refused.append(("line", place, str(error)))
        except (TypeError, ValueError, AttributeError, KeyError, RecursionError) as error:
            # Shapes of other systems are as they are: a field of an unforeseen kind is this line's trouble only.
            refused.append(("line", place, f"it cannot be read as this format ({type(error).__name__})"))
        return made

    def _store(self, rows: Iterable[tuple[Any, ...]], refused: Iterable[tuple[str, str, str]]) -> None:
        self._database.executemany("INSERT INTO refused (kind, place, reason) VALUES (?, ?, ?)", refused)
        self._database.executemany("INSERT INTO records (kind, id, parent, record, place) VALUES (?, ?, ?, ?, ?)", rows)

    def count(self, kind: str) -> int:
        """How many records there are of a kind."""
        return int(self._database.execute("SELECT count(*) FROM records WHERE kind = ?", (kind,)).fetchone()[0])

    def refused(self) -> Iterator[tuple[str, str, str]]:
        """What could not be read: kind, place, reason."""
        yield from self._database.execute("SELECT kind, place, reason FROM refused ORDER BY n")

    def orphans(self) -> Iterator[tuple[str, str]]:
        """Messages of tickets that are not in these files: place and ticket's id."""
        yield from self._database.execute(
            "SELECT m.place, m.parent FROM records m WHERE m.kind = 'message' AND (m.parent IS NULL OR NOT EXISTS ("
            "SELECT 1 FROM records t WHERE t.kind = 'ticket' AND t.id = m.parent)) ORDER BY m.n"
        )

    def take(self, kind: str, after: int, limit: int) -> list[Staged]:
        """The next records of a kind, tickets with their messages."""
        rows = self._database.execute(
            "SELECT n, id, record, place FROM records WHERE kind = ? AND n > ? ORDER BY n LIMIT ?", (kind, after, limit)
        ).fetchall()
        messages: dict[str, list[bytes]] = {}
        if kind == "ticket" and rows:
            ids = [row[1] for row in rows]
            asked = ",".join("?" * len(ids))
            for parent, record in self._database.execute(
                f"SELECT parent, record FROM records WHERE parent IN ({asked}) ORDER BY n",  # noqa: S608 - only places
                ids,
            ):
                messages.setdefault(parent, []).append(record)
        return [Staged(n, place, record, tuple(messages.get(key, ()))) for n, key, record, place in rows]
