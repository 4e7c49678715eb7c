"""Sending what was decided: claimed, made ready, marked right before it may arrive, recorded (see `channel_claims`)."""

import asyncio
import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from prometheus_client import Counter, Gauge

from app import clock
from app.channels.adapters import ADAPTERS
from app.channels.base import Delayed, Outcome, Partly, Refused, Sent, Unsure
from app.db import Database, as_unavailable, raw_connection
from app.errors import Conflict, NotFound, Unavailable
from app.rules.actors import SYSTEM
from app.services import channel_claims, channel_outgoing, deliveries, mail_outgoing
from app.services.channel_claims import Abandoned, Claimed
from app.services.channel_outgoing import Held, Prepare, Ready, Skipped
from app.services.sending import DELAYS
from app.settings import Settings

log = structlog.get_logger("otklik.channels")

SENT = Counter("otklik_outbound_sent_total", "Messages that a channel has taken", ["kind"])
FAILED = Counter("otklik_outbound_failed_total", "Attempts by channels that failed", ["kind", "final"])
UNSURE = Counter("otklik_outbound_unsure_total", "Messages that may have arrived, and nobody knows")
WAITING = Gauge("otklik_outbound_waiting", "Messages that have not left by their channel yet, counted up to 10,000")
OLDEST = Gauge("otklik_outbound_oldest_seconds", "Age of the message that is overdue the longest; 0 when none is")

# How each kind of channel makes a message ready; the others do it as their adapter does.
PREPARE: Mapping[str, Prepare] = {"email": mail_outgoing.prepare}

ATTEMPTS = len(DELAYS) + 1
GIVE_UP = timedelta(days=3)
# How long an outcome is held on to while the database is away.
RECORD_SECONDS = 20.0
# Steps of one message: a text cut in pieces, and files.
MOST_STEPS = 100
_PREPARING = asyncio.Semaphore(4)
MAYBE = "It may have arrived"
# Of what was given up, and was taken after all.
_TAKEN_BACK = frozenset({"failed"})


class NotOursError(Exception):
    """Somebody else has it by now, or it says something else: it must not be sent as it is."""


@dataclass(frozen=True, slots=True)
class End:
    """How an attempt went, as it is recorded."""

    status: str
    error: str | None = None
    due: datetime | None = None
    taken: tuple[str, ...] = ()
    # It was looked at, and nothing was tried.
    uncounted: bool = False
    # What agents see of it: a state, and words.
    state: str | None = None
    detail: str | None = None
    # They want nothing more by this channel.
    stopped: bool = False


async def send_next(database: Database, settings: Settings) -> bool:
    """Claim what is due the longest and send it; False when nothing is due."""
    item = await channel_claims.claim(database)
    if item is None:
        return False
    await send(database, settings, item)
    return True


async def send(database: Database, settings: Settings, item: Claimed) -> None:
    """Make one attempt and record how it went."""
    kind = "?"
    try:
        if item.attempts > ATTEMPTS:
            # Claimed again and again without an outcome: its processes died, perhaps of it.
            end = _failed("no attempt came to an end")
        else:
            # Few at the same time: each has a connection meanwhile, and perhaps large files.
            async with _PREPARING:
                kind, item, found = await _made_ready(database, settings, item)
            end = await _handed(database, item, found) if isinstance(found, Ready) else found
    except NotOursError:
        end = End("waiting", due=clock.now(), uncounted=True)
    except Exception:
        # It counts as an attempt like any other: tried again, and given up in sight of the agents.
        log.exception("cannot be sent", item=str(item.id))
        end = _later(item, Delayed("an error on our side; the log says more"))
    _counted(kind, item, end)
    if not await _kept(database, item, end):
        log.warning("another process has it by now", item=str(item.id), status=end.status)


async def _made_ready(database: Database, settings: Settings, item: Claimed) -> tuple[str, Claimed, Ready | End]:
    async with database.lean() as connection:
        loaded = await channel_outgoing.load(connection, item)
        if isinstance(loaded, Held | Skipped):
            return "?", item, _not_tried(item, loaded)
        if item.payload.get("if_unread"):
            item = replace(item, along=await channel_claims.join(connection, item))
            loaded = replace(loaded, along=await channel_outgoing.load_along(connection, item))
        kind = loaded.account.kind
        ready = await PREPARE.get(kind, channel_outgoing.prepare)(connection, settings, item, loaded)
    if isinstance(ready, Held | Skipped):
        return kind, item, _not_tried(item, ready)
    return kind, item, _failed(ready.error) if isinstance(ready, Refused) else ready


async def _handed(database: Database, item: Claimed, ready: Ready) -> End:
    taken, marked = item.external_ids, False

    async def mark() -> None:
        nonlocal marked
        if not await channel_claims.mark(
            database, item, versions=ready.versions, names=ready.names, thread=item.recipient
        ):
            raise NotOursError
        marked = True

    for _ in range(MOST_STEPS):
        marked = False
        try:
            outcome = await ready.hand(mark, taken)
        except Exception:
            if not marked:
                raise
            log.exception("broke off while it was handed over", item=str(item.id))
            outcome = Unsure("an error on our side; the log says more")
        if not isinstance(outcome, Partly):
            return _end(item, ready, outcome, taken)
        taken = (*taken, *outcome.external_ids)
        if not await channel_claims.step(database, item, taken):
            raise NotOursError
    return _failed("it has too many parts")


