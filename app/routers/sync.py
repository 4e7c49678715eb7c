"""`/v1/sync`: events without a socket."""

import re
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from app.answers import answer
from app.deps import anyone, problems
from app.errors import Invalid, pointer
from app.realtime import polling
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.sync import SyncOut

router = DeskRouter(prefix="/v1/sync", tags=["Realtime"])

TICKETS = 100
HIGHEST = 2_147_483_647
_CURSOR = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}:[0-9]{1,10}")


@router.get(
    "",
    operation_id="sync",
    summary="Wait for events without a socket",
    response_model=SyncOut,
    responses=problems(401, 403, 429),
)
async def sync(
    request: Request,
    _actor: Annotated[Actor, anyone(P.TICKETS_READ)],
    cursors: Annotated[
        str,
        Query(
            max_length=TICKETS * 48,
            description="`<ticket>:<seq>` with commas, at most 100: the highest `seq` that you hold of each.",
            examples=["0199b7a0-3c5e-7d10-9f4e-2b1a6c8d9e01:41"],
        ),
    ],
    epoch: Annotated[str | None, Query(max_length=100, description="The `epoch` of your last answer.")] = None,
    wait: Annotated[float, Query(ge=0, le=30, description="Seconds to wait when nothing is new.")] = 25,
) -> Response:
    """The same events as on the socket, in order and without holes per ticket. Answers at once when there are any.

    Send the `cursors` of the answer with the next request. Keep one request open at a time; after a failure wait as
    you would before you reconnect a socket.
    """
    held = _parsed(cursors)
    bearer = request.headers["authorization"].partition(" ")[2].strip()
    hub = request.app.state.hub
    found = await polling.poll(hub, bearer, held, epoch=epoch, seconds=wait, gone=request.is_disconnected)
    return answer(found)


def _parsed(text: str) -> dict[UUID, int]:
    """Ticket and counter of each cursor; the last word counts. Raises `Invalid` (`invalid_cursors`)."""
    held: dict[UUID, int] = {}
    for number, part in enumerate(text.split(",")):
        ticket, _, seq = part.partition(":")
        if _CURSOR.fullmatch(part) is None or int(seq) > HIGHEST:
            detail = f"Cursor {number + 1} is not <ticket>:<seq>"
            raise Invalid(detail, code="invalid_cursors", errors=[pointer("cursors", detail)])
        held[UUID(ticket)] = int(seq)
    if len(held) > TICKETS:
        detail = f"At most {TICKETS} tickets"
        raise Invalid(detail, code="invalid_cursors", errors=[pointer("cursors", detail)])
    return held
