"""Whom a campaign could ask: customers in pages, each counted once, and the agents of a pulse."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.db import Connection
from app.services.lean.wire import dumps

# Customers looked at in one statement; whoever is looked at need not fit.
AT_ONCE = 1000
NOBODY = UUID(int=0)
# Agents of one pulse.
MOST_AGENTS = 20_000

# Of the person: those who were merged into them count as they.
_THEM = "ARRAY(SELECT m.id FROM customers m WHERE m.merged_into = p.id) || p.id"
# What they write in, else what their locale says; as `Customer.speaks` has it, without the country.
_LANGUAGE = "lower(split_part(coalesce(c.language, c.locale), '-', 1))"
# The rank that `rules/sampling.py` gives.
_PLACE = """(('x' || encode(substring(sha256(convert_to($2 || ':' || f.id::text, 'UTF8')) FOR 8), 'hex'))::bit(64)
 >> 1)::bigint"""
# A question that was taken back before it was answered has asked nobody; one that waits to be sent has.
ASKED_OF_LATE = """EXISTS (SELECT FROM survey_invitations i WHERE i.customer_id = ANY ({them})
 AND coalesce(i.sent_at, i.due_at) > {since} AND (i.cancelled_at IS NULL OR i.answered_at IS NOT NULL))"""

_COLLECT = f"""WITH page AS (
 SELECT c.id, c.tier, c.organization_id, c.email, {_LANGUAGE} AS language, c.merged_into FROM customers c
 WHERE c.id > $3 AND ($5::uuid[] IS NULL OR c.id = ANY ($5)) ORDER BY c.id LIMIT $4
), f AS (
 SELECT p.id, p.tier, p.language, t.brand, t.channel, CASE
  WHEN EXISTS (SELECT FROM customer_opt_outs o WHERE o.kind = 'surveys' AND o.customer_id = ANY ({_THEM}))
   THEN 'opted_out'
  WHEN p.email IS NULL THEN 'no_address'
  WHEN {ASKED_OF_LATE.format(them=_THEM, since="$14::timestamptz")} THEN 'fatigue' END AS because
 FROM page p LEFT JOIN LATERAL (
  SELECT t.id, t.brand, t.channel FROM tickets t WHERE t.requester_id = ANY ({_THEM})
  AND t.status <> 'merged' AND t.spam <> 'marked'
  AND ($6::text[] IS NULL OR t.brand = ANY ($6)) AND ($7::text[] IS NULL OR t.channel = ANY ($7))
  AND ($8::text[] IS NULL OR t.tags && $8)
  AND ($9::boolean IS NULL OR (t.status IN ('solved', 'closed')) = $9)
  AND ($10::timestamptz IS NULL OR t.created_at >= $10)
  ORDER BY t.created_at DESC, t.id DESC LIMIT 1
 ) t ON true
 WHERE p.merged_into IS NULL AND (NOT $15::boolean OR t.id IS NOT NULL)
 AND ($11::text[] IS NULL OR p.language = ANY ($11)) AND ($12::text[] IS NULL OR p.tier = ANY ($12))
 AND ($13::uuid[] IS NULL OR p.organization_id = ANY ($13))
), added AS (
 INSERT INTO survey_campaign_people (run_id, customer_id, place, brand, language, tier, channel, outcome)
 SELECT $1, f.id, {_PLACE}, f.brand, f.language, f.tier, f.channel, 'fits' FROM f WHERE f.because IS NULL
 ON CONFLICT DO NOTHING
)
SELECT (SELECT id FROM page ORDER BY id DESC LIMIT 1) AS last, (SELECT count(*) FROM page) AS looked_at,
 (SELECT count(*) FROM f) AS fit,
 (SELECT jsonb_object_agg(because, n)::text FROM (
  SELECT because, count(*) AS n FROM f WHERE because IS NOT NULL GROUP BY because) g) AS left_out"""  # noqa: S608 - ours

_AGENTS = """SELECT a.id, (
 SELECT CASE WHEN count(*) = 1 THEN (array_agg(m.team_id))[1] END FROM team_members m JOIN teams t ON t.id = m.team_id
 WHERE m.agent_id = a.id AND t.archived_at IS NULL AND ($1::uuid[] IS NULL OR m.team_id = ANY ($1))) AS team_id
FROM agents a WHERE a.status = 'active' AND ($2::text[] IS NULL OR a.role = ANY ($2))
AND ($1::uuid[] IS NULL OR EXISTS (SELECT FROM team_members m WHERE m.agent_id = a.id AND m.team_id = ANY ($1)))
ORDER BY a.id LIMIT $3"""


async def collect(
    connection: Connection,
    run_id: UUID,
    audience: Mapping[str, Any],
    *,
    seed: str,
    after: UUID,
    fatigue_days: int,
    now: datetime,
) -> Any:  # noqa: ANN401 - a record
    """Add those of the next customers who fit and can be asked to the people of a run.

    `last` (None: there are no more), how many were `looked_at` and `fit`, and how many of these are `left_out` and why.
    """
    days = audience.get("had_ticket_within_days")
    of_tickets = any(audience.get(name) is not None for name in ("brands", "channels", "tags", "solved")) or bool(days)
    return await connection.fetchrow(
        _COLLECT,
        run_id,
        seed,
        after,
        AT_ONCE,
        _ids(audience.get("customer_ids")),
        audience.get("brands"),
        audience.get("channels"),
        audience.get("tags"),
        audience.get("solved"),
        None if days is None else now - timedelta(days=days),
        _languages(audience.get("languages")),
        audience.get("tiers"),
        _ids(audience.get("organization_ids")),
        now - timedelta(days=fatigue_days) if fatigue_days else None,
        of_tickets,
    )


async def agents(connection: Connection, audience: Mapping[str, Any]) -> list[tuple[UUID, UUID | None]]:
    """The active agents that an audience names, each with their team of those asked (None: none, or several)."""
    rows = await connection.fetch(_AGENTS, _ids(audience.get("team_ids")), audience.get("roles"), MOST_AGENTS)
    return [(_id(row["id"]), None if row["team_id"] is None else _id(row["team_id"])) for row in rows]


def stated(audience: Mapping[str, Any]) -> dict[str, Any]:
    """An audience as it is stored: what was said, and nothing else."""
    return {name: value for name, value in audience.items() if value is not None}


def _ids(values: Sequence[str] | None) -> list[UUID] | None:
    return None if values is None else [UUID(each) for each in values]


def _id(value: UUID) -> UUID:
    return UUID(int=value.int)


def _languages(values: Sequence[str] | None) -> list[str] | None:
    return None if values is None else sorted({each.partition("-")[0].lower() for each in values})


def packed(value: Mapping[str, Any]) -> str:
    """JSON for a column."""
    return dumps(value).decode()
