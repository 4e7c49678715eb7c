"""The parking lot of intake: authentic webhooks that could not become anything are kept, whole, with why."""

from uuid import UUID

import orjson

from app import clock
from app.db import Connection
from app.errors import AppError, TooMany
from app.ids import new_id

# Of one source. After that its partner keeps them: a mapping that fits nothing must not fill the disk.
ROOM = 5000

_COUNT = f"""SELECT count(*) FROM (
 SELECT 1 FROM intake_parked WHERE source_id = $1 AND status = 'parked' LIMIT {ROOM}) counted"""  # noqa: S608 - a number
_PARK = """INSERT INTO intake_parked
(id, source_id, webhook_id, external_id, body, problem, status, attempts, received_at)
VALUES ($1, $2, $3, $4, $5, $6::text::jsonb, 'parked', 1, $7)"""


async def park(
    connection: Connection, source_id: UUID, webhook_id: str, body: bytes, external_id: str | None, refusal: AppError
) -> UUID:
    """Keep a webhook; its id. Raises `TooMany` when the lot is full: the partner tries again, nothing is lost."""
    if await connection.fetchval(_COUNT, source_id) >= ROOM:
        detail = f"{ROOM} webhooks of this source are parked already; its mapping needs mending"
        raise TooMany(detail, retry_after=600)
    parked = new_id()
    await connection.execute(_PARK, parked, source_id, webhook_id, external_id, body, as_problem(refusal), clock.now())
    return parked


def as_problem(refusal: AppError) -> str:
    """Why, as it is stored."""
    errors = [
        {"pointer": str(each.get("pointer", "")), "detail": str(each.get("detail", ""))} for each in refusal.errors
    ]
    return orjson.dumps({"code": refusal.code, "detail": refusal.detail, "errors": errors}).decode()
