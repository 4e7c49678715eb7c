"""What one participant's socket has shown, ticket by ticket, and waiting for it to show more."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from app.client import DeskSocket, Update
from app.replay.counting import Seen


def seen_from_update(update: Update) -> Seen:
    """An event as it came over the socket."""
    return Seen(update.seq, update.kind, update.cmid, _body(update.data))


def seen_from_log(event: dict[str, Any]) -> Seen:
    """An event as the log's page has it."""
    message = event["data"].get("message") or {}
    return Seen(event["seq"], event["type"], message.get("client_message_id"), _body(event["data"]))


def _body(data: dict[str, Any]) -> str | None:
    body: str | None = (data.get("message") or {}).get("body")
    return body


class Views:
    """Everything that came over one socket."""

    def __init__(self, socket: DeskSocket) -> None:
        self.socket = socket
        self.by_ticket: dict[str, list[Seen]] = defaultdict(list)
        self.data: dict[tuple[str, str], dict[str, Any]] = {}
        self._news = asyncio.Condition()

    async def collect(self) -> None:
        """Take in what comes, until the socket is closed."""
        async for update in self.socket.events():
            if isinstance(update, Update):
                self.by_ticket[update.ticket].append(seen_from_update(update))
                self.data[update.ticket, update.kind] = update.data
            else:
                self.by_ticket.pop(update.ticket, None)
            async with self._news:
                self._news.notify_all()

    async def wait_for(self, ticket: str, wanted: Callable[[list[Seen]], bool], *, seconds: float) -> bool:
        """Whether what is shown of a ticket comes to satisfy `wanted` in this time."""
        async with self._news:
            try:
                await asyncio.wait_for(self._news.wait_for(lambda: wanted(self.by_ticket[ticket])), seconds)
            except TimeoutError:
                return False
        return True
