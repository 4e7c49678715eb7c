"""`/v1/events`: the change feed."""

from typing import Annotated

from fastapi import Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from app.answers import answer
from app.deps import Work, problems, staff
from app.realtime import streaming
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.events import FeedPage
from app.services import feed_pages

router = DeskRouter(prefix="/v1/events", tags=["Change feed"])

STREAM = "text/event-stream"
_EXAMPLE = (
    'retry: 1000\n\nid: 4711\ndata: {"position": 4711, "id": "evt_4711", "type": "ticket.created", "...": "..."}\n\n'
)


@router.get(
    "",
    operation_id="followEvents",
    summary="Follow everything that happens",
    response_model=FeedPage,
    responses={
        200: {"content": {STREAM: {"schema": {"type": "string"}, "example": _EXAMPLE}}},
        **problems(401, 403, 409, 429),
    },
)
async def follow(
    request: Request,
    actor: Annotated[Actor, staff(P.EVENTS_READ)],
    work: Work,
    after: Annotated[
        str | None,
        Query(
            max_length=40,
            description="The `next` of the page before. Without it, all that is kept; `latest`: what happens from now.",
            examples=["4711"],
        ),
    ] = None,
    types: Annotated[
        list[str] | None,
        Query(
            max_length=50,
            description="With commas or repeated: `message.created`, `ticket.*`.",
            examples=[["ticket.*"]],
        ),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="At most this many.")] = 100,
    last_event_id: Annotated[
        str | None, Header(max_length=40, description="Of a stream: where it broke off; wins over `after`.")
    ] = None,
    accept: Annotated[str | None, Header(max_length=500, description="`text/event-stream` for a stream.")] = None,
) -> Response:
    """Every change, in the order in which it could be seen; each ticket keeps its order, and nothing is missed.

    A partner sees the tickets of its source and what a partner may see of them. With `Accept: text/event-stream` the
    answer does not end: each event has its position as `id`, so that a browser's EventSource goes on where it was.
    """
    named = [part for each in types or [] for part in each.split(",") if part]
    wanted = feed_pages.types_of(named[:200])
    streams = STREAM in (accept or "").lower()
    position = feed_pages.position_of(last_event_id if streams and last_event_id else after)
    connection = await work.lean()
    begin = await feed_pages.start(connection, position)
    if not streams:
        page = await feed_pages.page(connection, actor, after=begin, types=wanted, limit=limit)
        return answer({"items": page.items, "next": page.next, "has_more": page.has_more})
    request.app.state.hub.watching.check(actor.id)
    bearer = request.headers["authorization"].partition(" ")[2].strip()
    told = streaming.stream(request.app.state.hub, bearer, begin, wanted)
    return StreamingResponse(told, headers={"cache-control": "no-store", "x-accel-buffering": "no"}, media_type=STREAM)
