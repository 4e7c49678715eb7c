"""The tickets of a view, page by page, at about the same cost however many tickets there are.

What few tickets have (an agent, a tag, a status ...) is fetched whole and sorted. Else the tickets with the rarest of
what the view asks for are walked in the order of the list, so many per request; a page may be short, and say where to
go on.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any
from uuid import UUID

from app.db import Connection
from app.rules.actors import Actor
from app.rules.conditions import Condition, Conditions
from app.rules.views import ME, MY_TEAMS, of_work
from app.services import keyset
from app.services.lean.wire import TICKET_COLUMNS, ticket
from app.services.view_sql import Places, where

# Tickets that one request walks, and the scans that it merges.
WALKED, BRANCHES = 1_000, 24
# What so few tickets have, as counted for searching, is fetched whole.
FEW = 2_000
_LIMITS = "SET LOCAL statement_timeout = 2000"
_COUNTS = "SELECT word, docs FROM search_words WHERE word = ANY ($1::text[])"
# The fields by which tickets lie together, in the order of their last change: their mark in the counts, and whether
# they lie by status first.
_LIES_BY: Mapping[str, tuple[str, bool]] = {
    "assignee_id": ("a", True), "team_id": ("t", True), "queue_id": ("q", True), "status": ("s", False),
    "priority": ("p", False), "channel": ("c", False), "requester_id": ("r", False),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A condition by which tickets are found: at most so many have one of its values."""

    field: str
    values: tuple[str, ...]
    tickets: int


async def page(
    connection: Connection, actor: Actor, conditions: Conditions, *,
    teams: Collection[UUID], sort: str, cursor: str | None, limit: int,
) -> dict[str, Any]:  # fmt: skip
    """`{"items": [...], "next_cursor": ...}` of the tickets for which these conditions hold now.

    Agents alone look at views, and they see every ticket. `teams` are the actor's. Within a transaction, which gets a
    time limit. Raises `Invalid`.
    """
    after = None if cursor is None else keyset.by_time(cursor)
    conditions = of_work(conditions)
    asked = Conditions(tuple(_for(each, actor, teams) for each in conditions.all), conditions.any)
    await connection.execute(_LIMITS)
    anchors = await _anchors(connection, asked)
    column = sort.lstrip("-")
    lister = _Lister(column, "DESC" if sort.startswith("-") else "ASC", asked, after, limit)
    rarest = min(anchors, key=lambda each: each.tickets, default=None)
    if rarest is not None and rarest.tickets <= FEW:
        sql = lister.whole(rarest)
    else:
        in_order = [each for each in anchors if each.field in _LIES_BY and each.field != "requester_id"]
        in_order = in_order if column == "updated_at" else []
        sql = lister.walk(min(in_order, key=lambda each: each.tickets, default=None), asked)
    rows = await connection.fetch(sql, *lister.places.values)
    items = [row for row in rows if row["id"] is not None]
    following = None
    if len(items) > limit:
        last = items[limit - 1]
        following = keyset.encode(last[column], UUID(int=last["id"].int))
    elif rows and rows[0]["walked"] >= WALKED:
        following = keyset.encode(rows[0]["last_at"], UUID(int=rows[0]["last_id"].int))
    return {"items": [ticket(row, actor) for row in items[:limit]], "next_cursor": following}


def _for(condition: Condition, actor: Actor, teams: Collection[UUID]) -> Condition:
    """The condition as it is for whoever looks."""
    if condition.field == "assignee_id" and condition.value == ME:
        return Condition("assignee_id", "is", str(actor.id))
    if condition.field == "team_id" and condition.value == MY_TEAMS:
        return Condition("team_id", "in", [str(each) for each in teams])
    return condition


async def _anchors(connection: Connection, conditions: Conditions) -> list[_Anchor]:
    asked: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = []
    for each in conditions.all:
        values = tuple(each.value) if isinstance(each.value, list) else (each.value,)
        if each.field in _LIES_BY and each.operator in {"is", "in"}:
            asked.append((each.field, values, tuple(f" {_LIES_BY[each.field][0]}:{value}" for value in values)))
        elif each.field == "tags" and each.operator == "has_all":
            asked += [("tags", (value,), (f" g:{value}",)) for value in values]
        elif each.field == "tags" and each.operator == "has_any":
            asked.append(("tags", values, tuple(f" g:{value}" for value in values)))
    marks = [mark for _, _, several in asked for mark in several]
    docs = {row["word"]: int(row["docs"]) for row in await connection.fetch(_COUNTS, marks)} if marks else {}
    return [_Anchor(field, values, sum(docs.get(mark, 0) for mark in several)) for field, values, several in asked]


