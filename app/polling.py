"""The loop that asks Telegram for updates: every bot in a task of its own, each held by one process at a time."""

import asyncio
from uuid import UUID

import structlog

from app import clock
from app.db import Database, as_unavailable
from app.errors import Unavailable
from app.loops import Loop
from app.services import telegram_polling
from app.services.telegram_polling import Held

log = structlog.get_logger("otklik.telegram")

# How often a process looks for bots that nobody asks for.
LOOK_SECONDS = 5.0
# Bots that one process asks for.
AT_ONCE = 20


class Poller:
    """Asks for updates. Any number of processes may run one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._under_way: dict[asyncio.Task[None], UUID] = {}
        self._loop = Loop("otklik-polling", self.turn)
        self._look_at = 0.0

    def start(self) -> None:
        """Begin."""
        self._loop.start()

    def wake(self) -> None:
        """A bot may be new."""
        self._look_at = 0.0
        self._loop.wake()

    async def stop(self) -> None:
        """Ask no more; another process asks at once."""
        await self._loop.stop(patience=1.0)
        for each in self._under_way:
            # What has not been stored is not confirmed: it comes again.
            each.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def turn(self) -> bool:
        """Take the bots that nobody asks for."""
        if clock.monotonic() < self._look_at:
            return False
        while len(self._under_way) < AT_ONCE:
            held = await telegram_polling.claim(self._database)
            if held is None:
                break
            task = asyncio.create_task(self._ask(held), name=f"polling {held.channel_id}")
            self._under_way[task] = held.channel_id
            task.add_done_callback(self._ended)
        self._look_at = clock.monotonic() + LOOK_SECONDS
        return False

    async def _ask(self, held: Held) -> None:
        going_on: Held | None = held
        try:
            if await telegram_polling.begin(self._database, held):
                while going_on is not None:
                    going_on = await telegram_polling.ask(self._database, going_on)
        except asyncio.CancelledError:
            await self._let_go(held, None)
            raise
        except Exception as error:
            if as_unavailable(error) is None and not isinstance(error, Unavailable):
                log.exception("updates of a bot are not asked for", channel=str(held.channel_id))
            await self._let_go(held, type(error).__name__)

    async def _let_go(self, held: Held, error: str | None) -> None:
        try:
            await telegram_polling.let_go(self._database, held, error=error)
        except Exception as away:
            # The lease ends by itself.
            if as_unavailable(away) is None and not isinstance(away, Unavailable):
                raise

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a bot could not be let go; its lease ends by itself", exc_info=error)
