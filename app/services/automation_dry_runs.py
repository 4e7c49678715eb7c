"""Automations tried on the past before they count: a job over the tickets of the last days, each log folded anew.

The same pure functions decide as for live tickets. Nothing is done and nothing is stored but the figures.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import Invalid, pointer
from app.models import Job
from app.rules.actors import Actor
from app.rules.automation_replay import Firing, replay
from app.rules.automations import Rule
from app.schemas.automations import DryRunIn
from app.services import automation_definitions, automation_logs, automation_worlds, jobs

KIND = "automations.dry_run"
# Tickets that are read at once, those that are looked at at all, and firings that are told with all their values.
AT_ONCE, MOST_TICKETS, SHOWN = 200, 100_000, 20

_TICKETS = f"""SELECT t.id, t.number, t.subject, t.updated_at, c.organization_id, c.tier,
 (SELECT coalesce(json_agg(json_build_object('seq', e.seq, 'public_seq', e.public_seq, 'type', e.type,
  'actor_kind', e.actor_kind, 'data', e.data, 'at', e.at, 'body', left(m.body, {automation_logs.TEXT}))
  ORDER BY e.seq), '[]')::text
  FROM events e LEFT JOIN messages m ON m.id = e.message_id WHERE e.ticket_id = t.id) AS events
FROM tickets t JOIN customers c ON c.id = t.requester_id
WHERE (t.updated_at, t.id) > ($1, $2) AND (t.updated_at >= $3 OR t.status <> ALL ('{{closed,merged}}'))
ORDER BY t.updated_at, t.id LIMIT {AT_ONCE}"""  # noqa: S608 - numbers of ours


async def ask(session: AsyncSession, actor: Actor, wanted: DryRunIn) -> Job:
    """Begin a dry run as a job. Raises `Invalid` for a draft that means nothing, and for `cannot_be_tried`."""
    definition = automation_definitions.parts_of(wanted)
    await automation_definitions.refuse(session, actor, definition)
    if definition["trigger"].get("fact") == "next_due_at":
        detail = "Deadlines of the past are simulated with SLA policies, not here"
        raise Invalid(detail, code="cannot_be_tried", errors=[pointer("trigger.fact", detail)])
    now = clock.now()
    arguments = {
        "definition": {**definition, "actions": []},
        "since": (now - timedelta(days=wanted.days)).isoformat(),
        "until": now.isoformat(),
    }
    return await jobs.start(session, actor, KIND, arguments, now=now)


async def run(job: jobs.Running) -> dict[str, Any]:
    """Do it: how often the rule would have fired, on how many tickets, per day, and the first of them in full."""
    since, until = (datetime.fromisoformat(job.arguments[name]) for name in ("since", "until"))
    rule = automation_worlds.rule_of(job.arguments["definition"], uuid4(), uuid4(), name="draft", number=0, since=since)
    # Rules of time are due on tickets to which nothing happens, too.
    timed = job.arguments["definition"]["trigger"]["kind"] == "time"
    begin = datetime(1970, 1, 1, tzinfo=UTC) if timed else since
    state = job.checkpoint or {
        "after": [begin.isoformat(), str(UUID(int=0))], "tickets": 0, "events": 0, "fired": 0, "on": 0, "days": {},
        "examples": [], "complete": True,
    }  # fmt: skip
    # A ticket that changes meanwhile comes again by its new time. Who goes on from a checkpoint cannot know them all.
    seen: set[UUID] = set()
    while True:
        after, last = datetime.fromisoformat(state["after"][0]), UUID(state["after"][1])
        async with job.database.lean() as connection:
            rows = await connection.fetch(_TICKETS, after, last, since)
            hours = await automation_worlds.hours_of(connection, [rule])
        if not rows or state["tickets"] >= MOST_TICKETS:
            state["complete"] = not rows
            break
        fresh = [row for row in rows if row["id"] not in seen]
        seen.update(row["id"] for row in fresh)
        found = await job.in_thread(_tried, fresh, rule, until, hours)
        for row, (events, firings) in zip(fresh, found, strict=True):
            state["tickets"] += 1
            state["events"] += events
            state["on"] += bool(firings)
            for each in firings:
                _count(state, row, each)
        state["after"] = [rows[-1]["updated_at"].isoformat(), str(rows[-1]["id"])]
        await job.progress(state["tickets"], checkpoint=state)
    return {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "fired": state["fired"],
        "tickets": state["on"],
        "examined": {"tickets": state["tickets"], "events": state["events"], "complete": state["complete"]},
        "days": state["days"],
        "examples": state["examples"],
    }


def _count(state: dict[str, Any], row: Any, firing: Firing) -> None:  # noqa: ANN401 - asyncpg.Record
    state["fired"] += 1
    day = firing.at.date().isoformat()
    state["days"][day] = state["days"].get(day, 0) + 1
    if len(state["examples"]) < SHOWN:
        ticket = {"id": str(row["id"]), "number": row["number"], "subject": row["subject"]}
        state["examples"].append(
            {"ticket": ticket, "at": firing.at.isoformat(), "seq": firing.seq, "matched": firing.matched}
        )


def _tried(rows: Sequence[Any], rule: Rule, until: datetime, hours: Any) -> list[tuple[int, list[Firing]]]:  # noqa: ANN401 - schedules
    found = []
    for row in rows:
        events = [
            {**each, "at": datetime.fromisoformat(each["at"]), "message": {"body": each["body"]}}
            for each in orjson.loads(row["events"])
        ]
        besides = automation_logs.besides_of(row, hours)
        found.append((len(events), replay(rule, events, until=until, besides=besides, hours=hours)))
    return found
