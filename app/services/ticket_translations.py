"""Which tickets are translated by themselves, and into what; and which languages a thread is in."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, raw_connection
from app.errors import PreconditionFailed
from app.models import TicketTranslation
from app.rules.actors import Actor
from app.schemas.events import EventType
from app.schemas.ticket_translations import TicketTranslationIn, TicketTranslationOut
from app.services import events, message_translation_following, ticket_access, translating

# What an ETag is when nobody has said anything.
NONE = "0"
_AGENTS = "SELECT agents_language FROM ticket_translations WHERE ticket_id = $1"
# What was said of the ticket or heard in it, what is known of the customer, and what a provider took their words for.
# What was heard in it is what an agent writes, as long as the customer has not written there.
_CUSTOMERS = """SELECT coalesce(
 CASE WHEN t.language_detected AND NOT EXISTS (SELECT FROM messages m WHERE m.ticket_id = t.id
  AND m.author_kind IN ('customer', 'partner') AND m.visibility = 'public') THEN coalesce(c.language, c.locale) END,
 t.language, c.language,
 (SELECT x.source_language FROM messages m JOIN message_translations x ON x.message_id = m.id
  WHERE m.ticket_id = t.id AND m.author_kind = 'customer' AND m.visibility = 'public' AND x.source_language IS NOT NULL
  AND x.state IN ('done', 'same') ORDER BY m.seq DESC LIMIT 1), c.locale)
FROM tickets t JOIN customers c ON c.id = t.requester_id WHERE t.id = $1"""


@dataclass(frozen=True, slots=True)
class Languages:
    """What the customer reads and what the agents write, where that is known."""

    customer: str | None
    agents: str | None


async def languages(connection: Connection, ticket_id: UUID) -> Languages:
    """The languages of a thread."""
    return Languages(await connection.fetchval(_CUSTOMERS, ticket_id), await connection.fetchval(_AGENTS, ticket_id))


async def read(session: AsyncSession, actor: Actor, ticket_id: UUID) -> tuple[TicketTranslationOut, str]:
    """How a ticket is translated, and the ETag of that. Raises `NotFound`."""
    await ticket_access.get(session, actor, ticket_id)
    return await _shown(session, ticket_id)


async def put(
    session: AsyncSession, actor: Actor, ticket_id: UUID, wanted: TicketTranslationIn, *, version: str | None
) -> tuple[TicketTranslationOut, str]:
    """Say how a ticket is translated from now on; the latest messages of its customer are, too. The same is no change.

    Raises `NotFound`, `PreconditionFailed`, `Invalid` (`unknown_language`) and, where it is to be automatic,
    `NotSetUp` (`translation_unavailable`).
    """
    translating.check_language(wanted.agents_language, "agents_language")
    if wanted.automatic:
        translating.needed()
    ticket = await ticket_access.lock(session, actor, ticket_id)
    row = await session.get(TicketTranslation, ticket_id, populate_existing=True)
    if version is not None and version != (NONE if row is None else str(row.version)):
        raise PreconditionFailed
    asked: dict[str, Any] = {"automatic": wanted.automatic, "agents_language": wanted.agents_language}
    if row is not None and all(getattr(row, name) == value for name, value in asked.items()):
        return await _shown(session, ticket_id)
    if row is None:
        row = TicketTranslation(ticket_id=ticket_id, changed_by=actor.id, changed_at=clock.now(), **asked)
    else:
        for name, value in asked.items():
            setattr(row, name, value)
        row.version, row.changed_by, row.changed_at = row.version + 1, actor.id, clock.now()
    session.add(row)
    events.record(session, actor, ticket, EventType.TICKET_TRANSLATION_CHANGED, data=asked)
    await session.flush()
    if wanted.automatic:
        await message_translation_following.begin(await raw_connection(session), ticket_id)
    return await _shown(session, ticket_id)


async def _shown(session: AsyncSession, ticket_id: UUID) -> tuple[TicketTranslationOut, str]:
    row = await session.get(TicketTranslation, ticket_id)
    known = await languages(await raw_connection(session), ticket_id)
    shown = TicketTranslationOut(
        automatic=row is not None and row.automatic,
        agents_language=known.agents,
        customer_language=known.customer,
        provider=translating.name() or None,
        changed_at=None if row is None else row.changed_at,
    )
    return shown, NONE if row is None else str(row.version)
