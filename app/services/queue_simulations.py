"""What if: a past period's customers through other queues or other people, as a job; and how many agents it takes.

Nothing is stored but the figures. The same pure functions decide as for live work.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from math import isfinite
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection
from app.errors import Conflict, Invalid, pointer
from app.models import Job
from app.rules.actors import Actor
from app.rules.queues import Queue
from app.rules.routing import Candidate, Channel, primary_subtag
from app.rules.routing_simulation import Simulation
from app.rules.simulation_figures import Figures
from app.rules.simulation_inputs import Agent, Arrival, Setup, Span
from app.rules.staffing import Target, Work, staffing
from app.schemas.queue_simulations import (
    MOST_ARRIVALS,
    MOST_DAYS,
    HourStaffingOut,
    RoutingSimulationIn,
    StaffingIn,
    StaffingOut,
)
from app.services import jobs, naming, queue_definitions, queue_worlds, simulation_history, sla_worlds
from app.services.simulation_history import Came

KIND = "routing.simulate"
# A simulation is cut into so many parts, between which it says how far it is, and may be cancelled.
PARTS = 50
# More rows by queue and hour than this are left out of the result.
MOST_HOURS = 5_000
_DRAFTED = UUID("5f1c1f0a-7c35-4bb5-9c39-2a4a0d6b2c11")

_CALENDARS = """SELECT c.id AS calendar_id, v.id AS calendar_version_id, v.zone, v.weekly::text AS weekly,
v.exceptions::text AS exceptions, v.holiday_dates::text AS holiday_dates FROM calendars c
JOIN calendar_versions v ON v.calendar_id = c.id AND v.number = c.number WHERE c.id = ANY ($1::uuid[])"""


async def ask(session: AsyncSession, actor: Actor, wanted: RoutingSimulationIn) -> Job:
    """Begin a simulation as a job. Raises `Invalid` for a period or a draft that means nothing."""
    if not wanted.since < wanted.until <= wanted.since + timedelta(days=MOST_DAYS):
        detail = f"The period ends after it begins, within {MOST_DAYS} days"
        raise Invalid(detail, code="invalid_period", errors=[pointer("until", detail)])
    arguments = wanted.model_dump(mode="json")
    for place, draft in enumerate(arguments["queues"] or ()):
        definition = queue_definitions.parts_of(draft)
        with naming.below(f"/queues/{place}"):
            await naming.refuse(session, _calendar(draft))
            await queue_definitions.refuse(
                session, UUID(draft["replaces"] or str(uuid4())), definition, about=definition
            )
        arguments["queues"][place] = {**draft, **definition}
    for place, group in enumerate(arguments["staffing"] or ()):
        with naming.below(f"/staffing/{place}"):
            await naming.refuse(session, [*_calendar(group), *queue_definitions.named(_as_queue(group))])
    return await jobs.start(session, actor, KIND, arguments, now=clock.now())


async def run(job: jobs.Running) -> dict[str, Any]:
    """Do it: `now`, the desk as it is, and, with drafts, `then`."""
    given = RoutingSimulationIn.model_validate(job.arguments)
    came = await _came(job, given)
    async with job.database.lean() as connection:
        queues = (await queue_worlds.current(connection)).in_order
        people = await simulation_history.agents(connection, given.since, given.until)
        drafted = queues if given.queues is None else await _queues(connection, given)
        others = people if given.staffing is None else await _people(connection, given)
    patience = given.patience_seconds or came.mean_patience
    # Room for what nobody came for would make everybody look idle.
    used = {each.channel for each in came.arrivals}
    result: dict[str, Any] = {
        "arrivals": len(came.arrivals),
        "unfinished": len(came.unfinished),
        "mean_patience_seconds": None if patience is None else round(patience, 1),
        "agents": len(people),
    }
    sides = {"now": (queues, people)}
    if given.queues is not None or given.staffing is not None:
        sides["then"] = (drafted, others)
    for place, (side, (of_queues, of_people)) in enumerate(sides.items()):
        setup = Setup(
            given.since, given.until, tuple(_acceptable(each, given) for each in of_queues), _on(used, of_people),
            given.seed,
            acceptance=given.acceptance_seconds,
        )  # fmt: skip
        figures = await _simulated(job, setup, came.arrivals, place, len(sides))
        result[side] = _shown(figures)
    return result


async def _came(job: jobs.Running, given: RoutingSimulationIn) -> Came:
    """Who came; raises `Conflict` (`no_basis`) when nothing says how much work they are."""
    came = Came()
    targets = {name: value for name, value in given.target_seconds.model_dump().items() if value is not None}
    async with job.database.lean() as connection:
        most = MOST_ARRIVALS + 1
        if await simulation_history.count(connection, given.since, given.until, most=most) == most:
            raise Conflict(f"More than {MOST_ARRIVALS} came in this period: take a shorter one", code="too_many")
        policies = await sla_worlds.current(connection)
    # Every policy counts for all of the past, as it does where SLA is simulated.
    always = replace(
        policies, standings=tuple(replace(each, since=given.since - timedelta(1)) for each in policies.standings)
    )
    after = (given.since - timedelta(1), UUID(int=0))
    while True:
        async with job.database.lean() as connection:
            rows = await simulation_history.following(connection, given.since, given.until, after)
        if not rows:
            break
        await job.in_thread(simulation_history.take, came, rows, targets=targets, policies=always)
        after = (rows[-1]["created_at"], rows[-1]["id"])
    means = given.handling_seconds.model_dump()
    unknown = await job.in_thread(
        simulation_history.finish, came, means=means, patience=given.patience_seconds, seed=given.seed
    )
    if unknown:
        detail = f"Nothing of this period was finished ({', '.join(sorted(unknown))}): say how long work takes"
        raise Conflict(detail, code="no_basis")
    came.arrivals.sort(key=lambda each: each.at)
    return came


async def _simulated(job: jobs.Running, setup: Setup, arrivals: list[Arrival], place: int, sides: int) -> Figures:
    simulation = Simulation(setup, arrivals)
    for part in range(1, PARTS + 1):
        until = setup.start + (setup.end - setup.start) * part / PARTS
        await job.in_thread(simulation.step, until)
        await job.progress(place * PARTS + part, sides * PARTS)
    return await job.in_thread(simulation.figures)


def _shown(figures: Figures) -> dict[str, Any]:
    shown = figures.to_json()
    shown.pop("agents")
    if sum(len(each["hours"]) for each in shown["queues"]) > MOST_HOURS:
        for each in shown["queues"]:
            each["hours"] = None
    return shown


def _on(channels: set[Channel], people: tuple[Agent, ...]) -> tuple[Agent, ...]:
    """Those who take any of these channels, on these only."""
    able = (replace(each, on={c: one for c, one in each.on.items() if c in channels}) for each in people)
    return tuple(each for each in able if each.on)


def _acceptable(queue: Queue, given: RoutingSimulationIn) -> Queue:
    """An offer that ends before anybody would accept would never be accepted: it rings as long as it takes."""
    return queue if queue.offer > given.acceptance_seconds else replace(queue, offer=given.acceptance_seconds + 1)


async def _queues(connection: Connection, given: RoutingSimulationIn) -> tuple[Queue, ...]:
    """The drafts, in the order in which they are."""
    drafts = given.queues or []
    calendars = await _calendars(connection, {each.calendar_id for each in drafts} - {None})
    made = []
    for place, draft in enumerate(drafts):
        stored = draft.model_dump(mode="json")
        calendar = calendars.get(draft.calendar_id) or {"calendar_version_id": None}
        row = {
            "id": draft.replaces or uuid5(_DRAFTED, str(place)),
            "name": draft.name,
            "definition": queue_worlds.as_text(queue_definitions.parts_of(stored)),
            **calendar,
        }
        if draft.enabled:
            made.append(queue_worlds.compiled(row))
    return tuple(made)


async def _calendars(connection: Connection, calendar_ids: set[UUID | None]) -> dict[UUID | None, Mapping[str, Any]]:
    rows = await connection.fetch(_CALENDARS, list(calendar_ids)) if calendar_ids else ()
    return {UUID(str(row["calendar_id"])): row for row in rows}


async def _people(connection: Connection, given: RoutingSimulationIn) -> tuple[Agent, ...]:
    """The drafted agents: each of a group, at the hours of its calendar."""
    groups = given.staffing or []
    calendars = await _calendars(connection, {each.calendar_id for each in groups} - {None})
    made: list[Agent] = []
    for place, group in enumerate(groups):
        shifts: tuple[Span, ...] | None = None
        row = calendars.get(group.calendar_id)
        if row is not None:
            schedule = sla_worlds.schedule({**row, "id": row["calendar_version_id"]})
            shifts = tuple((each.opens, each.closes) for each in schedule.openings(given.since, given.until))
        for number in range(group.count):
            alike = Candidate(
                agent_id=uuid5(_DRAFTED, f"agent {place} {number}"),
                team_ids=frozenset(group.team_ids),
                skills={each.skill_id: each.level for each in group.skills},
                languages=frozenset(primary_subtag(each) for each in group.languages),
                tier=group.tier,
                total_capacity=group.capacity.total,
            )
            able = {"chat": group.capacity.chat, "ticket": group.capacity.ticket}
            on: Any = {
                channel: replace(alike, channels=frozenset({channel}), capacity=capacity)
                for channel, capacity in able.items()
                if capacity > 0
            }
            if on:
                made.append(Agent(on, shifts))
    return tuple(made)


def _as_queue(group: Mapping[str, Any]) -> dict[str, Any]:
    """What a group names, as a queue would: teams and skills."""
    skills = [{"skill_id": each["skill_id"], "conditions": {"all": [], "any": []}} for each in group["skills"]]
    return {"team_ids": group["team_ids"], "skills": skills}


def _calendar(draft: Mapping[str, Any]) -> list[naming.Named]:
    return [] if draft["calendar_id"] is None else [(("calendar_id",), "calendar", draft["calendar_id"])]


def how_many(wanted: StaffingIn) -> StaffingOut:
    """The fewest agents by the hour that keep the target. Raises `Invalid` for a target that no number keeps."""
    asked = wanted.target
    target = Target(
        asked.share, asked.within_seconds, asked.mean_wait_seconds, asked.abandonment, asked.occupancy
    )  # fmt: skip
    work = Work(wanted.handling_seconds, wanted.concurrency, wanted.patience_seconds, wanted.shrinkage)
    try:
        found = staffing(wanted.arrivals_per_hour, work, target)
    except ValueError as error:
        raise Invalid(str(error), code="invalid_target", errors=[pointer("target", str(error))]) from error
    hours = [
        HourStaffingOut(
            arrivals=each.arrivals,
            agents=each.agents,
            scheduled=each.scheduled,
            within=round(each.within, 4),
            mean_wait_seconds=round(each.expected.mean_wait, 3) if isfinite(each.expected.mean_wait) else None,
            abandonment=round(each.expected.abandons, 4),
            occupancy=round(each.expected.occupancy, 4),
        )
        for each in found
    ]
    return StaffingOut(formula="erlang_c" if wanted.patience_seconds is None else "erlang_a", hours=hours)
