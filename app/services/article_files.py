"""Files of articles: pictures, voice and video. Readers get those that a published text shows, and no others."""

from typing import Any
from uuid import UUID

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.db import Connection, raw_connection
from app.errors import Conflict, Invalid, NotFound, pointer
from app.hints import Hint
from app.models import Article
from app.rules.actors import Actor
from app.rules.article_visibility import levels
from app.rules.permissions import Permission
from app.schemas.article_files import ArticleFileIn, ArticleFileList, ArticleFileOut
from app.services import article_access, rows

MAX_FILES = 200

# From now on it is the article's: whoever uploaded it can neither send nor remove it.
_TAKE = """UPDATE attachments SET owner_kind = 'system', owner_id = $2, attached_at = $5,
next_at = CASE WHEN state IN ('pending', 'failed') THEN next_at END
WHERE id = $1 AND owner_kind = $3 AND owner_id = $4 AND message_id IS NULL
AND state NOT IN ('uploading', 'removed', 'infected') RETURNING id"""
_ALL = """SELECT a.id, a.name, a.content_type, a.size, a.state, f.created_at,
coalesce((SELECT array_agg(t.locale ORDER BY t.locale) FROM article_translations t
 WHERE t.article_id = f.article_id AND t.status = 'published' AND a.id = ANY (t.files)), '{}') AS published_in
FROM article_files f JOIN attachments a ON a.id = f.attachment_id
WHERE f.article_id = $1 AND a.state <> 'removed' ORDER BY f.created_at, a.id"""
# Which files of a draft nobody has seen yet is nobody's to know.
_READABLE = """SELECT a.*, r.visibility FROM article_files f JOIN attachments a ON a.id = f.attachment_id
JOIN articles r ON r.id = f.article_id
WHERE f.attachment_id = $1 AND a.state NOT IN ('uploading', 'removed') AND ($3 OR r.archived_at IS NULL
 AND r.visibility = ANY ($2::text[]) AND EXISTS (SELECT FROM article_translations t
  WHERE t.article_id = r.id AND t.status = 'published' AND a.id = ANY (t.files)))"""


async def add(session: AsyncSession, actor: Actor, article_id: UUID, new: ArticleFileIn) -> ArticleFileOut:
    """Give an uploaded file to an article; again: nothing.

    Raises `NotFound`, `Invalid` (`unknown_attachment`) and `Conflict` (`article_archived`, `too_many_article_files`).
    """
    article = await article_access.lock(session, actor, article_id)
    there = {each.id: each for each in await _all(session, article_id)}
    if new.attachment_id in there:
        return there[new.attachment_id]
    if len(there) >= MAX_FILES:
        raise Conflict(f"An article has at most {MAX_FILES} files", code="too_many_article_files")
    connection = await raw_connection(session)
    now = clock.now()
    taken = await connection.fetchval(_TAKE, new.attachment_id, article_id, actor.kind, actor.id, now)
    if taken is None:
        detail = "There is no such file of yours that belongs to nothing"
        raise Invalid(detail, code="unknown_attachment", errors=[pointer("attachment_id", detail)])
    insert = "INSERT INTO article_files (article_id, attachment_id, created_at) VALUES ($1, $2, $3)"
    await connection.execute(insert, article_id, new.attachment_id, now)
    article.updated_at = now
    session.add(article)
    await session.flush()
    return next(each for each in await _all(session, article_id) if each.id == new.attachment_id)


async def page(session: AsyncSession, actor: Actor, article_id: UUID) -> ArticleFileList:
    """The files of an article. Raises `NotFound`."""
    await rows.get(session, article_access.visible_to(actor).where(col(Article.id) == article_id))
    return ArticleFileList(items=await _all(session, article_id))


async def remove(session: AsyncSession, actor: Actor, article_id: UUID, file_id: UUID) -> Hint:
    """Remove a file for good, also from versions that showed it.

    Raises `NotFound` and `Conflict` (`article_archived`, `file_published`).
    """
    await article_access.lock(session, actor, article_id)
    found = next((each for each in await _all(session, article_id) if each.id == file_id), None)
    if found is None:
        raise NotFound
    if found.published_in:
        detail = "Readers see this file: publish a text without it first"
        raise Conflict(detail, code="file_published", locales=found.published_in)
    connection = await raw_connection(session)
    await connection.execute("DELETE FROM article_files WHERE attachment_id = $1", file_id)
    removed = "UPDATE attachments SET state = 'removed', next_at = $2 WHERE id = $1"
    await connection.execute(removed, file_id, clock.now())
    return Hint("file", file_id)


async def readable(connection: Connection, actor: Actor, file_id: UUID) -> dict[str, Any]:
    """A file as a row, with the `visibility` of its article, for who may read it: what a published text shows, for
    readers of that text; for agents all. Raises `NotFound`.
    """
    row = await connection.fetchrow(_READABLE, file_id, levels(actor), actor.may(Permission.ARTICLES_READ))
    if row is None:
        raise NotFound
    return dict(row)


async def _all(session: AsyncSession, article_id: UUID) -> list[ArticleFileOut]:
    found = await (await raw_connection(session)).fetch(_ALL, article_id)
    return [ArticleFileOut(**row, markdown=f"![{_words(row['name'])}](file:{row['id']})") for row in found]


def _words(name: str) -> str:
    return "".join(each for each in name if each not in "[]\\`")
