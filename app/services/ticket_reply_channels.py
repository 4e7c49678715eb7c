"""By which channel a thread's answers go: what the desk finds, and what an agent chooses."""

from uuid import UUID

from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Conflict, Invalid, pointer
from app.models import ChannelThread, Ticket, TicketReplyChannel
from app.rules.actors import Actor
from app.rules.reply_channels import OBSTACLES, WHY, Way, decide, standing
from app.schemas.events import EventType
from app.schemas.ticket_reply_channels import ReplyChannelIn, ReplyChannelOut, WayOut
from app.services import events, reply_ways, ticket_access
from app.services.reply_ways import Known


async def read(session: AsyncSession, actor: Actor, ticket_id: UUID) -> ReplyChannelOut:
    """Where the next answer goes, and where else it could go. Raises `NotFound`."""
    await ticket_access.get(session, actor, ticket_id)
    await session.flush()
    return _shown(await reply_ways.known(await raw_connection(session), ticket_id, now=clock.now()))


async def choose(session: AsyncSession, actor: Actor, ticket_id: UUID, wanted: ReplyChannelIn) -> ReplyChannelOut:
    """Let answers go by another channel. What is chosen already is no change.

    Raises `NotFound`, `Invalid` (`unknown_channel`) and `Conflict` (`cannot_reach`).
    """
    ticket = await ticket_access.lock(session, actor, ticket_id)
    known = await reply_ways.known(await raw_connection(session), ticket_id, now=clock.now())
    way = None if wanted.channel_id is None else _way(known, wanted.channel_id)
    there = await session.get(TicketReplyChannel, ticket_id)
    stands = standing(known.thread)
    place = None if wanted.place == "automatic" else wanted.channel_id or "here"
    if (None if stands is None else stands.place) == place:
        return _shown(known)
    if wanted.place == "automatic":
        await session.delete(there)
    else:
        row = there or TicketReplyChannel(ticket_id=ticket_id, chosen_by=actor.id, chosen_at=clock.now())
        row.channel_id, row.chosen_by, row.chosen_at = wanted.channel_id, actor.id, clock.now()
        session.add(row)
    if way is not None:
        await _comes_back_here(session, ticket, way)
    data = {
        "place": wanted.place,
        "channel_id": None if way is None else str(way.channel_id),
        "kind": None if way is None else way.kind,
        "name": None if way is None else way.name,
    }
    events.record(session, actor, ticket, EventType.TICKET_REPLY_CHANNEL_CHANGED, data=data)
    await session.flush()
    return await read(session, actor, ticket_id)


async def _comes_back_here(session: AsyncSession, ticket: Ticket, way: Way) -> None:
    """What the customer answers in that conversation belongs to this ticket from now on."""
    of_it = (col(ChannelThread.channel_id) == way.channel_id) & (col(ChannelThread.thread) == way.to)
    await session.exec(update(ChannelThread).where(of_it).values(ticket_id=ticket.id))


def _way(known: Known, channel_id: UUID) -> Way:
    found = next((each for each in known.thread.ways if each.channel_id == channel_id), None)
    if found is None:
        detail = "There is no such channel for this ticket"
        raise Invalid(detail, code="unknown_channel", errors=[pointer("channel_id", detail)])
    if found.obstacle is not None:
        raise Conflict(OBSTACLES[found.obstacle], code="cannot_reach", obstacle=found.obstacle)
    return found


def _shown(known: Known) -> ReplyChannelOut:
    decision, stands = decide(known.thread), standing(known.thread)
    way = decision.way
    chosen = decision.reason == "chosen" and stands is not None
    return ReplyChannelOut(
        place="here" if way is None or decision.if_unread else "channel",
        channel_id=None if way is None else way.channel_id,
        kind=None if way is None else way.kind,
        name=None if way is None else way.name,
        to=None if way is None else way.to,
        if_unread=decision.if_unread,
        reason=decision.reason,
        why=WHY[decision.reason],
        chosen_at=stands.at if chosen and stands is not None else None,
        copies=[each.address for each in known.copies] if known.mailboxes and decision.reason != "partner" else [],
        ways=[
            WayOut(
                channel_id=each.channel_id,
                kind=each.kind,
                name=each.name,
                to=each.to or None,
                possible=each.obstacle is None,
                obstacle=each.obstacle,
                why=None if each.obstacle is None else OBSTACLES[each.obstacle],
            )
            for each in known.thread.ways
        ],
    )
