"""With everybody gone each process must be back where it began: before the first socket since its last start."""

import asyncio

import httpx

from app import clock
from tests.chaos.machines import Machines

# Half a minute of everything adds 2 to 5 MB. A kilobyte that is kept of every frame would be 20 MB.
MORE_MEMORY_KB = 16_000
# Of the requests of ours that look, and of housekeeping.
MORE_DESCRIPTORS = 4
MORE_TASKS = 4
SECONDS = 10.0
# Nothing may be left of these.
GONE = ("connections", "rooms", "polls", "people", "marks", "busy")


async def leaks_of(machines: Machines) -> tuple[list[str], float]:
    """What is wrong, and by how many MB the process that grew most has grown."""
    wrong: list[str] = []
    grown = 0.0
    end = clock.monotonic() + SECONDS
    for app in machines.apps:
        while True:
            found = await _state(app.url)
            now, base = found["now"], found["base"]
            found_leaks = leaks(now, base or now)
            if not found_leaks or clock.monotonic() > end:
                break
            await asyncio.sleep(0.2)
        grown = max(grown, (now["rss_kb"] - (base or now)["rss_kb"]) / 1024)
        wrong += [f"{app.name} leaks {name}: {base.get(name)} before, {now}" for name in found_leaks]
    return wrong, grown


def leaks(now: dict[str, int], base: dict[str, int]) -> list[str]:
    """What a process has too much of."""
    found = [name for name in GONE if now[name]]
    found += ["tasks"] * (now["tasks"] > base["tasks"] + MORE_TASKS)
    found += ["descriptors"] * (now["descriptors"] > base["descriptors"] + MORE_DESCRIPTORS)
    found += ["memory"] * (now["rss_kb"] > base["rss_kb"] + MORE_MEMORY_KB)
    return found


async def _state(url: str) -> dict[str, dict[str, int]]:
    async with httpx.AsyncClient(timeout=10, verify=False) as client:  # noqa: S501 - loopback
        found: dict[str, dict[str, int]] = (await client.get(f"{url}/chaos")).json()
        return found
