"""Telling a vendor where the desk listens: asked for by an admin, done with no transaction open."""

from uuid import UUID

from sqlmodel import col

from app.channels.adapters import ADAPTERS
from app.db import Database
from app.errors import Conflict, Unavailable
from app.models import Channel
from app.rules.actors import Actor
from app.schemas.channels import ChannelOut
from app.services import channels, rows
from app.settings import settings


async def connect(database: Database, actor: Actor, channel_id: UUID) -> ChannelOut:
    """Have the vendor post to this channel's address, or stop posting where the desk asks itself. May be done again.

    Raises `NotFound`, `Conflict` (`channel_archived`, `nothing_to_connect`, `not_connected` with the vendor's words)
    and `Unavailable` when the vendor does not answer.
    """
    async with database.unit_of_work() as work:
        query = channels.visible_to(actor).where(col(Channel.id) == channel_id)
        channel = await rows.get(work.session, query)
        account, shown = channels.account_of(channel), channels.shown(channel)
    if channel.archived_at is not None:
        raise Conflict("This channel is archived and takes nothing more", code="channel_archived")
    adapter = ADAPTERS.get(channel.kind)
    if adapter is None:
        raise Conflict("A channel of this kind has nobody who could be told", code="nothing_to_connect")
    try:
        adapter.check(account)
        await adapter.connect(account, shown.inbound_url or settings().public_url)
    except ValueError as error:
        raise Conflict(f"The vendor, or the channel's settings, say no: {error}", code="not_connected") from error
    except OSError as error:
        raise Unavailable(f"The vendor does not answer: {error}") from error
    return shown
