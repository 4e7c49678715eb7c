"""One rule at one ticket: whether it is to run, that it runs once, what it does, and the record of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, raw_connection
from app.models import AutomationRun, Ticket
from app.rules import automations
from app.rules.actors import SYSTEM
from app.rules.automation_replay import matched
from app.rules.automations import MAX_RUNS_AN_HOUR, Rule, TimeTrigger
from app.rules.condition_groups import next_moment
from app.services import automation_timers, notifications, ticket_actions
from app.services.automation_logs import Looked
from app.services.causes import Cause
from app.services.lean.wire import dumps

RUNAWAY = "runaway"
_ONCE = """INSERT INTO automation_keys (automation_id, ticket_id, key, at) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING RETURNING true"""
# Runs that have changed something, or reached somebody: what is so already goes on for ever by nobody.
_OF_LATE = """SELECT count(*) FROM automation_runs
WHERE automation_id = $1 AND ticket_id = $2 AND at > $3 AND status = 'done'
AND jsonb_path_exists(outcomes, '$[*] ? (!exists(@.skipped))')"""
_SWITCH_OFF = """UPDATE automations SET enabled = false, disabled_because = $2, version = version + 1, updated_at = $3
WHERE id = $1 AND enabled RETURNING true"""
_ADMINS = "SELECT id FROM agents WHERE role = 'admin' AND status = 'active' ORDER BY id"


async def at_event(session: AsyncSession, ticket: Ticket, rule: Rule, looked: Looked, seq: int, now: datetime) -> None:
    """Let a rule look at an event of a locked ticket, at the state that the ticket was in at that event."""
    event = looked.event(seq)
    # Its trigger may be another one by now.
    if event is None or not automations.reacts(rule, event):
        return
    facts = looked.facts(event["at"], event)
    if facts.get("status") == "merged" or not rule.conditions.holds(facts):
        return
    chain, outside = automations.chain_of(event["data"]), event["actor_kind"] == "customer"
    await _run(session, ticket, rule, facts, seq=seq, chain=chain, outside=outside, now=now)


async def in_time(session: AsyncSession, ticket: Ticket, rule: Rule, looked: Looked, now: datetime) -> datetime | None:
    """Let a rule look at a locked ticket, as its time may have come; when to look again, None: not by itself."""
    if not isinstance(rule.trigger, TimeTrigger) or ticket.status == "merged":
        return None
    facts = await automation_timers.facts(await raw_connection(session), looked, [rule], now)
    due = automations.due(rule.trigger, facts, looked.hours)
    if due is None or due < rule.since:
        return None
    if due > now:
        return due
    if not rule.conditions.holds(facts):
        return next_moment(rule.conditions, facts)
    chain = looked.story().led.get(automations.fact_of(rule.trigger), ())
    await _run(session, ticket, rule, facts, seq=None, chain=chain, now=now)
    return None


async def _run(
    session: AsyncSession,
    ticket: Ticket,
    rule: Rule,
    facts: Mapping[str, Any],
    *,
    seq: int | None,
    chain: tuple[str, ...],
    now: datetime,
    outside: bool = False,
) -> None:
    began, connection = clock.monotonic(), await raw_connection(session)
    found, depth = matched(rule, facts), len(chain) + 1
    stopped = automations.stopped(rule, chain)
    if stopped is None and await _has_run_away(connection, rule, ticket, now):
        stopped = RUNAWAY
        # Whoever writes to the desk may write as often as they like: nobody outside switches off a rule for everybody.
        if not outside and not await _switch_off(session, connection, rule, ticket, now):
            # It is off already: this is no run of it.
            return
    if stopped is not None:
        if seq is None and not await connection.fetchval(_ONCE, rule.id, ticket.id, _said(rule, facts), now):
            # It is looked at again whenever something happens, and has been said.
            return
        await _record(session, ticket, rule, seq, "stopped", stopped, depth, found, now=now, began=began)
        return
    key = automations.key(rule, facts, seq)
    if not await connection.fetchval(_ONCE, rule.id, ticket.id, key, now):
        return
    cause = Cause(
        "automation", rule.id, rule.name, key=f"automation:{rule.id}:{ticket.id}:{key}", chain=(*chain, str(rule.id))
    )
    outcomes = await ticket_actions.apply(session, SYSTEM, ticket, rule.actions, cause=cause, now=now)
    await _record(session, ticket, rule, seq, "done", None, depth, found, outcomes, now=now, began=began)


def _said(rule: Rule, facts: Mapping[str, Any]) -> str:
    assert isinstance(rule.trigger, TimeTrigger)  # noqa: S101 - there was no event
    start = automations.base(rule.trigger, facts)
    return f"stopped:{'' if start is None else start.isoformat()}"


async def failed(
    session: AsyncSession, ticket: Ticket, rule: Rule, seq: int | None, *, now: datetime, began: float
) -> None:
    """Record that a rule could not be done, because of an error of ours."""
    await _record(session, ticket, rule, seq, "failed", "internal_error", 1, [], now=now, began=began)


async def _has_run_away(connection: Connection, rule: Rule, ticket: Ticket, now: datetime) -> bool:
    runs: int = await connection.fetchval(_OF_LATE, rule.id, ticket.id, now - timedelta(hours=1))
    return runs >= MAX_RUNS_AN_HOUR


async def _switch_off(session: AsyncSession, connection: Connection, rule: Rule, ticket: Ticket, now: datetime) -> bool:
    if not await connection.fetchval(_SWITCH_OFF, rule.id, RUNAWAY, now):
        return False
    admins: list[UUID] = [UUID(int=row["id"].int) for row in await connection.fetch(_ADMINS)]
    about = {
        "number": ticket.number,
        "subject": ticket.subject,
        "automation": {"id": rule.id, "name": rule.name},
        "reason": RUNAWAY,
    }
    await notifications.tell(
        session, admins, kind="automation.disabled", ticket_id=ticket.id, data=about, key=None, now=now
    )
    return True


async def _record(
    session: AsyncSession,
    ticket: Ticket,
    rule: Rule,
    seq: int | None,
    status: Literal["done", "stopped", "failed"],
    reason: str | None,
    depth: int,
    found: Sequence[Mapping[str, Any]],
    outcomes: Sequence[Mapping[str, Any]] = (),
    *,
    now: datetime,
    began: float,
) -> None:
    session.add(
        AutomationRun(
            automation_id=rule.id,
            number=rule.number,
            ticket_id=ticket.id,
            seq=seq,
            status=status,
            reason=reason,
            depth=depth,
            matched=_plain(found),
            outcomes=_plain(outcomes),
            duration_ms=round((clock.monotonic() - began) * 1000),
            at=now,
        )
    )
    await session.flush()


def _plain(several: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    # Values as JSON has them; a long text that was written is in the thread.
    made = [{name: value for name, value in each.items() if name != "body"} for each in several]
    return [orjson.loads(dumps(each)) for each in made]
