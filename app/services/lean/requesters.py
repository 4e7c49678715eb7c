"""Hot path: whose tickets a customer sees: their own, and those of everybody who was merged into them."""

from uuid import UUID

from app.db import Connection
from app.rules.actors import Actor
from app.services.lean.field_filters import Narrowed
from app.services.lean.wire import visible

AT_MOST = 100

_MERGED = f"SELECT id FROM customers WHERE merged_into = $1 LIMIT {AT_MOST}"  # noqa: S608 - a number of ours


async def of(connection: Connection, customer_id: UUID) -> list[UUID]:
    """This customer first, then at most 100 of those who were merged into them."""
    return [customer_id, *(row["id"] for row in await connection.fetch(_MERGED, customer_id))]


def of_organization(organization_id: UUID) -> Narrowed:
    """Tickets of whoever belongs to an organization now, under each of their names, whenever they asked.

    Who was merged belongs where the one belongs whom they were merged into. Written out, as `field_filters` does: how
    many tickets an organization has decides which way is walked.
    """
    # The digits of an id, whoever has given it: nothing in them can be a part of a statement.
    here = f"'{UUID(int=organization_id.int)}'::uuid"
    # Looked up for each ticket that is walked: as a set of all customers it would be made for every page.
    fits = f"""(SELECT CASE WHEN c.merged_into IS NULL THEN c.organization_id
 ELSE (SELECT h.organization_id FROM customers h WHERE h.id = c.merged_into) END
 FROM customers c WHERE c.id = t.requester_id) = {here}"""  # noqa: S608 - an id
    people = f"""SELECT id FROM customers WHERE organization_id = {here} AND merged_into IS NULL UNION ALL
 SELECT c.id FROM customers h JOIN customers c ON c.merged_into = h.id WHERE h.organization_id = {here}"""  # noqa: S608
    return Narrowed(fits, f"SELECT t.id FROM ({people}) p JOIN tickets t ON t.requester_id = p.id")  # noqa: S608


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
