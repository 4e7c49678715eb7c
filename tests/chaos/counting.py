"""What must be true when all is quiet: counted from the database, and from what each client was told."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg

from tests.chaos.people import Talker
from tests.chaos.plain import Plain

Client = Talker | Plain
# Steps that will come, and words that nobody has taken up.
UNSETTLED = """SELECT (SELECT count(*) FROM ticket_sla WHERE next_at IS NOT NULL) + (SELECT count(*) FROM sla_todo)"""
_STEPS = """SELECT ticket_id, data ->> 'metric' AS metric, data ->> 'number' AS number, data ->> 'step' AS step,
 count(*) AS n FROM events WHERE type LIKE 'sla.%' AND data ? 'step' GROUP BY 1, 2, 3, 4"""
READS = "SELECT ticket_id, reader_id, seq, public_seq FROM ticket_reads"


@dataclass(slots=True)
class Count:
    """The figures of a run, and every violation in words."""

    stored: int = 0
    acked: int = 0
    delivered: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    reordered: list[str] = field(default_factory=list)
    wrong_views: list[str] = field(default_factory=list)
    marks: int = 0
    lost_marks: list[str] = field(default_factory=list)
    # What was done around deadlines.
    steps: int = 0

    @property
    def violations(self) -> list[str]:
        """All of them."""
        kinds = (("lost", self.lost), ("doubled", self.doubled), ("reordered", self.reordered))
        found = [f"{kind}: {each}" for kind, words in kinds for each in words]
        found += [f"wrong view: {each}" for each in self.wrong_views]
        return found + [f"lost mark: {each}" for each in self.lost_marks]


async def count(database_url: str, tickets: Sequence[str], clients: Sequence[Client]) -> Count:
    """Hold everything against everything."""
    found = Count()
    connection = await asyncpg.connect(database_url)
    try:
        ids = [UUID(each) for each in tickets]
        messages = await connection.fetch("SELECT * FROM messages WHERE ticket_id = ANY ($1) ORDER BY seq", ids)
        events = await connection.fetch(
            "SELECT e.*, m.body FROM events e LEFT JOIN messages m ON m.id = e.message_id"
            " WHERE e.ticket_id = ANY ($1) ORDER BY e.seq",
            ids,
        )
        heads = await connection.fetch("SELECT id, seq, public_seq FROM tickets WHERE id = ANY ($1)", ids)
        reads = await connection.fetch(READS)
        steps = await connection.fetch(_STEPS)
        unsettled = await connection.fetchval(UNSETTLED)
    finally:
        await connection.close()
    found.stored = len(messages)
    _acknowledged(found, messages, clients)
    _once(found, messages, events)
    _counters(found, heads, events)
    notes = {row["body"] for row in messages if row["visibility"] == "internal"}
    for client in clients:
        _view(found, client, events)
        if client.caller.kind == "customer" and (leaked := notes & client.bodies):
            found.wrong_views.append(f"{client.name} was sent {len(leaked)} notes: {min(leaked)!r}")
    _sender_order(found, messages)
    talkers = [each for each in clients if isinstance(each, Talker)]
    found.marks = sum(len(each.marks) for each in talkers)
    found.lost_marks = lost_marks(reads, talkers)
    found.steps = len(steps)
    found.doubled += [f"{dict(row)}: the step was done {row['n']} times" for row in steps if row["n"] > 1]
    if unsettled:
        found.lost.append(f"{unsettled} steps and words of clocks were not done")
    return found


def lost_marks(reads: Iterable[Any], talkers: Iterable[Talker]) -> list[str]:
    """Marks of reading that are not stored as far as they were set."""
    stored = {(str(row["ticket_id"]), row["reader_id"]): row for row in reads}
    lost: list[str] = []
    for talker in talkers:
        counter = "seq" if talker.caller.kind == "agent" else "public_seq"
        for ticket, seq in talker.marks.items():
            row = stored.get((ticket, talker.caller.id))
            kept = row[counter] if row else 0
            if kept < seq:
                lost.append(f"{talker.name} has read {ticket} up to {seq}, and stored is {kept}")
    return lost


def _acknowledged(found: Count, messages: Iterable[Any], clients: Sequence[Client]) -> None:
    stored = {(str(row["ticket_id"]), str(row["author_id"]), row["client_message_id"]): row for row in messages}
    bodies: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in stored.values():
        bodies[str(row["ticket_id"]), row["body"]].append(row)
    for client in clients:
        for cmid, (ticket, body, seq) in client.written.acked.items():
            found.acked += 1
            row = stored.get((ticket, str(client.caller.id), cmid))
            if row is None:
                # Under another key perhaps; then it is the key that was not kept, and its copies are found below.
                if not bodies[ticket, body]:
                    found.lost.append(f"{client.name} was told that {body!r} is stored on {ticket}, and it is not")
                continue
            place = row["seq"] if client.caller.kind == "agent" else row["public_seq"]
            if (row["body"], place) != (body, seq):
                found.lost.append(f"{client.name}: {body!r} was acknowledged at {seq} and stands at {place}")
        for cmid, (ticket, body) in client.written.waiting.items():
            if cmid not in client.written.refused:
                found.lost.append(f"{client.name} still waits for {body!r} on {ticket}")
        for cmid, why in client.written.refused.items():
            found.lost.append(f"{client.name}: {cmid} was refused: {why}")


def _once(found: Count, messages: Iterable[Any], events: Iterable[Any]) -> None:
    copies = Counter((str(row["ticket_id"]), str(row["author_id"]), row["body"]) for row in messages)
    found.doubled += [f"{body!r} on {ticket} stands {n} times" for (ticket, _, body), n in copies.items() if n > 1]
    told = Counter(row["message_id"] for row in events if row["message_id"] is not None)
    for row in messages:
        if told[row["id"]] != 1:
            found.doubled.append(f"{row['body']!r} has {told[row['id']]} events")


def _counters(found: Count, heads: Iterable[Any], events: Sequence[Any]) -> None:
    for head in heads:
        for counter in ("seq", "public_seq"):
            places = sorted(row[counter] for row in events if row["ticket_id"] == head["id"] and row[counter])
            if places != list(range(1, head[counter] + 1)):
                found.reordered.append(f"{counter} of {head['id']} is not 1..{head[counter]}")


def _view(found: Count, client: Client, events: Sequence[Any]) -> None:
    internal = client.caller.kind == "agent"
    counter = "seq" if internal else "public_seq"
    for ticket, seen in client.seen.items():
        found.delivered += len(seen.events)
        if seen.resets:
            found.wrong_views.append(f"{client.name} was told to drop {ticket} {seen.resets} times")
        log = [
            (row[counter], row["type"], str(row["message_id"]) if row["message_id"] else None, row["body"])
            for row in events
            if str(row["ticket_id"]) == ticket and row[counter]
        ]
        log.sort(key=lambda row: row[0])
        if seen.events != log:
            found.wrong_views.append(f"{client.name} on {ticket}: {_difference(seen.events, log)}")


def _difference(seen: list[Any], log: list[Any]) -> str:
    for place, (one, other) in enumerate(zip(seen, log, strict=False), 1):
        if one != other:
            return f"at {place} it shows {one} and the log says {other}"
    return f"it shows {len(seen)} events and the log has {len(log)}"


def _sender_order(found: Count, messages: Iterable[Any]) -> None:
    """Bodies end in a number that grows per sender and ticket."""
    last: dict[tuple[str, str, str], int] = {}
    for row in messages:
        name, _, number = row["body"].rpartition(" ")
        if not number.isdecimal():
            continue
        key = (str(row["ticket_id"]), str(row["author_id"]), name)
        if int(number) < last.get(key, 0):
            found.reordered.append(f"{row['body']!r} on {row['ticket_id']} came after {last[key]}")
        last[key] = int(number)
