"""The clocks of one ticket, explained: from its whole log, to this second."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Connection, raw_connection
from app.rules.actors import Actor
from app.rules.sla_clocks import Clock, times
from app.rules.sla_explaining import intervals
from app.rules.sla_policies import METRICS
from app.rules.sla_sentences import sentences
from app.rules.wording import Language
from app.schemas.ticket_sla import ClockOut, ClockStepOut, IntervalOut, LedgerEntryOut, PolicyChoiceOut, TicketSlaOut
from app.services import sla_keeping, sla_worlds
from app.services.sla_kept import Batch, Kept
from app.services.ticket_access import get

MOST_INTERVALS = 500
# Clocks that have ended, the latest of them.
MOST_ENDED = 200

_ENDED = """SELECT coalesce(json_agg(to_json(k) ORDER BY k.ended_at DESC, k.activated_at DESC, k.metric), '[]')::text
FROM sla_clocks k WHERE k.ticket_id = $1 AND k.ended_at IS NOT NULL"""
_ZONES = "SELECT id, zone FROM calendar_versions WHERE id = ANY ($1)"


async def explained(session: AsyncSession, actor: Actor, ticket_id: UUID, *, language: Language) -> TicketSlaOut:
    """Every clock that the ticket has or had, with what counted and what decided it. Raises `NotFound`.

    What was stored is folded on to the log's end here, so that nothing is shown as it was a moment ago.
    """
    await get(session, actor, ticket_id)
    connection = await raw_connection(session)
    now: datetime = await connection.fetchval("SELECT clock_timestamp()")
    batch = await sla_keeping.look_at(connection, [ticket_id])
    kept = batch.kept[ticket_id]
    # After the look: a clock that ends in between is then here or there, and not nowhere.
    stored = [Clock.from_json(each) for each in orjson.loads(await connection.fetchval(_ENDED, ticket_id))]
    known = {(each.metric, each.number) for each in (*kept.clocks.ended, *kept.clocks.running.values())}
    ended = [each for each in stored if (each.metric, each.number) not in known]
    order = {metric: place for place, metric in enumerate(METRICS)}
    running = sorted(kept.clocks.running.values(), key=lambda each: order[each.metric])
    over = [*reversed(kept.clocks.ended), *ended]
    every = [*running, *over[:MOST_ENDED]]
    world = await sla_worlds.world(
        connection,
        {each.policy for each in every} | {each.policy for each in kept.clocks.choices if each.policy is not None},
        {each.calendar for each in every if each.calendar is not None},
        snapshot=batch.snapshot,
    )
    batch.world = world
    zones = await _zones(connection, every)
    choices = [_choice(each, batch) for each in kept.clocks.choices]
    return TicketSlaOut(
        ticket_id=ticket_id,
        as_of=now,
        folded_seq=kept.clocks.seq,
        choices=choices,
        next_due_at=min((each.due_at for each in running if each.due_at is not None), default=None),
        clocks=[_clock(each, kept, batch, zones, language, now) for each in every],
        clocks_left_off=max(0, len(over) - MOST_ENDED),
    )


async def _zones(connection: Connection, clocks: list[Clock]) -> dict[UUID | None, str]:
    rows = await connection.fetch(_ZONES, [each.calendar for each in clocks if each.calendar is not None])
    return {None: "UTC", **{row["id"]: row["zone"] for row in rows}}


def _choice(choice: Any, batch: Batch) -> PolicyChoiceOut:  # noqa: ANN401 - rules.sla_state.Choice
    policy = None if choice.policy is None else batch.world.policies[choice.policy]
    return PolicyChoiceOut(
        seq=choice.seq,
        at=choice.at,
        policy_version_id=choice.policy,
        policy_name=None if policy is None else policy.name,
        policy_number=None if policy is None else policy.number,
        calendar_version_id=choice.calendar,
        cause=choice.cause,
    )


def _clock(
    clock: Clock, kept: Kept, batch: Batch, zones: dict[UUID | None, str], language: Language, now: datetime
) -> ClockOut:
    policy, hours = batch.world.policies[clock.policy], batch.world.hours[clock.calendar]
    timeline = kept.clocks.timeline
    spans = list(intervals(clock, timeline, policy, hours, now))
    elapsed = sum(each.seconds for each in spans)
    steps = policy.plan(clock.metric, clock.target).steps
    due = times(clock, timeline, policy, hours)
    zone = zones[clock.calendar]
    return ClockOut(
        metric=clock.metric,
        number=clock.number,
        state=clock.outcome or ("paused" if clock.paused else "running"),
        priority=clock.priority,
        target_seconds=clock.target,
        hours="calendar" if clock.calendar is None else "business",
        policy_version_id=clock.policy,
        policy_name=policy.name,
        policy_number=policy.number,
        calendar_version_id=clock.calendar,
        zone=None if clock.calendar is None else zone,
        started_at=clock.started_at,
        activated_at=clock.activated_at,
        due_at=clock.due_at,
        breached_at=clock.breached_at,
        ended_at=clock.ended_at,
        elapsed_seconds=elapsed,
        remaining_seconds=clock.target - elapsed,
        ledger=[
            LedgerEntryOut(
                at=each.at,
                what=each.what,
                event_seq=each.seq,
                target_seconds=each.target,
                policy_version_id=each.policy,
            )
            for each in clock.ledger
        ],
        steps=[
            ClockStepOut(key=each.key, due_at=at, done=each.fired_as in clock.fired)
            for each, at in zip(steps, due, strict=True)
        ],
        intervals=[
            IntervalOut(
                kind=each.kind,
                begins_at=each.begins_at,
                ends_at=each.ends_at,
                seconds=each.seconds,
                because=each.because,
            )
            for each in spans[-MOST_INTERVALS:]
        ],
        intervals_left_off=max(0, len(spans) - MOST_INTERVALS),
        sentences=sentences(
            clock, policy, spans, language=language, zone=UTC if zone == "UTC" else ZoneInfo(zone), now=now
        ),
    )
