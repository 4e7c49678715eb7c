"""Lists that agents follow: inboxes, waiting lists, notifications. They are told of a change, and fetch it again."""

import asyncio
import random
from typing import TYPE_CHECKING, Literal, TypeAlias
from uuid import UUID

from app import clock
from app.realtime import frames

if TYPE_CHECKING:
    from app.realtime.connection import Connection

Kind: TypeAlias = Literal["list", "waiting", "notification", "views"]
Key: TypeAlias = tuple[Kind, UUID]

# A list that changes all the time is not fetched more often than this.
PAUSE_SECONDS = 1.0
# Hints can be lost without anybody noticing: then it is this long until everybody fetches again.
REFRESH_SECONDS = 60.0


class Lists:
    """Who follows which list in this process."""

    def __init__(self) -> None:
        # By list, the followers and how each of them calls it: `mine` is another list for everybody.
        self._followers: dict[Key, dict[Connection, bytes]] = {}
        self._followed: dict[Connection, dict[str, Key]] = {}
        self._told: dict[Key, float] = {}
        self._timers: dict[Key, asyncio.TimerHandle] = {}
        self._lines = 0
        self._refresh_at = clock.monotonic() + REFRESH_SECONDS

    @property
    def lines(self) -> int:
        """How many lines anybody here follows."""
        return self._lines

    def names(self, connection: "Connection") -> set[str]:
        """The lists that a socket follows."""
        return set(self._followed.get(connection, ()))

    def follow(self, connection: "Connection", key: Key, name: str) -> None:
        """Follow a list under the name by which this client asked: `queue:<id>`, `mine`, `team:<id>` ..."""
        if key not in self._followers:
            self._followers[key] = {}
            self._lines += key[0] == "waiting"
        self._followers[key][connection] = _frame(name)
        self._followed.setdefault(connection, {})[name] = key

    def leave(self, connection: "Connection", name: str) -> None:
        """Follow it no more."""
        followed = self._followed.get(connection, {})
        key = followed.pop(name, None)
        if key is not None:
            self._forget(connection, key)
        if not followed:
            self._followed.pop(connection, None)

    def disconnect(self, connection: "Connection") -> None:
        """A socket is gone."""
        for key in self._followed.pop(connection, {}).values():
            self._forget(connection, key)

    def _forget(self, connection: "Connection", key: Key) -> None:
        followers = self._followers[key]
        followers.pop(connection, None)
        if not followers:
            del self._followers[key]
            self._lines -= key[0] == "waiting"
            self._told.pop(key, None)
            timer = self._timers.pop(key, None)
            if timer is not None:
                timer.cancel()

    def changed(self, key: Key) -> None:
        """Tell the followers of a list, at once or when the pause since the last time is over."""
        if key not in self._followers or key in self._timers:
            return
        wait = self._told.get(key, 0.0) + PAUSE_SECONDS - clock.monotonic()
        if wait <= 0:
            self._tell(key)
        else:
            self._timers[key] = asyncio.get_running_loop().call_later(wait, self._tell, key)

    def _tell(self, key: Key) -> None:
        self._timers.pop(key, None)
        self._told[key] = clock.monotonic()
        for connection, frame in self._followers.get(key, {}).items():
            connection.push_fleeting(frame)

    def all_changed(self) -> None:
        """Hints may have been lost."""
        for key in list(self._followers):
            self.changed(key)

    def tick(self) -> None:
        """Now and then everybody fetches again, whatever was lost."""
        if clock.monotonic() >= self._refresh_at:
            self._refresh_at = clock.monotonic() + REFRESH_SECONDS * random.uniform(0.75, 1.25)  # noqa: S311 - jitter
            self.all_changed()

    def stop(self) -> None:
        """Tell nobody any more."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()


def _frame(name: str) -> bytes:
    queue = name.removeprefix("queue:")
    return frames.encode({"t": "changed", "queue": queue} if queue != name else {"t": "changed", "inbox": name})
