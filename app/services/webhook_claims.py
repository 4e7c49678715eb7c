"""Which deliveries may be sent now, and what became of them: on any number of processes, one at a time per lane."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

from app import clock
from app.db import Connection
from app.ids import new_id
from app.services.lean.wire import dumps
from app.services.sealing import unseal

# Longer than what is claimed at once takes: a few deliveries one after the other, each with its own limit of time.
LEASE = timedelta(seconds=90)
# Of one lane so many are claimed at once.
OF_A_LANE = 8
# After one try at a receiver that was left alone, nobody tries again before this.
PROBE = timedelta(seconds=30)

# A receiver that is left alone gets one try when its time has come, whenever the lane itself was due. Lanes are chosen
# once: planned into the update, the choice would be made again for each of them.
_CLAIM = """WITH probing AS (
 UPDATE webhooks SET blocked_until = $2::timestamptz + $6::interval
 WHERE enabled AND archived_at IS NULL AND blocked_until <= $2 RETURNING id
), hooks AS (
 SELECT w.id, p.id IS NOT NULL AS probe,
  CASE WHEN p.id IS NOT NULL THEN 1 ELSE $4 - coalesce(b.busy, 0) END AS room
 FROM webhooks w LEFT JOIN probing p ON p.id = w.id
 LEFT JOIN unnest($7::uuid[], $8::int[]) AS b (id, busy) ON b.id = w.id
 WHERE w.enabled AND w.archived_at IS NULL AND (w.blocked_until IS NULL OR p.id IS NOT NULL)
), due AS MATERIALIZED (
 SELECT l.webhook_id, l.lane FROM hooks h CROSS JOIN LATERAL (
  SELECT k.webhook_id, k.lane FROM webhook_lanes k
  WHERE k.webhook_id = h.id AND k.due_at <= CASE WHEN h.probe THEN 'infinity' ELSE $2::timestamptz END
   AND (k.due_at <= $2 OR k.claim IS NULL)
  ORDER BY k.due_at LIMIT greatest(h.room, 0) FOR UPDATE SKIP LOCKED
 ) l LIMIT $5
), claimed AS (
 UPDATE webhook_lanes l SET due_at = $3, claim = $1 FROM due
 WHERE l.webhook_id = due.webhook_id AND l.lane = due.lane RETURNING l.webhook_id, l.lane, l.attempts
)
SELECT c.webhook_id, c.lane, c.attempts AS lane_attempts, w.url, w.audience, w.with_ticket, w.api_version, w.headers,
 w.secret, CASE WHEN w.previous_secret_until > $2 THEN w.previous_secret END AS previous_secret, d.*
FROM claimed c JOIN webhooks w ON w.id = c.webhook_id CROSS JOIN LATERAL (
 SELECT id, position, event_id, type, ticket_id, replay, attempts, body, created_at FROM webhook_deliveries k
 WHERE k.webhook_id = c.webhook_id AND k.lane = c.lane AND k.status = 'waiting' ORDER BY k.number LIMIT $9
) d"""

# Before anybody has counted what is in these tables, they would be read whole; and a plan is kept.
BY_INDEX = "SET LOCAL enable_seqscan = off"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this process may attempt."""

    id: UUID
    position: int | None
    event_id: str
    type: str
    ticket_id: UUID | None
    replay: bool
    attempts: int
    body: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Lane:
    """What of one ticket this process may send to one webhook, in order, until its lease ends."""

    claim: UUID
    webhook_id: UUID
    lane: UUID
    attempts: int
    url: str
    audience: str
    with_ticket: bool
    api_version: str
    headers: Mapping[str, str]
    # Newest first; empty when the desk's own secret is another now.
    secrets: Sequence[str]
    deliveries: Sequence[Claimed]


async def claim(
    connection: Connection, *, busy: Mapping[UUID, int], per_webhook: int, most: int, of_a_lane: int = OF_A_LANE
) -> list[Lane]:
    """Take lanes that are due, at most `most`, and of each webhook no more than `per_webhook` with those in `busy`."""
    now, token = clock.now(), new_id()
    async with connection.transaction():
        await connection.execute(BY_INDEX)
        rows = await connection.fetch(
            _CLAIM, token, now, now + LEASE, per_webhook, most, PROBE, list(busy), list(busy.values()), of_a_lane
        )
    found: dict[tuple[UUID, UUID], list[Any]] = {}
    for row in rows:
        found.setdefault((row["webhook_id"], row["lane"]), []).append(row)
    return [_lane(token, each) for each in found.values()]


def _lane(token: UUID, rows: Sequence[Any]) -> Lane:
    first = rows[0]
    opened = [unseal(each.encode()) for each in (first["secret"], first["previous_secret"]) if each is not None]
    headers = None if first["headers"] is None else unseal(first["headers"].encode())
    return Lane(
        claim=token,
        webhook_id=UUID(int=first["webhook_id"].int),
        lane=UUID(int=first["lane"].int),
        attempts=first["lane_attempts"],
        url=first["url"],
        audience=first["audience"],
        with_ticket=first["with_ticket"],
        api_version=first["api_version"],
        headers={} if headers is None else orjson.loads(headers),
        secrets=[each.decode() for each in opened if each is not None],
        deliveries=[
            Claimed(
                UUID(int=row["id"].int), row["position"], row["event_id"], row["type"],
                None if row["ticket_id"] is None else UUID(int=row["ticket_id"].int), row["replay"], row["attempts"],
                row["body"], row["created_at"],
            )
            for row in rows
        ],
    )  # fmt: skip


def as_json(value: Any) -> str:  # noqa: ANN401 - JSON
    """JSON as the lean pool takes it."""
    return dumps(value).decode()
