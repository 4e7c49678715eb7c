"""`/v1/chats/{chat_id}/transcript-mails`: what was said in a chat, by mail."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import Work, person, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.transcript_mails import TranscriptMailIn, TranscriptMailOut
from app.services import transcript_mails

router = DeskRouter(prefix="/v1/chats/{chat_id}/transcript-mails", tags=["Chats"])


@router.post(
    "",
    status_code=202,
    operation_id="createTranscriptMail",
    summary="Mail the transcript",
    response_model=TranscriptMailOut,
    responses=problems(401, 403, 404, 409, 415, 429),
)
async def create(
    chat_id: UUID, given: TranscriptMailIn, actor: Annotated[Actor, person(P.CHATS_WRITE)], work: Work
) -> Response:
    """Mail what was said so far to the customer, in their language; notes are not part of it.

    Three times a day for a chat, and five to one address. Nothing is mailed before an agent has come (409
    `nothing_to_mail`): the desk carries no stranger's words to another.
    """
    made = await transcript_mails.send(work.session, actor, chat_id, email=given.email)
    return answer(made.model_dump(), 202)
