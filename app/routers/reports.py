"""`/v1/reports`: figures over a period."""

from typing import Annotated

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.base import Instant, Key
from app.schemas.reports import DeflectionReport
from app.services import reports

router = DeskRouter(prefix="/v1/reports", tags=["Help centre"])

Since = Annotated[Instant | None, Query(description="From then on; absent: 30 days before the end.")]
Until = Annotated[Instant | None, Query(description="Before then; absent: now.")]


@router.get(
    "/deflection",
    operation_id="reportDeflection",
    summary="How many readers need nobody any more",
    response_model=DeflectionReport,
    responses=problems(401, 403),
)
async def deflection(
    actor: Annotated[Actor, staff(P.ARTICLES_WRITE)],
    work: Work,
    brand: Annotated[Key | None, Query()] = None,
    since: Since = None,
    until: Until = None,
) -> Response:
    """Of those who searched the help centre and read an article, how many then asked nobody within 24 hours.

    Only people whom the desk knows are in the share; others are counted apart, and visits whose 24 hours are not over
    are in no figure but `waiting`. What became of a visit is judged within the hour after its time.
    """
    found = await reports.deflection(work.session, actor, reports.period(since, until, brand))
    return answer(found.model_dump())
