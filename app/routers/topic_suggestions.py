"""`/v1/tickets/{id}/topic-suggestion`: what a ticket is thought to be about, with why."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.topic_suggestions import TopicSuggestionOut
from app.services import topic_suggestions

router = DeskRouter(prefix="/v1/tickets/{ticket_id}/topic-suggestion", tags=["Suggestions"])


@router.get(
    "",
    operation_id="getTopicSuggestion",
    summary="See what a ticket is thought to be about",
    response_model=TopicSuggestionOut,
    responses=problems(401, 403, 404),
)
async def read(ticket_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_READ)], work: Work) -> Response:
    """The topic, how sure the model is, the words that speak for it, and what else it could be.

    New tickets without a topic are looked at a moment after they come; 404 where nothing was thought.
    """
    return answer((await topic_suggestions.read(work.session, actor, ticket_id)).model_dump())


@router.post(
    "",
    operation_id="suggestTopic",
    summary="Think about a ticket's topic now",
    response_model=TopicSuggestionOut,
    responses=problems(401, 403, 404, 409),
)
async def think(ticket_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """By the model that is in use now: for tickets from before there was one. Nothing is set by itself."""
    return answer((await topic_suggestions.think(work.session, actor, ticket_id)).model_dump())


@router.post(
    "/accept",
    operation_id="acceptTopicSuggestion",
    summary="Accept what a ticket is thought to be about",
    response_model=TopicSuggestionOut,
    responses=problems(401, 403, 404, 409),
)
async def accept(ticket_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """The ticket gets the topic. One that was set by itself is confirmed. The next model learns from it."""
    return answer((await topic_suggestions.accept(work.session, actor, ticket_id)).model_dump())


@router.post(
    "/reject",
    operation_id="rejectTopicSuggestion",
    summary="Reject what a ticket is thought to be about",
    response_model=TopicSuggestionOut,
    responses=problems(401, 403, 404, 409),
)
async def reject(ticket_id: UUID, actor: Annotated[Actor, agent(P.TICKETS_WRITE)], work: Work) -> Response:
    """A topic that was set by itself is taken back. Setting another topic on the ticket rejects it too."""
    return answer((await topic_suggestions.reject(work.session, actor, ticket_id)).model_dump())
