"""Live figures that somebody looks at: counted again when something has happened, and pushed when they have changed.

Nobody follows any: nothing is counted. Nothing happens: nothing is counted but when time itself changes them.
"""

import asyncio
from typing import TYPE_CHECKING, Any

from app import clock
from app.errors import NotFound
from app.realtime import frames
from app.rules.permissions import Permission
from app.services import report_live
from app.services.report_live import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.hints import Hint
    from app.realtime.connection import Connection
    from app.realtime.hub import Hub
    from app.schemas.report_live import LiveReportOut

# However much happens, figures are counted no more often than this.
PAUSE_SECONDS = 1.0
# Hints can be lost: then it is this long until they are counted all the same.
REFRESH_SECONDS = 60.0
FAILED_SECONDS = 5.0
_COUNTS = frozenset({"ticket", "load", "agent", "offer", "waiting", "list", "queue"})


def may(connection: "Connection") -> bool:
    """Whether a caller may see figures."""
    actor = connection.actor
    return connection.audience == "agent" and actor.role != "agent" and actor.may(Permission.REPORTS_READ)


class Figures:
    """Who follows which figures in this process, and what each was told last."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._followers: dict[Scope, dict[Connection, bytes]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._at = 0.0
        self._looked = 0.0
        # Clocks are kept a moment after what they follow from: what happened is looked at once more.
        self._again = False
        self.looks = 0

    def names(self, connection: "Connection") -> set[str]:
        """The figures that a socket follows."""
        return {f"report:{name(each)}" for each, who in self._followers.items() if connection in who}

    def follow(self, connection: "Connection", scope: Scope) -> None:
        """Follow these from now on: they come at once."""
        self._followers.setdefault(scope, {})[connection] = b""
        self._soon(0.0)

    def leave(self, connection: "Connection", wanted: str) -> None:
        """Follow them no more."""
        for scope in [each for each in self._followers if name(each) == wanted]:
            self._forget(connection, scope)

    def disconnect(self, connection: "Connection") -> None:
        """A socket is gone."""
        for scope in list(self._followers):
            self._forget(connection, scope)

    def _forget(self, connection: "Connection", scope: Scope) -> None:
        self._followers[scope].pop(connection, None)
        if not self._followers[scope]:
            del self._followers[scope]
        if not self._followers and self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def take(self, hints: "Iterable[Hint]") -> None:
        """Something has happened."""
        if self._followers and any(each.kind in _COUNTS for each in hints):
            self._again = True
            self._soon(self._looked + PAUSE_SECONDS - clock.monotonic())

    def all_changed(self) -> None:
        """Hints may have been lost."""
        if self._followers:
            self._again = True
            self._soon(0.0)

    def stop(self) -> None:
        """Tell nobody any more."""
        if self._timer is not None:
            self._timer.cancel()

    def _soon(self, seconds: float) -> None:
        """Look in so many seconds, unless that is done earlier anyway."""
        at = clock.monotonic() + max(0.0, seconds)
        if self._timer is not None:
            if self._at <= at:
                return
            self._timer.cancel()
        self._at = at
        self._timer = asyncio.get_running_loop().call_later(max(0.0, seconds), self._look)

    def _look(self) -> None:
        self._timer = None
        self._looked = clock.monotonic()
        self._hub.errands.add("figures", self._tell)

    async def _tell(self) -> None:
        again, self._again = self._again, False
        self.looks += 1
        pause = PAUSE_SECONDS if again else REFRESH_SECONDS
        try:
            for scope in list(self._followers):
                found = await self._count(scope)
                if found is not None:
                    pause = min(pause, max(PAUSE_SECONDS, (found.changes_at - clock.now()).total_seconds()))
                    if not self._push(scope, found.model_dump()):
                        pause = PAUSE_SECONDS
        except BaseException:
            pause = FAILED_SECONDS
            raise
        finally:
            if self._followers:
                self._soon(pause)

    async def _count(self, scope: Scope) -> "LiveReportOut | None":
        async with self._hub.database.lean() as connection:
            try:
                async with connection.transaction(isolation="repeatable_read", readonly=True):
                    return await report_live.figures(connection, scope)
            except NotFound:
                return None

    def _push(self, scope: Scope, found: dict[str, Any]) -> bool:
        """Tell whoever has not been told this; False: a slow reader gets what is true later, and not what was."""
        told_all = True
        told = frames.encode({**found, "as_of": None})
        frame = frames.encode({"t": "figures", "report": name(scope), "figures": found})
        for connection, last in list(self._followers.get(scope, {}).items()):
            if not may(connection):
                # No lead any more.
                self._forget(connection, scope)
            elif last != told and connection.has_room:
                self._followers[scope][connection] = told
                connection.push(frame)
            elif last != told:
                told_all = False
        return told_all


def name(scope: Scope) -> str:
    """What clients call it: `desk`, `queue:<id>`, `team:<id>`."""
    return scope.kind if scope.id is None else f"{scope.kind}:{scope.id}"
