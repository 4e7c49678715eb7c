"""What is measured of the hub: each measure starts what it needs, compares within itself and says what came out."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench import seeding
from bench.figures import Figure
from bench.hub.holding import holding
from bench.hub.pool import watched
from bench.processes import BrokenError, Load, Server, cpu_seconds, cpu_seconds_of_children, free_port, serving
from bench.scenarios import CONNECTIONS, SOCKET_BODY
from bench.seeding import READERS, Desk, Kind, identifier

# Sockets that the hub lets one caller have.
_OF_ONE = 200
_DELIVERY_RATE = 300
_REDIS = "redis-server"


@dataclass(frozen=True, slots=True)
class Extent:
    """How much: sockets, rooms, seconds. `crowds` and `rooms` go from small to large."""

    listeners: int
    messages: int
    crowds: tuple[int, ...]
    rooms: tuple[int, ...]
    resuming: int
    rounds: int
    seconds: float


DEFAULT = Extent(1_000, 100, (1_000, 5_000), (10, 1_000, 5_000), 2_000, 3, 2.0)
QUICK = Extent(100, 10, (50, 100), (10, 100), 50, 1, 0.5)


@dataclass(frozen=True, slots=True)
class Bench:
    """What the measures share: the seeded small desk, its secret, where logs go, and the load generator."""

    seeded: Desk
    folder: Path
    environment: dict[str, str]
    load: Load
    postmaster: int
    extent: Extent

    def desk(self, name: str, **more: str) -> Any:  # noqa: ANN401 - a context manager of a Server
        """A desk's process of its own."""
        return serving(f"desk {name}", ["app.cli", "serve"], self.folder / "hub.log", **self.environment, **more)

    def bare(self) -> Any:  # noqa: ANN401 - a context manager of a Server
        """Bare uvicorn."""
        return serving("bare uvicorn", ["bench.hub.bare"], self.folder / "hub.log")


