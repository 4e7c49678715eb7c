"""Routing of new work: which queue it belongs in, and who should get it at once."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from app import detecting
from app.db import Connection
from app.rules import tension
from app.rules.actors import Actor
from app.rules.languages import of_ticket
from app.rules.queues import OF_NOBODY, Queue, match, opened, own_queue, standing
from app.rules.routing import Candidate, Decision, Item, Needs, choose
from app.services import candidates, queue_worlds, ticket_settling, vocabularies
from app.services.lean.tickets import NewTicket
from app.services.queue_items import needs_as_json

# The place of a new item and, where no queue can be for it, everybody who might get it: one round trip. Materialized:
# else the queues would be stamped once for each use of the stamp.
_PLACE = f"""WITH w AS MATERIALIZED (
  SELECT {queue_worlds.STAMP} AS stamp, {vocabularies.STAMP} AS vocabulary, b.key AS brand, h.team_id, EXISTS (
    SELECT 1 FROM queue_items i WHERE i.line = coalesce(h.team_id, '{OF_NOBODY}') AND i.channel = $1
    AND i.state = 'waiting' AND (i.class IS NOT NULL OR NOT i.sorted)) AS waits
  FROM (SELECT 1) one
  LEFT JOIN LATERAL (
    SELECT b.key, b.default_team_id FROM brands b WHERE $2::text IS NULL OR b.key = $2
    ORDER BY b.created_at, b.id LIMIT 1
  ) b ON true
  CROSS JOIN LATERAL (SELECT coalesce($3::uuid, b.default_team_id) AS team_id) h
) SELECT w.stamp, w.vocabulary, w.brand, w.team_id AS home, w.waits, c.* FROM w LEFT JOIN LATERAL (
  SELECT {candidates.FACTS}, CASE WHEN w.team_id IS NOT NULL THEN ARRAY[w.team_id] END AS team_ids
  FROM agents a LEFT JOIN agent_loads l ON l.agent_id = a.id AND l.channel = $1
  WHERE a.status = 'active' AND a.id IN (
    SELECT m.agent_id FROM team_members m WHERE m.team_id = w.team_id
    UNION ALL SELECT y.id FROM agents y WHERE w.team_id IS NULL)
) c ON w.stamp IS NULL AND $4 AND NOT w.waits"""  # noqa: S608 - ours

_CUSTOMER = """SELECT h.id, h.organization_id, h.tier FROM customers c
JOIN customers h ON h.id = CASE WHEN c.id = $1 THEN c.id ELSE coalesce(c.merged_into, c.id) END
WHERE c.id = $1 OR c.external_id = $2 OR lower(c.email) = lower($3) OR c.phone = $4
ORDER BY (c.id = $1) DESC NULLS LAST, (c.external_id = $2) DESC NULLS LAST, (lower(c.email) = lower($3)) DESC NULLS LAST
LIMIT 1"""
_AT_HOME = """SELECT s.brand, coalesce(c.language, c.locale) AS language FROM visitor_sessions s
JOIN customers c ON c.id = s.customer_id WHERE s.id = $1"""
_ANYTHING_WAITS = """SELECT EXISTS (SELECT 1 FROM queue_items i WHERE i.line = $1 AND i.channel = $2
AND i.state = 'waiting' AND (i.class IS NOT NULL OR NOT i.sorted))"""
_LAST_AGENT = """SELECT assignee_id FROM tickets WHERE requester_id = $1 AND assignee_id IS NOT NULL
ORDER BY public_updated_at DESC LIMIT 1"""

# How many of the eligible a new ticket's statement may choose from, so that tickets that come together spread out.
PROPOSED = 16

# The record of a decision names so many agents of each sort; a desk of a thousand must not write a book per ticket.
_NAMED = 20


@dataclass(frozen=True, slots=True)
class _Customer:
    id: UUID | None = None
    organization_id: UUID | None = None
    tier: str | None = None


async def at_home(connection: Connection, actor: Actor, brand: str | None) -> tuple[str | None, str | None]:
    """The brand of what a customer writes, as they said, else of the widget; and the language known of them."""
    row = await connection.fetchrow(_AT_HOME, actor.session_id)
    return (brand, None) if row is None else (brand or row["brand"], row["language"])


def _heard(new: NewTicket) -> NewTicket:
    """With its language: what its first message is written in decides, where nobody has said."""
    heard = detecting.language(new.body)
    words = heard if heard.is_sure or new.language is not None else detecting.language(f"{new.subject}\n{new.body}")
    spoken = of_ticket(new.language, words, new.known_language)
    return replace(new, heard=heard, language=spoken.language, language_detected=spoken.detected)


async def intend(connection: Connection, actor: Actor, new: NewTicket, *, now: datetime) -> NewTicket:
    """The new ticket as it is stored: held against the desk's vocabulary, with its queue and team, and, unless it is a
    chat or somebody's already, who should get it.

    The proposal is from facts of this moment: the write verifies it. What waits already in the same line goes first.
    Raises `Invalid` for what the vocabulary does not allow.
    """
    new = _heard(new)
    route = new.assignee_id is None and new.chat_id is None
    if actor.kind != "agent" and (signals := tension.of_text([new.subject, new.body])):
        new = replace(new, tension=tension.explained(signals))
    rows = await connection.fetch(_PLACE, _channel(new), new.brand, new.team_id, route)
    words = await vocabularies.stamped(connection, rows[0]["vocabulary"])
    settled = await ticket_settling.settle(connection, actor, new, words, new.brand or rows[0]["brand"])
    route = route and not settled.needs_approval
    if (settled.brand, settled.team_id) != (new.brand, new.team_id):
        # The catalogue says where it goes.
        rows = await connection.fetch(_PLACE, _channel(settled), settled.brand, settled.team_id, route)
    new = settled
    queues = await queue_worlds.stamped(connection, rows[0]["stamp"])
    if not queues.in_order:
        placed = replace(new, routed_by_hand=new.team_id is not None)
        if not route or rows[0]["waits"] or rows[0]["id"] is None:
            return placed
        queue = own_queue(rows[0]["home"])
        return _proposed(placed, queue, Needs(queue.team_ids), await candidates.made(connection, "ticket", rows), None)

    customer = await _customer(connection, new) if queues.about_customers else _Customer()
    facts = facts_of_new(new, rows[0]["brand"], customer)
    queue_found = match(queues.in_order, facts, named_team=new.team_id)
    queue = own_queue(rows[0]["home"]) if queue_found is None else opened(queue_found, queues.by_id, now)
    placed = replace(
        new,
        queue_id=None if queue_found is None else queue.id,
        team_id=queue.team_ids[0] if queue_found is not None and queue.team_ids else new.team_id,
        routed_by_hand=new.team_id is not None,
    )
    needs = standing(queue, facts, since=now, now=now).needs
    if not route or needs is None or await connection.fetchval(_ANYTHING_WAITS, queue.id, "ticket"):
        return placed
    there = await candidates.of_teams(connection, "ticket", needs.team_ids)
    last_agent = None
    if queue.prefer_last_agent:
        known = customer if customer.id is not None else await _customer(connection, new)
        last_agent = await connection.fetchval(_LAST_AGENT, known.id) if known.id is not None else None
    return _proposed(placed, queue, needs, there, last_agent)


def _channel(new: NewTicket) -> str:
    return "ticket" if new.chat_id is None else "chat"


def _proposed(
    placed: NewTicket, queue: Queue, needs: Needs, there: list[Candidate], last_agent: UUID | None
) -> NewTicket:
    item = Item("ticket", needs, queue.policy, last_agent_id=last_agent)
    decision = choose(item, there)
    if decision.agent_id is None:
        return placed
    why = orjson.dumps(explained(decision, "ticket", queue, needs, waited=0.0)).decode()
    return replace(placed, proposed=decision.eligible[:PROPOSED], decision=why)


async def _customer(connection: Connection, new: NewTicket) -> _Customer:
    asked = new.requester
    row = await connection.fetchrow(_CUSTOMER, asked.customer_id, asked.external_id, asked.email, asked.phone)
    return _Customer() if row is None else _Customer(row["id"], row["organization_id"], row["tier"])


def facts_of_new(new: NewTicket, brand: str | None, customer: _Customer) -> dict[str, Any]:
    """A new ticket as conditions ask about it, like `queue_items.facts_of`."""
    return {
        "priority": new.priority,
        "type": new.type,
        "channel": new.channel,
        "brand": new.brand or brand,
        "team_id": None if new.team_id is None else str(new.team_id),
        "requester_id": None if customer.id is None else str(customer.id),
        "organization_id": None if customer.organization_id is None else str(customer.organization_id),
        "customer_tier": customer.tier,
        "tags": new.tags,
        "language": new.language,
        "topic": new.topic,
        "status": "new",
        "custom_fields": new.custom_fields,
        "request_type": new.request_type,
        "tension": "none" if new.tension is None else new.tension["level"],
        "spam": "no",
        "incident": "no",
    }


def explained(decision: Decision, channel: str, queue: Queue, needs: Needs, *, waited: float) -> dict[str, Any]:
    """A decision as it is kept: where, what was asked, what decided, who could have had it, why the others could not.

    `queue` is null for a team's own queue; `waited_seconds` is since it first waited; `loads` is by agent what the best
    of them held, of how much, and since when (null: ever) nothing was given to or taken from them.
    """
    reasons: dict[str, int] = {}
    for _, why in decision.excluded:
        reasons[why] = reasons.get(why, 0) + 1
    return {
        "channel": channel,
        "queue": {"id": str(queue.id), "name": queue.name} if queue.name else None,
        "needs": needs_as_json(needs),
        "waited_seconds": round(max(0.0, waited), 3),
        "policy": decision.policy,
        "decided_by": decision.decided_by,
        "eligible": [str(each) for each in decision.eligible[:_NAMED]],
        "eligible_count": len(decision.eligible),
        "loads": {
            str(agent_id): {
                "load": each.load,
                "capacity": each.capacity,
                "idle_since": None if each.idle_since is None else each.idle_since.isoformat(),
            }
            for agent_id, each in zip(decision.eligible, decision.loads, strict=False)
        },
        "excluded": {str(agent_id): why for agent_id, why in decision.excluded[:_NAMED]},
        "excluded_count": len(decision.excluded),
        "excluded_by_reason": reasons,
    }
