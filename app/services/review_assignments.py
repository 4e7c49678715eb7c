"""What is to be reviewed: listed, given to somebody else, dismissed."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Conflict
from app.models import Agent, ReviewAssignment
from app.rules.actors import Actor
from app.schemas.base import Reference
from app.schemas.review_assignments import AssignmentState, ReviewAssignmentOut, ReviewAssignmentPage
from app.services import keyset, notifications, review_drawing, reviewers, rows


def visible_to(actor: Actor) -> SelectOfScalar[ReviewAssignment]:
    """What a reviewer may see: everything but what is to be said of themselves."""
    return select(ReviewAssignment).where(col(ReviewAssignment.agent_id) != actor.id)


async def page(
    session: AsyncSession,
    actor: Actor,
    *,
    mine: bool,
    agent_id: UUID | None,
    state: AssignmentState | None,
    cursor: str | None,
    limit: int,
) -> ReviewAssignmentPage:
    """What is to be reviewed, the newest first. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor)
    if mine:
        query = query.where(col(ReviewAssignment.reviewer_id) == actor.id)
    if agent_id is not None:
        query = query.where(col(ReviewAssignment.agent_id) == agent_id)
    if state is not None:
        query = query.where(col(ReviewAssignment.state) == state)
    query = keyset.newest_first(query, ReviewAssignment.created_at, ReviewAssignment.id, cursor=cursor, limit=limit)
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.created_at, row.id)
    )
    return ReviewAssignmentPage(items=await _all_shown(session, found), next_cursor=following)


async def read(session: AsyncSession, actor: Actor, assignment_id: UUID) -> ReviewAssignmentOut:
    """One of them. Raises `NotFound`."""
    query = visible_to(actor).where(col(ReviewAssignment.id) == assignment_id)
    return (await _all_shown(session, [await rows.get(session, query)]))[0]


async def give(
    session: AsyncSession, actor: Actor, assignment_id: UUID, reviewer_id: UUID, *, version: str | None
) -> ReviewAssignmentOut:
    """Give it to somebody else, who is told. Raises `NotFound`, `PreconditionFailed`, `Invalid` (`unknown_reviewer`)
    and `Conflict` (`wrong_state`, `own_work`).
    """
    assignment = await _open(session, actor, assignment_id, version=version)
    await reviewers.refuse(session, [reviewer_id], "reviewer_id")
    if reviewer_id == assignment.agent_id:
        raise Conflict("Nobody reviews their own work", code="own_work")
    if assignment.reviewer_id != reviewer_id:
        now = clock.now()
        assignment.reviewer_id, assignment.updated_at = reviewer_id, now
        assignment.version += 1
        session.add(assignment)
        await session.flush()
        if reviewer_id != actor.id:
            await notifications.tell(
                session,
                [reviewer_id],
                kind=review_drawing.KIND,
                ticket_id=assignment.ticket_id,
                data={"assignment_id": str(assignment.id)},
                key=f"{review_drawing.KIND}:{assignment.id}:{assignment.version}",
                now=now,
            )
    return (await _all_shown(session, [assignment]))[0]


async def dismiss(session: AsyncSession, actor: Actor, assignment_id: UUID, reason: str) -> ReviewAssignmentOut:
    """Nobody is to review it; a rule does not draw it again. Raises `NotFound` and `Conflict` (`wrong_state`)."""
    assignment = await _open(session, actor, assignment_id, version=None)
    assignment.state, assignment.reason, assignment.updated_at = "dismissed", reason, clock.now()
    assignment.version += 1
    session.add(assignment)
    await session.flush()
    return (await _all_shown(session, [assignment]))[0]


async def _open(session: AsyncSession, actor: Actor, assignment_id: UUID, *, version: str | None) -> ReviewAssignment:
    query = visible_to(actor).where(col(ReviewAssignment.id) == assignment_id)
    assignment = await rows.lock(session, query, version=version)
    if assignment.state != "open":
        raise Conflict(f"This is {assignment.state}", code="wrong_state", state=assignment.state)
    return assignment


async def _all_shown(session: AsyncSession, found: Sequence[ReviewAssignment]) -> list[ReviewAssignmentOut]:
    people = {each.agent_id for each in found} | {each.reviewer_id for each in found if each.reviewer_id is not None}
    query = select(Agent.id, Agent.name).where(col(Agent.id).in_(people))
    names: dict[UUID, str] = dict((await session.exec(query)).all()) if people else {}
    plain = (
        "id", "rule_id", "ticket_id", "episode", "scorecard_id", "drawn_from", "drawn_to", "why", "state", "reason",
        "review_id", "version", "created_at", "updated_at",
    )  # fmt: skip
    return [
        ReviewAssignmentOut(
            **{name: getattr(each, name) for name in plain},
            agent=Reference(id=each.agent_id, name=names.get(each.agent_id)),
            reviewer=None
            if each.reviewer_id is None
            else Reference(id=each.reviewer_id, name=names.get(each.reviewer_id)),
        )
        for each in found
    ]
