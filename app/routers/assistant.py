"""`/v1/assistant`: whether there is one, a text in another tone, and answers out of articles."""

from typing import Annotated

from fastapi import Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.assistant import AssistantAnswerOut, AssistantOut, AssistantQuestionIn, RewriteIn, RewriteOut
from app.services import assistant

router = DeskRouter(prefix="/v1/assistant", tags=["Assistant"])


@router.get(
    "",
    operation_id="getAssistant",
    summary="Whether there is an assistant",
    response_model=AssistantOut,
    responses=problems(401, 403),
)
async def state(_actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """Whether this desk has an assistant, whose server gets what it reads, and what of the day's budget is used."""
    return answer((await assistant.state(work.database)).model_dump())


@router.post(
    "/rewrite",
    operation_id="rewriteText",
    summary="Put a text into another tone",
    response_model=RewriteOut,
    responses=problems(401, 403, 409, 415, 429),
)
async def rewrite(asked: RewriteIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """The text in another tone, to be read before it is sent: `notices` names numbers and addresses that it added.

    409 `assistant_off` where there is no assistant, 503 `assistant_unavailable` while its provider gives no answer,
    `assistant_unusable` when what was written cannot be shown.
    """
    return answer((await assistant.rewrite(work, actor, asked)).model_dump())


@router.post(
    "/answer",
    operation_id="answerFromArticles",
    summary="Answer a question from articles",
    response_model=AssistantAnswerOut,
    responses=problems(401, 403, 409, 415, 429),
)
async def from_articles(
    asked: AssistantQuestionIn, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work
) -> Response:
    """An answer that cites the articles which say so, or `answered: false` with the reason: never one without any.

    Where no article fits nothing is sent to the provider. 503 as for rewriting.
    """
    return answer((await assistant.answer(work, actor, asked)).model_dump())
