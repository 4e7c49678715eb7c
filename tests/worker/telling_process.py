"""A process that does the jobs of incidents until it is killed."""

import asyncio
import sys
from datetime import timedelta

from app.db import Database
from app.services import incident_linking, incident_marks, incident_telling, jobs
from app.settings import Settings, configure

_KINDS: jobs.Kinds = {each.KIND: each.run for each in (incident_linking, incident_marks, incident_telling)}


async def _work(url: str, secret: str) -> None:
    settings = configure(Settings(database_url=url, secret=secret))
    # A dead one's job is taken over at once; and a living one's sometimes, too.
    jobs.LEASE, jobs.BEAT_SECONDS, jobs.ATTEMPTS = timedelta(seconds=1), 0.3, 100
    database = Database(url, settings)
    while True:
        if not await jobs.run_next(database, _KINDS):
            await asyncio.sleep(0.05)


def run() -> None:
    """As the nursery calls it: a database's address and the desk's secret."""
    asyncio.run(_work(sys.argv[1], sys.argv[2]))
