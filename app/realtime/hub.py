"""The hub of one process: rooms, connections, and what is delivered to them."""

from collections.abc import Sequence

from app.db import Database
from app.hints import Hint
from app.settings import Settings


class Hub:
    """The rooms of this process. Started and stopped by the application's lifespan."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database = database
        self.settings = settings

    async def start(self) -> None:
        """Listen to the bus and begin to sweep."""

    async def stop(self) -> None:
        """Send everybody away and stop listening."""

    async def publish(self, hints: Sequence[Hint]) -> None:
        """Deliver what this process has just committed, and tell the other processes."""
