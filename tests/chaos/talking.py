"""What people do during a run: they write, type, read, and look at other things."""

import asyncio
import random
from collections.abc import Sequence

from tests.chaos.people import Talker
from tests.chaos.plain import Plain
from tests.chaos.plans import Plan

# Messages that somebody sends in one go, at most.
AT_ONCE = 4
# Seconds between two small things of one person, on average.
FIDGET_SECONDS = 1.2


def talking(
    plan: Plan, phones: list[Talker], watchers: list[Talker], plain: list[Plain], tickets: list[str],
    stop: asyncio.Event, randomly: random.Random,
) -> list[asyncio.Task[None]]:  # fmt: skip
    """Everybody talks: customers on their tickets, agents on any, some of it notes; some several at once."""
    count = len(phones) + len(watchers) + len(plain)
    pause = count * (AT_ONCE + 1) / 2 / plan.rate

    async def talks(client: Talker, where: list[str], mine: random.Random) -> None:
        number = 0
        while not stop.is_set():
            ticket = mine.choice(where)
            sends = []
            for _ in range(mine.randint(1, AT_ONCE)):
                number += 1
                # They are written in this order, and must stand in it.
                internal = client.caller.kind == "agent" and mine.random() < 0.3
                sends.append(client.write(ticket, f"{client.name} {number}", internal=internal))
            await asyncio.gather(*sends)
            await asyncio.sleep(mine.uniform(0, 2 * pause))

    async def posts(client: Plain, ticket: str, mine: random.Random) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            await client.write(ticket, f"{client.name} {number}")
            await asyncio.sleep(mine.uniform(0, 2 * pause))

    def own() -> random.Random:
        return random.Random(randomly.random())

    return [
        *(asyncio.create_task(talks(each, [tickets[n]], own())) for n, each in enumerate(phones)),
        *(asyncio.create_task(talks(each, tickets, own())) for each in watchers),
        *(asyncio.create_task(posts(each, tickets[n], own())) for n, each in enumerate(plain)),
    ]


def fidgeting(
    customers: Sequence[Talker], watchers: Sequence[Talker], tickets: Sequence[str], stop: asyncio.Event,
    randomly: random.Random,
) -> list[asyncio.Task[None]]:  # fmt: skip
    """Everybody types, reads, comes and goes: customers on their ticket, agents on any."""

    async def fidgets(client: Talker, where: Sequence[str], mine: random.Random) -> None:
        while not stop.is_set():
            await asyncio.sleep(mine.uniform(0, 2 * FIDGET_SECONDS))
            client.fidget(where, mine)

    where = [*([tickets[n % len(tickets)]] for n in range(len(customers))), *([tickets] * len(watchers))]
    return [
        asyncio.create_task(fidgets(client, there, random.Random(randomly.random())))
        for client, there in zip([*customers, *watchers], where, strict=True)
    ]
