"""What tests of insight share: a desk that counts, tickets in the words of real people, and a past to compare with."""

import asyncio
import csv
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from app import clock
from app.db import Database
from app.ids import new_id
from app.services.insight_watching import Watcher
from app.settings import Settings, configure
from tests.conftest import Api, Desk
from tests.desks import eventually, state_of

REQUESTS = Path(__file__).resolve().parents[2] / "shared/data/requests.csv"


@cache
def requests() -> dict[str, list[str]]:
    """What real people ask, by what it is about; each in an order that is always the same."""
    found: dict[str, list[str]] = {}
    with REQUESTS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["category"], []).append(row["text"])
    for name in sorted(found):
        Random(name).shuffle(found[name])
    return found


@asynccontextmanager
async def counting(desk: Desk, settings: Settings) -> AsyncIterator[None]:
    """A desk that counts, and looks only when a test does (`look`)."""
    async with desk.database.lean() as connection:
        await connection.execute(
            "INSERT INTO insight_state (one, due_at, job_id) VALUES (true, $1, $2)",
            clock.now() + timedelta(1),
            new_id(),
        )
    configure(settings.model_copy(update={"insight_days": 70, "insight_seconds": 3600}))
    yield
    configure(settings)


async def opened(caller: Api, texts: Iterable[str], **fields: Any) -> list[str]:
    """A ticket of somebody new for each of these texts: their ids."""
    made = await asyncio.gather(
        *(caller.post("/v1/tickets", {"subject": text[:200], "body": text, **fields}) for text in texts)
    )
    return [each["id"] for each in made]


async def counted(database: Database, tickets: Sequence[str]) -> None:
    """Wait until these are counted."""
    query = "SELECT count(*) FROM insight_tickets WHERE ticket_id = ANY ($1::uuid[])"
    await eventually(lambda: state_of(database, query, tickets), lambda found: found == len(tickets))


async def before(database: Database, tickets: Sequence[str], *, weeks: int = 8) -> None:
    """As if these had been counted at this time of the weeks before, one in each week after the other."""
    async with database.lean() as connection:
        await connection.execute(
            """UPDATE insight_tickets i SET at = i.at - (1 + (x.place - 1) % $2) * interval '7 days'
            FROM unnest($1::uuid[]) WITH ORDINALITY AS x (id, place) WHERE i.ticket_id = x.id""",
            tickets,
            weeks,
        )
        # Something at the very beginning, so that the first week is there as a whole.
        await connection.execute(
            "UPDATE insight_tickets SET at = at - interval '2 days' WHERE ticket_id = $1", tickets[weeks - 1]
        )


async def look(database: Database) -> None:
    """What the desk does every minute."""
    await Watcher(database).look(clock.now())
