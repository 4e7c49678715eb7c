"""What the measures of routing share: how much there is, and desks made for them."""

import asyncio
from dataclasses import dataclass

import asyncpg

from app import migrations
from bench import databases
from bench.place import Place
from bench.routing.world import World, build

_EMPTY = "bench_routing_empty"


@dataclass(frozen=True, slots=True)
class Extent:
    """How much: of agents and of what waits for them; decisions and looks of a kind; the routers that work at the same
    time, on how many copies of a desk; hand-overs of one piece of work after the other, and how much waits meanwhile;
    and for growth the agents and the rounds in turn.
    """

    agents: int
    waiting: int
    decisions: int
    routers: int
    copies: int
    handed: int
    background: int
    few: int
    many: int
    rounds: int
    each: int
    past: int


DEFAULT = Extent(
    agents=1_000, waiting=10_000, decisions=1_000, routers=8, copies=3, handed=300, background=200, few=100, many=1_000,
    rounds=7, each=200, past=1_000,
)  # fmt: skip
QUICK = Extent(
    agents=100, waiting=400, decisions=40, routers=3, copies=1, handed=12, background=30, few=20, many=60, rounds=1,
    each=20, past=20,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Site(Place):
    """Where it runs, and how much of it there is."""

    extent: Extent

    def made(self, world: World) -> str:
        """The address of a desk that is like this; one that was kept is taken again."""
        name = f"bench_routing_{world.name}"
        address = databases.address(self.url, name)
        empty = databases.address(self.url, _EMPTY)
        if asyncio.run(databases.create(self.url, _EMPTY)):
            migrations.upgrade(empty)
        if asyncio.run(databases.create(self.url, name, like=_EMPTY)):
            asyncio.run(_filled(address, world))
        return address

    def copied(self, url: str, name: str) -> str:
        """The address of a fresh copy of a desk."""
        asyncio.run(databases.drop(self.url, name))
        asyncio.run(databases.create(self.url, name, like=url.rpartition("/")[2]))
        return databases.address(self.url, name)


async def _filled(url: str, world: World) -> None:
    connection = await asyncpg.connect(url)
    try:
        await build(connection, world)
    finally:
        await connection.close()
