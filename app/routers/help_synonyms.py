"""`/v1/help-synonyms`: words that mean the same to whoever searches a help centre."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.base import Key
from app.schemas.help_synonyms import HelpSynonymIn, HelpSynonymOut, HelpSynonymPage, HelpSynonymPatch
from app.services import help_synonyms

router = DeskRouter(prefix="/v1/help-synonyms", tags=["Help centre"])


def _answer(group: HelpSynonymOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(group.model_dump(), status, version=str(group.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createHelpSynonym",
    summary="Make a group of synonyms",
    response_model=HelpSynonymOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: HelpSynonymIn, actor: Annotated[Actor, agent(P.ARTICLES_WRITE)], work: Work) -> Response:
    """Make a group: whoever searches for one of its words finds what has another, from the next search on."""
    made = await help_synonyms.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/help-synonyms/{made.id}")


@router.get(
    "",
    operation_id="listHelpSynonyms",
    summary="List synonyms",
    response_model=HelpSynonymPage,
    responses=problems(401, 403),
)
async def list_help_synonyms(
    actor: Annotated[Actor, staff(P.ARTICLES_READ)],
    work: Work,
    brand: Annotated[Key | None, Query(description="Only those of this brand.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """The groups, newest first."""
    return answer((await help_synonyms.page(work.session, actor, brand=brand, cursor=cursor, limit=limit)).model_dump())


@router.get(
    "/{synonym_id}",
    operation_id="getHelpSynonym",
    summary="Read a group of synonyms",
    response_model=HelpSynonymOut,
    responses=problems(401, 403, 404),
)
async def read(synonym_id: UUID, actor: Annotated[Actor, staff(P.ARTICLES_READ)], work: Work) -> Response:
    """A group; its ETag goes into `If-Match` when you change it."""
    return _answer(await help_synonyms.read(work.session, actor, synonym_id))


@router.patch(
    "/{synonym_id}",
    operation_id="updateHelpSynonym",
    summary="Change a group of synonyms",
    response_model=HelpSynonymOut,
    responses=problems(401, 403, 404, 412, 415),
)
async def patch(
    synonym_id: UUID,
    change: HelpSynonymPatch,
    actor: Annotated[Actor, agent(P.ARTICLES_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change its words, or where it counts; null: everywhere."""
    return _answer(await help_synonyms.patch(work.session, actor, synonym_id, change, version=if_match))


@router.delete(
    "/{synonym_id}",
    status_code=204,
    operation_id="deleteHelpSynonym",
    summary="Delete a group of synonyms",
    responses=problems(401, 403, 404, 412),
)
async def delete(
    synonym_id: UUID, actor: Annotated[Actor, agent(P.ARTICLES_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Delete a group; from the next search on its words are themselves again."""
    await help_synonyms.delete(work.session, actor, synonym_id, version=if_match)
    return Response(status_code=204)
