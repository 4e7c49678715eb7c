"""Who the caller is, as the desk knows them."""

from app.db import Connection
from app.rules.actors import Actor
from app.schemas.auth import MeOut
from app.services import pictures

_AGENT = "SELECT email, role, picture_id FROM agents WHERE id = $1"


async def read(connection: Connection, actor: Actor) -> MeOut:
    """The caller, and of an agent what a page shows of them."""
    row = await connection.fetchrow(_AGENT, actor.id) if actor.kind == "agent" else None
    return MeOut.model_validate(
        {
            "kind": actor.kind,
            "id": actor.id,
            "name": actor.name,
            "permissions": sorted(actor.permissions),
            "email": row["email"] if row is not None else None,
            "role": row["role"] if row is not None else None,
            "avatar_url": pictures.address(row["picture_id"]) if row is not None else None,
        }
    )
