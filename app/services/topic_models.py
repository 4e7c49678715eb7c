"""Models of topics: begin to learn one, read, list, use, and stop using it."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock, learning
from app.db import raw_connection
from app.errors import Conflict, NotInstalled
from app.learning import models
from app.models import TopicModel
from app.rules.actors import Actor
from app.schemas.topic_models import TopicModelIn, TopicModelLive, TopicModelOut, TopicModelPage, TopicModelRead
from app.services import brands, jobs, keyset, rows

KIND = "topics.learn"

_LIVE = """SELECT model_id, sum(suggested)::int AS suggested, sum(applied)::int AS applied,
sum(suggested_accepted)::int AS suggested_accepted, sum(suggested_rejected)::int AS suggested_rejected,
sum(applied_accepted)::int AS applied_accepted, sum(applied_rejected)::int AS applied_rejected
FROM topic_model_days WHERE model_id = ANY ($1::uuid[]) GROUP BY model_id"""
# A job that somebody stopped, or that never came to its end, leaves a model that nobody works at.
_LEFT = """UPDATE topic_models m SET state = 'failed', reason = 'stopped', version = version + 1, updated_at = $1,
detail = 'The job that made it was stopped' WHERE m.state = 'training' AND NOT EXISTS (
 SELECT FROM jobs j WHERE j.id = m.job_id AND j.status IN ('queued', 'running'))"""
_DATA = "SELECT data FROM topic_model_data WHERE model_id = $1"
_NONE = dict.fromkeys(
    (
        "suggested", "applied", "suggested_accepted", "suggested_rejected", "applied_accepted", "applied_rejected",
    ),
    0,
)  # fmt: skip
_PLAIN = (
    "id", "number", "brand", "state", "job_id", "examples", "topics", "languages", "made_of", "held_out", "folds",
    "accuracy", "top3", "baseline", "calibration_error", "thresholds", "left_out", "bytes", "seconds", "reason",
    "detail", "created_by", "created_at", "ready_at", "activated_at",
)  # fmt: skip
_SAID = {
    "corrupted": "Its numbers are not what they were when they were stored",
    "from_the_future": "It was made by a later version of the desk",
    "gone": "Its numbers are not kept any more: models that are long out of use lose them",
}


def visible_to(_actor: Actor) -> SelectOfScalar[TopicModel]:
    """The models that a caller may see: whoever may see settings sees all of them."""
    return select(TopicModel)


async def train(session: AsyncSession, actor: Actor, new: TopicModelIn) -> TopicModelOut:
    """Begin to learn, as a job. Raises `NotInstalled`, `Invalid` (`unknown_brand`), `Conflict` (`already_training`)."""
    if not learning.installed():
        raise NotInstalled
    if new.brand is not None:
        await brands.named_or_first(session, new.brand)
    await hold(session)
    await settle_left(session)
    if await training(session, new.brand) is not None:
        raise Conflict("A model of these tickets is being made already", code="already_training")
    return (await _shown(session, [await begin(session, actor, new.brand, activates=new.activate)]))[0]


async def begin(session: AsyncSession, actor: Actor, brand: str | None, *, activates: bool) -> TopicModel:
    """Make the model and ask for its job. The caller holds the models and knows that none of this brand is made now."""
    now = clock.now()
    made = TopicModel(
        brand=brand,
        activates=activates,
        created_by=actor.id if actor.kind == "agent" else None,
        created_at=now,
        updated_at=now,
    )
    job = await jobs.start(session, actor, KIND, {"model_id": made.id}, now=now)
    made.job_id = job.id
    session.add(made)
    await session.flush()
    await session.refresh(made)
    return made


async def read(session: AsyncSession, actor: Actor, model_id: UUID) -> tuple[TopicModelRead, str]:
    """A model with what it knows of each topic, and its version. Raises `NotFound`."""
    found = await rows.get(session, visible_to(actor).where(col(TopicModel.id) == model_id))
    shown = (await _shown(session, [found]))[0]
    return TopicModelRead(**shown.model_dump(), per_topic=found.per_topic), str(found.version)


async def page(
    session: AsyncSession, actor: Actor, *, brand: str | None, state: str | None, cursor: str | None, limit: int
) -> TopicModelPage:
    """Models, newest first. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor).order_by(col(TopicModel.id).desc()).limit(limit + 1)
    if brand is not None:
        query = query.where(col(TopicModel.brand) == brand)
    if state is not None:
        query = query.where(col(TopicModel.state) == state)
    if cursor is not None:
        query = query.where(col(TopicModel.id) < keyset.by_id(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda row: keyset.encode(row.id))
    return TopicModelPage(items=await _shown(session, found), next_cursor=following)


async def activate(session: AsyncSession, actor: Actor, model_id: UUID) -> TopicModelOut:
    """Ask this one from now on, and the one before no more; the active one stays so.

    Raises `NotFound`, `NotInstalled`, `Conflict` (`topic_model_not_ready`, `topic_model_unreadable`).
    """
    await hold(session)
    found = await rows.lock(session, visible_to(actor).where(col(TopicModel.id) == model_id), version=None)
    if found.state in {"training", "failed"}:
        raise Conflict(f"This model is {found.state}", code="topic_model_not_ready", state_now=found.state)
    if found.state != "active":
        reason = await unreadable(session, found)
        if reason is not None:
            raise Conflict(_SAID[reason], code="topic_model_unreadable", reason=reason)
        await use(session, found)
    return (await _shown(session, [found]))[0]


async def retire(session: AsyncSession, actor: Actor, model_id: UUID) -> TopicModelOut:
    """Ask it no more. Raises `NotFound`, `Conflict` (`topic_model_not_ready`) while it is made or when it failed."""
    await hold(session)
    found = await rows.lock(session, visible_to(actor).where(col(TopicModel.id) == model_id), version=None)
    if found.state in {"training", "failed"}:
        raise Conflict(f"This model is {found.state}", code="topic_model_not_ready", state_now=found.state)
    if found.state != "retired":
        _become(found, "retired")
        session.add(found)
        await session.flush()
    return (await _shown(session, [found]))[0]


async def use(session: AsyncSession, model: TopicModel) -> None:
    """Make a model the active one of its brand. The caller holds the models."""
    query = select(TopicModel).where(col(TopicModel.state) == "active")
    query = query.where(col(TopicModel.brand) == model.brand if model.brand else col(TopicModel.brand).is_(None))
    for before in (await session.exec(query.with_for_update(key_share=True))).all():
        _become(before, "retired")
        session.add(before)
    # First the one, then the other: there is never a second one.
    await session.flush()
    _become(model, "active")
    model.activated_at = model.updated_at
    session.add(model)
    await session.flush()


async def unreadable(session: AsyncSession, model: TopicModel) -> str | None:
    """Why this version of the desk cannot ask a model; None: it can. Raises `NotInstalled`."""
    if not learning.installed():
        raise NotInstalled
    if model.format is not None and model.format > models.FORMAT:
        return "from_the_future"
    data = await (await raw_connection(session)).fetchval(_DATA, model.id)
    if data is None:
        return "gone"
    try:
        await asyncio.to_thread(models.unpacked, data, model.sha256)
    except models.UnreadableError as error:
        return error.reason
    return None


async def hold(session: AsyncSession) -> None:
    """Whoever begins, uses or retires a model does so one at a time."""
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtext("otklik topic models"))))


