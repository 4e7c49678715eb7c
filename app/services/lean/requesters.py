"""Hot path: whose tickets a customer sees: their own, and those of everybody who was merged into them."""

from uuid import UUID

from app.db import Connection
from app.rules.actors import Actor

AT_MOST = 100

_MERGED = f"SELECT id FROM customers WHERE merged_into = $1 LIMIT {AT_MOST}"  # noqa: S608 - a number of ours
_OF_TICKET = """SELECT t.requester_id FROM tickets t JOIN customers c ON c.id = t.requester_id
WHERE t.id = $1 AND c.merged_into = $2"""


async def of(connection: Connection, customer_id: UUID) -> list[UUID]:
    """This customer first, then at most 100 of those who were merged into them."""
    return [customer_id, *(row["id"] for row in await connection.fetch(_MERGED, customer_id))]


async def behind(connection: Connection, actor: Actor, ticket_id: UUID) -> UUID | None:
    """The requester of this ticket if it is one who was merged into this customer; None for all others."""
    if actor.kind != "customer":
        return None
    found: UUID | None = await connection.fetchval(_OF_TICKET, ticket_id, actor.id)
    return found
