"""What becomes of a review: published, acknowledged or disputed by whose work it is, settled."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import Conflict, Forbidden
from app.models import Agent, Review, ReviewAssignment, ScorecardVersion, Ticket
from app.rules import scorecards as rules
from app.rules.actors import Actor
from app.schemas.reviews import ReviewOut, ReviewSettleIn
from app.services import notifications, review_access, reviews, rows

MOST_CHANGES: Final = 50


async def publish(session: AsyncSession, actor: Actor, review_id: UUID) -> ReviewOut:
    """Tell the agent; in a calibration: hand in one's view, of which the agent never hears.

    Publishing again is no change. Raises `NotFound`, `Forbidden` (`not_your_review`) and `Conflict` (`incomplete` with
    `missing`, `calibration_closed`).
    """
    review = await _locked(session, actor, review_id)
    if review.reviewer_id == actor.id and review.state != "draft":
        return await review_access.shown(session, review)
    review = await reviews.own_draft(session, actor, review_id)
    version = await session.get_one(ScorecardVersion, review.scorecard_version_id)
    missing = rules.missing(version.criteria, review.answers)
    if missing:
        raise Conflict(f"Answer first: {', '.join(missing)}", code="incomplete", missing=missing)
    now = clock.now()
    review.published_at = now
    await _become(session, review, actor, "published", "published", None, now=now)
    if review.calibration_id is None:
        await session.exec(
            update(ReviewAssignment)
            .where(
                *(
                    getattr(ReviewAssignment, name) == getattr(review, name)
                    for name in ("ticket_id", "episode", "agent_id", "scorecard_id")
                ),
                col(ReviewAssignment.state) != "done",
            )
            .values(state="done", review_id=review.id, updated_at=now, version=col(ReviewAssignment.version) + 1)
            .execution_options(synchronize_session=False)
        )
        await _tell(session, review, review.agent_id, "review.published", now)
    return await review_access.shown(session, review)


async def acknowledge(session: AsyncSession, actor: Actor, review_id: UUID, said: str | None) -> ReviewOut:
    """The agent has read it. Doing so again is no change. Raises `NotFound`, `Forbidden` (`not_your_work`) and
    `Conflict` (`wrong_state`).
    """
    review = await _of_own_work(session, actor, review_id)
    if review.state == "acknowledged":
        return await review_access.shown(session, review)
    _only(review, "published", "settled")
    await _become(session, review, actor, "acknowledged", "acknowledged", said, now=clock.now())
    return await review_access.shown(session, review)


async def dispute(session: AsyncSession, actor: Actor, review_id: UUID, reason: str) -> ReviewOut:
    """The agent sees it otherwise, once per review. Raises as `acknowledge`."""
    review = await _of_own_work(session, actor, review_id)
    _only(review, "published")
    now = clock.now()
    await _become(session, review, actor, "disputed", "disputed", reason, now=now)
    await _tell(session, review, review.reviewer_id, "review.disputed", now)
    return await review_access.shown(session, review)


async def settle(session: AsyncSession, actor: Actor, review_id: UUID, asked: ReviewSettleIn) -> ReviewOut:
    """Decide: it stands, it says something else, or it is taken back and counts no more.

    Raises `NotFound`, `Conflict` (`wrong_state`, `own_work`, `incomplete`, `too_many_changes`) and as
    `reviews.answer_with`.
    """
    review = await _locked(session, actor, review_id)
    if review.agent_id == actor.id:
        raise Conflict("Nobody settles what is said of their own work", code="own_work")
    if review.calibration_id is not None:
        raise Conflict("Views in a calibration are compared, not settled", code="wrong_state", state=review.state)
    if asked.outcome == "upheld":
        _only(review, "disputed")
    else:
        _only(review, "published", "acknowledged", "disputed", "settled")
    if len(review.history) >= MOST_CHANGES:
        raise Conflict("This review has been changed too often", code="too_many_changes")
    now, before = clock.now(), None
    if asked.answers is not None:
        before = review.score
        version = await session.get_one(ScorecardVersion, review.scorecard_version_id)
        await reviews.answer_with(session, review, version, asked.answers)
        missing = rules.missing(version.criteria, review.answers)
        if missing:
            raise Conflict(f"Answer first: {', '.join(missing)}", code="incomplete", missing=missing)
    state = "withdrawn" if asked.outcome == "withdrawn" else "settled"
    await _become(session, review, actor, state, asked.outcome, asked.said, now=now, before=before)
    await _tell(session, review, review.agent_id, "review.settled", now)
    return await review_access.shown(session, review)


async def _locked(session: AsyncSession, actor: Actor, review_id: UUID) -> Review:
    return await rows.lock(session, review_access.visible_to(actor).where(col(Review.id) == review_id), version=None)


async def _of_own_work(session: AsyncSession, actor: Actor, review_id: UUID) -> Review:
    review = await _locked(session, actor, review_id)
    if review.agent_id != actor.id:
        raise Forbidden("This is said by whoever's work it is", code="not_your_work")
    return review


def _only(review: Review, *states: str) -> None:
    if review.state not in states:
        raise Conflict(f"The review is {review.state}", code="wrong_state", state=review.state)


async def _become(
    session: AsyncSession,
    review: Review,
    actor: Actor,
    state: str,
    what: str,
    said: str | None,
    *,
    now: datetime,
    before: float | None = None,
) -> None:
    entry = {
        "at": now.isoformat(), "by": {"id": str(actor.id), "name": actor.name}, "what": what, "said": said,
        "score_before": before,
    }  # fmt: skip
    review.history = [*review.history, entry]
    review.state = state
    review.version += 1
    review.updated_at = now
    session.add(review)
    await session.flush()


async def _tell(session: AsyncSession, review: Review, agent_id: UUID, kind: str, now: datetime) -> None:
    number = (await session.exec(select(Ticket.number).where(col(Ticket.id) == review.ticket_id))).one()
    name = (await session.exec(select(Agent.name).where(col(Agent.id) == review.agent_id))).one()
    data = {"review_id": str(review.id), "number": number, "agent": {"id": str(review.agent_id), "name": name}}
    key = f"{kind}:{review.id}:{review.version}"
    await notifications.tell(session, [agent_id], kind=kind, ticket_id=review.ticket_id, data=data, key=key, now=now)
