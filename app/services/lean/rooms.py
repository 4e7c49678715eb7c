"""Hot path: the counters of many tickets at once, for those who follow them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.db import Connection
from app.rules.actors import Actor
from app.services.lean.wire import visible


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a ticket's log has got, and who may see it besides agents."""

    ticket_id: UUID
    seq: int
    public_seq: int
    requester_id: UUID
    source_id: UUID | None
    # Who else sees it: those in copy, and whoever stands for them or for the requester.
    readers: Collection[UUID] = ()

    def is_visible_to(self, actor: Actor) -> bool:
        """Whether this caller may still see the ticket (the same door as `wire.visible`)."""
        if actor.kind == "customer":
            return actor.id == self.requester_id or actor.id in self.readers
        return actor.kind != "partner" or actor.source_id is None or self.source_id == actor.source_id


_COLUMNS = """t.id AS ticket_id, t.seq, t.public_seq, t.requester_id, t.source_id,
ARRAY (SELECT c.merged_into FROM customers c WHERE c.id = t.requester_id AND c.merged_into IS NOT NULL
  UNION ALL SELECT unnest(ARRAY[k.customer_id, c.merged_into]) FROM ticket_ccs k
  JOIN customers c ON c.id = k.customer_id WHERE k.ticket_id = t.id) AS readers"""


async def standings(connection: Connection, ticket_ids: Collection[UUID]) -> dict[UUID, Standing]:
    """Where these tickets stand; one that is not there is missing."""
    rows = await connection.fetch(
        f"SELECT {_COLUMNS} FROM tickets t WHERE t.id = ANY ($1)",  # noqa: S608 - names of ours only
        list(ticket_ids),
    )
    return {row["ticket_id"]: Standing(**row) for row in rows}


async def last_seen(connection: Connection, actor: Actor, ticket_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The counters of these tickets as this caller counts; one that is not the caller's to see is missing."""
    condition, parameters = visible(actor, 2)
    counter = "seq" if actor.sees_internal else "public_seq"
    rows = await connection.fetch(
        f"SELECT t.id, t.{counter} AS last FROM tickets t WHERE t.id = ANY ($1) AND {condition}",  # noqa: S608
        list(ticket_ids),
        *parameters,
    )
    return {row["id"]: row["last"] for row in rows}


async def teams(connection: Connection, team_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these teams that there are."""
    return {row["id"] for row in await connection.fetch("SELECT id FROM teams WHERE id = ANY ($1)", list(team_ids))}
