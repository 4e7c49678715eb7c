"""A process that looks at monitors until it is killed."""

import asyncio
import sys
from datetime import timedelta

from app.db import Database
from app.services import monitor_checking
from app.settings import Settings, configure
from app.watching import Watcher


async def _watch(url: str, secret: str) -> None:
    settings = configure(Settings(database_url=url, secret=secret, outgoing_allow=["127.0.0.0/8"]))
    # Shorter than some checks take on a busy machine: what is not fenced off would show.
    monitor_checking.SPARE = timedelta(seconds=-1.7)
    Watcher(Database(url, settings)).start()
    await asyncio.Event().wait()


def run() -> None:
    """As the nursery calls it: a database's address and the desk's secret."""
    asyncio.run(_watch(sys.argv[1], sys.argv[2]))
