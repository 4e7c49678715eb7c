"""How soon somebody who comes free has more to do, on a running desk with all hands full and much waiting."""

import asyncio
from typing import Any

from bench import seeding
from bench.figures import Figure
from bench.routing import hands
from bench.routing.site import Site
from bench.routing.world import topic
from bench.seeding import Kind, identifier

_LIMIT_MS = 100
_COPY = "bench_routing_hands"
_PAUSE = 0.03


def handing(site: Site) -> dict[str, Figure]:
    """A chat ends and the next one is offered on the agent's socket; a ticket is solved and the next one is theirs."""
    extent = site.extent
    waiting = [str(identifier(Kind.TICKET, n)) for n in range(1, extent.background + 2 * extent.handed + 1)]
    customers = [seeding.customer_token(n) for n in hands.OPENERS]
    figures: dict[str, Figure] = {}
    for name, job, what in (
        ("chat_freed", {"kind": "freed", "customers": customers}, "a chat ends until the next is offered"),
        ("ticket_solved", {"kind": "solved", "waiting": waiting}, "a ticket is solved until the next is assigned"),
    ):
        url = site.copied(hands.full_hands(site), _COPY)
        asyncio.run(hands.fill(url, extent))
        agents = [_agent(n, chat=name == "chat_freed") for n in hands.WATCHED]
        asked: dict[str, Any] = {**job, "agents": agents, "rounds": extent.handed, "warm": len(agents), "pause": _PAUSE}
        with site.desk(name, url) as desk:
            before = site.cpu(desk)
            found = site.load.run({**asked, "port": desk.port})
            after = site.cpu(desk)
        times = extent.handed + len(agents)
        server, postgres = (round((late - early) * 1e3 / times, 1) for early, late in zip(before, after, strict=True))
        details = {**found, "server_ms": server, "postgres_ms": postgres}
        title = f"from when {what}, {extent.agents:,} agents, {extent.background} wait in {hands.QUEUES} queues"
        figures[name] = Figure(f"{title}: p99, ms", found["more"]["p99"], _LIMIT_MS, at_most=True, details=details)
        figures[f"{name}_floor"] = Figure(
            "the same against the answer to that request, p50", found["more"]["p50"] / found["answered"]["p50"], None,
            at_most=True, details={},
        )  # fmt: skip
    return figures


def _agent(number: int, *, chat: bool) -> dict[str, str]:
    return {
        "id": str(identifier(Kind.AGENT, number)),
        "token": seeding.agent_token(number),
        "hands": hands.talked_about(number) if chat else hands.held_by(number),
        "topic": topic(hands.queue_of(number)),
    }
