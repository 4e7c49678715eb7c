"""Outreaches begun, held, gone on with and cancelled. Each is said once: said again, nothing changes."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import Conflict, Invalid, NotSetUp, pointer
from app.models import Channel, Outreach
from app.rules.actors import Actor
from app.schemas.outreaches import OutreachStartIn, OutreachWhole
from app.services import outreaches
from app.settings import settings

FARTHEST = timedelta(days=366)
_LEFT = """UPDATE outreach_recipients SET state = 'left_out', why = 'cancelled', at = $2
WHERE outreach_id = $1 AND state = 'waiting'"""


async def start(session: AsyncSession, actor: Actor, outreach_id: UUID, asked: OutreachStartIn) -> OutreachWhole:
    """Begin now or then, or go on with one that is paused.

    Raises `NotFound`, `Invalid` (`time_passed`, `time_too_far`), `NotSetUp` (`mail_not_set_up`) and `Conflict`
    (`outreach_over`, `outreach_needs_mailbox`).
    """
    outreach = await outreaches.lock(session, actor, outreach_id)
    now = clock.now()
    if outreach.state in outreaches.OVER:
        raise Conflict(f"It is {outreach.state}", code="outreach_over")
    _check_time(asked, outreach)
    if outreach.state != "running":
        await _check_mailbox(session, outreach)
        begun = outreach.started_at is not None
        later = asked.at is not None and asked.at > now
        outreach.state = "scheduled" if later else "running"
        outreach.next_at = asked.at if later else now
        if not later and not begun:
            outreach.started_at = now
        outreaches.touch(outreach)
        session.add(outreach)
        await session.flush()
    return await outreaches.whole(session, outreach)


async def pause(session: AsyncSession, actor: Actor, outreach_id: UUID) -> OutreachWhole:
    """Hold it: what is queued leaves, and nobody else is written to.

    Raises `NotFound` and `Conflict` (`outreach_not_running`).
    """
    outreach = await outreaches.lock(session, actor, outreach_id)
    if outreach.state not in {"running", "scheduled", "paused"}:
        raise Conflict(f"It is {outreach.state}", code="outreach_not_running")
    if outreach.state != "paused":
        outreach.state, outreach.next_at = "paused", None
        outreaches.touch(outreach)
        session.add(outreach)
        await session.flush()
    return await outreaches.whole(session, outreach)


async def cancel(session: AsyncSession, actor: Actor, outreach_id: UUID) -> OutreachWhole:
    """End it for good; who waits is left out. Raises `NotFound` and `Conflict` (`outreach_over`: it is done)."""
    outreach = await outreaches.lock(session, actor, outreach_id)
    if outreach.state == "done":
        raise Conflict("It is done", code="outreach_over")
    if outreach.state != "cancelled":
        now = clock.now()
        outreach.state, outreach.next_at, outreach.ended_at = "cancelled", None, now
        outreaches.touch(outreach)
        session.add(outreach)
        await session.flush()
        await (await raw_connection(session)).execute(_LEFT, outreach.id, now)
    return await outreaches.whole(session, outreach)


def _check_time(asked: OutreachStartIn, outreach: Outreach) -> None:
    if asked.at is None:
        return
    now = clock.now()
    code = "time_passed" if asked.at <= now else "time_too_far" if asked.at > now + FARTHEST else None
    if code is not None:
        detail = "It must be a time to come, within a year"
        raise Invalid(detail, code=code, errors=[pointer("at", detail)])
    if outreach.started_at is not None:
        raise Conflict("It has begun: it goes on now, or not", code="outreach_started")


async def _check_mailbox(session: AsyncSession, outreach: Outreach) -> None:
    if "mail" not in outreach.ways:
        return
    query = select(Channel).where(
        col(Channel.kind) == "email", col(Channel.archived_at).is_(None), col(Channel.enabled)
    )
    if outreach.channel_id is not None:
        query = query.where(col(Channel.id) == outreach.channel_id)
    found = (await session.exec(query.limit(2))).all()
    if len(found) != 1:
        detail = "Say by which mailbox it leaves: there is none that is switched on, or several"
        raise Conflict(detail, code="outreach_needs_mailbox")
    if settings().smtp_url is None:
        raise NotSetUp("No mail server is set up (OTKLIK_SMTP_URL)", code="mail_not_set_up")
    outreach.channel_id = found[0].id
