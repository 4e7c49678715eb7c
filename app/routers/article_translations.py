"""`/v1/articles/{id}/translations`: what an article says in a language, in drafts and versions."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response
from pydantic import Field

from app.answers import answer
from app.deps import IfMatch, Work, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.file_names import disposition
from app.rules.permissions import Permission as P
from app.schemas.article_categories import Locale
from app.schemas.article_translations import (
    MAX_NUMBER,
    ArticleDiffOut,
    ArticlePublishIn,
    ArticleRestoreIn,
    ArticleReturnIn,
    ArticleTranslationOut,
    ArticleVersionOut,
    ArticleVersionPage,
)
from app.schemas.articles import ArticleTextIn
from app.services import article_imports, article_publishing, article_translations, article_versions

router = DeskRouter(prefix="/v1/articles/{article_id}/translations/{locale}", tags=["Knowledge base"])

Number = Annotated[int, Field(ge=1, le=MAX_NUMBER)]
VersionNumber = Annotated[int, Path(ge=1, le=MAX_NUMBER)]


def _answer(found: ArticleTranslationOut) -> Response:
    return answer(found.model_dump(), version=str(found.version))


@router.get(
    "",
    operation_id="getArticleTranslation",
    summary="Read a text",
    response_model=ArticleTranslationOut,
    responses=problems(401, 403, 404),
)
async def read(
    article_id: UUID, locale: Locale, actor: Annotated[Actor, staff(P.ARTICLES_READ)], work: Work
) -> Response:
    """The draft and what readers see, each with its body and its page; its ETag goes into `If-Match`."""
    return _answer(await article_translations.read(work.session, actor, article_id, locale))


@router.put(
    "",
    operation_id="putArticleTranslation",
    summary="Save a draft",
    response_model=ArticleTranslationOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def put(
    article_id: UUID,
    locale: Locale,
    text: ArticleTextIn,
    actor: Annotated[Actor, staff(P.ARTICLES_DRAFT)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Send the ETag that you have seen, or none when there was nothing in this language. Readers see none of it yet.

    Your own draft is saved in its place. Another agent's, and one that is being reviewed, stays as a version.
    """
    return _answer(await article_translations.put(work.session, actor, article_id, locale, text, version=if_match))


