"""Where somebody free could take something and what should be given away next, and when something is due by itself."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from app import clock
from app.db import Connection
from app.rules.routing import Candidate, Item, Needs, Placement, Pool, Waiting, exclusion
from app.services import candidates, queue_lines

# So many that wait are looked at, at least.
LOOKED_AT = 20

_NEXT_DUE = """SELECT least(
 (SELECT min(expires_at) FROM offers WHERE status = 'live'),
 (SELECT min(wrap_up_until) FROM chats WHERE wrap_up_until IS NOT NULL),
 (SELECT min(off_changes_at) FROM agents WHERE off_changes_at IS NOT NULL),
 (SELECT min(changes_at) FROM queue_items WHERE changes_at IS NOT NULL))"""


# What there is to be done by itself, each by a step of the router's turn.
_DUE = """SELECT
 EXISTS (SELECT 1 FROM chats WHERE wrap_up_until <= $1) AS wrap_up,
 EXISTS (SELECT 1 FROM agents WHERE off_changes_at <= $1) AS duty,
 EXISTS (SELECT 1 FROM returning_tickets) AS returning,
 EXISTS (SELECT 1 FROM children_told) AS children,
 EXISTS (SELECT 1 FROM queue_items WHERE NOT sorted AND changes_at IS NULL) OR EXISTS (
  SELECT 1 FROM queue_items WHERE changes_at <= $1) AS sort"""


_ANYTHING = """SELECT EXISTS (
 SELECT 1 FROM queue_items WHERE channel = $1 AND state = 'waiting' AND class IS NOT NULL)"""


async def due(connection: Connection) -> frozenset[str]:
    """What is to be done now by itself: `wrap_up`, `duty`, `returning`, `children`, `sort`. A look without a lock."""
    row: Any = await connection.fetchrow(_DUE, clock.now())
    return frozenset(name for name, is_due in row.items() if is_due)


async def next_due(connection: Connection) -> datetime | None:
    """When something is next due by itself: an offer, a wrap-up, a shift, what an item asks for."""
    found: datetime | None = await connection.fetchval(_NEXT_DUE)
    return found


async def lines_with_work(connection: Connection, channel: str, *, skip: Collection[UUID] = ()) -> dict[UUID, UUID]:
    """The lines in which somebody who has room could take something, in the order of what they could take first.

    By line, that ticket. A look without a lock: whether somebody has refused it, and whether it still holds, is seen
    with the line in hand.
    """
    if not await connection.fetchval(_ANYTHING, channel):
        return {}
    free = _Free(channel, await candidates.free(connection, channel))
    if not free:
        return {}
    lines: dict[UUID, UUID] = {}
    could = await queue_lines.heads(connection, channel, skip=skip, which=free.may_take)
    for each in sorted(could, key=lambda head: (head.order, head.ticket_id)):
        lines.setdefault(each.line, each.ticket_id)
    return lines


async def next_placements(
    connection: Connection, channel: str, line: UUID, *, now: datetime, most: int = 1, skip: Collection[UUID] = ()
) -> list[Placement]:
    """What of a line should be given away next, and to whom.

    The first that wait are looked at; where nobody can take enough of these, the first of those classes that somebody
    can take; where all of those are refused by whoever is free, more of them.
    """
    looked_at = max(most, LOOKED_AT)
    queue = await queue_lines.in_line(connection, channel, line, first=looked_at, skip=skip)
    if not queue:
        return []
    there = await candidates.of_teams(connection, channel, teams_of(each.item.needs for each in queue))
    free = _Free(channel, there)
    could = [each for each in queue if free.may_take(each.item.needs)]
    if len(queue) < looked_at or len(could) >= most:
        placed = _placed(channel, there, could, now=now, most=most)
        if len(queue) < looked_at or len(placed) == most:
            return placed
    heads = await queue_lines.heads(connection, channel, line=line, skip=skip)
    there = await candidates.of_teams(connection, channel, teams_of(each.needs for each in heads))
    free = _Free(channel, there)
    classes = [each.class_ for each in heads if free.may_take(each.needs)]
    while classes:
        queue = await queue_lines.in_line(connection, channel, line, first=looked_at, classes=classes, skip=skip)
        placed = _placed(channel, there, queue, now=now, most=most)
        if placed or len(queue) < looked_at:
            return placed
        looked_at *= 5
    return []


def _placed(
    channel: str, there: Collection[Candidate], queue: Collection[Waiting], *, now: datetime, most: int
) -> list[Placement]:
    return Pool(channel, there).place(queue, now=now, most=most) if queue else []


def teams_of(several: Iterable[Needs]) -> frozenset[UUID] | None:
    """The teams that are asked about; None: anybody."""
    teams: set[UUID] = set()
    for each in several:
        if each.team_ids is None:
            return None
        teams.update(each.team_ids)
    return frozenset(teams)


class _Free:
    """Those who have room, by their skills: whether one of them could take something, whoever has refused it."""

    def __init__(self, channel: str, there: Iterable[Candidate]) -> None:
        anything = Item(channel)
        self._channel = channel
        self._free = [each for each in there if exclusion(anything, each) is None]
        self._by_skill: dict[UUID, list[Candidate]] = defaultdict(list)
        for each in self._free:
            for skill_id in each.skills:
                self._by_skill[skill_id].append(each)

    def __bool__(self) -> bool:
        return bool(self._free)

    def may_take(self, needs: Needs) -> bool:
        fewest = self._free
        for skill_id, _ in needs.skills:
            skilled = self._by_skill.get(skill_id)
            if skilled is None:
                return False
            if len(skilled) < len(fewest):
                fewest = skilled
        item = Item(self._channel, needs)
        return any(exclusion(item, each) is None for each in fewest)
