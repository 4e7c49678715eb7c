"""Who works by a calendar: those who keep it from being archived, and who must look again when its hours change."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from app.db import hint, raw_connection
from app.hints import Hint
from app.models import Agent, Brand, Queue, SlaPolicy, SlaPolicyVersion, Team
from app.services import automation_uses, queue_marks

NOBODY = UUID(int=0)
# So many of each kind are named.
_NAMED = 20
_AGENTS = """UPDATE agents SET off_changes_at = $2 WHERE id IN (
 SELECT id FROM agents WHERE calendar_id = $1 ORDER BY id FOR NO KEY UPDATE)"""


async def now(session: AsyncSession, calendar_id: UUID) -> list[dict[str, str]]:
    """The enabled policies, teams, agents, brands, queues and automations that work by a calendar, some of each:
    `{"kind", "id", "name"}`.
    """
    policies = (
        select(SlaPolicy.id, SlaPolicy.name)
        .join(
            SlaPolicyVersion,
            (col(SlaPolicyVersion.policy_id) == col(SlaPolicy.id))
            & (col(SlaPolicyVersion.number) == col(SlaPolicy.number)),
        )
        .where(
            col(SlaPolicyVersion.calendar_id) == calendar_id,
            col(SlaPolicy.enabled),
            col(SlaPolicy.archived_at).is_(None),
        )
    )
    several: list[tuple[str, Select[UUID, str], Any]] = [
        ("policy", policies, SlaPolicy.name),
        ("team", _by(Team, calendar_id).where(col(Team.archived_at).is_(None)), Team.name),
        ("agent", _by(Agent, calendar_id), Agent.name),
        ("brand", _by(Brand, calendar_id), Brand.name),
        ("queue", _by(Queue, calendar_id).where(col(Queue.archived_at).is_(None)), Queue.name),
    ]
    named = [
        {"kind": kind, "id": str(found), "name": name}
        for kind, query, by in several
        for found, name in (await session.exec(query.order_by(by).limit(_NAMED))).all()
    ]
    return [*named, *await automation_uses.now(session, "calendar", calendar_id)]


def _by(kind: type[Team | Agent | Queue | Brand], calendar_id: UUID) -> Select[UUID, str]:
    return select(kind.id, kind.name).where(col(kind.calendar_id) == calendar_id)


async def look_again(session: AsyncSession, calendar_id: UUID, at: datetime) -> None:
    """After a new version, flushed: who is on duty by it, and what waits in queues by it, is worked out anew."""
    connection = await raw_connection(session)
    await connection.execute(_AGENTS, calendar_id, at)
    hint(session, Hint("route", NOBODY))
    await queue_marks.of_calendar(session, calendar_id)
