"""`/v1/insights`: what keeps coming back."""

from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from pydantic import AwareDatetime

from app import clock
from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.base import Key
from app.schemas.insights import (
    ClusterOut,
    ClusterPage,
    ClusterTicketPage,
    KnowledgeGapPage,
    RepeatPage,
    RisePage,
    SubjectKind,
)
from app.schemas.jobs import JobOut
from app.services import insight_counting, insight_gaps, insights, jobs

router = DeskRouter(prefix="/v1/insights", tags=["Insight"])

Brand = Annotated[Key | None, Query(description="Of this brand; of the whole desk else.")]
Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(max_length=2000)]


@router.get(
    "/rising",
    operation_id="listRising",
    summary="See what rises",
    response_model=RisePage,
    responses=problems(401, 403),
)
async def list_rising(
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    by: Annotated[Literal["hour", "day"], Query(description="By the clock of the brand's calendar.")] = "hour",
    brand: Brand = None,
    at: Annotated[AwareDatetime | None, Query(description="The hour or day that holds this instant; now else.")] = None,
    kind: Annotated[list[SubjectKind], Query(description="Only of these kinds.", max_length=3)] = [],  # noqa: B006
    false_share: Annotated[
        float, Query(ge=1e-9, le=0.5, description="Of what is shown, at most this share is here by chance.")
    ] = 0.05,
    at_least: Annotated[int, Query(ge=1, le=100_000, description="Only what so many people wrote of.")] = 3,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Topics, types of requests and phrases of which more people write in this hour or day than by the same hour or day
    of up to eight weeks before is to be expected, with the chance of that happening by itself, corrected for how many
    were looked at. An hour that is going on is held against whole ones. A desk in its first week has `weeks: 0` and
    nothing to show.
    """
    found = await insights.rising(
        work.session, actor, by=by, brand=brand, at=at, kinds=kind, rate=false_share, at_least=at_least,
        cursor=cursor, limit=limit,
    )  # fmt: skip
    return answer(found)


@router.get(
    "/clusters",
    operation_id="listClusters",
    summary="List clusters of similar new tickets",
    response_model=ClusterPage,
    responses=problems(401, 403),
)
async def list_clusters(
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    brand: Brand = None,
    rising: Annotated[bool, Query(description="Only those whose words rise just now.")] = False,  # noqa: FBT002
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Tickets of the last 24 hours that are alike, of three people or more, named by their words, each with examples.
    Looked for every minute (`OTKLIK_INSIGHT_SECONDS`); a cluster keeps its id while tickets come and go.
    """
    found = await insights.clusters(work.session, actor, brand=brand, rising_only=rising, cursor=cursor, limit=limit)
    return answer(found)


@router.get(
    "/clusters/{cluster_id}",
    operation_id="getCluster",
    summary="Read a cluster",
    response_model=ClusterOut,
    responses=problems(401, 403, 404),
)
async def read_cluster(cluster_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """A cluster, also one that has ended."""
    return answer(await insights.cluster(work.session, actor, cluster_id))


@router.get(
    "/clusters/{cluster_id}/tickets",
    operation_id="listClusterTickets",
    summary="List the tickets of a cluster",
    response_model=ClusterTicketPage,
    responses=problems(401, 403, 404),
)
async def list_cluster_tickets(
    cluster_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The tickets of a cluster, nearest to its middle first; of one that has ended those that it had last."""
    return answer(await insights.cluster_tickets(work.session, actor, cluster_id, cursor=cursor, limit=limit))


@router.get(
    "/knowledge-gaps",
    operation_id="listKnowledgeGaps",
    summary="See what no article answers",
    response_model=KnowledgeGapPage,
    responses=problems(401, 403),
)
async def list_gaps(
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    brand: Brand = None,
    at_least: Annotated[int, Query(ge=1, le=100_000, description="Only what so many people asked.")] = 2,
    since: Annotated[AwareDatetime | None, Query(description="Searches since then; of 7 days else.")] = None,
    until: Annotated[AwareDatetime | None, Query(description="Searches before then.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Clusters of new tickets on which agents point to no article and whose words no published article has, and what
    readers searched in the help centre in vain; searches for the same are one, and belong to the cluster that asks it.
    """
    start: datetime = since or clock.now() - timedelta(days=7)
    found = await insight_gaps.page(
        work.session, actor, brand=brand, since=start, until=until, at_least=at_least, cursor=cursor, limit=limit
    )
    return answer(found)


@router.get(
    "/repeated-contacts",
    operation_id="listRepeatedContacts",
    summary="See who comes again about the same",
    response_model=RepeatPage,
    responses=problems(401, 403),
)
async def list_repeated(
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    brand: Brand = None,
    at_least: Annotated[int, Query(ge=2, le=1000, description="So many tickets about it, or more.")] = 2,
    since: Annotated[AwareDatetime | None, Query(description="The last one since then; of 30 days else.")] = None,
    until: Annotated[AwareDatetime | None, Query(description="The last one before then.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Customers who open a ticket within 30 days of another one of theirs on the same topic, or in much the same words:
    what was not solved for them.
    """
    start: datetime = since or clock.now() - timedelta(days=30)
    found = await insights.repeated(
        work.session, actor, brand=brand, at_least=at_least, since=start, until=until, cursor=cursor, limit=limit
    )
    return answer(found)


@router.post(
    "/recount",
    status_code=202,
    operation_id="recountInsights",
    summary="Count everything anew",
    response_model=JobOut,
    responses=problems(401, 403, 415),
)
async def recount(actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Begin to count anew, from the tickets themselves, all of the last `OTKLIK_INSIGHT_DAYS`, as a job."""
    job = await insight_counting.ask(work, actor)
    await work.session.flush()
    return answer(jobs.shown(job).model_dump(), 202, location=f"/v1/jobs/{job.id}")
