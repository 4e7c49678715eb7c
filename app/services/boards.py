"""The board of a queue: what waits in it, who is there for it, how it goes, and what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, raw_connection
from app.rules.actors import Actor
from app.rules.queues import is_open
from app.rules.routing import Needs
from app.rules.routing_mentions import Mentions
from app.rules.routing_troubles import Trouble
from app.rules.routing_words import Names
from app.rules.wording import Language
from app.schemas.boards import BoardOut, BoardQueueOut, BoardTeamOut, ClassOut, WaitingOut
from app.schemas.ticket_routing import RoutingWarningOut
from app.services import board_agents, board_troubles, lines, queue_lines, routing_names, routing_views, waiting
from app.services.board_agents import Agents
from app.services.board_troubles import Look
from app.services.lines import Line

# A deadline that is nearer than this is at risk.
AT_RISK = timedelta(minutes=15)
_HOUR = timedelta(hours=1)

# How many of those that ask for the same are shown, the most frequent.
_CLASSES_SHOWN = 10

# One walk along the line: what waits, and never what has ended.
_COUNTS = """SELECT channel, class, count(*) AS number, count(*) FILTER (WHERE state = 'offered') AS offered,
 count(*) FILTER (WHERE sorted AND class IS NULL) AS held_closed,
 count(*) FILTER (WHERE due_at >= $2 AND due_at < $3) AS at_risk, count(*) FILTER (WHERE due_at < $2) AS breached,
 min(queued_at) AS oldest_at
FROM queue_items WHERE line = $1 GROUP BY channel, class"""
_NEEDS = """SELECT c.channel, c.number, (SELECT q.needs::text FROM queue_items q
 WHERE q.channel = c.channel AND q.state = 'waiting' AND q.class = c.class LIMIT 1) AS needs
FROM unnest($1::text[], $2::text[], $3::int[]) WITH ORDINALITY c (channel, class, number, place) ORDER BY c.place"""
# Who left before anybody came; a chat that somebody had and gave back was not left by nobody's fault.
_LAST_HOUR = """SELECT (SELECT count(*) FROM chats WHERE line = $1 AND accepted_at > $2) AS served,
 (SELECT count(*) FROM chats k WHERE k.line = $1 AND k.ended_at > $2 AND k.accepted_at IS NULL
  AND k.ended_by = 'customer' AND NOT EXISTS (
   SELECT 1 FROM offers o WHERE o.chat_id = k.id AND o.status = 'handed_over')) AS abandoned"""


async def board(session: AsyncSession, _actor: Actor, line_id: UUID, *, language: Language) -> BoardOut:
    """A queue, a team's own or the desk's at this moment. Raises `NotFound`."""
    connection = await raw_connection(session)
    line = await lines.find(connection, line_id)
    now = clock.now()
    rows = await connection.fetch(_COUNTS, line.id, now, now + AT_RISK)
    counts = {name: sum(row[name] for row in rows) for name in ("offered", "held_closed", "at_risk", "breached")}
    counts |= {f"{each}s": sum(row["number"] for row in rows if row["channel"] == each) for each in ("chat", "ticket")}
    oldest_at = min((row["oldest_at"] for row in rows), default=None)
    hour: Any = await connection.fetchrow(_LAST_HOUR, line.id, now - _HOUR)
    classes = await _classes(connection, rows)
    if line.queue is None:
        agents, seen = Agents([], {}, {}, {}), []
    else:
        agents = await board_agents.of(connection, line.queue)
        seen = await board_troubles.looks(connection, line, [each for each in ("chat", "ticket") if counts[f"{each}s"]])
    names = replace(await _names(connection, line, classes, seen), agents=agents.names)
    troubles: list[Trouble] = []
    if line.queue is not None:
        troubles = await board_troubles.of(
            connection, line.queue, seen, agents, names=names, language=language, now=now
        )
    return BoardOut(
        queue=_queue(line, names, now),
        as_of=now,
        waiting=WaitingOut(**{name: counts[name] for name in WaitingOut.model_fields}),
        oldest_at=oldest_at,
        longest_wait_seconds=0 if oldest_at is None else max(0, int((now - oldest_at).total_seconds())),
        by_class=[
            ClassOut(channel=channel, count=number, needs=routing_views.needs(needs, names))
            for channel, number, needs in classes
        ],
        agents=agents.shown,
        agents_by_state=agents.by_state,
        sla_at_risk=counts["at_risk"],
        sla_breached=counts["breached"],
        wait_seconds=await waiting.wait_seconds(connection, line.id, counts["chats"] + 1, "queued"),
        served_last_hour=hour["served"],
        abandoned_last_hour=hour["abandoned"],
        warnings=[RoutingWarningOut(code=each.code, detail=each.detail) for each in troubles],
    )


def _queue(line: Line, names: Names, now: datetime) -> BoardQueueOut:
    queue = line.queue
    after = {} if queue is None else board_agents.helping(queue)
    teams = [BoardTeamOut(id=each, name=names.teams.get(each) or None, after_seconds=at) for each, at in after.items()]
    return BoardQueueOut(
        id=line.id,
        kind=line.kind,
        name=line.name,
        enabled=queue is not None,
        open=queue is not None and is_open(queue, now),
        changes_at=None if queue is None else queue.hours.next_change(now),
        teams=None if queue is not None and queue.team_ids is None else teams,
    )


async def _classes(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, int, Needs]]:
    """What is asked for most: by channel, how often, and what."""
    frequent = sorted(
        ((row["number"], row["channel"], row["class"]) for row in rows if row["class"] is not None), reverse=True
    )[:_CLASSES_SHOWN]
    columns = ([each[1] for each in frequent], [each[2] for each in frequent], [each[0] for each in frequent])
    # What all of them are offered now has nothing that waits.
    return [
        (row["channel"], row["number"], queue_lines.needs_of(row["needs"]))
        for row in await connection.fetch(_NEEDS, *columns)
        if row["needs"] is not None
    ]


async def _names(
    connection: Connection, line: Line, classes: Sequence[tuple[str, int, Needs]], seen: Sequence[Look]
) -> Names:
    said = Mentions()
    for needs in [*(each[2] for each in classes), *(head.item.needs for look in seen for head in look.heads)]:
        said.of_needs(needs)
    if line.queue is not None:
        said.of_needs(Needs(line.queue.all_team_ids))
    return await routing_names.of(connection, said)
