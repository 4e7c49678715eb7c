"""Outreaches as staff write, read, list, change and delete them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import raw_connection
from app.errors import Conflict, Invalid, pointer
from app.models import Agent, Channel, Outreach
from app.rules.actors import Actor
from app.schemas.base import Reference
from app.schemas.outreaches import (
    OutreachFigures,
    OutreachIn,
    OutreachOut,
    OutreachPage,
    OutreachPatch,
    OutreachWhole,
    State,
)
from app.services import keyset, rows

# What may change of one that has begun.
_ALWAYS = frozenset({"per_minute", "name"})
OVER = frozenset({"done", "cancelled"})
_STATES = "SELECT state, count(*) AS people FROM outreach_recipients WHERE outreach_id = $1 GROUP BY state"
# A thread is answered by a customer's message after ours.
_ANSWERED = """SELECT count(*) FROM outreach_recipients r WHERE r.outreach_id = $1 AND r.state IN ('sent', 'queued',
 'bounced', 'failed') AND (EXISTS (SELECT FROM outreach_answers a WHERE a.recipient_id = r.id)
 OR (r.ticket_id IS NOT NULL AND EXISTS (SELECT FROM messages m WHERE m.ticket_id = r.ticket_id
  AND m.author_kind = 'customer' AND m.created_at > r.at)))"""
_OUT = """SELECT count(*) FROM outreach_recipients r JOIN customers c ON c.id = r.customer_id
WHERE r.outreach_id = $1 AND r.state <> 'left_out' AND EXISTS (SELECT FROM customer_opt_outs o
 WHERE o.kind = 'outreach' AND o.customer_id = coalesce(c.merged_into, c.id) AND o.at >= r.at)"""
# What an audience names, and whether it is there.
_THERE = {
    "problem": ("ticket_id", "SELECT EXISTS (SELECT FROM tickets WHERE id = $1 AND type = 'problem')"),
    "incident": ("incident_id", "SELECT EXISTS (SELECT FROM incidents WHERE id = $1)"),
    "idea": ("idea_id", "SELECT EXISTS (SELECT FROM ideas WHERE id = $1)"),
    "article": ("article_id", "SELECT EXISTS (SELECT FROM articles WHERE id = $1)"),
}


def visible_to(_actor: Actor) -> SelectOfScalar[Outreach]:
    """The outreaches that a caller may see: who may write them sees all of them."""
    return select(Outreach)


async def create(session: AsyncSession, actor: Actor, new: OutreachIn) -> OutreachWhole:
    """Write one. Raises `Invalid` (`unknown_audience`, `unknown_channel`)."""
    values = new.model_dump(mode="json")
    await _check(session, audience=values["audience"], channel_id=new.channel_id)
    now = clock.now()
    made = Outreach(**{**values, "channel_id": new.channel_id}, created_by=actor.id, created_at=now, updated_at=now)
    session.add(made)
    await session.flush()
    return await whole(session, made)


async def read(session: AsyncSession, actor: Actor, outreach_id: UUID) -> OutreachWhole:
    """One, with its figures. Raises `NotFound`."""
    return await whole(session, await get(session, actor, outreach_id))


async def get(session: AsyncSession, actor: Actor, outreach_id: UUID) -> Outreach:
    """The row of one. Raises `NotFound`."""
    return await rows.get(session, visible_to(actor).where(col(Outreach.id) == outreach_id))


async def lock(session: AsyncSession, actor: Actor, outreach_id: UUID, *, version: str | None = None) -> Outreach:
    """The row of one, locked. Raises `NotFound` and `PreconditionFailed`."""
    return await rows.lock(session, visible_to(actor).where(col(Outreach.id) == outreach_id), version=version)


async def page(
    session: AsyncSession, actor: Actor, *, state: State | None, cursor: str | None, limit: int
) -> OutreachPage:
    """Newest first. Raises `Invalid` (`invalid_cursor`)."""
    query = visible_to(actor).order_by(col(Outreach.id).desc()).limit(limit + 1)
    if state is not None:
        query = query.where(col(Outreach.state) == state)
    if cursor is not None:
        query = query.where(col(Outreach.id) < keyset.by_id(cursor))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda last: keyset.encode(last.id))
    names = await _names(session, found)
    return OutreachPage(items=[OutreachOut(**_shown(each, names)) for each in found], next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, outreach_id: UUID, change: OutreachPatch, *, version: str | None
) -> OutreachWhole:
    """Change a draft, or the pace and name of one that is not over.

    Raises `NotFound`, `PreconditionFailed`, `Invalid` as `create`, `Conflict` (`outreach_started`, `outreach_over`).
    """
    outreach = await lock(session, actor, outreach_id, version=version)
    asked = {name: value for name, value in change.model_dump(mode="json").items() if name in change.model_fields_set}
    if outreach.state in OVER:
        raise Conflict(f"It is {outreach.state}", code="outreach_over")
    if outreach.state != "draft" and asked.keys() - _ALWAYS:
        raise Conflict("It has begun: only its name and its pace change now", code="outreach_started")
    if "channel_id" in asked:
        asked["channel_id"] = change.channel_id
    await _check(session, audience=asked.get("audience"), channel_id=asked.get("channel_id"))
    for name, value in asked.items():
        setattr(outreach, name, value)
    touch(outreach)
    session.add(outreach)
    await session.flush()
    return await whole(session, outreach)


async def delete(session: AsyncSession, actor: Actor, outreach_id: UUID, *, version: str | None) -> None:
    """Throw a draft away. Raises `NotFound`, `PreconditionFailed` and `Conflict` (`outreach_started`)."""
    outreach = await lock(session, actor, outreach_id, version=version)
    if outreach.state != "draft" or outreach.started_at is not None:
        raise Conflict("It has begun: cancel it", code="outreach_started")
    await session.delete(outreach)
    await session.flush()


def touch(outreach: Outreach) -> None:
    """Count a change."""
    outreach.version, outreach.updated_at = outreach.version + 1, clock.now()


async def whole(session: AsyncSession, outreach: Outreach) -> OutreachWhole:
    """One as it is shown, with its figures."""
    connection = await raw_connection(session)
    states: dict[str, int] = {row["state"]: row["people"] for row in await connection.fetch(_STATES, outreach.id)}
    names = ("waiting", "queued", "sent", "failed", "bounced", "left_out")
    figures = OutreachFigures(
        people=sum(states.values()),
        answered=await connection.fetchval(_ANSWERED, outreach.id) or 0 if states else 0,
        opted_out=await connection.fetchval(_OUT, outreach.id) or 0 if states else 0,
        **{name: states.get(name, 0) for name in names},
    )
    return OutreachWhole(**_shown(outreach, await _names(session, [outreach])), figures=figures)


async def _check(session: AsyncSession, *, audience: dict[str, Any] | None, channel_id: UUID | None) -> None:
    connection = await raw_connection(session)
    name, query = _THERE.get(audience["kind"], ("", "")) if audience is not None else ("", "")
    if audience is not None and query and not await connection.fetchval(query, UUID(audience[name])):
        detail = "There is no such thing that people could be found by"
        errors = [pointer(f"audience/{name}", detail)]
        raise Invalid(detail, code="unknown_audience", errors=errors)
    if channel_id is not None:
        channel = await session.get(Channel, channel_id)
        if channel is None or channel.kind != "email" or channel.archived_at is not None:
            detail = "There is no such mailbox"
            raise Invalid(detail, code="unknown_channel", errors=[pointer("channel_id", detail)])


async def _names(session: AsyncSession, found: Sequence[Outreach]) -> dict[UUID, str]:
    query = select(Agent.id, Agent.name).where(col(Agent.id).in_({each.created_by for each in found}))
    return dict((await session.exec(query)).all())


def _shown(outreach: Outreach, names: dict[UUID, str]) -> dict[str, Any]:
    return {
        "id": outreach.id,
        "name": outreach.name,
        "audience": outreach.audience,
        "texts": outreach.texts,
        "ways": outreach.ways,
        "channel_id": outreach.channel_id,
        "ticket_type": outreach.ticket_type,
        "per_minute": outreach.per_minute,
        "state": outreach.state,
        "gathered": outreach.gathered_at is not None,
        "begins_at": outreach.next_at if outreach.state == "scheduled" else None,
        "started_at": outreach.started_at,
        "ended_at": outreach.ended_at,
        "created_by": Reference(id=outreach.created_by, name=names.get(outreach.created_by)),
        "version": outreach.version,
        "created_at": outreach.created_at,
        "updated_at": outreach.updated_at,
    }
