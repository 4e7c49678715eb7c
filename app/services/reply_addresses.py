"""Where an answer to a mail of the desk's own comes onto its ticket."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.channels.base import Account
from app.db import raw_connection
from app.models import Channel
from app.services import mail_names, reply_ways


async def of(session: AsyncSession, ticket_id: UUID, now: datetime) -> str | None:
    """The mailbox that agents answer from, with the ticket's token; None: there is none."""
    known = await reply_ways.known(await raw_connection(session), ticket_id, now=now)
    box = await session.get(Channel, known.mailboxes[0].channel_id) if known.mailboxes else None
    if box is None:
        return None
    return mail_names.reply_address(ticket_id, Account(box.id, box.kind, box.name, box.address, box.settings, {}))
