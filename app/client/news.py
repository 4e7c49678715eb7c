"""What a program is told besides events and answers: queues that it may read, and how long somebody types."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from app.client.actions import Changed, Frame, Gone, Notice, Problem, Typing

Signal: TypeAlias = Changed | Typing | Gone | Problem | Notice

# Signals are best effort: of those that nobody takes the oldest are dropped.
SIGNALS = 1_000


class News:
    """`offers` and `queue` hold frames as they came, `signals` everything else.

    `expire` is called with ticket and person when a `Typing` has been shown for its time.
    """

    def __init__(self, expire: Callable[[str, str], None]) -> None:
        self.offers: asyncio.Queue[Frame] = asyncio.Queue()
        self.queue: asyncio.Queue[Frame] = asyncio.Queue()
        self.signals: asyncio.Queue[Signal] = asyncio.Queue(SIGNALS)
        self._expire = expire
        self._typing: dict[tuple[str, str], asyncio.TimerHandle] = {}

    def put(self, action: Signal) -> None:
        """Something happened."""
        kind = action.frame["t"] if isinstance(action, Notice) else ""
        if isinstance(action, Notice) and kind in {"offer", "offer_ended"}:
            self.offers.put_nowait(action.frame)
            return
        if isinstance(action, Notice) and kind == "queue":
            self.queue.put_nowait(action.frame)
            return
        if isinstance(action, Typing):
            self._types(action)
        if self.signals.full():
            self.signals.get_nowait()
        self.signals.put_nowait(action)

    def _types(self, action: Typing) -> None:
        key = (action.ticket, action.who)
        if timer := self._typing.pop(key, None):
            timer.cancel()
        if action.on:
            expire = partial(self._expire, *key)
            self._typing[key] = asyncio.get_running_loop().call_later(action.ttl, expire)
