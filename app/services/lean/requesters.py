"""Hot path: whose tickets a customer sees: their own, and those of everybody who was merged into them."""

from uuid import UUID

from app.db import Connection
from app.rules.actors import Actor
from app.services.lean.wire import visible

AT_MOST = 100

_MERGED = f"SELECT id FROM customers WHERE merged_into = $1 LIMIT {AT_MOST}"  # noqa: S608 - a number of ours


async def of(connection: Connection, customer_id: UUID) -> list[UUID]:
    """This customer first, then at most 100 of those who were merged into them."""
    return [customer_id, *(row["id"] for row in await connection.fetch(_MERGED, customer_id))]


async def behind(connection: Connection, actor: Actor, ticket_id: UUID) -> UUID | None:
    """The requester of this ticket if it is somebody else and this customer may see it; None for all others."""
    if actor.kind != "customer":
        return None
    condition, parameters = visible(actor, 2)
    found: UUID | None = await connection.fetchval(
        f"SELECT t.requester_id FROM tickets t WHERE t.id = $1 AND {condition}",  # noqa: S608 - names of ours
        ticket_id,
        *parameters,
    )
    return found
