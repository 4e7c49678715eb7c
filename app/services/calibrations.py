"""Calibrations: several people review the same ticket, and what they say is compared when all have said it."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Conflict, Forbidden
from app.models import Calibration, CalibrationReviewer, Review
from app.rules.actors import Actor
from app.schemas.calibrations import CalibrationIn, CalibrationOut, CalibrationPage
from app.services import calibration_views, keyset, notifications, review_subjects, reviewers, rows, scorecards

KIND = "calibration.asked"


def visible_to(actor: Actor) -> SelectOfScalar[Calibration]:
    """The calibrations that a reviewer may see: all but those of their own work."""
    return select(Calibration).where(col(Calibration.agent_id) != actor.id)


async def create(session: AsyncSession, actor: Actor, new: CalibrationIn) -> CalibrationOut:
    """Ask for views; whoever is asked is told. Raises as `review_subjects.find`, `Invalid` (`unknown_scorecard`,
    `unknown_reviewer`) and `Conflict` (`own_work`: also when whose work it is asks).
    """
    version = await scorecards.to_begin(session, new.scorecard_id)
    subject = await review_subjects.find(session, actor, new.ticket_id, agent_id=new.agent_id, episode=new.episode)
    await reviewers.refuse(session, new.reviewer_ids)
    if subject.agent_id in {actor.id, *new.reviewer_ids}:
        raise Conflict("Nobody reviews their own work", code="own_work")
    now = clock.now()
    made = Calibration(
        name=new.name, ticket_id=subject.ticket.id, episode=subject.episode, agent_id=subject.agent_id,
        scorecard_id=new.scorecard_id, scorecard_version_id=version.id, made_by=actor.id, created_at=now,
        updated_at=now,
    )  # fmt: skip
    session.add(made)
    await session.flush()
    session.add_all([CalibrationReviewer(calibration_id=made.id, agent_id=each) for each in new.reviewer_ids])
    await session.flush()
    others = [each for each in new.reviewer_ids if each != actor.id]
    data = {"calibration_id": str(made.id), "name": made.name}
    await notifications.tell(
        session, others, kind=KIND, ticket_id=made.ticket_id, data=data, key=f"{KIND}:{made.id}", now=now
    )
    return (await calibration_views.all_shown(session, [made]))[0]


async def read(session: AsyncSession, actor: Actor, calibration_id: UUID) -> CalibrationOut:
    """A calibration. Raises `NotFound`."""
    found = await rows.get(session, visible_to(actor).where(col(Calibration.id) == calibration_id))
    return (await calibration_views.all_shown(session, [found]))[0]


async def page(session: AsyncSession, actor: Actor, *, cursor: str | None, limit: int) -> CalibrationPage:
    """Calibrations, the newest first. Raises `Invalid` (`invalid_cursor`)."""
    query = keyset.newest_first(visible_to(actor), Calibration.created_at, Calibration.id, cursor=cursor, limit=limit)
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.created_at, row.id)
    )
    return CalibrationPage(items=await calibration_views.all_shown(session, found), next_cursor=following)


async def close(session: AsyncSession, actor: Actor, calibration_id: UUID) -> CalibrationOut:
    """Compare what was handed in; what was not counts no more. Closing again is no change.

    Raises `NotFound`, `Forbidden` (`not_your_calibration`) and `Conflict` (`too_few_views`).
    """
    found = await _own(session, actor, calibration_id)
    if found.closed_at is None:
        query = select(Review.id).where(col(Review.calibration_id) == found.id, col(Review.state) != "draft")
        if len((await session.exec(query)).all()) < 2:  # noqa: PLR2004 - said in the message
            raise Conflict("At least two views are compared: hand in more first", code="too_few_views")
        found.closed_at = found.updated_at = clock.now()
        found.version += 1
        session.add(found)
        await session.flush()
    return (await calibration_views.all_shown(session, [found]))[0]


async def delete(session: AsyncSession, actor: Actor, calibration_id: UUID, *, version: str | None) -> None:
    """Delete one with all of its views. Raises `NotFound`, `PreconditionFailed`, `Forbidden`."""
    await session.delete(await _own(session, actor, calibration_id, version=version))
    await session.flush()


async def _own(session: AsyncSession, actor: Actor, calibration_id: UUID, *, version: str | None = None) -> Calibration:
    # The strong lock: views are handed in under one that shares.
    query = visible_to(actor).where(col(Calibration.id) == calibration_id).with_for_update()
    await rows.get(session, query.execution_options(populate_existing=True))
    found = await rows.lock(session, visible_to(actor).where(col(Calibration.id) == calibration_id), version=version)
    if actor.role != "admin" and found.made_by != actor.id:
        raise Forbidden("Whoever made it, or an admin, closes and deletes it", code="not_your_calibration")
    return found
