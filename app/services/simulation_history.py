"""What a simulation of routing replays: who came in a period, how long they took, how long they waited, who worked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import orjson

from app.db import Connection
from app.rules.routing import Candidate, Channel
from app.rules.schedules import AnySchedule
from app.rules.simulation_inputs import Agent, Arrival, Span
from app.rules.sla_policies import Metric
from app.services import candidates, sla_worlds
from app.services.sla_worlds import Snapshot

AT_ONCE = 2_000
# A wait, an hour of somebody's work: what is shorter than this is no basis for a mean.
_LEAST = 0.001
_CHANNELS: tuple[Channel, ...] = ("chat", "ticket")

_COUNT = "SELECT count(*) FROM (SELECT FROM tickets WHERE created_at >= $1 AND created_at < $2 LIMIT $3) counted"
# The first chat over a ticket's thread is how it came; a ticket is held from its first assignment until it is solved or
# taken from that agent.
_CAME = f"""SELECT t.id, t.created_at, t.requester_id, (e.data -> 'set')::text AS facts, c.organization_id,
 c.tier AS customer_tier, k.queued_at, k.accepted_at, k.ended_at, k.ended_by,
 k.id IS NOT NULL AS is_chat, held.given_at,
 (SELECT min(f.at) FROM events f WHERE f.ticket_id = t.id AND f.seq > held.seq AND (
   f.data -> 'set' ->> 'status' IN ('solved', 'closed', 'merged') OR f.data -> 'set' ? 'assignee_id')) AS let_go_at
FROM tickets t JOIN events e ON e.ticket_id = t.id AND e.seq = 1 JOIN customers c ON c.id = t.requester_id
LEFT JOIN LATERAL (SELECT * FROM chats k WHERE k.ticket_id = t.id ORDER BY k.id LIMIT 1) k ON t.channel = 'chat'
LEFT JOIN LATERAL (SELECT a.seq, a.at AS given_at FROM events a WHERE a.ticket_id = t.id
 AND a.data -> 'set' ->> 'assignee_id' IS NOT NULL AND a.seq > 1 ORDER BY a.seq LIMIT 1) held ON k.id IS NULL
