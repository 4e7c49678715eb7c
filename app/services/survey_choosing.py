"""Which of the desk's own surveys a solved ticket is asked with, and whether its customer was asked enough."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import raw_connection
from app.models import Survey, SurveyVersion, Ticket
from app.rules.condition_groups import calendars_in, group_of
from app.services import automation_logs, automation_worlds, customer_merges

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
# A question that was taken back before it was answered has asked nobody.
_ASKED = """SELECT EXISTS (SELECT FROM survey_invitations WHERE customer_id = ANY ($1) AND sent_at > $2 AND id <> $3
 AND (cancelled_at IS NULL OR answered_at IS NOT NULL))"""


async def choose(session: AsyncSession, ticket: Ticket) -> Survey | None:
    """The active survey that fits a locked ticket as it was when it was solved; None: none does."""
    query = select(Survey).where(
        col(Survey.active),
        col(Survey.archived_at).is_(None),
        col(Survey.trigger)["after"].astext == "solved",
        col(Survey.brand).is_(None) | (col(Survey.brand) == ticket.brand),
    )
    query = query.order_by(col(Survey.brand).is_(None), col(Survey.position), col(Survey.id))
    several = (await session.exec(query)).all()
    facts: dict[str, Any] | None = None
    for each in several:
        conditions = group_of(each.trigger["conditions"])
        if not conditions.all and not conditions.any:
            return each
        if facts is None:
            facts = await _facts(session, ticket, several)
        if conditions.holds(facts):
            return each
    return None


async def _facts(session: AsyncSession, ticket: Ticket, several: Sequence[Survey]) -> dict[str, Any]:
    connection = await raw_connection(session)
    named = {calendar for each in several for _, calendar in calendars_in(group_of(each.trigger["conditions"]))}
    looked = await automation_logs.load(connection, ticket.id, await automation_worlds.hours_by_id(connection, named))
    solved = [each for each in looked.events if (each["data"].get("set") or {}).get("status") == "solved"]
    last = solved[-1] if solved else looked.events[-1]
    return looked.story(last["seq"]).facts(last["at"], looked.besides)


async def latest(session: AsyncSession, survey: Survey) -> SurveyVersion:
    """What a survey asks now."""
    query = select(SurveyVersion).where(
        col(SurveyVersion.survey_id) == survey.id, col(SurveyVersion.number) == survey.number
    )
    return (await session.exec(query)).one()


def sampled(survey: Survey, ticket: Ticket) -> bool:
    """Whether this solving is among those that are asked: always the same answer to the same question."""
    drawn = hashlib.sha256(f"{survey.id}:{ticket.id}:{ticket.episode}".encode()).digest()
    return bool(int.from_bytes(drawn[:8]) % 100 < survey.trigger["share"])


async def asked_enough(session: AsyncSession, customer_id: UUID, *, days: int, besides: UUID, now: datetime) -> bool:
    """Whether this person, whoever they were merged with, was asked anything within so many days.

    Of two questions to one person that are due at once, the second waits here for the first.
    """
    if days == 0:
        return False
    everybody = await customer_merges.group(session, customer_id)
    connection = await raw_connection(session)
    await connection.execute(_LOCK, f"otklik survey of {everybody[0]}")
    return bool(await connection.fetchval(_ASKED, everybody, now - timedelta(days=days), besides))


async def asked_with(session: AsyncSession, version_id: UUID) -> SurveyVersion:
    """The version that somebody was asked with."""
    return await session.get_one(SurveyVersion, version_id)
