"""What was said in calibrations, compared: of one of them, and by a scorecard over all that are closed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import NotFound
from app.models import Agent, Calibration, CalibrationReviewer, Review, Scorecard, ScorecardVersion, Ticket
from app.rules import scorecards
from app.rules.actors import Actor
from app.rules.agreement import Agreement, agreement
from app.schemas.base import Reference
from app.schemas.calibrations import (
    AgreementOut,
    CalibrationOut,
    CalibrationReviewerOut,
    CriterionAgreementOut,
    ScorecardAgreementOut,
)
from app.schemas.reviews import ReviewedTicket, ReviewScorecard

# Calibrations that are compared at most: more is not read by anybody at once.
MOST: Final = 1_000


async def by_scorecard(
    session: AsyncSession, actor: Actor, scorecard_id: UUID, *, since: datetime | None, until: datetime | None
) -> ScorecardAgreementOut:
    """The agreement of reviewers over the calibrations that were closed in [since, until), the latest of them.

    A criterion of one key is the same one in every version as long as its kind is. Raises `NotFound`.
    """
    card = await session.get(Scorecard, scorecard_id)
    if card is None:
        raise NotFound
    query = select(Calibration).where(
        col(Calibration.scorecard_id) == scorecard_id,
        col(Calibration.closed_at).is_not(None),
        col(Calibration.agent_id) != actor.id,
    )
    if since is not None:
        query = query.where(col(Calibration.closed_at) >= since)
    if until is not None:
        query = query.where(col(Calibration.closed_at) < until)
    found = (await session.exec(query.order_by(col(Calibration.closed_at).desc()).limit(MOST + 1))).all()
    closed, complete = found[:MOST], len(found) <= MOST
    views = await _views(session, closed)
    versions = await _versions(session, {each.scorecard_version_id for each in closed})
    current = select(ScorecardVersion).where(
        col(ScorecardVersion.scorecard_id) == card.id, col(ScorecardVersion.number) == card.number
    )
    criteria = (await session.exec(current)).one().criteria
    units = [(versions[each.scorecard_version_id].criteria, views.get(each.id, [])) for each in closed]
    return ScorecardAgreementOut(
        scorecard_id=scorecard_id,
        calibrations=len(closed),
        complete=complete,
        total=_total([reviews for _, reviews in units]),
        criteria=_by_criterion(criteria, units),
    )


async def all_shown(session: AsyncSession, calibrations: Sequence[Calibration]) -> list[CalibrationOut]:
    """Calibrations on the wire, with a few statements for all of them."""
    if not calibrations:
        return []
    ids = [each.id for each in calibrations]
    asked = select(CalibrationReviewer).where(col(CalibrationReviewer.calibration_id).in_(ids))
    people: dict[UUID, list[UUID]] = {}
    for each in (await session.exec(asked.order_by(col(CalibrationReviewer.agent_id)))).all():
        people.setdefault(each.calibration_id, []).append(each.agent_id)
    everybody = {who for several in people.values() for who in several}
    everybody |= {who for each in calibrations for who in (each.agent_id, each.made_by)}
    query = select(Agent.id, Agent.name).where(col(Agent.id).in_(everybody))
    names: dict[UUID, str] = dict((await session.exec(query)).all())
    tickets = select(Ticket).where(col(Ticket.id).in_({each.ticket_id for each in calibrations}))
    about = {each.id: each for each in (await session.exec(tickets)).all()}
    cards = select(Scorecard).where(col(Scorecard.id).in_({each.scorecard_id for each in calibrations}))
    by_id = {each.id: each for each in (await session.exec(cards)).all()}
    versions = await _versions(session, {each.scorecard_version_id for each in calibrations})
    views = await _views(session, calibrations)
    return [
        _shown(
            each, about[each.ticket_id], by_id[each.scorecard_id], versions[each.scorecard_version_id],
            people.get(each.id, []), names, views.get(each.id, []),
        )
        for each in calibrations
    ]  # fmt: skip


async def _versions(session: AsyncSession, ids: set[UUID]) -> dict[UUID, ScorecardVersion]:
    query = select(ScorecardVersion).where(col(ScorecardVersion.id).in_(ids))
    return {each.id: each for each in (await session.exec(query)).all()} if ids else {}


async def _views(session: AsyncSession, calibrations: Sequence[Calibration]) -> dict[UUID, list[Review]]:
    """What was handed in."""
    query = select(Review).where(
        col(Review.calibration_id).in_([each.id for each in calibrations]), col(Review.state) != "draft"
    )
    found: dict[UUID, list[Review]] = {}
    for each in (await session.exec(query.order_by(col(Review.reviewer_id)))).all() if calibrations else ():
        if each.calibration_id is not None:
            found.setdefault(each.calibration_id, []).append(each)
    return found


def _shown(
    calibration: Calibration,
    ticket: Ticket,
    card: Scorecard,
    version: ScorecardVersion,
    people: Sequence[UUID],
    names: Mapping[UUID, str],
    views: Sequence[Review],
) -> CalibrationOut:
    closed = calibration.closed_at is not None
    by_reviewer = {each.reviewer_id: each for each in views}
    plain = ("id", "name", "episode", "closed_at", "version", "created_at", "updated_at")
    return CalibrationOut(
        **{name: getattr(calibration, name) for name in plain},
        ticket=ReviewedTicket(id=ticket.id, number=ticket.number or 0, subject=ticket.subject, status=ticket.status),
        agent=Reference(id=calibration.agent_id, name=names.get(calibration.agent_id)),
        scorecard=ReviewScorecard(id=card.id, key=card.key, name=card.name, number=version.number),
        made_by=Reference(id=calibration.made_by, name=names.get(calibration.made_by)),
        reviewers=[
            CalibrationReviewerOut(
                id=each,
                name=names.get(each),
                handed_in=each in by_reviewer,
                score=by_reviewer[each].score if closed and each in by_reviewer else None,
                review_id=by_reviewer[each].id if closed and each in by_reviewer else None,
            )
            for each in people
        ],
        total=_total([views]) if closed else None,
        criteria=_by_criterion(version.criteria, [(version.criteria, views)]) if closed else None,
    )


def _total(units: Sequence[Sequence[Review]]) -> AgreementOut:
    scores = [[each.score for each in reviews if each.score is not None] for reviews in units]
    return AgreementOut(**_fields(agreement(scores, "interval")))


def _by_criterion(
    criteria: Sequence[Mapping[str, Any]], units: Sequence[tuple[Sequence[Mapping[str, Any]], Sequence[Review]]]
) -> list[CriterionAgreementOut]:
    made = []
    for each in criteria:
        values = []
        for theirs, reviews in units:
            then = next((one for one in theirs if one["key"] == each["key"] and one["kind"] == each["kind"]), None)
            if then is not None:
                answers = [review.answers.get(each["key"]) or {} for review in reviews]
                worth = [scorecards.points(then, one.get("value")) for one in answers if not one.get("not_applicable")]
                values.append([point for point in worth if point is not None])
        found = agreement(values, "nominal" if each["kind"] == "yes_no" else "interval")
        titles = {locale: text["title"] for locale, text in each["texts"].items()}
        title = titles.get("en") or next(iter(titles.values()))
        made.append(CriterionAgreementOut(criterion=each["key"], title=title, titles=titles, **_fields(found)))
    return made


def _fields(found: Agreement) -> dict[str, Any]:
    return {name: getattr(found, name) for name in AgreementOut.model_fields}
