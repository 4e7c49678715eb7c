"""What people have said of tickets, gathered to learn from: bounded, the latest first, in pages that hold up nobody."""

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.db import Connection, Database
from app.rules import topic_examples as rules
from app.rules.topics import tidy

# So many of the latest are what the desk gets. Of topics that are rare among them, more are looked for further back.
TYPICAL = 20_000
RARE = 100
# Tickets that are looked at, and at once.
LOOKED_AT, PAGE = 400_000, 1_000
_LAST = UUID(int=(1 << 128) - 1)

_NEXT = f"""SELECT id, subject, topic, language, brand, created_at,
topic IS NOT NULL AND status <> 'merged' AND spam <> 'marked' AS usable FROM tickets WHERE id < $1
ORDER BY id DESC LIMIT {PAGE}"""  # noqa: S608 - a number of ours
_LOGS = """SELECT ticket_id, type, actor_kind, data -> 'set' ->> 'topic' AS topic, data -> 'via' ->> 'kind' AS via,
data ->> 'cause' AS cause, data ? 'imported' AS imported FROM events WHERE ticket_id = ANY ($1::uuid[])
AND (data -> 'set' ? 'topic' OR type = 'ticket.topic_confirmed') ORDER BY ticket_id, seq"""
_WORDS = f"""SELECT t.id AS ticket_id, m.author_kind, left(m.body, {rules.LETTERS}) AS body
FROM unnest($1::uuid[]) WITH ORDINALITY AS t (id, place) CROSS JOIN LATERAL (SELECT author_kind, body, seq FROM messages
 WHERE ticket_id = t.id AND visibility = 'public' ORDER BY seq LIMIT {2 * rules.MESSAGES}) m
ORDER BY t.place, m.seq"""  # noqa: S608 - numbers of ours
_TREE = "SELECT id, path, archived_at IS NOT NULL AS archived FROM topics"


@dataclass(slots=True)
class Gathered:
    """Examples: text, language, path of the topic, whether it is one of the typical ones. The latest come first."""

    examples: list[tuple[str, str | None, str, bool]] = field(default_factory=list)
    latest: datetime | None = None
    # Tickets whose topic a model or a rule has set: nothing is learnt from these.
    not_by_people: int = 0


@dataclass(frozen=True, slots=True)
class Tree:
    """The desk's topics: by their id, and by their path as it is looked up."""

    by_id: dict[str, tuple[str, bool]]
    by_path: dict[str, str]

    def of(self, topic_id: str | None, path: str) -> tuple[UUID | None, str] | None:
        """The topic that this was, as it is now; None for one that is not used any more. Without a tree any text is."""
        if not self.by_id:
            return None, path
        found = topic_id if topic_id in self.by_id else self.by_path.get(tidy(path))
        if found is None:
            return None
        now, archived = self.by_id[found]
        return None if archived else (UUID(found), now)


async def tree(connection: Connection) -> Tree:
    """The topics of the desk; at most 2,000."""
    rows = await connection.fetch(_TREE)
    by_id = {str(row["id"]): (row["path"], row["archived"]) for row in rows}
    return Tree(by_id, {row["path"].lower(): str(row["id"]) for row in rows})


async def texts(connection: Connection, tickets: Iterable[tuple[UUID, str]]) -> dict[UUID, str]:
    """What is read of these tickets (id and subject)."""
    subjects = dict(tickets)
    said: dict[UUID, list[Any]] = defaultdict(list)
    for row in await connection.fetch(_WORDS, list(subjects)):
        said[UUID(int=row["ticket_id"].int)].append(row)
    return {ticket_id: rules.text(subject, said[ticket_id]) for ticket_id, subject in subjects.items()}


async def gather(
    database: Database, brand: str | None, *, going_on: Callable[[int], Awaitable[None]] | None = None
) -> Gathered:
    """Go back from the latest ticket. `brand`: only tickets of that brand. `going_on` is told how many there are."""
    found, counted = Gathered(), Counter[str]()
    after, looked = _LAST, 0
    while looked < LOOKED_AT:
        async with database.lean() as connection:
            rows = await connection.fetch(_NEXT, after)
            if not rows:
                break
            after, looked = rows[-1]["id"], looked + len(rows)
            fits = [row for row in rows if row["usable"] and brand in {None, row["brand"]}]
            full = len(found.examples) >= TYPICAL
            if full:
                fits = [row for row in fits if counted[row["topic"]] < RARE]
            await _take(connection, found, counted, fits, full=full)
        if going_on is not None:
            await going_on(len(found.examples))
    return found


async def _take(
    connection: Connection, found: Gathered, counted: Counter[str], rows: Sequence[Any], *, full: bool
) -> None:
    if not rows:
        return
    logs: dict[UUID, list[Any]] = defaultdict(list)
    for row in await connection.fetch(_LOGS, [row["id"] for row in rows]):
        logs[UUID(int=row["ticket_id"].int)].append(row)
    said = {UUID(int=row["id"].int): row for row in rows}
    theirs = {each: row for each, row in said.items() if rules.source(logs[each]) == "person"}
    found.not_by_people += len(said) - len(theirs)
    words = await texts(connection, ((each, row["subject"]) for each, row in theirs.items()))
    for each, row in theirs.items():
        if not rules.enough(words[each]):
            continue
        counted[row["topic"]] += 1
        found.latest = max(found.latest or row["created_at"], row["created_at"])
        found.examples.append((words[each], row["language"], row["topic"], not full))
