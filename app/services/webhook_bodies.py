"""What webhooks say: an event of the feed in an envelope, and the headers that prove whose it is."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from app import __version__, clock
from app.db import Connection
from app.rules.actors import SYSTEM, Actor
from app.services import feed_pages, outbox
from app.services.lean import wire
from app.services.webhook_claims import Claimed, Lane

TEST = "webhook.test"
# The shape of what is said. A change that could break a receiver makes another one, and stored webhooks keep theirs.
API_VERSION = "2026-11-01"

_PARTNER = Actor(kind="partner", id=UUID(int=0), name="")
_READERS: Mapping[str, Actor] = {"desk": SYSTEM, "partner": _PARTNER}

_TICKETS = f"""SELECT {wire.columns_for(_PARTNER)} FROM tickets t JOIN customers c ON c.id = t.requester_id
WHERE t.id = ANY ($1)"""  # noqa: S608 - names of ours


async def build(connection: Connection, lanes: Iterable[Lane]) -> dict[UUID, bytes]:
    """The body of each claimed delivery by its id; missing: what it was about is kept no more, or is not for those who
    hear it now (a webhook of the desk that became a partner's).
    """
    pairs = [(lane, each) for lane in lanes for each in lane.deliveries]
    new = [(lane, each) for lane, each in pairs if each.body is None]
    events = await feed_pages.at(connection, {each.position for _, each in new if each.position is not None})
    asked = {each.ticket_id for lane, each in new if lane.with_ticket and each.ticket_id is not None}
    tickets = {UUID(int=row["id"].int): row for row in await connection.fetch(_TICKETS, list(asked))} if asked else {}
    made = {each.id: each.body.encode() for _, each in pairs if each.body is not None}
    for lane, each in new:
        if each.position is None:
            made[each.id] = wire.dumps(_envelope(lane, each, {"id": each.event_id, "type": TEST}, each.created_at))
        elif each.position in events and _is_for(lane, events[each.position]):
            event = feed_pages.shown(events[each.position], _READERS[lane.audience])
            said = _envelope(lane, each, event, event["at"])
            if lane.with_ticket and each.ticket_id in tickets:
                said["ticket"] = _ticket(lane, tickets[each.ticket_id])
            made[each.id] = wire.dumps(said)
    return made


def _is_for(lane: Lane, row: Any) -> bool:  # noqa: ANN401 - asyncpg.Record
    return lane.audience == "desk" or row["public_seq"] is not None


def _ticket(lane: Lane, row: Any) -> dict[str, Any]:  # noqa: ANN401 - asyncpg.Record
    # A partner is told of the ticket that this one is part of only when it comes from the same source.
    reader = _READERS[lane.audience]
    return wire.ticket(row, reader if reader is SYSTEM else replace(reader, source_id=row["source_id"]))


def _envelope(lane: Lane, each: Claimed, data: dict[str, Any], at: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "type": each.type,
        "timestamp": at,
        "api_version": lane.api_version,
        "replay": each.replay,
        "data": data,
    }


def headers(lane: Lane, each: Claimed, body: bytes) -> dict[str, str]:
    """The headers of one attempt. `webhook-id` is the same for every attempt and every replay of an event."""
    timestamp = int(clock.now().timestamp())
    said = {
        **lane.headers,
        "content-type": "application/json",
        "user-agent": f"Otklik/{__version__}",
        "webhook-id": each.event_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": outbox.signature(list(lane.secrets), each.event_id, timestamp, body),
    }
    if each.replay:
        said["otklik-replay"] = "true"
    return said
