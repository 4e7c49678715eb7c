"""When the rules of time are due for a ticket: worked out anew whenever something happens to it, kept in an index."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from app.db import Connection
from app.rules import automations
from app.rules.automations import Rule, TimeTrigger
from app.rules.condition_groups import is_of_time, next_moment
from app.services import sla_keeping
from app.services.automation_logs import Looked

_KEYS = "SELECT automation_id, key FROM automation_keys WHERE ticket_id = $1 AND automation_id = ANY ($2::uuid[])"
_SET = """INSERT INTO automation_tasks (kind, automation_id, ticket_id, due_at, attempts)
SELECT 'time', l.automation_id, $1, l.due_at, 0
FROM unnest($2::uuid[], $3::timestamptz[]) AS l (automation_id, due_at)
ON CONFLICT (automation_id, ticket_id) WHERE kind = 'time' DO UPDATE SET due_at = excluded.due_at"""
_UNSET = """DELETE FROM automation_tasks WHERE kind = 'time' AND ticket_id = $1 AND automation_id <> ALL ($2::uuid[])"""


async def set_all(connection: Connection, looked: Looked, rules: Sequence[Rule], now: datetime) -> None:
    """Set the timers of a locked ticket as its rules of time would have them now, and take away all others."""
    known = await facts(connection, looked, rules, now)
    done: set[tuple[UUID, str]] = set()
    if rules:
        rows = await connection.fetch(_KEYS, looked.ticket_id, [each.id for each in rules])
        done = {(UUID(int=row["automation_id"].int), row["key"]) for row in rows}
    timers = [
        (rule.id, at)
        for rule in rules
        if (at := _at(rule, looked, known, now)) is not None
        and (rule.id, automations.key(rule, known, None)) not in done
    ]
    await connection.execute(_UNSET, looked.ticket_id, [rule_id for rule_id, _ in timers])
    if timers:
        await connection.execute(_SET, looked.ticket_id, [each[0] for each in timers], [each[1] for each in timers])


def _at(rule: Rule, looked: Looked, known: dict[str, Any], now: datetime) -> datetime | None:
    """When to look at the ticket by this rule; None: not before something happens to it."""
    if not isinstance(rule.trigger, TimeTrigger) or known.get("status") == "merged":
        return None
    due = automations.due(rule.trigger, known, looked.hours)
    if due is None or due < rule.since:
        return None
    # What does not hold now, and cannot come to hold by itself, will be looked at when something happens.
    if rule.conditions.holds(known):
        return due
    if not is_of_time(rule.conditions):
        return None
    return due if due > now else next_moment(rule.conditions, known)


async def facts(connection: Connection, looked: Looked, rules: Sequence[Rule], now: datetime) -> dict[str, Any]:
    """A locked ticket as rules of time ask about it now: with the next deadline of its SLA, when one of them does."""
    known = looked.facts(now)
    if any(isinstance(each.trigger, TimeTrigger) and each.trigger.fact == "next_due_at" for each in rules):
        # Clocks are kept a moment after the log; who goes by them folds the rest of it first.
        batch = await sla_keeping.look_at(connection, [looked.ticket_id])
        known["next_due_at"] = sla_keeping.deadlines(batch.kept[looked.ticket_id].clocks, batch.world)["next_due_at"]
    return known