@router.delete(
    "",
    status_code=204,
    operation_id="deleteArticleTranslation",
    summary="Remove a text that was never published",
    responses=problems(401, 403, 404, 409, 412),
)
async def delete(
    article_id: UUID, locale: Locale, actor: Annotated[Actor, staff(P.ARTICLES_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """With its versions. What readers have seen is unpublished instead."""
    await article_translations.remove(work.session, actor, article_id, locale, version=if_match)
    return Response(status_code=204)


@router.post(
    "/submit",
    operation_id="submitArticleTranslation",
    summary="Ask for a review",
    response_model=ArticleTranslationOut,
    responses=problems(401, 403, 404, 409, 412),
)
async def submit(
    article_id: UUID, locale: Locale, actor: Annotated[Actor, staff(P.ARTICLES_DRAFT)], work: Work, if_match: IfMatch
) -> Response:
    """The draft waits for somebody who may publish; the article's owner is told. A change of it is a new one."""
    return _answer(await article_publishing.submit(work.session, actor, article_id, locale, version=if_match))


@router.post(
    "/return",
    operation_id="returnArticleTranslation",
    summary="Give a draft back to its writer",
    response_model=ArticleTranslationOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def give_back(
    article_id: UUID,
    locale: Locale,
    told: ArticleReturnIn,
    actor: Annotated[Actor, staff(P.ARTICLES_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """It is a draft again, and who wrote it is told why."""
    found = await article_publishing.give_back(
        work.session, actor, article_id, locale, reason=told.reason, version=if_match
    )
    return _answer(found)


@router.post(
    "/publish",
    operation_id="publishArticleTranslation",
    summary="Publish a text",
    response_model=ArticleTranslationOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def publish(
    article_id: UUID,
    locale: Locale,
    which: ArticlePublishIn,
    actor: Annotated[Actor, staff(P.ARTICLES_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Readers see it from now on. With `number` it is that version and no other, whoever has begun another draft.

    409 `article_incomplete` when it shows a file that is none of the article's; `warnings` says which.
    """
    found = await article_publishing.publish(
        work.session, actor, article_id, locale, number=which.number, version=if_match
    )
    return _answer(found)


@router.post(
    "/unpublish",
    operation_id="unpublishArticleTranslation",
    summary="Take a text away from readers",
    response_model=ArticleTranslationOut,
    responses=problems(401, 403, 404, 409, 412),
)
async def unpublish(
    article_id: UUID, locale: Locale, actor: Annotated[Actor, staff(P.ARTICLES_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """It can be published again. Readers of this language get another one, if there is one."""
    return _answer(await article_publishing.unpublish(work.session, actor, article_id, locale, version=if_match))


@router.get(
    "/versions",
    operation_id="listArticleVersions",
    summary="List versions",
    response_model=ArticleVersionPage,
    responses=problems(401, 403, 404),
)
async def list_versions(
    article_id: UUID,
    locale: Locale,
    actor: Annotated[Actor, staff(P.ARTICLES_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """Newest first, without their texts."""
    found = await article_versions.page(work.session, actor, article_id, locale, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    "/versions/{number}",
    operation_id="getArticleVersion",
    summary="Read a version",
    response_model=ArticleVersionOut,
    responses=problems(401, 403, 404),
)
async def read_version(
    article_id: UUID, locale: Locale, number: VersionNumber, actor: Annotated[Actor, staff(P.ARTICLES_READ)], work: Work
) -> Response:
    """Its text, and the page that it makes with the files that the article has now."""
    found = await article_versions.read(work.session, actor, article_id, locale, number)
    return answer(found.model_dump())


@router.get(
    "/markdown",
    operation_id="exportArticleText",
    summary="A text as a Markdown file",
    response_class=Response,
    responses={
        **problems(401, 403, 404),
        200: {"description": "The file", "content": {"text/markdown": {"schema": {"type": "string"}}}},
    },
)
async def markdown(
    article_id: UUID, locale: Locale, actor: Annotated[Actor, staff(P.ARTICLES_READ)], work: Work
) -> Response:
    """What readers see, else the draft, as `POST /v1/article-imports` takes it again."""
    text = await article_imports.file_of(work.session, actor, article_id, locale)
    name = disposition(f"{article_id}.{locale}.md")
    return Response(
        text, media_type="text/markdown", headers={"cache-control": "no-store", "content-disposition": name}
    )


@router.get(
    "/diff",
    operation_id="compareArticleVersions",
    summary="Compare two versions",
    response_model=ArticleDiffOut,
    responses=problems(401, 403, 404),
)
async def diff(
    article_id: UUID,
    locale: Locale,
    actor: Annotated[Actor, staff(P.ARTICLES_READ)],
    work: Work,
    older: Annotated[Number, Query(alias="from")],
    newer: Annotated[Number, Query(alias="to")],
) -> Response:
    """Line by line, with three lines around each change."""
    found = await article_versions.diff(work.session, actor, article_id, locale, older=older, newer=newer)
    return answer(found.model_dump())


@router.post(
    "/restore",
    operation_id="restoreArticleVersion",
    summary="Go back to a version",
    response_model=ArticleTranslationOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def restore(
    article_id: UUID,
    locale: Locale,
    which: ArticleRestoreIn,
    actor: Annotated[Actor, staff(P.ARTICLES_DRAFT)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Its text is the draft now, as a version of its own; publish it to show it. A draft that was there stays one."""
    found = await article_translations.restore(
        work.session, actor, article_id, locale, number=which.number, version=if_match
    )
    return _answer(found)
