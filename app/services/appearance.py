"""How a brand meets its customers before anybody says anything: colours, words, and whether somebody is there."""

import re
from collections.abc import Mapping, Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import locales
from app.errors import NotFound
from app.models import Brand, HelpDocument
from app.rules import colors, locale_tags
from app.rules.locales import best
from app.schemas.appearance import AppearanceIn, ColorsOut, SchemesOut, WidgetAppearanceOut
from app.services import brands, contact_channels, pictures

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


async def read(session: AsyncSession, *, brand: str | None, languages: Sequence[str]) -> WidgetAppearanceOut:
    """Of this brand, or of the desk's first one. Raises `NotFound` for a brand that is not there."""
    query = select(Brand).order_by(col(Brand.created_at), col(Brand.id)).limit(1)
    found = (await session.exec(query if brand is None else query.where(col(Brand.key) == brand))).first()
    if found is None and brand is not None:
        raise NotFound
    said = AppearanceIn.model_validate({} if found is None else found.appearance)
    locale = _locale(said.languages, languages)
    calendar = None if found is None else found.calendar_id
    hours = {} if calendar is None else await contact_channels.hours_of(session, {calendar}, [locale])
    name = "" if found is None else found.name
    return WidgetAppearanceOut(
        brand=None if found is None else found.key,
        name=name or None,
        locale=locale,
        languages=said.languages,
        title=_own(said.title, locale) or name or locales.text("widget.title", locale),
        greeting=_own(said.greeting, locale) or locales.text("widget.greeting", locale),
        launcher=_own(said.launcher, locale) or locales.text("widget.launcher", locale),
        consent=_own(said.consent, locale) or None,
        privacy_url=said.privacy_url,
        position=said.position,
        logo_url=None if found is None else pictures.address(found.logo_id),
        colors=SchemesOut(
            light=_colors(said.accent, colors.LIGHT), dark=_colors(said.accent_dark or said.accent, colors.DARK)
        ),
        chat=True if found is None else brands.reach(found).chat,
        hours=None if calendar is None else hours.get(calendar),
        help=found is not None and await _has_articles(session, found.key),
    )


def _locale(offered: Sequence[str], wanted: Sequence[str]) -> str:
    tags = [each for each in wanted if _TAG.fullmatch(each)]
    if offered:
        return locale_tags.best(offered, tags, otherwise=offered[0])
    return locale_tags.canonical(tags[0]) if tags else locales.FALLBACK


async def _has_articles(session: AsyncSession, brand: str) -> bool:
    public = select(HelpDocument.article_id).where(
        col(HelpDocument.brand) == brand, col(HelpDocument.visibility) == "public"
    )
    return (await session.exec(public.limit(1))).first() is not None


def _own(texts: Mapping[str, str], locale: str) -> str:
    return best(texts, [locale])


def _colors(accent: str, surface: str) -> ColorsOut:
    made = colors.colors(accent, surface)
    return ColorsOut(accent=made.accent, accent_text=made.accent_text, ink=made.ink)
