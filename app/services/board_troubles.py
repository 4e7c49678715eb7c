"""What is wrong with a queue at this moment: nobody for it, or something that waits although somebody is free."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from app.db import Connection
from app.rules.queues import Queue, is_open
from app.rules.routing import Candidate, Pool, Waiting
from app.rules.routing_troubles import (
    Trouble,
    is_there,
    nobody_at_work,
    refused_or_full,
    standing_in_the_way,
    trouble,
)
from app.rules.routing_words import Names
from app.rules.wording import Language
from app.services import candidates, queue_lines
from app.services.board_agents import Agents
from app.services.lines import Line
from app.services.placing import teams_of

# Whoever is free for longer while something waits has been overlooked: the router needs less than this.
PATIENCE = timedelta(seconds=1)
# Of so many that ask for something else each the first is looked at, those first that go first.
LOOKED_AT = 20

_UNTOUCHED = "SELECT true FROM tickets WHERE id = $1 AND updated_at < $2"


@dataclass(frozen=True, slots=True)
class Look:
    """What waits first on a channel, one of each kind, and who there is for it."""

    channel: str
    heads: Sequence[Waiting]
    there: Sequence[Candidate]


async def looks(connection: Connection, line: Line, channels: Sequence[str]) -> list[Look]:
    """A look at each channel on which something waits to be given away."""
    found = []
    for channel in channels:
        classes = [each.class_ for each in await queue_lines.heads(connection, channel, line=line.id)]
        heads = await queue_lines.in_line(connection, channel, line.id, first=LOOKED_AT, classes=classes, each_class=1)
        if heads:
            teams = teams_of(each.item.needs for each in heads)
            found.append(Look(channel, heads, await candidates.of_teams(connection, channel, teams)))
    return found


async def of(
    connection: Connection,
    queue: Queue,
    seen: Sequence[Look],
    agents: Agents,
    *,
    names: Names,
    language: Language,
    now: datetime,
) -> list[Trouble]:
    """What is wrong, each once: first what concerns all of the queue."""
    found = list(_of_queue(queue, agents, language, now))
    for look in seen:
        for head in look.heads:
            found += standing_in_the_way(head.item.needs, look.channel, look.there, names, language) or _busy(
                head, look, language, now
            )
        overlooked = await _overlooked(connection, look, agents, now)
        if overlooked is not None:
            found.append(trouble("stuck", language, agent=names.agent(overlooked)))
    return list(dict.fromkeys(found))


def _busy(head: Waiting, look: Look, language: Language, now: datetime) -> list[Trouble]:
    """What keeps the first of its kind from those who are there and are the ones for it; nothing while one can."""
    pool = Pool(look.channel, look.there)
    resting = pool.cooling(head.item, head.refusals, now=now)
    decision = pool.choose(replace(head.item, declined_by=head.item.declined_by | resting))
    if decision.agent_id is not None:
        return []
    for_good = head.item.declined_by
    return refused_or_full(decision.excluded, head.refusals, for_good=for_good, now=now, language=language)


def _of_queue(queue: Queue, agents: Agents, language: Language, now: datetime) -> Iterator[Trouble]:
    if queue.team_ids == ():
        yield trouble("no_teams", language)
    elif not agents.names:
        yield trouble("no_agents", language)
    elif is_open(queue, now):
        yield from nobody_at_work(agents.by_state, language)


async def _overlooked(connection: Connection, look: Look, agents: Agents, now: datetime) -> UUID | None:
    """Somebody who has been free for a while, for something that has waited for as long; None: nobody."""
    by_id = {each.agent_id: each for each in look.there if is_there(each, look.channel)}
    pool = Pool(look.channel, by_id.values())
    then = now - PATIENCE
    for head in look.heads:
        if head.queued_at > then or not pool.may_take(head.item.needs):
            continue
        # Whose refusal ends at this moment has just become free for it.
        resting = pool.cooling(head.item, head.refusals, now=then)
        decision = pool.choose(replace(head.item, declined_by=head.item.declined_by | resting))
        for agent_id in decision.eligible:
            changes = (by_id[agent_id].idle_since, agents.changed_at.get(agent_id))
            if all(each is None or each < then for each in changes):
                if await connection.fetchval(_UNTOUCHED, head.ticket_id, then):
                    return agent_id
                break
    return None
