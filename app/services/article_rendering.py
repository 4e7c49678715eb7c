"""Articles made into pages, beside the loop: a long one takes a moment, in which nobody else must wait."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import Invalid, pointer
from app.models import ArticleFile, Attachment
from app.rules import article_html
from app.services import attachment_links
from app.services.attachments import SERVED
from app.settings import settings


async def check(body: str) -> None:
    """Refuse a text that would never be shown. Raises `Invalid` (`article_too_complex`)."""
    try:
        await asyncio.to_thread(article_html.check, body)
    except article_html.TooMuchError as error:
        raise _too_much(error) from error


async def page(body: str, kinds: Mapping[UUID, str]) -> article_html.Page:
    """The page that a text makes, with these files of its article. Raises `Invalid` (`article_too_complex`)."""
    try:
        return await asyncio.to_thread(article_html.page, body, kinds)
    except article_html.TooMuchError as error:
        raise _too_much(error) from error


def _too_much(error: article_html.TooMuchError) -> Invalid:
    return Invalid(str(error), code="article_too_complex", errors=[pointer("body", str(error))])


async def kinds(session: AsyncSession, article_id: UUID) -> dict[UUID, str]:
    """The types of an article's files that can be shown, by their ids."""
    query = (
        select(Attachment.id, Attachment.content_type)
        .join(ArticleFile, col(ArticleFile.attachment_id) == col(Attachment.id))
        .where(col(ArticleFile.article_id) == article_id, col(Attachment.state).in_(SERVED))
    )
    return dict((await session.exec(query)).all())


def for_bearers(html: str, files: Iterable[UUID]) -> str:
    """A page for those who were asked who they are: its files have links of their own, as tags send no credential.

    The links change once in a while and not with every look, so that the page can be kept.
    """
    seconds = settings().attachment_link_seconds
    now = clock.now()
    expires = now + timedelta(seconds=2 * seconds - now.timestamp() % seconds)
    addresses = {
        str(each): f"/v1/attachments/{each}/content?inline=true&amp;token="
        + attachment_links.sign(each, expires_at=expires)
        for each in files
    }
    return article_html.with_addresses(html, _absolute(addresses))


def for_everybody(html: str, files: Iterable[UUID]) -> str:
    """A page that anybody may read and keep."""
    return article_html.with_addresses(
        html, _absolute({str(each): article_html.FILES_PATH + str(each) for each in files})
    )


def _absolute(addresses: Mapping[str, str]) -> dict[str, str]:
    # The page may be shown by a site of the company's own.
    home = settings().public_url.rstrip("/")
    return {key: home + address for key, address in addresses.items()}
