"""The door to reviews: who may see which, and how they are shown."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app.models import Agent, Calibration, Review, Scorecard, ScorecardVersion, Ticket
from app.rules import scorecards
from app.rules.actors import Actor
from app.rules.permissions import Permission
from app.schemas.base import Reference
from app.schemas.reviews import (
    ReviewAnswerOut,
    ReviewedTicket,
    ReviewHistoryOut,
    ReviewOut,
    ReviewScorecard,
)
from app.services import reviewers


def visible_to(actor: Actor) -> SelectOfScalar[Review]:
    """The reviews that a caller may see.

    An agent: the published ones of their own work. Who reviews: all that are published, and drafts of their own; an
    admin every draft, and everybody those of who cannot review any more, but never one of themselves. Of a
    calibration that is open each only their own, admins too: that is what makes it blind.
    """
    query = select(Review)
    said = and_(col(Review.state) != "draft", col(Review.calibration_id).is_(None))
    if not actor.may(Permission.REVIEWS_WRITE):
        return query.where(col(Review.agent_id) == actor.id, said)
    left = select(Agent.id).where(or_(col(Agent.status) != "active", col(Agent.role).not_in(reviewers.ROLES_THAT_MAY)))
    drafts = and_(col(Review.calibration_id).is_(None), col(Review.agent_id) != actor.id)
    if actor.role != "admin":
        drafts = and_(drafts, col(Review.reviewer_id).in_(left))
    closed = select(Calibration.id).where(col(Calibration.closed_at).is_not(None))
    calibrated = and_(col(Review.calibration_id).in_(closed), col(Review.agent_id) != actor.id)
    return query.where(or_(col(Review.reviewer_id) == actor.id, said, drafts, calibrated))


async def shown(session: AsyncSession, review: Review) -> ReviewOut:
    """A review on the wire."""
    return (await all_shown(session, [review]))[0]


async def all_shown(session: AsyncSession, reviews: Sequence[Review]) -> list[ReviewOut]:
    """Reviews on the wire, with a few statements for all of them."""
    if not reviews:
        return []
    people = {each.agent_id for each in reviews} | {each.reviewer_id for each in reviews}
    query = select(Agent.id, Agent.name).where(col(Agent.id).in_(people))
    names: dict[UUID, str] = dict((await session.exec(query)).all())
    tickets = select(Ticket).where(col(Ticket.id).in_({each.ticket_id for each in reviews}))
    about = {each.id: each for each in (await session.exec(tickets)).all()}
    versions = (
        select(ScorecardVersion, Scorecard)
        .join(Scorecard, col(Scorecard.id) == col(ScorecardVersion.scorecard_id))
        .where(col(ScorecardVersion.id).in_({each.scorecard_version_id for each in reviews}))
    )
    cards = {version.id: (version, card) for version, card in (await session.exec(versions)).all()}
    return [_shown(each, names, about[each.ticket_id], *cards[each.scorecard_version_id]) for each in reviews]


def _shown(
    review: Review, names: dict[UUID, str], ticket: Ticket, version: ScorecardVersion, card: Scorecard
) -> ReviewOut:
    plain = (
        "id", "state", "episode", "calibration_id", "comment", "score", "failed", "version", "created_at",
        "updated_at", "published_at",
    )  # fmt: skip
    return ReviewOut(
        **{name: getattr(review, name) for name in plain},
        ticket=ReviewedTicket(id=ticket.id, number=ticket.number or 0, subject=ticket.subject, status=ticket.status),
        agent=Reference(id=review.agent_id, name=names.get(review.agent_id)),
        reviewer=Reference(id=review.reviewer_id, name=names.get(review.reviewer_id)),
        scorecard=ReviewScorecard(id=card.id, key=card.key, name=card.name, number=version.number),
        answers=[
            ReviewAnswerOut(criterion=each["key"], **review.answers[each["key"]])
            for each in version.criteria
            if each["key"] in review.answers
        ],
        missing=scorecards.missing(version.criteria, review.answers),
        history=[ReviewHistoryOut(**each) for each in review.history],
    )
