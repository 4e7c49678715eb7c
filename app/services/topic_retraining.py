"""New models by time: every so many days, for the desk and for each brand that says so."""

from datetime import timedelta

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock, learning
from app.models import TopicModel, TopicSettings
from app.rules.actors import SYSTEM
from app.services import topic_models


async def begin_due(session: AsyncSession) -> int:
    """Begin to learn what is due, and settle what was left behind by a job that was stopped: how many were begun.

    Any number of processes may call it: one of them does it.
    """
    due = list((await session.exec(select(TopicSettings).where(col(TopicSettings.retrain_days).is_not(None)))).all())
    if not (await session.exec(select(func.pg_try_advisory_xact_lock(func.hashtext("otklik topic models"))))).one():
        return 0
    await topic_models.settle_left(session)
    begun = 0
    for each in due if learning.installed() else ():
        query = select(func.max(TopicModel.created_at))
        query = query.where(col(TopicModel.brand) == each.brand if each.brand else col(TopicModel.brand).is_(None))
        last = (await session.exec(query)).one()
        if last is not None and last > clock.now() - timedelta(days=each.retrain_days or 0):
            continue
        if await topic_models.training(session, each.brand) is None:
            await topic_models.begin(session, SYSTEM, each.brand, activates=True)
            begun += 1
    return begun
