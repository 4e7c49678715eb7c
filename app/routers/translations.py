"""`/v1/translations`: a text in another language, for whoever writes."""

from typing import Annotated

from fastapi import Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.translations import TextIn, TextOut
from app.services import translations

router = DeskRouter(prefix="/v1/translations", tags=["Languages"])


@router.post(
    "",
    operation_id="translateText",
    summary="Translate a text",
    response_model=TextOut,
    responses=problems(401, 403, 409, 415, 429),
)
async def translate(asked: TextIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """For a composer: what you have written in the customer's language, to look at before you send it.

    Send it with what you had written as `original`, and both are kept. 503 `translation_unavailable` says in `reason`
    why there is none: off, busy, slow, unreachable, nonsense, refused, rejected or resting.
    """
    found = await translations.translate(work, actor, asked)
    return answer(found.model_dump())
