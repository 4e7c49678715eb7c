"""Sources of alerts: made with an address that is shown once, changed, switched off and deleted."""

import secrets
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.db import UnitOfWork
from app.errors import Conflict
from app.models import Alarm, Alert, AlertSource
from app.rules.actors import Actor
from app.schemas.alert_sources import (
    AlertSourceIn,
    AlertSourceMade,
    AlertSourceOut,
    AlertSourcePage,
    AlertSourcePatch,
)
from app.services import alarms, keyset, monitors, rows, tokens
from app.services.sealing import seal
from app.settings import settings

MOST = 100


def visible_to(_actor: Actor) -> SelectOfScalar[AlertSource]:
    """The sources that a caller may see: who may look at monitors sees all."""
    return select(AlertSource)


async def create(session: AsyncSession, actor: Actor, new: AlertSourceIn) -> AlertSourceMade:
    """Make a source. Raises `Invalid` (`unknown_brand`, `unknown_team`), `Conflict` (`too_many_alert_sources`) and the
    refusal of its constraint: `name_taken`.
    """
    await monitors.check_places(session, new.brand, new.opens.team_id)
    if len((await session.exec(visible_to(actor).limit(MOST))).all()) >= MOST:
        raise Conflict(f"There are {MOST} sources of alerts already", code="too_many_alert_sources")
    now = clock.now()
    token, secret = secrets.token_urlsafe(32), None if new.proof == "url" else secrets.token_urlsafe(32)
    row = AlertSource(
        **new.model_dump(mode="json"),
        token_hash=tokens.digest(token),
        secret=None if secret is None else seal(secret.encode()).decode(),
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    await session.flush()
    address = f"{(settings().public_url or '').rstrip('/')}/v1/alerts/{token}"
    return AlertSourceMade(**shown(row).model_dump(), address=address, secret=secret)


async def read(session: AsyncSession, actor: Actor, source_id: UUID) -> AlertSourceOut:
    """A source. Raises `NotFound`."""
    return shown(await rows.get(session, visible_to(actor).where(col(AlertSource.id) == source_id)))


async def page(session: AsyncSession, actor: Actor, *, cursor: str | None, limit: int) -> AlertSourcePage:
    """Sources by name, whatever its case. Raises `Invalid` (`invalid_cursor`)."""
    name = func.lower(col(AlertSource.name))
    query = visible_to(actor).order_by(name).limit(limit + 1)
    if cursor is not None:
        query = query.where(name > func.lower(keyset.by_name(cursor)))
    found, following = keyset.page((await session.exec(query)).all(), limit, lambda row: keyset.encode(row.name))
    return AlertSourcePage(items=[shown(each) for each in found], next_cursor=following)


async def patch(
    session: AsyncSession, actor: Actor, source_id: UUID, change: AlertSourcePatch, *, version: str | None
) -> AlertSourceOut:
    """Change a source. Raises as `create`, `NotFound` and `PreconditionFailed`."""
    row = await rows.lock(session, visible_to(actor).where(col(AlertSource.id) == source_id), version=version)
    sent: dict[str, Any] = change.model_dump(mode="json", exclude_unset=True)
    await monitors.check_places(session, sent.get("brand"), sent.get("opens", {}).get("team_id"))
    changed = {name: value for name, value in sent.items() if value != getattr(row, name)}
    if changed:
        for name, value in changed.items():
            setattr(row, name, value)
        row.version += 1
        row.updated_at = clock.now()
        await session.flush()
    return shown(row)


async def delete(work: UnitOfWork, actor: Actor, source_id: UUID, *, version: str | None) -> None:
    """Delete a source with its alerts; its alarms end first. Raises `NotFound` and `PreconditionFailed`."""
    session, now = work.session, clock.now()
    row = await rows.lock(session, visible_to(actor).where(col(AlertSource.id) == source_id), version=version)
    firing = select(Alert).where(col(Alert.alert_source_id) == source_id, col(Alert.status) == "firing")
    for alert in (await session.exec(firing)).all():
        alert.status, alert.ends_at = "resolved", now
    await session.flush()
    open_ = select(Alarm.id).where(col(Alarm.alert_source_id) == source_id, col(Alarm.closed_at).is_(None))
    for alarm_id in (await session.exec(open_.order_by(col(Alarm.key)))).all():
        await alarms.leave(work, alarm_id, because="deleted", now=now)
    session.expunge_all()
    await session.delete(await rows.lock(session, visible_to(actor).where(col(AlertSource.id) == row.id), version=None))
    await session.flush()


def shown(row: AlertSource) -> AlertSourceOut:
    """A source as staff see it, without its address and secret."""
    return AlertSourceOut.model_validate({name: getattr(row, name) for name in AlertSourceOut.model_fields})
