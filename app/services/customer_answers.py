"""What a customer has answered already: fields that are about them, from their latest tickets."""

from typing import Any
from uuid import UUID

import orjson

from app.db import Connection
from app.rules.field_values import accepted
from app.rules.fields import Fields
from app.services import field_people
from app.services.lean import requesters

# Further back it is not looked: people and their machines change.
_TICKETS = 50
_ANSWERED = f"""SELECT custom_fields::text AS values FROM (
  SELECT custom_fields, public_updated_at, id FROM tickets WHERE requester_id = ANY ($1::uuid[])
  AND ($2::uuid IS NULL OR source_id = $2)
  ORDER BY public_updated_at DESC, id DESC LIMIT {_TICKETS}
) t WHERE custom_fields <> '{{}}'::jsonb ORDER BY public_updated_at DESC, id DESC"""  # noqa: S608 - a number of ours


async def known(
    connection: Connection, fields: Fields, customer_id: UUID, *, source_id: UUID | None = None
) -> dict[str, Any]:
    """By key, the latest answer to each field that is about the customer and not archived.

    An answer that would not be taken any more (an option that was archived since, an agent who is gone) is none.
    `source_id`: only what tickets of this source say.
    """
    wanted = {key for key, each in fields.items() if each.of_customer and not each.archived}
    found: dict[str, Any] = {}
    if not wanted:
        return found
    for row in await connection.fetch(_ANSWERED, await requesters.of(connection, customer_id), source_id):
        for key, value in orjson.loads(row["values"]).items():
            if key in wanted:
                found.setdefault(key, value)
    found = {key: value for key, value in found.items() if accepted(fields[key].shape, value)}
    for key in await field_people.missing(connection, fields, found):
        del found[key]
    return found
