"""Custom fields that name somebody: whether there is such a person."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.db import Connection
from app.rules.fields import Fields

_THERE = {
    "agent": "SELECT id FROM agents WHERE id = ANY ($1::uuid[]) AND status <> 'disabled'",
    "customer": "SELECT id FROM customers WHERE id = ANY ($1::uuid[])",
}


async def missing(connection: Connection, fields: Fields, values: Mapping[str, Any]) -> dict[str, str]:
    """The fields whose agent or customer is not there, each with which of the two it names."""
    found: dict[str, str] = {}
    for kind, statement in _THERE.items():
        named = {key: value for key, value in values.items() if key in fields and fields[key].shape.kind == kind}
        if named:
            there = {str(row[0]) for row in await connection.fetch(statement, [UUID(each) for each in named.values()])}
            found |= {key: kind for key, value in named.items() if value not in there}
    return found
