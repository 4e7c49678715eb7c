"""Errands: what the hub must ask the database for, one after the other and each only once while it waits."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable

import structlog

from app.db import as_unavailable
from app.errors import AppError

log = structlog.get_logger("otklik.hub")

WORKERS = 4


class Errands:
    """A few workers over jobs with keys: a job that waits is not added again, and one key is never done twice at once.

    A job that fails is dropped, because the next sweep finds what it was about.
    """

    def __init__(self, workers: int = WORKERS) -> None:
        self._count = workers
        self._waiting: dict[Hashable, Callable[[], Awaitable[None]]] = {}
        self._running: set[Hashable] = set()
        self._wake = asyncio.Event()
        self._workers: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin."""
        self._workers = [asyncio.create_task(self._work(), name=f"hub errands {n}") for n in range(self._count)]

    async def stop(self) -> None:
        """Drop everything."""
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    def add(self, key: Hashable, job: Callable[[], Awaitable[None]]) -> None:
        """Do this soon, once."""
        if key not in self._waiting:
            self._waiting[key] = job
            self._wake.set()

    async def _work(self) -> None:
        while True:
            key = next((each for each in self._waiting if each not in self._running), None)
            if key is None:
                self._wake.clear()
                await self._wake.wait()
                continue
            job = self._waiting.pop(key)
            self._running.add(key)
            try:
                await job()
            except Exception as error:
                if as_unavailable(error) is None and not (isinstance(error, AppError) and error.temporary):
                    log.exception("errand failed", errand=str(key))
                else:
                    log.warning("errand put off: the database is away", errand=str(key))
            finally:
                self._running.discard(key)
