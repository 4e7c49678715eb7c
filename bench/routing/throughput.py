"""Assignments a second of several routers at once, beside the bare writes; nothing twice, nobody above, no gap."""

import asyncio
import time
from statistics import median
from typing import Any, TypeAlias

import asyncpg

from bench.figures import Figure
from bench.routing.apart import apart
from bench.routing.site import Site
from bench.routing.world import Part, World

_LIMIT = 500
_TEAMS = 20
_RUN, _FLOOR = "bench_routing_run", "bench_routing_floor"
_Rows: TypeAlias = list[tuple[str, str, str]]

_GIVEN = "SELECT ticket_id, data -> 'set' ->> 'assignee_id' AS agent_id, data::text AS data FROM events"
_ASSIGNED = f"""{_GIVEN} WHERE type = 'ticket.assigned' AND actor_kind = 'system' ORDER BY 2, 1"""
# What must not be, each with how to count it.
_VIOLATIONS = {
    "not_once": """SELECT count(*) FROM tickets t WHERE 1 <> (
        SELECT count(*) FROM events e WHERE e.ticket_id = t.id AND e.type = 'ticket.assigned'
        AND e.actor_kind = 'system' AND (e.data -> 'set' ->> 'assignee_id')::uuid = t.assignee_id)""",
    "above_capacity": "SELECT count(*) FROM agent_loads WHERE load > capacity",
    "ledger_wrong": """SELECT count(*) FROM agent_loads l WHERE l.channel = 'ticket' AND l.load <> (
        SELECT count(*) FROM tickets t WHERE t.assignee_id = l.agent_id)""",
    "gaps": """SELECT count(*) FROM tickets t WHERE (t.seq, t.seq, t.public_seq, t.public_seq) <> (
        SELECT count(*), max(e.seq), count(e.public_seq), max(e.public_seq) FROM events e WHERE e.ticket_id = t.id)""",
    "still_waiting": "SELECT count(*) FROM queue_items",
}


def throughput(site: Site) -> dict[str, Figure]:
    """Tickets that wait in twenty queues and agents with room for all of them, and the same in one single queue."""
    extent = site.extent
    figures: dict[str, Figure] = {}
    violations: dict[str, int] = dict.fromkeys(_VIOLATIONS, 0)
    for name, queues, teams_each in (("", _TEAMS, 1), ("_one_queue", 1, _TEAMS)):
        world = World((Part(queues, _TEAMS, teams_each, extent.agents, extent.waiting),))
        rounds = []
        for _ in range(extent.copies):
            ours, given, found = _routed(site, world)
            theirs = _written(site, world, given)
            rounds.append((ours, theirs))
            for what, many in found.items():
                violations[what] += many
        rates = [[extent.waiting / each["seconds"] for each in side] for side in zip(*rounds, strict=True)]
        ratios = [ours / theirs for ours, theirs in zip(*rates, strict=True)]
        details: dict[str, Any] = {
            "rates": [round(each) for each in rates[0]],
            "us": _costs([ours for ours, _ in rounds], extent.waiting),
            "turns": [ours["turns"] for ours, _ in rounds],
            "waited_too_long": [ours["busy"] for ours, _ in rounds],
        }
        floor = {
            "rates": [round(each) for each in rates[1]],
            "us": _costs([each for _, each in rounds], extent.waiting),
        }
        where = f"{extent.waiting:,} tickets in {queues} queue{'s' if queues > 1 else ''}"
        figures[f"throughput{name}"] = Figure(
            f"assignments a second, {extent.routers} routers, {where}", median(rates[0]), _LIMIT, at_most=False,
            details=details,
        )  # fmt: skip
        figures[f"throughput{name}_floor"] = Figure(
            "the same against writing them bare", median(ratios), None, at_most=False,
            details={"ratios": [round(each, 3) for each in ratios], "floor": floor},
        )  # fmt: skip
    figures["violations"] = Figure(
        "tickets given twice or to nobody, agents above capacity, gaps in logs", sum(violations.values()), 0,
        at_most=True, details={**violations, "assignments": 2 * extent.copies * extent.waiting},
    )  # fmt: skip
    return figures


def _routed(site: Site, world: World) -> tuple[dict[str, Any], _Rows, dict[str, int]]:
    """Routers at work until nothing waits: what it took, what they gave to whom, and what must not be."""
    url = site.copied(site.made(world), _RUN)
    told = _at_once(site, [{"kind": "routing", "url": url}] * site.extent.routers)
    return (told, *asyncio.run(_looked_at(url)))


def _written(site: Site, world: World, given: _Rows) -> dict[str, Any]:
    """The same rows written by as many processes, each those of agents of its own."""
    url, many = site.copied(site.made(world), _FLOOR), site.extent.routers
    asyncio.run(_without_triggers(url))
    share = -(-len(given) // many)
    # In order of agents: an agent who is on both sides of an edge is met at different times by the two.
    jobs = [{"kind": "writing", "url": url, "given": given[n * share : (n + 1) * share]} for n in range(many)]
    return _at_once(site, jobs)


def _at_once(site: Site, jobs: list[dict[str, Any]]) -> dict[str, Any]:
    with apart(*jobs) as several:
        postgres, begun = site.cpu_of_postgres(), time.perf_counter()
        for each in several:
            each.begin()
        told = [each.told() for each in several]
        seconds, used = time.perf_counter() - begun, site.cpu_of_postgres() - postgres
    return {
        "seconds": seconds,
        "postgres": used,
        "cpu": sum(each["cpu"] for each in told),
        "turns": sum(each.get("turns", 0) for each in told),
        "busy": sum(each.get("busy", 0) for each in told),
    }


def _costs(rounds: list[dict[str, Any]], many: int) -> dict[str, int]:
    names = {"processes": "cpu", "postgres": "postgres"}
    return {shown: round(median(each[name] for each in rounds) * 1e6 / many) for shown, name in names.items()}


async def _looked_at(url: str) -> tuple[_Rows, dict[str, int]]:
    connection = await asyncpg.connect(url)
    try:
        found = {name: await connection.fetchval(how) for name, how in _VIOLATIONS.items()}
        rows = await connection.fetch(_ASSIGNED)
        return [(str(row["ticket_id"]), row["agent_id"], row["data"]) for row in rows], found
    finally:
        await connection.close()


async def _without_triggers(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for table in ("tickets", "events"):
            await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    finally:
        await connection.close()
