"""`/v1/insight-rules`: what a team is told of."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.insight_rules import InsightRuleIn, InsightRuleOut, InsightRulePage, InsightRulePatch
from app.services import insight_rules

router = DeskRouter(prefix="/v1/insight-rules", tags=["Insight"])


def _answer(rule: InsightRuleOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(rule.model_dump(), status, version=str(rule.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createInsightRule",
    summary="Make a rule",
    response_model=InsightRuleOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: InsightRuleIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Have a team told when something rises, when new tickets are alike, when customers look for what no article
    answers, or when a customer comes again and again: once per episode, with the offer to make a problem of it.
    """
    made = await insight_rules.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/insight-rules/{made.id}")


@router.get(
    "",
    operation_id="listInsightRules",
    summary="List rules",
    response_model=InsightRulePage,
    responses=problems(401, 403),
)
async def list_rules(
    actor: Annotated[Actor, agent(P.SETTINGS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """The rules by name."""
    return answer((await insight_rules.page(work.session, actor, cursor=cursor, limit=limit)).model_dump())


@router.get(
    "/{rule_id}",
    operation_id="getInsightRule",
    summary="Read a rule",
    response_model=InsightRuleOut,
    responses=problems(401, 403, 404),
)
async def read(rule_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_READ)], work: Work) -> Response:
    """One rule, as it is now."""
    return _answer(await insight_rules.read(work.session, actor, rule_id))


@router.patch(
    "/{rule_id}",
    operation_id="updateInsightRule",
    summary="Change a rule",
    response_model=InsightRuleOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    rule_id: UUID,
    change: InsightRulePatch,
    actor: Annotated[Actor, agent(P.SETTINGS_WRITE)],
    work: Work,
    if_match: IfMatch = None,
) -> Response:
    """Change a rule; what it has told of stays. What it is about (`kind`) does not change: make another one."""
    return _answer(await insight_rules.patch(work.session, actor, rule_id, change, version=if_match))


@router.delete(
    "/{rule_id}",
    status_code=204,
    operation_id="deleteInsightRule",
    summary="Delete a rule",
    responses=problems(401, 403, 404, 412),
)
async def delete(
    rule_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work, if_match: IfMatch = None
) -> None:
    """Delete a rule. Its alerts stay, and say its name."""
    await insight_rules.delete(work.session, actor, rule_id, version=if_match)
