"""The log of what the assistant was asked: pages, one call with its texts, and what is forgotten when."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import Connection
from app.models import AssistantCall
from app.rules.actors import Actor
from app.schemas.assistant_calls import AssistantCallFull, AssistantCallOut, AssistantCallPage
from app.schemas.messages import AuthorOut
from app.services import idempotency, keyset, rows
from app.settings import settings

# Without texts there is little to keep, and counts of a month are asked for.
KEEP_WITHOUT_TEXTS = timedelta(days=30)
KEEP_DAYS = timedelta(days=400)
KEEP_ANSWERS = timedelta(days=180)
# Where an answer to an agent has the words.
_ANSWERED_WITH = {"draft": "body", "summary": "text"}
_OLD = "DELETE FROM assistant_calls WHERE id IN (SELECT id FROM assistant_calls WHERE id < $1 LIMIT $2)"
_OLD_ANSWERS = """DELETE FROM assistant_answers WHERE message_id IN (SELECT message_id FROM assistant_answers
WHERE message_id < $1 AND state <> 'waiting' LIMIT $2)"""
_OLD_DAYS = "DELETE FROM assistant_days WHERE day < $1"


def visible_to(_actor: Actor) -> SelectOfScalar[AssistantCall]:
    """The calls that a caller may see: who may read the log at all may read all of it."""
    return select(AssistantCall)


async def page(
    session: AsyncSession,
    actor: Actor,
    *,
    task: str | None,
    outcome: str | None,
    ticket_id: UUID | None,
    actor_id: UUID | None,
    cursor: str | None,
    limit: int,
) -> AssistantCallPage:
    """Calls, newest first. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor).order_by(col(AssistantCall.id).desc()).limit(limit + 1)
    for column, wanted in (
        (AssistantCall.task, task), (AssistantCall.outcome, outcome), (AssistantCall.ticket_id, ticket_id),
        (AssistantCall.actor_id, actor_id),
    ):  # fmt: skip
        if wanted is not None:
            query = query.where(col(column) == wanted)
    if cursor is not None:
        query = query.where(col(AssistantCall.id) < keyset.by_id(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda row: keyset.encode(row.id))
    return AssistantCallPage(items=[_shown(each) for each in found], next_cursor=following)


async def read(session: AsyncSession, actor: Actor, call_id: UUID) -> AssistantCallFull:
    """One call with its texts. Raises `NotFound`."""
    row = await rows.get(session, visible_to(actor).where(col(AssistantCall.id) == call_id))
    return AssistantCallFull(**_shown(row).model_dump(), prompt=row.prompt, output=row.output)


async def forget_answers(session: AsyncSession, tickets: Sequence[UUID]) -> None:
    """Empty the answers that are kept for a retry: what was redacted on these tickets may be in a draft or summary."""
    since = clock.now() - timedelta(seconds=settings().idempotency_seconds)
    query = select(AssistantCall).where(
        col(AssistantCall.ticket_id).in_(tickets), col(AssistantCall.created_at) > since
    )
    for call in (await session.exec(query.where(col(AssistantCall.task).in_(_ANSWERED_WITH)))).all():
        await idempotency.rewrite(session, call.id, {_ANSWERED_WITH[call.task]: "", "notices": []})


async def tidy(connection: Connection, *, batch: int) -> bool:
    """Forget what is older than the settings keep; whether there may be more."""
    now, days = clock.now(), settings().assistant_log_days
    keep = timedelta(days=days) if days else KEEP_WITHOUT_TEXTS
    gone = await connection.execute(_OLD, _first_id(now - keep), batch)
    answers = await connection.execute(_OLD_ANSWERS, _first_id(now - KEEP_ANSWERS), batch)
    await connection.execute(_OLD_DAYS, (now - KEEP_DAYS).date())
    return f"DELETE {batch}" in {gone, answers}


def _first_id(at: datetime) -> UUID:
    """The id below which everything was made before this instant."""
    return UUID(int=int(at.timestamp() * 1000) << 80)


def _shown(row: AssistantCall) -> AssistantCallOut:
    return AssistantCallOut(
        id=row.id,
        task=row.task,
        outcome=row.outcome,
        why=row.why,
        by=AuthorOut(kind=row.actor_kind, id=row.actor_id, name=row.actor_name),
        ticket_id=row.ticket_id,
        model=row.model,
        prompt_tokens=row.prompt_tokens,
        completion_tokens=row.completion_tokens,
        ms=row.ms,
        notices=row.notices,
        created_at=row.created_at,
    )
