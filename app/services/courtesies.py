"""What the desk itself says to a customer on their thread, in their language: never counted as an answer."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import hint, raw_connection
from app.models import Customer, Ticket
from app.rules import texts
from app.rules.actors import SYSTEM
from app.services.lean import messages as lean


async def say(
    session: AsyncSession,
    ticket: Ticket,
    kind: texts.Kind,
    own: Mapping[str, str] | None,
    values: texts.Values,
    *,
    usual: str | None = None,
    more: str = "",
) -> UUID:
    """Write a public message of the desk's own onto a locked ticket; its id.

    `own` are a queue's words by language, in place of the built-in ones; `values` fill their placeholders. `usual` is
    the language where nobody knows the customer's; `more` is said at the end.
    """
    customer = await session.get(Customer, ticket.requester_id)
    language = ticket.language or (customer.speaks if customer is not None else None) or usual
    name = customer.name if customer is not None and customer.name else ""
    body = "\n\n".join(filter(None, [texts.say(kind, own, language, {"customer": name, **values}), more]))
    # The statement that writes counts on from the row: what this session has changed goes there first.
    await session.flush()
    now = max(clock.now(), ticket.updated_at)
    connection = await raw_connection(session)
    done = await lean.append(connection, SYSTEM, ticket.id, lean.NewMessage(body=body), now=now)
    await session.refresh(ticket)
    if done.hint is not None:
        for each in (done.hint, *done.lists):
            hint(session, each)
    message_id: UUID = done.message["id"]
    return message_id
