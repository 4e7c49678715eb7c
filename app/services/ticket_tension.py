"""Why a ticket is said to be tense."""

from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.rules.actors import Actor
from app.schemas.ticket_tension import TensionOut
from app.services import ticket_access
from app.services.signals import SAID


async def read(session: AsyncSession, actor: Actor, ticket_id: UUID) -> TensionOut:
    """The level, and the signals as they were when it was last looked at. Raises `NotFound`."""
    ticket = await ticket_access.get(session, actor, ticket_id)
    row = await (await raw_connection(session)).fetchrow(SAID, ticket_id)
    said = {"points": 0, "signals": []} if row is None else orjson.loads(row["said"])
    return TensionOut(
        level=ticket.tension,
        points=said["points"],
        signals=said["signals"],
        at=ticket.created_at if row is None else row["at"],
    )
