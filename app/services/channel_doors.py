"""What arrives at a channel over HTTP: proved, stored, and only then answered."""

from uuid import UUID

import orjson

from app import clock
from app.channels.adapters import ADAPTERS
from app.channels.base import Answer, Delivered, ForgedError
from app.db import UnitOfWork, raw_connection
from app.errors import BadRequest, Invalid, NotFound, Unauthenticated, pointer
from app.hints import Hint
from app.models import Channel
from app.rules.actors import Actor
from app.services import channels, inbound
from app.services.inbound import Item, Stored

_REFUSED = 400
_MAILBOX = frozenset({"email"})


async def of_messenger(work: UnitOfWork, channel_id: UUID) -> Channel:
    """The channel that a vendor posts to: asked before anything is read. Raises `NotFound`."""
    return await channels.open_door(work.session, channel_id, kinds=frozenset(ADAPTERS))


async def receive(work: UnitOfWork, channel: Channel, request: Delivered) -> Answer:
    """Store what a vendor's request says, and what to answer it. Raises `Unauthenticated` (`forged`), and `Invalid` for
    what is authentic and has none of the channel's shapes.
    """
    try:
        received = ADAPTERS[channel.kind].receive(channels.account_of(channel), request)
    except ForgedError as error:
        detail = "This does not prove that it comes from where it says"
        raise Unauthenticated(detail, code="forged") from error
    if received.answer.status >= _REFUSED:
        raise _as_invalid(received.answer)
    items = [Item(each.external_id, each.body, each.lane) for each in received.updates]
    await _store(work, channel, "webhook", items)
    return received.answer


def _as_invalid(answer: Answer) -> Invalid:
    """Who is authentic and writes nonsense is told what is wrong with it, as anybody."""
    said = orjson.loads(answer.body)
    wrong = [pointer(each["at"], each["message"]) for each in said.get("errors", ())]
    return Invalid(None if wrong else str(said.get("error")), errors=wrong)


async def of_mail(work: UnitOfWork, channel_id: UUID) -> Channel:
    """The mailbox that a mail is for: asked before it is read. Raises `NotFound`."""
    return await channels.open_door(work.session, channel_id, kinds=_MAILBOX)


async def receive_mail(work: UnitOfWork, actor: Actor, channel_id: UUID, raw: bytes) -> Stored:
    """Store a mail. Raises `NotFound` and `BadRequest` (`empty_mail`)."""
    if not raw.strip():
        raise BadRequest("There is no mail in this request", code="empty_mail")
    if actor.source_id is not None:
        # A key of one source knows of no mailbox.
        raise NotFound
    channel = await of_mail(work, channel_id)
    [stored] = await _store(work, channel, "http", [inbound.of_mail(raw)])
    return stored


async def _store(work: UnitOfWork, channel: Channel, door: inbound.Door, items: list[Item]) -> list[Stored]:
    if not items:
        return []
    connection = await raw_connection(work.session)
    stored = await inbound.store(connection, channel.id, door, items, now=clock.now())
    work.hints.append(Hint("inbound", channel.id))
    return stored
