"""Coaching notes: what a lead tells an agent in private."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Conflict, Forbidden, Invalid, pointer
from app.models import Agent, CoachingNote, Review
from app.rules.actors import Actor
from app.schemas.base import Reference
from app.schemas.coaching_notes import CoachingNoteIn, CoachingNoteOut, CoachingNotePage, CoachingNotePatch
from app.services import keyset, notifications, review_access, rows

KIND = "coaching.note"


def visible_to(actor: Actor) -> SelectOfScalar[CoachingNote]:
    """The notes that a caller may see: what they wrote or were told; an admin all."""
    query = select(CoachingNote)
    if actor.role == "admin":
        return query
    return query.where(or_(col(CoachingNote.agent_id) == actor.id, col(CoachingNote.author_id) == actor.id))


async def create(session: AsyncSession, actor: Actor, new: CoachingNoteIn) -> CoachingNoteOut:
    """Tell an agent. Raises `Invalid` (`unknown_agent`, `unknown_review`) and `Conflict` (`own_work`)."""
    if new.agent_id == actor.id:
        raise Conflict("A note is for somebody else", code="own_work")
    there = select(Agent.id).where(col(Agent.id) == new.agent_id, col(Agent.status) != "disabled")
    if (await session.exec(there)).first() is None:
        detail = "There is no such active agent"
        raise Invalid(detail, code="unknown_agent", errors=[pointer("agent_id", detail)])
    if new.review_id is not None:
        about = review_access.visible_to(actor).where(
            col(Review.id) == new.review_id,
            col(Review.agent_id) == new.agent_id,
            col(Review.state) != "draft",
            col(Review.calibration_id).is_(None),
        )
        if (await session.exec(about)).first() is None:
            detail = "There is no such published review of this agent's work"
            raise Invalid(detail, code="unknown_review", errors=[pointer("review_id", detail)])
    now = clock.now()
    note = CoachingNote(**new.model_dump(), author_id=actor.id, created_at=now, updated_at=now)
    session.add(note)
    await session.flush()
    await _tell(session, note, note.agent_id)
    return (await _all_shown(session, [note]))[0]


async def read(session: AsyncSession, actor: Actor, note_id: UUID) -> CoachingNoteOut:
    """A note. Raises `NotFound`."""
    note = await rows.get(session, visible_to(actor).where(col(CoachingNote.id) == note_id))
    return (await _all_shown(session, [note]))[0]


async def page(
    session: AsyncSession, actor: Actor, *, agent_id: UUID | None, cursor: str | None, limit: int
) -> CoachingNotePage:
    """Notes, the newest first. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor)
    if agent_id is not None:
        query = query.where(col(CoachingNote.agent_id) == agent_id)
    query = keyset.newest_first(query, CoachingNote.created_at, CoachingNote.id, cursor=cursor, limit=limit)
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.created_at, row.id)
    )
    return CoachingNotePage(items=await _all_shown(session, found), next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, note_id: UUID, change: CoachingNotePatch, *, version: str | None
) -> CoachingNoteOut:
    """Change one's own note. What was acknowledged stays what it was.

    Raises `NotFound`, `PreconditionFailed`, `Forbidden` (`not_your_note`) and `Conflict` (`acknowledged`).
    """
    note = await _lock(session, actor, note_id, version=version)
    if note.author_id != actor.id:
        raise Forbidden("Whoever wrote a note changes it", code="not_your_note")
    if note.acknowledged_at is not None:
        raise Conflict("What was acknowledged is not changed: write another note", code="acknowledged")
    sent = change.model_dump(exclude_unset=True)
    changed = {name: value for name, value in sent.items() if value != getattr(note, name)}
    if changed:
        for name, value in changed.items():
            setattr(note, name, value)
        await _next(session, note)
    return (await _all_shown(session, [note]))[0]


async def delete(session: AsyncSession, actor: Actor, note_id: UUID, *, version: str | None) -> None:
    """Delete a note: its author, or an admin to whom it was not written.

    Raises `NotFound`, `PreconditionFailed` and `Forbidden` (`not_your_note`).
    """
    note = await _lock(session, actor, note_id, version=version)
    if note.agent_id == actor.id:
        raise Forbidden("Whoever wrote a note deletes it", code="not_your_note")
    await session.delete(note)
    await session.flush()


async def acknowledge(session: AsyncSession, actor: Actor, note_id: UUID, reply: str | None) -> CoachingNoteOut:
    """The agent has read it; the author is told. Doing so again is no change.

    Raises `NotFound` and `Forbidden` (`not_your_note`).
    """
    note = await _lock(session, actor, note_id, version=None)
    if note.agent_id != actor.id:
        raise Forbidden("Whoever a note is for acknowledges it", code="not_your_note")
    if note.acknowledged_at is None:
        note.acknowledged_at, note.reply = clock.now(), reply
        await _next(session, note)
        await _tell(session, note, note.author_id)
    return (await _all_shown(session, [note]))[0]


async def _lock(session: AsyncSession, actor: Actor, note_id: UUID, *, version: str | None) -> CoachingNote:
    return await rows.lock(session, visible_to(actor).where(col(CoachingNote.id) == note_id), version=version)


async def _next(session: AsyncSession, note: CoachingNote) -> None:
    note.version += 1
    note.updated_at = clock.now()
    session.add(note)
    await session.flush()


async def _tell(session: AsyncSession, note: CoachingNote, agent_id: UUID) -> None:
    # Not the words: a phone shows notifications to whoever looks at it.
    data = {"note_id": str(note.id), "acknowledged": note.acknowledged_at is not None}
    key = f"{KIND}:{note.id}:{note.version}"
    await notifications.tell(session, [agent_id], kind=KIND, ticket_id=None, data=data, key=key, now=note.updated_at)


async def _all_shown(session: AsyncSession, notes: Sequence[CoachingNote]) -> list[CoachingNoteOut]:
    people = {who for each in notes for who in (each.agent_id, each.author_id)}
    query = select(Agent.id, Agent.name).where(col(Agent.id).in_(people))
    names: dict[UUID, str] = dict((await session.exec(query)).all()) if people else {}
    plain = (
        "id", "review_id", "body", "look_again_on", "acknowledged_at", "reply", "version", "created_at", "updated_at",
    )  # fmt: skip
    return [
        CoachingNoteOut(
            **{name: getattr(each, name) for name in plain},
            agent=Reference(id=each.agent_id, name=names.get(each.agent_id)),
            author=Reference(id=each.author_id, name=names.get(each.author_id)),
        )
        for each in notes
    ]
