"""What if: past tickets folded under the policies of today and under a draft of them, as a job.

Nothing is stored but the figures. The same pure functions decide as for live tickets, over the same logs.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, raw_connection
from app.errors import Invalid, pointer
from app.models import Job
from app.rules.actors import Actor
from app.rules.schedules import Schedule
from app.rules.sla_attainment import Compared, Side, Tally, compare
from app.rules.sla_state import World
from app.schemas.sla_simulations import MOST_TICKETS, SimulateIn
from app.services import calendar_definitions, jobs, naming, sla_definitions, sla_kept, sla_worlds
from app.services.sla_worlds import Snapshot, Standing

KIND = "sla.simulate"
AT_ONCE = 500
MOST_CHANGES = 100

_CALENDARS = """SELECT c.id AS calendar_id, v.id FROM calendars c
JOIN calendar_versions v ON v.calendar_id = c.id AND v.number = c.number WHERE c.id = ANY ($1::text[]::uuid[])"""
_THERE = "SELECT id FROM sla_policies WHERE archived_at IS NULL AND id = ANY ($1::uuid[])"
_COUNT = """SELECT count(*) FROM (SELECT FROM tickets WHERE created_at >= $1 AND created_at < $2 LIMIT $3) counted"""
_TICKETS = f"""SELECT t.id, t.number, t.created_at, c.organization_id,
 (SELECT coalesce(json_agg(json_build_object('seq', e.seq, 'public', e.public_seq IS NOT NULL, 'type', e.type,
  'actor_kind', e.actor_kind, 'data', CASE WHEN e.data ? 'set' THEN jsonb_build_object('set', e.data -> 'set')
   ELSE '{{}}'::jsonb END, 'at', e.at) ORDER BY e.seq), '[]')::text
  FROM events e WHERE e.ticket_id = t.id AND e.type NOT LIKE 'sla.%') AS events
