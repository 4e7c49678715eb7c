"""`/v1/search`: tickets, messages and customers by their words."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import FIELD_PARAMETER, FieldFilters, Work, agent, anyone, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.rules.search_queries import MOST_CHARACTERS
from app.rules.statuses import Status
from app.schemas.base import Instant, Key, Tag
from app.schemas.jobs import JobOut
from app.schemas.search import SearchKind, SearchPage
from app.schemas.tickets import Priority, TicketType
from app.services import jobs, search, search_index
from app.services.search_filters import SearchFilter

router = DeskRouter(prefix="/v1/search", tags=["Search"])


@router.get(
    "",
    operation_id="search",
    summary="Search",
    response_model=SearchPage,
    responses=problems(401, 403),
    openapi_extra={"parameters": [FIELD_PARAMETER]},
)
async def find(
    actor: Annotated[Actor, anyone(P.TICKETS_READ)],
    work: Work,
    fields: FieldFilters,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=MOST_CHARACTERS,
            pattern=r"^[^\x00]*$",
            description='Words in any form, "phrases in quotes", `-words` that must not be there, `#123`, an e-mail '
            "address, a phone number or an id. The last word may be only its beginning.",
        ),
    ],
    kind: Annotated[list[SearchKind] | None, Query(max_length=3)] = None,
    status: Annotated[list[Status] | None, Query(max_length=7)] = None,
    priority: Annotated[list[Priority] | None, Query(max_length=4)] = None,
    type: Annotated[list[TicketType] | None, Query(max_length=6)] = None,  # noqa: A002 - the parameter's name
    channel: Annotated[list[Key] | None, Query(max_length=10)] = None,
    brand: Annotated[list[Key] | None, Query(max_length=10)] = None,
    tag: Annotated[list[Tag] | None, Query(max_length=10, description="All of these.")] = None,
    assignee_id: Annotated[
        list[UUID | Literal["none"]] | None, Query(max_length=20, description="Agents, or `none`.")
    ] = None,
    team_id: Annotated[list[UUID] | None, Query(max_length=20)] = None,
    queue_id: Annotated[list[UUID] | None, Query(max_length=20)] = None,
    requester_id: Annotated[list[UUID] | None, Query(max_length=20)] = None,
    created_after: Annotated[Instant | None, Query(description="From then on.")] = None,
    created_before: Annotated[Instant | None, Query(description="Before then.")] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """What you may see and that has all these words, in the forms that Russian and English give them.

    What is named exactly comes first, then what has the words, then what has words that are nearly the same; of these
    tickets by subject before customers before messages, and the newest of each first. A repeated filter means any of
    its values; filters are about the ticket. What was written is found about a second later.
    """
    wanted = SearchFilter(
        kind=tuple(kind or ()),
        status=tuple(status or ()),
        priority=tuple(priority or ()),
        type=tuple(type or ()),
        channel=tuple(channel or ()),
        brand=tuple(brand or ()),
        tag=tuple(tag or ()),
        assignee_id=tuple(each for each in assignee_id or () if isinstance(each, UUID)),
        unassigned="none" in (assignee_id or ()),
        team_id=tuple(team_id or ()),
        queue_id=tuple(queue_id or ()),
        requester_id=tuple(requester_id or ()),
        fields=fields,
        created_after=created_after,
        created_before=created_before,
    )
    return answer(await search.find(await work.lean(), actor, q, wanted, cursor=cursor, limit=limit))


@router.post(
    "/rebuild",
    status_code=202,
    operation_id="rebuildSearch",
    summary="Make anew what is searched",
    response_model=JobOut,
    responses=problems(401, 403, 415),
)
async def rebuild(actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Make everything that is searched anew from tickets, messages and customers, as a job; search goes on meanwhile.

    Nothing asks for that by itself: it is for when a database was mended by hand.
    """
    job = await search_index.ask(work, actor)
    return answer(jobs.shown(job).model_dump(), 202, location=f"/v1/jobs/{job.id}")
