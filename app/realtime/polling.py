"""Long polls: the same events as on a socket, over plain HTTP, by the same range query."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

import orjson

from app import clock
from app.errors import NotFound
from app.realtime import frames
from app.realtime.hub import Hub
from app.realtime.limits import GAP
from app.rules.actors import Actor
from app.services import callers
from app.services.lean import events as lean_events
from app.services.lean import rooms as lean_rooms

# An answer stops here, also in the middle of a ticket's events: the rest comes with the next one.
ANSWER_BYTES = 262_144


async def poll(
    hub: Hub,
    bearer: str,
    cursors: Mapping[UUID, int],
    *,
    epoch: str | None,
    seconds: float,
    gone: Callable[[], Awaitable[bool]],
) -> dict[str, Any]:
    """What is new after these cursors, as `SyncOut`; with nothing new, what comes within `seconds`.

    While it waits it holds no connection to the database. A lost hint costs latency only: it looks again as often as
    the hub sweeps, and then also asks whether the client is `gone`. Raises `Unauthenticated` when the caller has been
    revoked meanwhile, and `TooMany`.
    """
    end = clock.monotonic() + seconds
    caller = await callers.authenticate(hub.database, bearer)
    with hub.watching.watch(caller.actor.id, caller.actor.session_id, cursors) as changed:
        while True:
            changed.clear()
            # Whoever was signed out while waiting is told so, and gets no events.
            caller = await callers.authenticate(hub.database, bearer)
            found = await _look(hub, caller.actor, cursors, epoch)
            left = end - clock.monotonic()
            if found["events"] or found["reset"] or found["gone"] or left <= 0 or hub.stopping:
                return found
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), min(left, hub.settings.sweep_seconds))
            if not changed.is_set() and await gone():
                return found


async def _look(hub: Hub, actor: Actor, cursors: Mapping[UUID, int], epoch: str | None) -> dict[str, Any]:
    async with hub.database.unit_of_work() as work:
        lean = await work.lean()
        lasts = await lean_rooms.last_seen(lean, actor, list(cursors))
        found: dict[str, Any] = {
            "epoch": hub.epoch,
            "events": [],
            "cursors": {},
            "more": [],
            "reset": [],
            "gone": [ticket_id for ticket_id in cursors if ticket_id not in lasts],
        }
        budget = [GAP, ANSWER_BYTES]
        for ticket_id, standing in lasts.items():
            after, last = cursors[ticket_id], standing
            if after > 0 and epoch not in {None, hub.epoch}:
                _reset(found, ticket_id, "epoch")
                continue
            if after > last:
                _reset(found, ticket_id, "ahead")
                continue
            reached = after
            if after < last and min(budget) > 0:
                with suppress(NotFound):
                    last, rows = await lean_events.since(lean, actor, ticket_id, after=after, limit=budget[0])
                    reached = _add(found["events"], rows, actor, budget) or after
            found["cursors"][str(ticket_id)] = reached
            if reached < last:
                found["more"].append(ticket_id)
    return found


def _reset(found: dict[str, Any], ticket_id: UUID, reason: str) -> None:
    found["reset"].append({"ticket": ticket_id, "reason": reason})
    # What the client holds is dropped: it begins anew.
    found["cursors"][str(ticket_id)] = 0


def _add(events: list[Any], rows: list[dict[str, Any]], actor: Actor, budget: list[int]) -> int | None:
    """Add the events that fit; the counter of the last one."""
    reached = None
    for row in rows:
        if min(budget) <= 0:
            break
        text = frames.event_json(row, actor.kind, actor.id)
        events.append(orjson.Fragment(text))
        budget[0] -= 1
        budget[1] -= len(text)
        reached = frames.counter(row, actor.kind)
    return reached
