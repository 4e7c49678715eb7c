"""Hints: what a committed transaction tells the rest of the desk; a lost one costs latency only."""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

HintKind = Literal[
    "ticket", "offer", "queue", "route", "agent", "revoked", "read", "list", "waiting", "notification", "outbox", "job",
    "load", "views", "feed", "file", "webhook", "automation", "inbound", "outbound", "call",
    "survey", "monitor",
]  # fmt: skip

# For the worker of the process that committed: what others are not told, their own look finds within a second.
AT_HOME: frozenset[HintKind] = frozenset(
    {"route", "outbox", "job", "file", "webhook", "automation", "inbound", "outbound", "survey", "monitor"}
)


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to look at again; whoever gets it reads the database.

    - `ticket`: `id` is the ticket, `seq` and `public_seq` its counters after the commit.
      `events` may carry the new event rows for this process, so that it need not read them back.
    - `offer`: `id` is the agent whose live offers changed.
    - `queue`: `id` is the chat whose position or state changed.
    - `route`: work may be waiting for somebody free (`id` is the team or queue, or the zero UUID for any).
    - `agent`: `id` is the agent whose role, state or presence changed.
    - `read`: `id` is the ticket of which somebody has read more.
    - `list`: `id` is the agent or team whose list of tickets changed.
    - `waiting`: `id` is the line in which something waits, waits no more or has changed: a queue, a team, or the zero
      UUID for the desk's own.
    - `load`: `id` is the agent who holds more or less than before.
    - `notification`: `id` is the agent whose notifications changed.
    - `views`: counts of views changed (`id` is the zero UUID).
    - `outbox`: something is to leave the desk (`id` is the item).
    - `job`: long work waits (`id` is the job).
    - `automation`: automations are to look at tickets (`id` is the zero UUID).
    - `call`: `id` is the agent at whom a call rings, or who has one.
    - `file`: something is to be done with an attachment (`id`).
    - `monitor`: a monitor is to be looked at soon (`id`).
    - `feed`: the change feed has moved (`id` is the zero UUID).
    - `inbound`: something came in by a channel (`id` is the channel).
    - `webhook`: something waits for a webhook (`id` is the zero UUID).
    - `survey`: a survey waits to be sent (`id` is the invitation).
    - `outbound`: a message waits for its channel (`id` is the zero UUID).
    - `revoked`: `id` is a session (sign-in, visitor or key) that has ended, or a customer who sees less than before.
    """

    kind: HintKind
    id: UUID
    seq: int = 0
    public_seq: int = 0
    events: tuple[dict[str, Any], ...] = ()