class _Lister:
    def __init__(
        self, column: str, way: str, conditions: Conditions, after: tuple[Any, UUID] | None, limit: int
    ) -> None:
        self.places = Places(1)
        self._limit = int(limit) + 1
        self._order = f"{column} {way}, id {way}"
        self._column = column
        beyond = "<" if way == "DESC" else ">"
        put = self.places.put
        self._fits = where(conditions, put)
        self._from = "true"
        if after is not None:
            self._from = f"(t.{column}, t.id) {beyond} ({put(after[0], 'timestamptz')}, {put(after[1], 'uuid')})"
        self._rows = f"SELECT {TICKET_COLUMNS} FROM tickets t JOIN customers c ON c.id = t.requester_id"  # noqa: S608

    def whole(self, anchor: _Anchor) -> str:
        """All tickets with one of these values, sorted."""
        kind = "uuid[]" if anchor.field.endswith("_id") else "text[]"
        values = self.places.put(list(anchor.values), kind)
        found = f"t.{anchor.field} = ANY ({values})"
        if anchor.field == "tags":
            found = f"t.tags && {values} AND t.tags <> '{{}}'"
        # Without the limit: with it, a walk through all tickets may look cheaper.
        return f"""WITH few AS MATERIALIZED (SELECT t.id, t.{self._column} FROM tickets t
 WHERE {found} AND {self._from} AND {self._fits}),
cut AS (SELECT * FROM few ORDER BY {self._order} LIMIT {self._limit})
SELECT 0 AS walked, p.* FROM ({self._rows} WHERE t.id = ANY (ARRAY(SELECT id FROM cut))) p
ORDER BY {self._order}"""  # noqa: S608 - names of ours only

    def walk(self, anchor: _Anchor | None, conditions: Conditions) -> str:
        """So many tickets in the order of the list, and which of them fit."""
        branches = self._branches(anchor, conditions)
        scans = " UNION ALL ".join(
            f"(SELECT t.id, t.{self._column} FROM tickets t WHERE {each} AND {self._from}"  # noqa: S608
            f" ORDER BY t.{self._order.replace(', id', ', t.id')} LIMIT {WALKED})"
            for each in branches
        )
        return f"""WITH walked AS MATERIALIZED (SELECT * FROM ({scans}) b ORDER BY {self._order} LIMIT {WALKED}),
s AS (SELECT count(*) AS walked FROM walked),
l AS (SELECT id AS last_id, {self._column} AS last_at FROM walked ORDER BY {self._reverse()} LIMIT 1),
cut AS (SELECT t.id, t.{self._column} FROM walked w JOIN tickets t ON t.id = w.id WHERE {self._fits}
 ORDER BY t.{self._order.replace(", id", ", t.id")} LIMIT {self._limit})
SELECT s.walked, l.last_id, l.last_at, p.* FROM s LEFT JOIN l ON true
LEFT JOIN ({self._rows} WHERE t.id = ANY (ARRAY(SELECT id FROM cut))) p ON true ORDER BY {self._order}"""  # noqa: S608

    def _reverse(self) -> str:
        return self._order.replace("DESC", "asc").replace("ASC", "DESC")

    def _branches(self, anchor: _Anchor | None, conditions: Conditions) -> list[str]:
        """One scan for each value, and for each status where tickets lie by that too: each is in order."""
        if anchor is None or len(anchor.values) > BRANCHES:
            return ["true"]
        kind = "uuid" if anchor.field.endswith("_id") else "text"
        firsts = [f"t.{anchor.field} = {self.places.put(each, kind)}" for each in anchor.values]
        if not _LIES_BY[anchor.field][1]:
            return firsts
        status = next(
            (each for each in conditions.all if each.field == "status" and each.operator in {"is", "in"}), None
        )
        statuses = list(_STATUSES) if status is None else status.value
        several = statuses if isinstance(statuses, list) else [statuses]
        if len(firsts) * len(several) > BRANCHES:
            return ["true"]
        seconds = [f"t.status = {self.places.put(each, 'text')}" for each in several]
        return [f"{first} AND {second}" for first, second in product(firsts, seconds)]


_STATUSES = ("new", "open", "pending", "on_hold", "solved", "closed", "merged")
