"""Feedback as staff read it: pages of ratings, and what a period's invitations brought."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import Invalid, parameter, pointer
from app.models import Agent, Customer, Feedback, FeedbackVersion, Survey, SurveyInvitation, SurveyVersion, Ticket
from app.rules.actors import Actor
from app.rules.survey_questions import RANGES
from app.rules.surveys import summarize
from app.schemas.base import Reference
from app.schemas.feedback import (
    FeedbackOut,
    FeedbackPage,
    FeedbackSummary,
    FeedbackVersionOut,
    FeedbackVersionPage,
    SurveyReference,
)
from app.services import keyset, rows


@dataclass(frozen=True, slots=True)
class FeedbackFilter:
    """Which feedback; empty fields do not narrow. A score is one of CSAT where no metric is named, and `created_after`
    is exclusive.
    """

    agent_id: UUID | None = None
    ticket_id: UUID | None = None
    score: int | None = None
    metric: str | None = None
    created_after: datetime | None = None
    cursor: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Period:
    """Which invitations: sent at or after `since` and before `until`; empty fields do not narrow."""

    agent_id: UUID | None = None
    team_id: UUID | None = None
    brand: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def visible_to(actor: Actor) -> SelectOfScalar[Feedback]:
    """The feedback that staff may see: all of it, or for a key of one source that of its tickets."""
    query = select(Feedback)
    if actor.source_id is not None:
        query = query.join(Ticket, col(Ticket.id) == col(Feedback.ticket_id)).where(
            col(Ticket.source_id) == actor.source_id
        )
    return query


async def page(session: AsyncSession, actor: Actor, wanted: FeedbackFilter) -> FeedbackPage:
    """Feedback, newest first. Raises `Invalid` for a cursor that is not ours."""
    query = visible_to(actor)
    if wanted.agent_id is not None:
        query = query.where(col(Feedback.agent_id) == wanted.agent_id)
    if wanted.ticket_id is not None:
        query = query.where(col(Feedback.ticket_id) == wanted.ticket_id)
    if wanted.score is not None:
        _check_score(wanted.score, wanted.metric or "csat")
        query = query.where(col(Feedback.score) == wanted.score, col(Feedback.metric) == (wanted.metric or "csat"))
    if wanted.metric is not None:
        query = query.where(col(Feedback.metric) == wanted.metric)
    if wanted.created_after is not None:
        query = query.where(col(Feedback.created_at) > wanted.created_after)
    query = keyset.newest_first(query, Feedback.created_at, Feedback.id, cursor=wanted.cursor, limit=wanted.limit)
    found, following = keyset.page(
        (await session.exec(query)).all(), wanted.limit, lambda row: keyset.encode(row.created_at, row.id)
    )
    return FeedbackPage(items=await _shown(session, found), next_cursor=following)


async def versions(
    session: AsyncSession, actor: Actor, feedback_id: UUID, *, cursor: str | None, limit: int
) -> FeedbackVersionPage:
    """What an answer said before, the latest first. Raises `NotFound`, `Invalid`."""
    await rows.get(session, visible_to(actor).where(col(Feedback.id) == feedback_id))
    query = select(FeedbackVersion).where(col(FeedbackVersion.feedback_id) == feedback_id)
    if cursor is not None:
        query = query.where(col(FeedbackVersion.number) < keyset.by_place(cursor)[0])
    query = query.order_by(col(FeedbackVersion.number).desc()).limit(limit + 1)
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.number, row.feedback_id)
    )
    items = [FeedbackVersionOut.model_validate(each.model_dump(exclude={"feedback_id"})) for each in found]
    return FeedbackVersionPage(items=items, next_cursor=following)


async def summary(session: AsyncSession, actor: Actor, period: Period) -> FeedbackSummary:
    """What the invitations of a period brought, exactly. Raises `Invalid` (`invalid_period`).

    A late answer counts in the period of its invitation, so a rate is never above one.
    """
    if period.since is not None and period.until is not None and period.since >= period.until:
        detail = "must be before `to`"
        raise Invalid("The period is empty", code="invalid_period", errors=[pointer("from", detail)])
    query = (
        select(Feedback.score, func.count())
        .select_from(SurveyInvitation)
        .outerjoin(Feedback, col(Feedback.invitation_id) == col(SurveyInvitation.id))
        .where(col(SurveyInvitation.metric) == "csat", col(SurveyInvitation.sent_at).is_not(None))
        .where(or_(col(SurveyInvitation.cancelled_at).is_(None), col(SurveyInvitation.answered_at).is_not(None)))
        .group_by(col(Feedback.score))
    )
    if actor.source_id is not None:
        query = query.join(Ticket, col(Ticket.id) == col(SurveyInvitation.ticket_id)).where(
            col(Ticket.source_id) == actor.source_id
        )
    if period.agent_id is not None:
        query = query.where(col(SurveyInvitation.agent_id) == period.agent_id)
    if period.team_id is not None:
        query = query.where(col(SurveyInvitation.team_id) == period.team_id)
    if period.brand is not None:
        query = query.where(col(SurveyInvitation.brand) == period.brand)
    if period.since is not None:
        query = query.where(col(SurveyInvitation.sent_at) >= period.since)
    if period.until is not None:
        query = query.where(col(SurveyInvitation.sent_at) < period.until)
    counted: dict[int | None, int] = dict((await session.exec(query)).all())
    unanswered = counted.pop(None, 0)
    made = summarize({score: n for score, n in counted.items() if score is not None}, unanswered)
    return FeedbackSummary.model_validate(
        {
            "invited": made.invited,
            "count": made.count,
            "response_rate": made.response_rate,
            "average": made.average,
            "csat": made.csat,
            "distribution": {str(score): n for score, n in made.distribution.items()},
        }
    )


def _check_score(score: int, metric: str) -> None:
    low, high = RANGES.get(metric, (0, -1))
    if not low <= score <= high:
        detail = f"{metric} has scores from {low} to {high}" if low < high else f"{metric} has no score"
        raise Invalid(detail, errors=[parameter("score", detail)])


async def _shown(session: AsyncSession, found: list[Feedback]) -> list[FeedbackOut]:
    agents = await _agents(session, {row.agent_id for row in found if row.agent_id is not None})
    customers = await _customers(session, {row.customer_id for row in found})
    asked = await _surveys(session, {row.survey_version_id for row in found if row.survey_version_id is not None})
    return [
        FeedbackOut(
            id=row.id,
            ticket_id=row.ticket_id,
            metric=row.metric,
            survey=None if row.survey_version_id is None else asked[row.survey_version_id],
            campaign_id=row.campaign_id,
            customer=Reference(id=row.customer_id, name=customers.get(row.customer_id)),
            agent=None if row.agent_id is None else Reference(id=row.agent_id, name=agents.get(row.agent_id)),
            team_id=row.team_id,
            brand=row.brand,
            score=row.score,
            comment=row.comment,
            answers=row.answers,
            created_at=row.created_at,
            edited_at=row.edited_at,
        )
        for row in found
    ]


async def _agents(session: AsyncSession, ids: set[UUID]) -> dict[UUID, str]:
    return dict((await session.exec(select(Agent.id, Agent.name).where(col(Agent.id).in_(ids)))).all())


async def _customers(session: AsyncSession, ids: set[UUID]) -> dict[UUID, str | None]:
    return dict((await session.exec(select(Customer.id, Customer.name).where(col(Customer.id).in_(ids)))).all())


async def _surveys(session: AsyncSession, version_ids: set[UUID]) -> dict[UUID, SurveyReference]:
    if not version_ids:
        return {}
    query = select(SurveyVersion.id, Survey.id, Survey.key, SurveyVersion.number).join(
        Survey, col(Survey.id) == col(SurveyVersion.survey_id)
    )
    found = (await session.exec(query.where(col(SurveyVersion.id).in_(version_ids)))).all()
    return {which: SurveyReference(id=survey, key=key, number=number) for which, survey, key, number in found}
