"""What happens later or by itself: routing of waiting work, and deadlines claimed when they are due."""

from collections.abc import Sequence

from app.db import Database
from app.hints import Hint
from app.settings import Settings


class Worker:
    """The background work of one process. `deadlines` runs the due-loop too (any number of processes may)."""

    def __init__(self, database: Database, settings: Settings, *, deadlines: bool = True) -> None:
        self.database = database
        self.settings = settings
        self.deadlines = deadlines

    async def start(self) -> None:
        """Begin."""

    async def stop(self) -> None:
        """Finish what is under way and stop."""

    def notice(self, hints: Sequence[Hint]) -> None:
        """Look at `route` hints that this process has just committed: work may be waiting for somebody free."""
