"""Reviews: begin, read, list, change and delete drafts. What becomes of them is in `review_states`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import Conflict, Forbidden, Invalid, NotFound, pointer
from app.models import Calibration, CalibrationReviewer, Review, ReviewAssignment, ScorecardVersion
from app.rules import scorecards as rules
from app.rules.actors import Actor
from app.schemas.reviews import ReviewAnswerIn, ReviewIn, ReviewOut, ReviewPage, ReviewPatch, ReviewState
from app.services import keyset, review_access, review_subjects, rows, scorecards


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reviews; None does not narrow. Published in [from, to)."""

    agent_id: UUID | None = None
    reviewer_id: UUID | None = None
    ticket_id: UUID | None = None
    scorecard_id: UUID | None = None
    calibration_id: UUID | None = None
    state: ReviewState | None = None
    published_from: datetime | None = None
    published_to: datetime | None = None


async def create(session: AsyncSession, actor: Actor, new: ReviewIn) -> ReviewOut:
    """Begin a draft. Raises as `review_subjects.find` and `judged`; `Invalid` (`unknown_scorecard`,
    `unknown_assignment`, `unknown_calibration`), `Conflict` (`own_work`, `already_reviewed` with `review_id`,
    `calibration_closed`) and `Forbidden` (`not_asked`: of a calibration that asks others).
    """
    review = await _begun(session, actor, new)
    if review.agent_id == actor.id:
        raise Conflict("Nobody reviews their own work", code="own_work")
    await _refuse_second(session, review)
    version = await session.get_one(ScorecardVersion, review.scorecard_version_id)
    await answer_with(session, review, version, new.answers)
    review.comment = new.comment
    session.add(review)
    await session.flush()
    return await review_access.shown(session, review)


async def _begun(session: AsyncSession, actor: Actor, new: ReviewIn) -> Review:
    now = clock.now()
    if new.calibration_id is not None:
        calibration = await _asked(session, actor, new.calibration_id)
        kept = ("ticket_id", "episode", "agent_id", "scorecard_id", "scorecard_version_id")
        return Review(
            **{name: getattr(calibration, name) for name in kept},
            calibration_id=calibration.id, reviewer_id=actor.id, created_at=now, updated_at=now,
        )  # fmt: skip
    ticket_id, scorecard_id, agent_id, episode = new.ticket_id, new.scorecard_id, new.agent_id, new.episode
    if new.assignment_id is not None:
        assignment = await session.get(ReviewAssignment, new.assignment_id)
        if assignment is None:
            detail = "There is no such assignment"
            raise Invalid(detail, code="unknown_assignment", errors=[pointer("assignment_id", detail)])
        ticket_id, scorecard_id = assignment.ticket_id, assignment.scorecard_id
        agent_id, episode = assignment.agent_id, assignment.episode
    assert ticket_id is not None and scorecard_id is not None  # noqa: S101, PT018 - the schema says so
    subject = await review_subjects.find(session, actor, ticket_id, agent_id=agent_id, episode=episode)
    version = await scorecards.to_begin(session, scorecard_id)
    return Review(
        ticket_id=subject.ticket.id, episode=subject.episode, agent_id=subject.agent_id,
        team_id=subject.ticket.team_id, reviewer_id=actor.id, scorecard_id=scorecard_id,
        scorecard_version_id=version.id, created_at=now, updated_at=now,
    )  # fmt: skip


async def _asked(session: AsyncSession, actor: Actor, calibration_id: UUID) -> Calibration:
    calibration = await hold_open(session, calibration_id)
    if calibration is None:
        detail = "There is no such calibration"
        raise Invalid(detail, code="unknown_calibration", errors=[pointer("calibration_id", detail)])
    if await session.get(CalibrationReviewer, (calibration_id, actor.id)) is None:
        raise Forbidden("This calibration asks others", code="not_asked")
    return calibration


async def hold_open(session: AsyncSession, calibration_id: UUID) -> Calibration | None:
    """The calibration, not closed until this transaction ends. Raises `Conflict` (`calibration_closed`)."""
    query = select(Calibration).where(col(Calibration.id) == calibration_id).with_for_update(read=True)
    found = (await session.exec(query.execution_options(populate_existing=True))).first()
    if found is not None and found.closed_at is not None:
        raise Conflict("This calibration is closed: its views are compared", code="calibration_closed")
    return found


async def _refuse_second(session: AsyncSession, new: Review) -> None:
    """The refusal that names the first one; of two who begin at once the constraint refuses the second."""
    query = select(Review.id)
    if new.calibration_id is not None:
        query = query.where(
            col(Review.calibration_id) == new.calibration_id, col(Review.reviewer_id) == new.reviewer_id
        )
    else:
        query = query.where(
            col(Review.calibration_id).is_(None),
            *(
                getattr(Review, name) == getattr(new, name)
                for name in ("ticket_id", "episode", "agent_id", "scorecard_id")
            ),
        )
    first = (await session.exec(query)).first()
    if first is not None:
        detail = "This agent's work on this episode has been reviewed by this scorecard, or is being reviewed"
        raise Conflict(detail, code="already_reviewed", review_id=str(first))