FROM tickets t JOIN customers c ON c.id = t.requester_id
WHERE t.created_at >= $1 AND t.created_at < $2 AND (t.created_at, t.id) > ($3, $4)
ORDER BY t.created_at, t.id LIMIT {AT_ONCE}"""  # noqa: S608 - a number of ours


async def ask(session: AsyncSession, actor: Actor, wanted: SimulateIn) -> Job:
    """Begin a simulation as a job. Raises `Invalid` for a draft that means nothing, and for an empty period."""
    if wanted.until <= wanted.since:
        detail = "The period ends before it begins"
        raise Invalid(detail, code="invalid_period", errors=[pointer("until", detail)])
    arguments = wanted.model_dump(mode="json")
    await _there(session, wanted)
    for place, draft in enumerate(arguments["policies"]):
        definition = sla_definitions.parts_of(draft)
        with naming.below(f"/policies/{place}"):
            await sla_definitions.refuse(session, definition, about=definition)
        arguments["policies"][place] = {**draft, **definition}
    if wanted.calendar is not None:
        with naming.below("/calendar"):
            parts = calendar_definitions.parts_of(arguments["calendar"])
            arguments["calendar"] = calendar_definitions.define(parts, clock.now())
    return await jobs.start(session, actor, KIND, arguments, now=clock.now())


async def _there(session: AsyncSession, wanted: SimulateIn) -> None:
    replaced = [each.replaces for each in wanted.policies if each.replaces is not None]
    rows = await (await raw_connection(session)).fetch(_THERE, replaced)
    known = {row["id"] for row in rows}
    for place, each in enumerate(wanted.policies):
        if each.replaces is not None and each.replaces not in known:
            detail = "There is no such policy, or it is archived"
            raise Invalid(detail, code="unknown_policy", errors=[pointer(f"policies/{place}/replaces", detail)])


async def run(job: jobs.Running) -> dict[str, Any]:
    """Do it: `now` and `then` per metric and priority, and the tickets for which something would differ."""
    given = job.arguments
    since, until = (datetime.fromisoformat(given[name]) for name in ("since", "until"))
    now = clock.now()
    async with job.database.lean() as connection:
        snapshot = await sla_worlds.current(connection)
        current = await _side(connection, snapshot)
        draft = await _side(connection, await _drafted(connection, snapshot, given))
        total = await connection.fetchval(_COUNT, since, until, MOST_TICKETS)
    state = job.checkpoint or {
        "after": [since.isoformat(), str(UUID(int=0))], "done": 0, "now": [], "then": [], "changed": 0, "changes": [],
    }  # fmt: skip
    before, after = Tally.from_json(state["now"]), Tally.from_json(state["then"])

    async def following(after: tuple[datetime, UUID]) -> list[Any]:
        async with job.database.lean() as connection:
            return await connection.fetch(_TICKETS, since, until, *after)

    rows = await following((datetime.fromisoformat(state["after"][0]), UUID(state["after"][1])))
    while rows and state["done"] < total:
        # While these are folded, the database gets the next ones.
        found, upcoming = await asyncio.gather(
            job.in_thread(_compare, rows, current, draft, now), following((rows[-1]["created_at"], rows[-1]["id"]))
        )
        for row, each in zip(rows, found, strict=True):
            before.add((metric, *ended) for (metric, _), ended in each.now.items())
            after.add((metric, *ended) for (metric, _), ended in each.then.items())
            if changes := each.changes:
                state["changed"] += 1
                if len(state["changes"]) < MOST_CHANGES:
                    ticket = {"ticket_id": str(row["id"]), "number": row["number"], "clocks": changes}
                    state["changes"].append(ticket)
        state["done"] += len(rows)
        state["after"] = [rows[-1]["created_at"].isoformat(), str(rows[-1]["id"])]
        state["now"], state["then"] = before.as_json(), after.as_json()
        await job.progress(min(state["done"], total), total, checkpoint=state)
        rows = upcoming
    return {
        "tickets": state["done"],
        "now": before.rows(),
        "then": after.rows(),
        "changed": state["changed"],
        "changes": state["changes"],
    }


def _compare(rows: Sequence[Any], current: Side, draft: Side, now: datetime) -> list[Compared]:
    found = []
    for row in rows:
        # Numbers without a hole: what the clocks themselves wrote then is no fact about the ticket.
        events = [
            {**sla_kept.as_event(each), "seq": place} for place, each in enumerate(orjson.loads(row["events"]), 1)
        ]
        organization = None if row["organization_id"] is None else str(row["organization_id"])
        sides = [replace(side, decide=_with(side, organization)) for side in (current, draft)]
        found.append(compare(events, sides[0], sides[1], now))
    return found


def _with(side: Side, organization: str | None) -> Any:  # noqa: ANN401 - rules.sla_folding.Decide
    return lambda fields, at: side.decide({**fields, "organization_id": organization}, at)


async def _side(connection: Connection, snapshot: Snapshot) -> Side:
    """Every policy of the snapshot counts for all of the past: the question is what it would have made of it."""
    standings = tuple(
        replace(each, since=datetime.min.replace(tzinfo=clock.now().tzinfo)) for each in snapshot.standings
    )
    known = Snapshot(standings, snapshot.hours)
    world = await sla_worlds.world(connection, (), (), snapshot=known)
    return Side(known.decide, World(world.policies, world.hours))


async def _drafted(connection: Connection, snapshot: Snapshot, given: dict[str, Any]) -> Snapshot:
    """The policies as the draft has them: each takes the place of the one that it replaces, its own, or comes first."""
    standings = list(snapshot.standings)
    rows = await connection.fetch(
        _CALENDARS, [each["calendar_id"] for each in given["policies"] if each["calendar_id"]]
    )
    versions = {str(row["calendar_id"]): row["id"] for row in rows}
    hours = dict((await sla_worlds.world(connection, (), versions.values(), snapshot=snapshot)).hours)
    for draft in given["policies"]:
        policy_id = UUID(draft["replaces"]) if draft["replaces"] else uuid4()
        row = {"id": uuid4(), "policy_id": policy_id, "number": 0, "name": draft["name"], "definition": draft}
        standing = Standing(sla_worlds.rule_policy(row), versions.get(draft["calendar_id"] or ""), clock.now())
        place = next((n for n, each in enumerate(standings) if each.policy.policy_id == policy_id), None)
        if place is not None:
            del standings[place]
        wanted = (draft["position"] or 1) - 1 if place is None or draft["position"] else place
        if draft["enabled"]:
            standings.insert(wanted, standing)
    if given.get("calendar") is not None:
        drafted = uuid4()
        hours[drafted] = Schedule(sla_worlds.rule_calendar(given["calendar"]))
        standings = [replace(each, calendar=drafted) for each in standings]
    return Snapshot(tuple(standings), {key: value for key, value in hours.items() if key is not None})
