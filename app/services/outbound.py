"""What leaves by channels, for those who look after it: list, read, send again, cancel."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import hint
from app.errors import Conflict, NotFound
from app.models import Channel, Message, Outbound
from app.rules.actors import Actor
from app.schemas.outbound import OutboundOut, OutboundPage
from app.services import deliveries, keyset, ticket_access
from app.services.channel_fanout import WAKE

# What a new attempt puts right.
_TAKEN_BACK = frozenset({"failed", "bounced"})


def visible_to(_actor: Actor) -> SelectOfScalar[Outbound]:
    """What of it a caller may see: whoever works with tickets may see all of it."""
    return select(Outbound)


async def page(
    session: AsyncSession,
    actor: Actor,
    *,
    status: str | None,
    channel_id: UUID | None,
    ticket_id: UUID | None,
    message_id: UUID | None,
    cursor: str | None,
    limit: int,
) -> OutboundPage:
    """What leaves, newest first. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor).order_by(col(Outbound.id).desc()).limit(limit + 1)
    for column, wanted in (
        (Outbound.status, status),
        (Outbound.channel_id, channel_id),
        (Outbound.ticket_id, ticket_id),
        (Outbound.message_id, message_id),
    ):
        if wanted is not None:
            query = query.where(col(column) == wanted)
    if cursor is not None:
        query = query.where(col(Outbound.id) < keyset.by_id(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda last: keyset.encode(last.id))
    channels = await _channels(session, {each.channel_id for each in found})
    return OutboundPage(items=[_shown(each, channels[each.channel_id]) for each in found], next_cursor=following)


async def read(session: AsyncSession, actor: Actor, item_id: UUID) -> OutboundOut:
    """One of them. Raises `NotFound`."""
    found = (await session.exec(visible_to(actor).where(col(Outbound.id) == item_id))).first()
    if found is None:
        raise NotFound
    return _shown(found, (await _channels(session, {found.channel_id}))[found.channel_id])


async def retry(session: AsyncSession, actor: Actor, item_id: UUID) -> OutboundOut:
    """Send one again now, with all its attempts before it. What is unsure may arrive twice then.

    Raises `NotFound`, `Conflict` (`already_sent`, `being_sent`, `nothing_to_send`).
    """
    item = await _locked(session, actor, item_id)
    message = await session.get(Message, item.message_id)
    if message is None or (not message.body and not message.attachments):
        raise Conflict("What it said was removed", code="nothing_to_send")
    item.status, item.attempts, item.next_attempt_at, item.claim = "waiting", 0, clock.now(), None
    item.ended_at = None
    # An agent has decided that it goes, whether it is read here or not.
    item.payload = {**item.payload, "if_unread": False}
    session.add(item)
    await session.flush()
    await deliveries.report(
        session, actor, item.ticket_id, item.message_id, state="queued", recipient=item.recipient,
        taken_back=_TAKEN_BACK,
    )  # fmt: skip
    hint(session, WAKE)
    return await read(session, actor, item_id)


async def cancel(session: AsyncSession, actor: Actor, item_id: UUID) -> OutboundOut:
    """Let one not leave that has not left. Raises `NotFound`, `Conflict` (`already_sent`, `being_sent`)."""
    item = await _locked(session, actor, item_id)
    if item.status != "waiting":
        return await read(session, actor, item_id)
    item.status, item.next_attempt_at, item.claim, item.ended_at = "skipped", None, None, clock.now()
    item.last_error = f"cancelled by {actor.name}"
    session.add(item)
    await session.flush()
    await deliveries.report(
        session, actor, item.ticket_id, item.message_id, state="failed", recipient=item.recipient,
        detail=f"Not sent: {item.last_error}",
    )  # fmt: skip
    return await read(session, actor, item_id)


async def _locked(session: AsyncSession, actor: Actor, item_id: UUID) -> Outbound:
    """One that is not on its way, locked after its ticket."""
    ticket_id = (await read(session, actor, item_id)).ticket_id
    await ticket_access.lock(session, actor, ticket_id)
    query = visible_to(actor).where(col(Outbound.id) == item_id).with_for_update()
    item = (await session.exec(query.execution_options(populate_existing=True))).one()
    if item.status == "sent":
        raise Conflict("It has been sent", code="already_sent")
    if item.status in {"sending", "handing"}:
        raise Conflict("It is being sent at this moment", code="being_sent")
    return item


async def _channels(session: AsyncSession, ids: set[UUID]) -> dict[UUID, Channel]:
    found = await session.exec(select(Channel).where(col(Channel.id).in_(ids)))
    return {each.id: each for each in found.all()}


def _shown(item: Outbound, channel: Channel) -> OutboundOut:
    return OutboundOut(
        id=item.id,
        channel_id=item.channel_id,
        channel_kind=channel.kind,
        channel_name=channel.name,
        ticket_id=item.ticket_id,
        message_id=item.message_id,
        recipient=item.recipient,
        reason=item.payload.get("reason"),
        if_unread=bool(item.payload.get("if_unread")),
        status=item.status,
        attempts=item.attempts,
        next_attempt_at=item.next_attempt_at,
        external_ids=item.external_ids,
        last_error=item.last_error,
        created_at=item.created_at,
        ended_at=item.ended_at,
    )
