"""Scorecards: create, read, list, change, and the versions that reviews keep."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Conflict, Invalid, pointer
from app.models import Scorecard, ScorecardVersion
from app.rules.actors import Actor
from app.schemas.scorecards import (
    ScorecardIn,
    ScorecardOut,
    ScorecardPage,
    ScorecardPatch,
    ScorecardVersionOut,
    ScorecardVersionPage,
)
from app.services import keyset, rows

MOST = 200


def visible_to(_actor: Actor) -> SelectOfScalar[Scorecard]:
    """The scorecards that a caller may see: agents know by what they are judged."""
    return select(Scorecard)


async def create(session: AsyncSession, _actor: Actor, new: ScorecardIn) -> ScorecardOut:
    """Make one. Raises `Conflict` (`too_many_scorecards`) and the refusal of its constraint: `key_taken`."""
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik scorecards"))))
    if (await session.exec(select(func.count()).select_from(Scorecard))).one() >= MOST:
        raise Conflict(f"A desk has at most {MOST} scorecards", code="too_many_scorecards")
    now = clock.now()
    card = Scorecard(key=new.key, name=new.name, created_at=now, updated_at=now)
    session.add(card)
    await session.flush()
    criteria = new.model_dump(mode="json")["criteria"]
    session.add(ScorecardVersion(scorecard_id=card.id, number=1, criteria=criteria, created_at=now))
    await session.flush()
    return _shown(card, criteria)


async def read(session: AsyncSession, actor: Actor, scorecard_id: UUID) -> ScorecardOut:
    """A scorecard. Raises `NotFound`."""
    card = await rows.get(session, visible_to(actor).where(col(Scorecard.id) == scorecard_id))
    return _shown(card, (await _current(session, [card]))[card.id])


async def page(session: AsyncSession, actor: Actor, *, archived: bool, cursor: str | None, limit: int) -> ScorecardPage:
    """Scorecards by key. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor).where(col(Scorecard.archived_at).is_not(None) == archived)
    query = query.order_by(col(Scorecard.key)).limit(limit + 1)
    if cursor is not None:
        query = query.where(col(Scorecard.key) > keyset.by_name(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda row: keyset.encode(row.key))
    criteria = await _current(session, found)
    return ScorecardPage(items=[_shown(each, criteria[each.id]) for each in found], next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, scorecard_id: UUID, change: ScorecardPatch, *, version: str | None
) -> ScorecardOut:
    """Change a scorecard; other criteria become its next version. Raises `NotFound`, `PreconditionFailed`."""
    card = await rows.lock(session, visible_to(actor).where(col(Scorecard.id) == scorecard_id), version=version)
    criteria = (await _current(session, [card]))[card.id]
    sent = change.model_dump(mode="json", exclude_unset=True)
    now, changed = clock.now(), False
    if sent.get("name", card.name) != card.name:
        card.name, changed = sent["name"], True
    if change.archived is not None and change.archived != (card.archived_at is not None):
        card.archived_at, changed = now if change.archived else None, True
    # With what was left to the defaults, as it is stored.
    wanted = change.model_dump(mode="json")["criteria"]
    if wanted is not None and wanted != criteria:
        card.number, criteria, changed = card.number + 1, wanted, True
        made = ScorecardVersion(scorecard_id=card.id, number=card.number, criteria=wanted, created_at=now)
        session.add(made)
    if changed:
        card.version += 1
        card.updated_at = now
        await session.flush()
    return _shown(card, criteria)


async def versions(
    session: AsyncSession, actor: Actor, scorecard_id: UUID, *, cursor: str | None, limit: int
) -> ScorecardVersionPage:
    """Its versions, the newest first. Raises `NotFound`, `Invalid` (`invalid_cursor`)."""
    await rows.get(session, visible_to(actor).where(col(Scorecard.id) == scorecard_id))
    query = select(ScorecardVersion).where(col(ScorecardVersion.scorecard_id) == scorecard_id)
    query = query.order_by(col(ScorecardVersion.number).desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(col(ScorecardVersion.number) < keyset.by_place(cursor)[0])
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.number, row.id)
    )
    items = [
        ScorecardVersionOut(id=each.id, number=each.number, criteria=each.criteria, created_at=each.created_at)
        for each in found
    ]
    return ScorecardVersionPage(items=items, next_cursor=following)


async def to_begin(session: AsyncSession, scorecard_id: UUID) -> ScorecardVersion:
    """The version by which a review begins now. Raises `Invalid` (`unknown_scorecard`, also of an archived one)."""
    card = (await session.exec(select(Scorecard).where(col(Scorecard.id) == scorecard_id))).first()
    if card is None or card.archived_at is not None:
        detail = "There is no such scorecard, or it is archived"
        raise Invalid(detail, code="unknown_scorecard", errors=[pointer("scorecard_id", detail)])
    query = select(ScorecardVersion).where(
        col(ScorecardVersion.scorecard_id) == card.id, col(ScorecardVersion.number) == card.number
    )
    return (await session.exec(query)).one()


async def _current(session: AsyncSession, cards: Collection[Scorecard]) -> dict[UUID, list[dict[str, Any]]]:
    if not cards:
        return {}
    query = (
        select(ScorecardVersion)
        .join(Scorecard, col(Scorecard.id) == col(ScorecardVersion.scorecard_id))
        .where(
            col(Scorecard.id).in_([each.id for each in cards]),
            col(ScorecardVersion.number) == col(Scorecard.number),
        )
    )
    return {each.scorecard_id: each.criteria for each in (await session.exec(query)).all()}


def _shown(card: Scorecard, criteria: list[dict[str, Any]]) -> ScorecardOut:
    plain = ("id", "key", "name", "number", "version", "created_at", "updated_at")
    return ScorecardOut(
        **{name: getattr(card, name) for name in plain},
        criteria=criteria,
        archived=card.archived_at is not None,
    )