async def settle_left(session: AsyncSession) -> None:
    """Models whose job was stopped have failed."""
    await session.flush()
    await (await raw_connection(session)).execute(_LEFT, clock.now())


async def training(session: AsyncSession, brand: str | None) -> TopicModel | None:
    """The model of a brand that is being made now."""
    query = select(TopicModel).where(col(TopicModel.state) == "training")
    query = query.where(col(TopicModel.brand) == brand if brand else col(TopicModel.brand).is_(None))
    return (await session.exec(query)).first()


def _become(model: TopicModel, state: str) -> None:
    model.state = state
    model.version += 1
    model.updated_at = clock.now()


async def _shown(session: AsyncSession, found: Sequence[TopicModel]) -> list[TopicModelOut]:
    connection = await raw_connection(session)
    live = {UUID(int=row["model_id"].int): row for row in await connection.fetch(_LIVE, [each.id for each in found])}
    return [
        TopicModelOut(**{name: getattr(each, name) for name in _PLAIN}, live=_live(live.get(each.id, _NONE)))
        for each in found
    ]


def _live(row: Mapping[str, Any]) -> TopicModelLive:
    counts = {name: row[name] for name in _NONE}
    accepted = counts["suggested_accepted"] + counts["applied_accepted"]
    decided = accepted + counts["suggested_rejected"] + counts["applied_rejected"]
    share = round(accepted / decided, 4) if decided else None
    return TopicModelLive(**counts, accepted_share=share, rejected_share=None if share is None else round(1 - share, 4))
