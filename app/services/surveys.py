"""Surveys: create, read, list, change, archive, and the versions that never change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.errors import Conflict, PreconditionFailed
from app.models import Survey, SurveyVersion
from app.rules.actors import Actor
from app.schemas.surveys import SurveyIn, SurveyOut, SurveyPage, SurveyPatch, SurveyVersionOut, SurveyVersionPage
from app.services import documents, keyset, rows, survey_definitions

# Each that is asked by itself may be looked at for every ticket that is solved.
MAX_SURVEYS = 200
_PLAIN = ("name", "brand", "active", "position", "fatigue_days", "expires_seconds")
_ASKED = ("questions", "texts")


def visible_to(_actor: Actor) -> SelectOfScalar[Survey]:
    """The surveys that a caller may see: who may read feedback may see what was asked."""
    return select(Survey)


async def create(session: AsyncSession, _actor: Actor, new: SurveyIn) -> SurveyOut:
    """Make a survey. Raises `Invalid`, and `Conflict`: `key_taken`, `too_many_surveys`."""
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik surveys"))))
    there = (await session.exec(select(func.count()).where(col(Survey.archived_at).is_(None)))).one()
    if there >= MAX_SURVEYS:
        raise Conflict(f"There are {MAX_SURVEYS} surveys already: archive one", code="too_many_surveys")
    stated, now = survey_definitions.stated(new), clock.now()
    made = Survey(
        **{name: getattr(new, name) for name in ("key", "metric", "audience", *_PLAIN)},
        trigger=stated["trigger"],
        created_at=now,
        updated_at=now,
    )
    asked = {name: stated[name] for name in _ASKED}
    await survey_definitions.refuse(session, made, asked)
    session.add(made)
    await session.flush()
    version = _add_version(session, made, asked, now)
    await session.flush()
    return _shown(made, version)


async def read(session: AsyncSession, actor: Actor, survey_id: UUID) -> SurveyOut:
    """A survey. Raises `NotFound`."""
    found = await rows.get(session, visible_to(actor).where(col(Survey.id) == survey_id))
    return (await _all_shown(session, [found]))[0]


async def page(session: AsyncSession, actor: Actor, *, archived: bool, cursor: str | None, limit: int) -> SurveyPage:
    """Surveys in the order in which they are looked at. Raises `Invalid`."""
    place, survey_id = col(Survey.position), col(Survey.id)
    query = visible_to(actor).where(col(Survey.archived_at).is_not(None) == archived)
    if cursor is not None:
        query = query.where(tuple_(place, survey_id) > keyset.by_place(cursor))
    query = query.order_by(place, survey_id).limit(limit + 1)
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.position, row.id)
    )
    return SurveyPage(items=await _all_shown(session, found), next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, survey_id: UUID, change: SurveyPatch, *, version: str | None
) -> SurveyOut:
    """Change a survey; other questions or texts are another version, and who was asked before answers the old one.

    Raises as `create`, `NotFound`, `PreconditionFailed`, and `Conflict` (`survey_archived`).
    """
    found = await rows.lock(session, visible_to(actor).where(col(Survey.id) == survey_id), version=version)
    if found.archived_at is not None:
        raise Conflict("An archived survey does not change", code="survey_archived")
    latest = (await _latest(session, [found]))[found.id]
    stated, now = survey_definitions.stated(change), clock.now()
    before = _state(found, latest)
    for name in _PLAIN:
        if name in change.model_fields_set:
            setattr(found, name, getattr(change, name))
    found.trigger = stated.get("trigger", found.trigger)
    asked = {name: stated.get(name, getattr(latest, name)) for name in _ASKED}
    changed = documents.changed(before, {**_state(found, latest), **asked})
    if changed:
        if changed - {"name", "position"}:
            await survey_definitions.refuse(session, found, asked)
        if changed & set(_ASKED):
            found.number += 1
            latest = _add_version(session, found, asked, now)
        _touch(found, now)
        session.add(found)
        await session.flush()
    return _shown(found, latest)


async def archive(session: AsyncSession, actor: Actor, survey_id: UUID, *, version: str | None) -> None:
    """Take a survey away: it asks nobody any more; what was asked can still be answered. Again: nothing.

    Raises `NotFound`, `PreconditionFailed`.
    """
    found = await rows.lock(session, visible_to(actor).where(col(Survey.id) == survey_id), version=None)
    if found.archived_at is not None:
        return
    if version is not None and version != str(found.version):
        raise PreconditionFailed
    found.archived_at, found.active = clock.now(), False
    _touch(found, found.archived_at)
    session.add(found)
    await session.flush()


async def versions(
    session: AsyncSession, actor: Actor, survey_id: UUID, *, cursor: str | None, limit: int
) -> SurveyVersionPage:
    """What a survey has asked, the newest version first. Raises `NotFound`, `Invalid`."""
    await rows.get(session, visible_to(actor).where(col(Survey.id) == survey_id))
    query = select(SurveyVersion).where(col(SurveyVersion.survey_id) == survey_id)
    if cursor is not None:
        query = query.where(col(SurveyVersion.number) < keyset.by_place(cursor)[0])
    query = query.order_by(col(SurveyVersion.number).desc()).limit(limit + 1)
    found, following = keyset.page(
        (await session.exec(query)).all(), limit, lambda row: keyset.encode(row.number, row.id)
    )
    items = [SurveyVersionOut.model_validate(each.model_dump(exclude={"survey_id"})) for each in found]
    return SurveyVersionPage(items=items, next_cursor=following)


def _add_version(session: AsyncSession, survey: Survey, asked: Mapping[str, Any], now: datetime) -> SurveyVersion:
    made = SurveyVersion(survey_id=survey.id, number=survey.number, created_at=now, **asked)
    session.add(made)
    return made


def _touch(survey: Survey, now: datetime) -> None:
    survey.version += 1
    survey.updated_at = now


def _state(survey: Survey, latest: SurveyVersion) -> dict[str, Any]:
    plain = {name: getattr(survey, name) for name in (*_PLAIN, "trigger")}
    return plain | {name: getattr(latest, name) for name in _ASKED}


async def _latest(session: AsyncSession, found: Sequence[Survey]) -> dict[UUID, SurveyVersion]:
    query = (
        select(SurveyVersion)
        .join(Survey, col(Survey.id) == col(SurveyVersion.survey_id))
        .where(col(Survey.id).in_([each.id for each in found]), col(SurveyVersion.number) == col(Survey.number))
    )
    return {each.survey_id: each for each in (await session.exec(query)).all()}


async def _all_shown(session: AsyncSession, found: Sequence[Survey]) -> list[SurveyOut]:
    latest = await _latest(session, found) if found else {}
    return [_shown(each, latest[each.id]) for each in found]


def _shown(survey: Survey, asked: SurveyVersion) -> SurveyOut:
    return SurveyOut.model_validate(
        {**survey.model_dump(), "version_id": asked.id, "questions": asked.questions, "texts": asked.texts}
    )
