"""What keeping clocks costs those who write: rounds with and without them in turn, on one desk."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench import loading, seeding
from bench.clocks.desks import fresh, writable
from bench.clocks.site import Site, Watch, watching
from bench.figures import Figure
from bench.load import UNIQUE
from bench.processes import Server
from bench.scenarios import CONNECTIONS, SCENARIOS, SOCKET_BODY
from bench.seeding import Desk

_WITH, _WITHOUT = "with", "without"
_WARM = 0.4
_LIMIT = 0.85
_FIGURES = ("rate", "in_window", "server_us", "postgres_us", "p99")
# Word is left of what was written while nobody left word: the next round must not do it.
_BEHIND = """INSERT INTO sla_todo (ticket_id)
SELECT t.id FROM tickets t JOIN ticket_sla s ON s.ticket_id = t.id WHERE t.seq > s.folded"""


@dataclass(slots=True)
class _Sides:
    """The rounds of one path."""

    rounds: dict[str, list[dict[str, float]]] = field(default_factory=lambda: {_WITH: [], _WITHOUT: []})

    def figure(self, title: str, limit: float | None) -> Figure:
        ratios = [ours["rate"] / theirs["rate"] for ours, theirs in zip(*self.rounds.values(), strict=True)]
        costs = [_cpu(ours) / _cpu(theirs) for ours, theirs in zip(*self.rounds.values(), strict=True)]
        details: dict[str, Any] = {
            "ratios": [round(each, 3) for each in ratios],
            # What other work on the machine moves least.
            "cpu_ratio": round(median(costs), 3),
        }
        for side, found in self.rounds.items():
            details[side] = {name: round(median(each[name] for each in found), 1) for name in _FIGURES}
        details["backlog"] = [round(each["backlog"]) for each in self.rounds[_WITH]]
        details["until_empty_s"] = [round(each["until_empty"], 2) for each in self.rounds[_WITH]]
        return Figure(f"{title}, with clocks against without", median(ratios), limit, at_most=False, details=details)


def _cpu(found: dict[str, float]) -> float:
    return found["server_us"] + found["postgres_us"]


def _create(desk: Desk) -> dict[str, Any]:
    return next(each for each in SCENARIOS if each.name == "ticket_create").job(desk)


def _post(desk: Desk) -> dict[str, Any]:
    job = next(each for each in SCENARIOS if each.name == "message_post").job(desk)
    said = {"body": job["requests"][0]["body"]["body"], "client_message_id": UNIQUE.decode()}
    requests = [
        {"method": "POST", "path": f"/v1/tickets/{ticket}/messages", "body": said}
        for ticket, _ in fresh(desk)[CONNECTIONS:]
    ]
    return {**job, "requests": requests}


def _send(desk: Desk) -> dict[str, Any]:
    participants = [
        {"ticket": ticket, "token": seeding.customer_token(customer)} for ticket, customer in fresh(desk)[:CONNECTIONS]
    ]
    return {"kind": "socket", "participants": participants, "body": SOCKET_BODY}


_PATHS: dict[str, tuple[str, Callable[[Desk], dict[str, Any]], float | None]] = {
    "keeping_ticket_create": ("POST a ticket", _create, _LIMIT),
    "keeping_message_post": ("POST a message", _post, _LIMIT),
    "keeping_socket_send": ("socket send -> ack", _send, None),
}


def keeping(site: Site) -> dict[str, Figure]:
    """Tickets and replies a second, each round until the timekeeper has nothing left to do."""
    desk = writable(site)
    sides = {name: _Sides() for name in _PATHS}
    with site.desk("with clocks", desk.url) as server, watching(desk.url) as watch:
        watch.execute("INSERT INTO sla_todo (ticket_id) SELECT unnest($1::uuid[])", [each for each, _ in fresh(desk)])
        # The first round of each path warms the desk.
        for number in range(-1, site.extent.rounds):
            for name, (_, job, _) in _PATHS.items():
                for side in (_WITH, _WITHOUT) if number % 2 else (_WITHOUT, _WITH):
                    found = _round(site, server, watch, job(desk), clocks=side == _WITH)
                    if number >= 0:
                        sides[name].rounds[side].append(found)
                    if name == "keeping_ticket_create":
                        asyncio.run(loading.evening(desk.url))
        watch.execute("ALTER TABLE events ENABLE TRIGGER events_sla_todo")
    return {name: sides[name].figure(title, limit) for name, (title, _, limit) in _PATHS.items()}


def _round(site: Site, server: Server, watch: Watch, job: dict[str, Any], *, clocks: bool) -> dict[str, float]:
    """One job. What the timekeeper is behind when it ends is made up for, and that time counts."""
    watch.execute(f"ALTER TABLE events {'ENABLE' if clocks else 'DISABLE'} TRIGGER events_sla_todo")
    watch.execute(_BEHIND)
    watch.until_kept()
    job |= {"port": server.port, "connections": CONNECTIONS, "warm": _WARM, "seconds": site.extent.seconds}
    before, begun = site.cpu(server), time.perf_counter()
    found = site.load.run({**job, "delivers": True})
    backlog, loaded = watch.backlog(), time.perf_counter()
    watch.until_kept()
    ended = time.perf_counter()
    after = site.cpu(server)
    done = found["acknowledged"]
    server_us, postgres_us = ((late - early) * 1e6 / done for early, late in zip(before, after, strict=True))
    return {
        "rate": done / (ended - begun),
        "in_window": found["rate"],
        "p99": found["p99"],
        "backlog": backlog,
        "until_empty": ended - loaded,
        "server_us": server_us,
        "postgres_us": postgres_us,
    }