async def answer_with(
    session: AsyncSession, review: Review, version: ScorecardVersion, answers: Sequence[ReviewAnswerIn]
) -> None:
    """Put these answers in the place of what is there, with their score. Raises `Invalid` (`invalid_answers`)."""
    stored = {
        each.criterion: each.model_dump(mode="json", include={"value", "not_applicable", "comment", "message_id"})
        for each in answers
    }
    place = {each.criterion: number for number, each in enumerate(answers)}
    errors = [
        {"pointer": f"/answers/{place[each.criterion]}/value", "detail": each.sentence, "code": each.code}
        if each.code == "invalid_value"
        else {"pointer": f"/answers/{place[each.criterion]}", "detail": each.sentence, "code": each.code}
        for each in rules.wrong(version.criteria, stored)
    ]
    about = {each.message_id for each in answers if each.message_id is not None}
    gone = await review_subjects.unknown_messages(session, review.ticket_id, about)
    errors += [
        {
            "pointer": f"/answers/{number}/message_id",
            "detail": "The ticket has no such message",
            "code": "unknown_message",
        }
        for number, each in enumerate(answers)
        if each.message_id in gone
    ]
    if errors:
        raise Invalid("See errors: each entry names an answer", code="invalid_answers", errors=errors)
    # What each is worth is kept beside it: figures by criterion add it up where it is.
    for criterion in version.criteria:
        if (answer := stored.get(criterion["key"])) is not None:
            answer["points"] = None if answer["not_applicable"] else rules.points(criterion, answer["value"])
    found = rules.score(version.criteria, stored)
    review.answers, review.score, review.failed = stored, found.value, list(found.failed)


async def read(session: AsyncSession, actor: Actor, review_id: UUID) -> ReviewOut:
    """A review. Raises `NotFound`."""
    query = review_access.visible_to(actor).where(col(Review.id) == review_id)
    return await review_access.shown(session, await rows.get(session, query))


async def page(session: AsyncSession, actor: Actor, wanted: Wanted, *, cursor: str | None, limit: int) -> ReviewPage:
    """Reviews, the newest first. Raises `Invalid` (`invalid_cursor`)."""
    query = review_access.visible_to(actor)
    for name in ("agent_id", "reviewer_id", "ticket_id", "scorecard_id", "calibration_id", "state"):
        if getattr(wanted, name) is not None:
            query = query.where(getattr(Review, name) == getattr(wanted, name))
    if wanted.published_from is not None:
        query = query.where(col(Review.published_at) >= wanted.published_from)
    if wanted.published_to is not None:
        query = query.where(col(Review.published_at) < wanted.published_to)
    query = keyset.newest_first(query, Review.created_at, Review.id, cursor=cursor, limit=limit)
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.created_at, row.id)
    )
    return ReviewPage(items=await review_access.all_shown(session, found), next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, review_id: UUID, change: ReviewPatch, *, version: str | None
) -> ReviewOut:
    """Change a draft of one's own. Raises `NotFound`, `PreconditionFailed`, `Forbidden` (`not_your_review`),
    `Conflict` (`not_a_draft`, `calibration_closed`) and as `answer_with`.
    """
    review = await own_draft(session, actor, review_id, version=version)
    before = _said(review)
    if change.answers is not None:
        criteria = await session.get_one(ScorecardVersion, review.scorecard_version_id)
        await answer_with(session, review, criteria, change.answers)
    if "comment" in change.model_fields_set:
        review.comment = change.comment
    if _said(review) != before:
        review.version += 1
        review.updated_at = clock.now()
        session.add(review)
        await session.flush()
    return await review_access.shown(session, review)


def _said(review: Review) -> tuple[Mapping[str, Any], str | None]:
    return review.answers, review.comment


async def own_draft(session: AsyncSession, actor: Actor, review_id: UUID, *, version: str | None = None) -> Review:
    """A draft of the caller's, locked; of a calibration only while it is open. Raises as `patch`."""
    review = await rows.lock(
        session, review_access.visible_to(actor).where(col(Review.id) == review_id), version=version
    )
    if review.reviewer_id != actor.id:
        raise Forbidden("Whoever reviews writes their own review", code="not_your_review")
    if review.state != "draft":
        raise Conflict("What is published is not changed like a draft", code="not_a_draft")
    if review.calibration_id is not None:
        await hold_open(session, review.calibration_id)
    return review


async def delete(session: AsyncSession, actor: Actor, review_id: UUID, *, version: str | None) -> None:
    """Delete a draft: one's own, an admin any, everybody one of who cannot review any more.

    What one may not delete one does not see. Raises `NotFound`, `PreconditionFailed`, `Conflict` (`not_a_draft`).
    """
    review = await rows.lock(
        session, review_access.visible_to(actor).where(col(Review.id) == review_id), version=version
    )
    if review.state != "draft":
        raise Conflict("What is published is withdrawn, not deleted", code="not_a_draft")
    if review.calibration_id is not None and review.reviewer_id != actor.id:
        raise NotFound
    await session.delete(review)
    await session.flush()
