"""Where one ticket stands in routing at this moment: its place, what it asks for, and what would be decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from app import clock
from app.db import Connection
from app.models import Ticket
from app.rules.queues import Queue, standing
from app.rules.routing import Candidate, Item, Needs, Pool, Refusal
from app.rules.routing_mentions import Mentions
from app.rules.routing_now import Change, State, next_change
from app.rules.routing_records import Record, of_decision
from app.services import candidates, queue_lines, queue_worlds, ticket_places
from app.services.routing_views import NAMED

_PLACE = f"""SELECT i.chat_id, i.channel, i.line, i.queue_id, i.team_id, i.state, i.queued_at,
 nullif(i.due_at, 'infinity') AS due_at, o.agent_id, o.expires_at,
 (SELECT count(*) FROM queue_items w WHERE w.line = i.line AND w.channel = i.channel
  AND ({queue_lines.IN_ORDER}) < (i.rank, i.urgency, i.due_at, i.queued_at, i.ticket_id)) AS ahead
FROM queue_items i LEFT JOIN offers o ON o.chat_id = i.chat_id AND o.status = 'live' WHERE i.ticket_id = $1"""  # noqa: S608 - ours

# Of those who cannot, who is nearest to it comes first.
_NEARNESS = (
    "declined", "no_capacity", "no_total_capacity", "channel_off", "not_online", "off_shift", "out_of_office",
    "no_language", "skill_too_low", "missing_skill", "tier_too_low",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """What there is to be told; what follows `place` is empty unless it waits.

    `place` is a row of `_PLACE`. `needs` is None while its queue is closed; `record` is what would be decided.
    """

    state: State
    now: datetime
    agent_id: UUID | None = None
    place: Mapping[str, Any] | None = None
    queue: Queue | None = None
    needs: Needs | None = None
    change: Change | None = None
    record: Record | None = None
    there: Mapping[UUID, Candidate] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    for_good: frozenset[UUID] = frozenset()

    def mention(self, said: Mentions) -> None:
        """Say whose names are needed to tell this."""
        said.of_needs(self.needs)
        agents = [] if self.agent_id is None else [self.agent_id]
        if self.record is not None:
            agents += [*self.record.eligible[:NAMED], *(agent_id for agent_id, _ in self.record.excluded[:NAMED])]
        for each in agents:
            said.agents.setdefault(each, "")
        if self.change is not None:
            said.of_needs(Needs(self.change.teams, tuple((each, 0) for each in self.change.skills)))
        if self.place is not None:
            for known, identifier in ((said.queues, self.place["queue_id"]), (said.teams, self.place["team_id"])):
                if identifier is not None:
                    known.setdefault(identifier, "")


async def look(connection: Connection, ticket: Ticket) -> Look:
    """Where a ticket stands; nothing is locked."""
    now = clock.now()
    place: Any = await connection.fetchrow(_PLACE, ticket.id)
    if place is None:
        return Look(_elsewhere(ticket), now, ticket.assignee_id)
    queue = (await queue_worlds.current(connection)).of(place["queue_id"], place["team_id"])
    facts, _ = await ticket_places.facts(connection, ticket.id)
    since, tier = place["queued_at"], ticket.agent_tier
    needs = standing(queue, facts, since=since, now=now, tier=tier).needs
    change = next_change(queue, facts, since=since, now=now, tier=tier)
    state: State = "offered" if place["agent_id"] is not None else "held" if needs is None else "waiting"
    if needs is None:
        return Look(state, now, place["agent_id"], place, queue, change=change)
    there = await candidates.of_teams(connection, place["channel"], needs.team_ids)
    item, refusals = await _item(connection, ticket.id, place["channel"], needs, queue)
    pool = Pool(item.channel, there)
    resting = pool.cooling(item, refusals, now=now)
    asked = Item(item.channel, needs, item.policy, item.declined_by | resting, item.last_agent_id)
    record = of_decision(pool.choose(asked), channel=item.channel, needs=needs)
    return Look(
        state, now, place["agent_id"], place, queue, needs, change, _nearest_first(record),
        {each.agent_id: each for each in there}, refusals, item.declined_by,
    )  # fmt: skip


def _elsewhere(ticket: Ticket) -> State:
    if ticket.status not in {"new", "open"}:
        return "not_open"
    if ticket.snoozed_until is not None:
        return "snoozed"
    return "not_open" if ticket.assignee_id is None else "with_agent"


async def _item(
    connection: Connection, ticket_id: UUID, channel: str, needs: Needs, queue: Queue
) -> tuple[Item, tuple[Refusal, ...]]:
    rows = await connection.fetch(queue_lines.REFUSALS, [ticket_id])
    last: Any = await connection.fetchrow(queue_lines.LAST_AGENTS, [ticket_id]) if queue.prefer_last_agent else None
    for_good = frozenset(row["agent_id"] for row in rows if row["for_good"])
    refusals = tuple(Refusal(row["agent_id"], row["at"]) for row in rows if not row["for_good"])
    return Item(channel, needs, queue.policy, for_good, None if last is None else last["agent_id"]), refusals


def _nearest_first(record: Record) -> Record:
    order = {why: place for place, why in enumerate(_NEARNESS)}
    excluded = sorted(record.excluded, key=lambda each: (order.get(each[1], len(order)), each[0]))
    return replace(record, excluded=tuple(excluded))
