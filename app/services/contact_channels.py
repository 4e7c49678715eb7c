"""How customers reach each brand: numbers, addresses, messengers, forms, the chat, and when somebody is there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import raw_connection
from app.errors import NotFound
from app.models import Brand, Channel, Form, Team
from app.rules.contact_links import reached
from app.rules.hours_words import said
from app.rules.locales import best
from app.rules.schedules import AnySchedule
from app.schemas.contact_channels import (
    ContactBrandOut,
    ContactChannelOut,
    ContactChannelsOut,
    ContactFormOut,
    HoursOut,
)
from app.services import brands, sla_worlds
from app.settings import settings

# A desk has few of them; more are no help to anybody who looks for a number.
MOST_BRANDS = 100
MOST = 200
_VERSIONS = """SELECT c.id, cv.id AS version, cv.zone FROM calendars c
JOIN calendar_versions cv ON cv.calendar_id = c.id AND cv.number = c.number WHERE c.id = ANY ($1::uuid[])"""


async def read(session: AsyncSession, *, brand: str | None, languages: Sequence[str]) -> ContactChannelsOut:
    """How this brand, or every one, is reached. Raises `NotFound` for a brand that is not there."""
    query = select(Brand).order_by(col(Brand.created_at), col(Brand.id)).limit(MOST_BRANDS)
    if brand is not None:
        query = query.where(col(Brand.key) == brand)
    found: Sequence[Brand | None] = (await session.exec(query)).all()
    if brand is not None and not found:
        raise NotFound
    channels = (
        await session.exec(
            select(Channel, Team.calendar_id)
            .join(Team, col(Team.id) == col(Channel.team_id), isouter=True)
            .where(col(Channel.enabled), col(Channel.listed), col(Channel.archived_at).is_(None))
            .order_by(col(Channel.created_at), col(Channel.id))
            .limit(MOST)
        )
    ).all()
    public = col(Form.definition)["public"].as_boolean()
    forms = (
        await session.exec(
            select(Form).where(col(Form.archived_at).is_(None), public).order_by(col(Form.key)).limit(MOST)
        )
    ).all()
    asked = {each.calendar_id for each in found if each is not None} | {calendar for _, calendar in channels}
    hours = await hours_of(session, {each for each in asked if each is not None}, languages)
    return ContactChannelsOut(brands=[_brand(each, channels, forms, hours, languages) for each in found or [None]])


def _brand(
    brand: Brand | None,
    channels: Sequence[tuple[Channel, UUID | None]],
    forms: Sequence[Form],
    hours: Mapping[UUID, HoursOut],
    languages: Sequence[str],
) -> ContactBrandOut:
    key = None if brand is None else brand.key
    reach = None if brand is None else brands.reach(brand)
    home = None if brand is None else brand.calendar_id
    return ContactBrandOut(
        brand=key,
        name=None if brand is None else brand.name,
        languages=[] if reach is None else reach.languages,
        hours=_of(hours, home),
        chat=True if reach is None else reach.chat,
        channels=[
            ContactChannelOut(
                id=each.id,
                kind=each.kind,
                name=each.name,
                address=address,
                link=link,
                hours=_of(hours, calendar or home),
            )
            for each, calendar in channels
            if each.brand in {None, key}
            for address, link in reached(each.kind, each.address, each.settings)
        ],
        forms=[
            ContactFormOut(
                key=each.key,
                title=best(each.definition["titles"], languages),
                url=f"{settings().public_url.rstrip('/')}/v1/forms/{each.key}",
            )
            for each in forms
            if each.definition["brand"] in {None, key}
        ],
    )


def _of(hours: Mapping[UUID, HoursOut], calendar: UUID | None) -> HoursOut | None:
    return None if calendar is None else hours.get(calendar)


async def hours_of(session: AsyncSession, calendars: set[UUID], languages: Sequence[str]) -> dict[UUID, HoursOut]:
    """Whether somebody is there by each of these calendars, said in the first of these languages."""
    connection = await raw_connection(session)
    rows: list[Any] = await connection.fetch(_VERSIONS, list(calendars)) if calendars else []
    compiled = await sla_worlds.rule_hours(connection, {UUID(int=row["version"].int) for row in rows})
    now = clock.now()
    return {
        UUID(int=row["id"].int): _shown(compiled[UUID(int=row["version"].int)], row["zone"], now, languages)
        for row in rows
    }


def _shown(schedule: AnySchedule, zone: str, now: datetime, languages: Sequence[str]) -> HoursOut:
    there = schedule.is_open(now)
    change = schedule.next_change(now)
    return HoursOut(
        open=there,
        closes_at=change if there else None,
        opens_at=None if there else change,
        zone=zone,
        text=said(languages, is_open=there, until=None if change is None else schedule.moment(change)),
    )