WHERE t.created_at >= $1 AND t.created_at < $2 AND (t.created_at, t.id) > ($3, $4)
ORDER BY t.created_at, t.id LIMIT {AT_ONCE}"""  # noqa: S608 - a number of ours

_HOURS = """SELECT a.id, a.by_shifts, v.id AS version_id, v.zone, v.weekly::text AS weekly,
v.exceptions::text AS exceptions, v.holiday_dates::text AS holiday_dates
FROM agents a LEFT JOIN calendars c ON c.id = a.calendar_id
LEFT JOIN calendar_versions v ON v.calendar_id = c.id AND v.number = c.number WHERE a.status = 'active'"""
_SHIFTS = "SELECT agent_id, starts_at, ends_at FROM shifts WHERE starts_at < $2 AND ends_at > $1"
_ABSENCES = "SELECT agent_id, starts_at, ends_at FROM absences WHERE starts_at < $2 AND ends_at > $1"
# The hours in which an agent did anything, for those of whom nothing says when they work.
_ACTIVE = """SELECT e.actor_id AS agent_id, date_trunc('hour', e.at) AS hour
FROM tickets t JOIN events e ON e.ticket_id = t.id
WHERE t.updated_at >= $1 AND e.at >= $1 AND e.at < $2 AND e.actor_kind = 'agent' GROUP BY 1, 2"""


@dataclass(slots=True)
class Came:
    """Who came, and what was learnt of each channel: seconds of work that were seen; and of chats how long all waited,
    and how many of them left.
    """

    arrivals: list[Arrival] = field(default_factory=list)
    handling: dict[Channel, list[float]] = field(default_factory=lambda: {"chat": [], "ticket": []})
    unfinished: list[int] = field(default_factory=list)
    # Of each arrival how many seconds it waited until somebody took it, or it went.
    waits: list[float] = field(default_factory=list)
    waited: float = 0.0
    left: int = 0

    @property
    def mean_patience(self) -> float | None:
        """Seconds after which who waits in a chat gives up, in the mean; None when nobody did.

        All waiting by all who left (the estimate for exponential patience whose end is not always seen; Brown et al.
        2005, "Statistical Analysis of a Telephone Call Center", section 6).
        """
        return self.waited / self.left if self.left and self.waited > _LEAST else None


async def count(connection: Connection, since: datetime, until: datetime, *, most: int) -> int:
    """How many came, counted up to `most`."""
    found: int = await connection.fetchval(_COUNT, since, until, most)
    return found


async def following(
    connection: Connection, since: datetime, until: datetime, after: tuple[datetime, UUID]
) -> Sequence[Mapping[str, Any]]:
    """The next rows of those who came, `AT_ONCE` at most."""
    rows: Sequence[Mapping[str, Any]] = await connection.fetch(_CAME, since, until, *after)
    return rows


def take(
    came: Came, rows: Iterable[Mapping[str, Any]], *, targets: Mapping[str, float | None], policies: Snapshot
) -> None:
    """Add rows to what came.

    A wait is promised by `targets` (seconds by channel), else by the SLA policies as they are now: chat accept for
    chats, first reply for tickets, as calendar time.
    """
    for row in rows:
        facts = _facts(row)
        channel: Channel = "chat" if row["is_chat"] else "ticket"
        began, ended = (row["accepted_at"], row["ended_at"]) if row["is_chat"] else (row["given_at"], row["let_go_at"])
        handling = (ended - began).total_seconds() if began is not None and ended is not None else None
        patience = None
        until = row["accepted_at"] or row["ended_at"]
        wait = (until - row["queued_at"]).total_seconds() if row["is_chat"] and until is not None else 0.0
        if row["is_chat"] and row["accepted_at"] is None and row["ended_by"] == "customer":
            patience = wait
            came.left += 1
        came.waited += wait
        came.waits.append(wait)
        if handling is None:
            came.unfinished.append(len(came.arrivals))
        else:
            came.handling[channel].append(handling)
        came.arrivals.append(
            Arrival(
                id=UUID(str(row["id"])),
                at=row["queued_at"] or row["created_at"],
                handling=handling or 0.0,
                facts=facts,
                channel=channel,
                patience=patience,
                target=targets[channel]
                if channel in targets
                else _promised(policies, facts, channel, row["created_at"]),
                named_team=UUID(facts["team_id"]) if facts["routed_by_hand"] and facts["team_id"] else None,
            )
        )


def finish(came: Came, *, means: Mapping[str, float | None], patience: float | None, seed: int) -> set[Channel]:
    """Give all the work and the patience that were not seen.

    Work is like somebody's whose was seen or, with a mean (`means`, seconds), exponential. Who was served in a chat
    would have waited at least as long as they did, and from then on for an exponential time, as long in the mean as
    others did; with `patience` (seconds) it is that in the mean, whatever was seen. Tickets wait for ever.

    Returned are the channels of which nothing is known: their arrivals cannot be simulated.
    """
    unseen, unknown = set(came.unfinished), set[Channel]()
    mean_patience = patience or came.mean_patience
    for place, arrival in enumerate(came.arrivals):
        channel, mean = arrival.channel, means.get(arrival.channel)
        given: dict[str, float] = {}
        if mean is not None:
            given["handling"] = _chance(seed, "work", arrival.id).expovariate(1 / mean)
        elif place in unseen:
            seen = came.handling[channel]
            if not seen:
                unknown.add(channel)
                continue
            given["handling"] = _chance(seed, "work", arrival.id).choice(seen)
        if channel == "chat" and mean_patience is not None and (arrival.patience is None or patience is not None):
            more = _chance(seed, "patience", arrival.id).expovariate(1 / mean_patience)
            given["patience"] = more if patience is not None else came.waits[place] + more
        if given:
            came.arrivals[place] = replace(arrival, **given)  # type: ignore[arg-type]  # names and kinds are set above
    return unknown


def _chance(seed: int, what: str, arrival_id: UUID) -> Random:
    """A stream for each thing about each customer: how patient they are says nothing about how much work they are."""
    return Random(f"{seed} {what} {arrival_id}")  # noqa: S311 - a simulation, which must come out again


_AS_STORED = (
    "priority",
    "type",
    "channel",
    "brand",
    "team_id",
    "language",
    "topic",
    "request_type",
    "tension",
    "spam",
    "incident",
)


def _facts(row: Mapping[str, Any]) -> dict[str, Any]:
    """As conditions asked about it when it came."""
    stored = orjson.loads(row["facts"])
    organization = row["organization_id"]
    return {
        **{name: stored.get(name) for name in _AS_STORED},
        "tags": stored.get("tags") or [],
        "custom_fields": stored.get("custom_fields") or {},
        "status": "new",
        "requester_id": str(row["requester_id"]),
        "organization_id": None if organization is None else str(organization),
        "customer_tier": row["customer_tier"],
        "routed_by_hand": bool(stored.get("routed_by_hand")),
    }


def _promised(policies: Snapshot, facts: Mapping[str, Any], channel: Channel, at: datetime) -> float | None:
    version, _ = policies.decide(facts, at)
    policy = next((each.policy for each in policies.standings if each.policy.version_id == version), None)
    metric: Metric = "chat_accept" if channel == "chat" else "first_reply"
    target = None if policy is None else policy.targets.get((metric, facts["priority"]))
    return None if target is None else float(target.seconds)


async def agents(connection: Connection, since: datetime, until: datetime) -> tuple[Agent, ...]:
    """The agents of today with what they can and may hold, at the hours that they worked (see `_hours`)."""
    spans = await _hours(connection, since, until)
    on: dict[UUID, dict[Channel, Candidate]] = defaultdict(dict)
    for channel in _CHANNELS:
        for each in await candidates.everybody(connection, channel):
            if each.capacity > 0:
                on[UUID(str(each.agent_id))][channel] = replace(
                    each, agent_id=UUID(str(each.agent_id)), presence="online", channels=frozenset({channel}), off=None,
                    load=0, total_load=0, last_assigned_at=None, idle_since=None,
                )  # fmt: skip
    return tuple(Agent(channels, spans.get(agent_id, ())) for agent_id, channels in on.items())


async def _hours(connection: Connection, since: datetime, until: datetime) -> dict[UUID, tuple[Span, ...]]:
    """When each agent worked: by their calendar, within their shifts where they have such, out of absences; for those
    with neither, the hours in which they did anything.
    """
    shifts: dict[UUID, list[Span]] = defaultdict(list)
    absences: dict[UUID, list[Span]] = defaultdict(list)
    active: dict[UUID, list[Span]] = defaultdict(list)
    for found, query in ((shifts, _SHIFTS), (absences, _ABSENCES)):
        for row in await connection.fetch(query, since, until):
            found[row["agent_id"]].append((row["starts_at"], row["ends_at"]))
    for row in await connection.fetch(_ACTIVE, since, until):
        active[row["agent_id"]].append((row["hour"], row["hour"] + timedelta(hours=1)))
    spans: dict[UUID, tuple[Span, ...]] = {}
    for row in await connection.fetch(_HOURS):
        works = [(since, until)]
        if row["version_id"] is not None:
            schedule: AnySchedule = sla_worlds.schedule({**row, "id": row["version_id"]})
            works = [(each.opens, each.closes) for each in schedule.openings(since, until)]
        if row["by_shifts"]:
            works = _within(works, shifts[row["id"]])
        if row["version_id"] is None and not row["by_shifts"]:
            works = _within(works, active[row["id"]])
        spans[UUID(str(row["id"]))] = tuple(_without(works, absences[row["id"]]))
    return spans


def _within(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """What lies in both."""
    both = ((max(a, c), min(b, d)) for a, b in spans for c, d in others)
    return sorted((begin, end) for begin, end in both if begin < end)


def _without(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """What lies in none of the holes."""
    left = list(spans)
    for begin, end in holes:
        left = [part for a, b in left for part in ((a, min(b, begin)), (max(a, end), b)) if part[0] < part[1]]
    return left
