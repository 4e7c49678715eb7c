"""Names and faces of agents, for whoever reads their words."""

from collections.abc import Sequence
from uuid import UUID

from app.db import Connection
from app.schemas.chats import FaceOut
from app.schemas.faces import FacesOut
from app.services import pictures

_NAMED = "SELECT id, name, picture_id FROM agents WHERE id = ANY ($1::uuid[]) ORDER BY id"


async def named(connection: Connection, ids: Sequence[UUID]) -> FacesOut:
    """Those of these agents that there are."""
    rows = await connection.fetch(_NAMED, list(ids))
    return FacesOut(
        items=[
            FaceOut(id=UUID(int=row["id"].int), name=row["name"], avatar_url=pictures.address(row["picture_id"]))
            for row in rows
        ]
    )