def _end(item: Claimed, ready: Ready, outcome: Outcome, taken: tuple[str, ...]) -> End:
    match outcome:
        case Sent():
            names = tuple(dict.fromkeys((*taken, *outcome.external_ids, *ready.names)))
            return End("sent", taken=names, state="sent", detail=ready.note)
        case Refused():
            why = outcome.error if outcome.code is None else f"{outcome.error} ({outcome.code})"
            return replace(_failed(why, taken), stopped=outcome.code == "blocked")
        case Unsure() if not ready.repeatable:
            return End("unsure", outcome.error, taken=taken, state="failed", detail=f"{MAYBE}: {outcome.error}")
        case Unsure():
            return _later(item, Delayed(outcome.error), taken)
        case Delayed():
            return _later(item, outcome, taken)
        case _:
            return _failed("its channel gave no outcome", taken)


def _not_tried(item: Claimed, why: Held | Skipped) -> End:
    now = clock.now()
    if isinstance(why, Skipped):
        return End(
            "skipped", why.why, uncounted=True, state="failed" if why.failed else None, detail=f"Not sent: {why.why}"
        )
    if now - item.created_at >= GIVE_UP:
        return _failed(why.why)
    return End("waiting", why.why, now + timedelta(seconds=why.seconds), uncounted=True)


def _failed(error: str, taken: tuple[str, ...] = ()) -> End:
    return End("failed", error, taken=taken, state="failed", detail=error)


def _later(item: Claimed, outcome: Delayed, taken: tuple[str, ...] = ()) -> End:
    if item.attempts >= ATTEMPTS:
        return _failed(outcome.error, taken)
    # Apart from each other: a server that comes back must not get everything in the same second.
    wait = DELAYS[item.attempts - 1] * random.uniform(0.8, 1.2)  # noqa: S311 - jitter
    asked = min(outcome.seconds or 0.0, DELAYS[-1])
    return End("waiting", outcome.error, clock.now() + timedelta(seconds=max(wait, asked)), taken)


def _counted(kind: str, item: Claimed, end: End) -> None:
    if end.status == "sent":
        SENT.labels(kind).inc()
        return
    if end.status == "unsure":
        UNSURE.inc()
    if not end.uncounted:
        FAILED.labels(kind, str(end.due is None).lower()).inc()
        log.warning("not sent", item=str(item.id), attempts=item.attempts, status=end.status, error=end.error)


async def _kept(database: Database, item: Claimed, end: End) -> bool:
    """Record it, also when the database is away for a moment: what is not recorded is unsure, or tried again."""
    until = clock.monotonic() + RECORD_SECONDS
    while True:
        try:
            return await record(database, item, end)
        except Exception as error:
            busy = isinstance(error, Unavailable) or as_unavailable(error) is not None
            if not busy or clock.monotonic() > until:
                raise
        await asyncio.sleep(1)


async def record(database: Database, item: Claimed | Abandoned, end: End) -> bool:
    """Record an outcome, and say it on the ticket. False: the message is in other hands by now."""
    async with database.unit_of_work() as work:
        session = work.session
        connection = await raw_connection(session)
        for each in (item, *(item.along if isinstance(item, Claimed) else ())):
            if end.state is not None:
                # The ticket is locked first, here as everywhere. Should the log not take it (bounces that somebody has
                # made up name more recipients than there can be), what has become of it is kept all the same.
                with suppress(Conflict, NotFound):
                    await deliveries.report(
                        session, SYSTEM, each.ticket_id, each.message_id, state=end.state, recipient=each.recipient,
                        detail=end.detail, taken_back=_TAKEN_BACK if end.state == "sent" else (),
                    )  # fmt: skip
            ours = await channel_claims.end(
                connection, each.id, each.claim, status=end.status, due=end.due, error=end.error, taken=end.taken,
                uncounted=end.uncounted,
            )  # fmt: skip
            if not ours:
                await session.rollback()
                work.hints.clear()
                return False
        if end.stopped:
            await channel_claims.stopped(connection, item)
        if end.status == "sent":
            await channel_claims.name(connection, item, end.taken, item.recipient, clock.now())
    return True


async def settle_abandoned(database: Database) -> bool:
    """Somebody began to hand a message over and died, or sleeps: nobody can know whether it has arrived."""
    async with database.lean() as connection:
        found = await channel_claims.abandoned(connection)
    if found is None:
        return False
    adapter = ADAPTERS.get(found.kind)
    if adapter is not None and adapter.repeatable:
        end = End("waiting", "a process ended while it was sent", clock.now())
    else:
        why = "a process of the desk ended while it was being handed over"
        end = End("unsure", why, state="failed", detail=f"{MAYBE}: {why}")
        UNSURE.inc()
    await record(database, found, end)
    return True


async def look(database: Database) -> None:
    """Measure what waits."""
    async with database.lean() as connection:
        waiting, oldest = await channel_claims.state(connection)
    WAITING.set(waiting)
    OLDEST.set(oldest)
