"""A process that sends by channels until it is killed."""

import asyncio
import sys
from datetime import timedelta

from pydantic import SecretStr

from app import departing
from app.db import Database
from app.services import channel_claims
from app.settings import Settings, configure


async def _send(database_url: str, smtp_url: str, secret: str) -> None:
    settings = configure(Settings(database_url=database_url, smtp_url=SecretStr(smtp_url), secret=SecretStr(secret)))
    # Much shorter than anything takes when machines are busy: what is not fenced off would show.
    channel_claims.LEASE, channel_claims.HANDING = timedelta(seconds=0.5), timedelta(seconds=1)
    departing.LOOK_SECONDS = 0.1
    departer = departing.Departer(Database(database_url, settings), settings)
    departer.start()
    while True:
        departer.wake()
        await asyncio.sleep(0.1)


def run() -> None:
    """As the nursery calls it: a database's address, a mail server's, and the desk's secret."""
    asyncio.run(_send(*sys.argv[1:4]))
