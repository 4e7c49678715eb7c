"""`/v1/tickets/{id}/messages/{message_id}/translations`: what a message says in other languages."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.base import Language
from app.schemas.message_translations import TranslationIn, TranslationOut, TranslationPage
from app.services import message_translations

router = DeskRouter(prefix="/v1/tickets/{ticket_id}/messages/{message_id}/translations", tags=["Languages"])


@router.post(
    "",
    status_code=201,
    operation_id="translateMessage",
    summary="Translate a message",
    response_model=TranslationOut,
    responses={
        **problems(401, 403, 404, 409, 415, 429),
        200: {"model": TranslationOut, "description": "It was translated before"},
    },
)
async def translate(
    ticket_id: UUID, message_id: UUID, asked: TranslationIn, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work
) -> Response:
    """What there is already comes at once (200), and is never paid for twice; an edit of the message ends it.

    503 `translation_unavailable` says in `reason` why there is none: off, busy, slow, unreachable, nonsense, refused,
    rejected or resting. Nothing is changed then, and the message can be read as it is.
    """
    found, is_new = await message_translations.translate(work, actor, ticket_id, message_id, asked.language)
    work.about_message = message_id
    return answer(found, 201 if is_new else 200)


@router.get(
    "",
    operation_id="listMessageTranslations",
    summary="List a message's translations",
    response_model=TranslationPage,
    responses=problems(401, 403, 404),
)
async def list_translations(
    ticket_id: UUID,
    message_id: UUID,
    actor: Annotated[Actor, agent(P.TICKETS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[Language | None, Query(description="Only languages after this one.")] = None,
) -> Response:
    """What there is of it in other languages, and what is waited for; of a translated reply also the original."""
    found = await message_translations.page(work.session, actor, ticket_id, message_id, after=cursor, limit=limit)
    return answer(found)