def _agents(sockets: int) -> list[str]:
    """Bearers of agents, so many sockets of each as the hub allows."""
    tokens = [seeding.agent_token(number) for number in READERS]
    return [tokens[number // _OF_ONE] for number in range(sockets)]


def _talkers(desk: Desk, many: int) -> list[dict[str, Any]]:
    return [
        {"ticket": str(ticket), "token": seeding.customer_token(customer)}
        for ticket, customer in desk.open_threads()[:many]
    ]


def fan_out(bench: Bench) -> dict[str, Figure]:
    """One event to all sockets of one room, beside bare uvicorn that is handed the text."""
    extent = bench.extent
    talker = _talkers(bench.seeded, 1)[0]
    job = {"kind": "fan_out", **talker, "listeners": _agents(extent.listeners), "body": SOCKET_BODY}
    job |= {"messages": extent.messages, "text": None}
    ratios, found = [], list[dict[str, Any]]()
    with bench.desk("fan-out") as desk, bench.bare() as bare:
        for _ in range(extent.rounds):
            sides: list[dict[str, Any]] = []
            for server in (desk, bare):
                text = sides[0]["example"] if sides else None
                sides.append(bench.load.run({**job, "port": server.port, "text": text}))
            found += sides
            ratios.append(sides[0]["rate"] / sides[1]["rate"])
    shown = {
        name: {what: round(median(each[what] for each in found[place::2]), 1) for what in _FAN_OUT}
        for place, name in enumerate(("desk", "bare"))
    }
    title = f"one event to {extent.listeners:,} sockets, frames a second against bare uvicorn"
    details = {"ratios": [round(each, 2) for each in ratios], **shown}
    return {"fan_out": Figure(title, median(ratios), 0.8, at_most=False, details=details)}


_FAN_OUT = ("rate", "client_us", "bytes")


def memory(bench: Bench) -> dict[str, Figure]:
    """What an idle socket takes, beside bare uvicorn."""
    kilobytes: dict[str, dict[int, float]] = {"desk": {}, "bare": {}, "following": {}}
    for name, taken in kilobytes.items():
        with bench.bare() if name == "bare" else bench.desk("memory") as server:
            with holding() as warm:
                warm.open(server.port, _idle(20))
            time.sleep(0.5)
            before = _resident(server.pid)
            with holding() as holder:
                opened = 0
                for crowd in bench.extent.crowds:
                    sockets = _idle(crowd)[opened:]
                    if name == "following":
                        for number, each in enumerate(sockets, opened + 1):
                            each["tickets"] = [str(identifier(Kind.TICKET, number))]
                    holder.open(server.port, sockets)
                    opened = crowd
                    time.sleep(0.5)
                    taken[crowd] = (_resident(server.pid) - before) / crowd
    return {
        f"memory_{crowd}": Figure(
            f"memory of an idle socket, {crowd:,} of them, against bare uvicorn",
            kilobytes["desk"][crowd] / kilobytes["bare"][crowd],
            1.6,
            at_most=True,
            details={f"{name}_kb": round(each[crowd], 1) for name, each in kilobytes.items()},
        )
        for crowd in bench.extent.crowds
    }


def _idle(many: int) -> list[dict[str, Any]]:
    return [{"token": token, "tickets": []} for token in _agents(many)]


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(float(line.split()[1]) for line in lines if line.startswith("Private_"))


def two_processes(bench: Bench) -> dict[str, Figure]:
    """How late a message reaches a socket of another process, beside one of the same process."""
    found = {"two_processes_postgres": _delivery(bench, "Postgres", {})}
    if shutil.which(_REDIS) is not None:
        with _redis(bench.folder) as url:
            found["two_processes_redis"] = _delivery(bench, "Redis", {"OTKLIK_REDIS_URL": url})
    return found


def _delivery(bench: Bench, bus: str, environment: dict[str, str]) -> Figure:
    job: dict[str, Any] = {
        "kind": "delivery",
        "participants": _talkers(bench.seeded, 30),
        "token": _agents(1)[0],
        "body": SOCKET_BODY,
    }
    job |= {"rate": _DELIVERY_RATE, "seconds": bench.extent.seconds}
    ratios, rounds = [], []
    with bench.desk("1", **environment) as first, bench.desk("2", **environment) as second:
        for _ in range(bench.extent.rounds + 1):
            one = bench.load.run({**job, "ports": [first.port, second.port]})
            within, across = one["processes"]
            ratios.append(across["p99"] / within["p99"])
            rounds.append(one["processes"])
    title = f"p99 of delivery to another process at {_DELIVERY_RATE} messages a second, bus on {bus}, against the same"
    # The first round warms both processes.
    shown = {
        name: {what: round(median(each[place][what] for each in rounds[1:]), 1) for what in ("p50", "p99")}
        for place, name in enumerate(("same_ms", "other_ms"))
    }
    details = {"ratios": [round(each, 2) for each in ratios[1:]], **shown}
    return Figure(title, median(ratios[1:]), 5.0, at_most=True, details=details)


@contextmanager
def _redis(folder: Path) -> Iterator[str]:
    port = free_port()
    command = [_REDIS, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with (folder / "redis.log").open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, cwd=folder)
    try:
        yield f"redis://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def storm(bench: Bench) -> dict[str, Figure]:
    """Many clients come back at once; what it does to those who stayed, and to the pools."""
    extent, threads = bench.extent, bench.seeded.threads()
    resuming = [
        {"token": token, "ticket": str(threads[number % len(threads)]), "after": 11}
        for number, token in enumerate(_agents(extent.resuming))
    ]
    job: dict[str, Any] = {
        "kind": "storm",
        "participants": _talkers(bench.seeded, 16),
        "body": SOCKET_BODY,
        "resuming": resuming,
    }
    job |= {"per_second": 10, "quiet": extent.seconds}
    with bench.desk("storm") as desk, watched(bench.seeded.url) as most:
        found = bench.load.run({**job, "port": desk.port})
    if found["events"] != 10 * extent.resuming:
        msg = f"{extent.resuming} clients missed 10 events each and got {found['events']}"
        raise BrokenError(msg)
    details = {what: _rounded(found[what]) for what in ("before", "during")}
    details |= {"resumed_in_s": round(found["seconds"], 2), "events": found["events"]}
    title = f"{extent.resuming:,} clients resume at once: p99 of others' sends, ms"
    pools = "connections of the desk's pools meanwhile"
    return {
        "storm": Figure(title, found["during"]["p99"], 1_000, at_most=True, details=details),
        "storm_connections": Figure(pools, most.connections, most.allowed, at_most=True, details={}),
    }


def _rounded(spread: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 1) for name, value in spread.items()}


def rooms(bench: Bench) -> dict[str, Figure]:
    """What a send costs while few or many rooms have followers."""
    extent = bench.extent
    job = {"kind": "socket", "participants": _talkers(bench.seeded, CONNECTIONS), "body": SOCKET_BODY, "delivers": True}
    job |= {"connections": CONNECTIONS, "warm": 0.4, "seconds": extent.seconds}
    costs: dict[int, list[float]] = {many: [] for many in extent.rooms}
    rates: dict[int, list[float]] = {many: [] for many in extent.rooms}
    quiet = [str(identifier(Kind.TICKET, number)) for number in range(2, bench.seeded.tickets)]
    with bench.desk("rooms") as desk:
        for many in extent.rooms * extent.rounds:
            parts = [quiet[start : min(start + _OF_ONE, many)] for start in range(0, many, _OF_ONE)]
            with holding() as holder:
                holder.open(desk.port, [{"token": _agents(1)[0], "tickets": part} for part in parts])
                before = _cpu(bench, desk)
                found = bench.load.run({**job, "port": desk.port})
                costs[many].append((_cpu(bench, desk) - before) * 1e6 / found["acknowledged"])
                rates[many].append(found["rate"])
    cost = {many: median(each) for many, each in costs.items()}
    few, most = extent.rooms[0], extent.rooms[-1]
    details = {
        "us": {str(many): round(each) for many, each in cost.items()},
        "rate": {str(many): round(median(each)) for many, each in rates.items()},
    }
    title = f"CPU time of a send with {most:,} rooms followed, against {few}"
    return {"rooms": Figure(title, cost[most] / cost[few], 1.25, at_most=True, details=details)}


def _cpu(bench: Bench, desk: Server) -> float:
    return cpu_seconds(desk.pid) + cpu_seconds_of_children(bench.postmaster)


MEASURES: dict[str, Callable[[Bench], dict[str, Figure]]] = {
    "fan_out": fan_out,
    "memory": memory,
    "two_processes": two_processes,
    "storm": storm,
    "rooms": rooms,
}
