"""`/v1/ideas`: what staff propose, and what becomes of it."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.base import Key
from app.schemas.ideas import (
    IdeaAnswerPage,
    IdeaIn,
    IdeaMergeIn,
    IdeaOrder,
    IdeaOut,
    IdeaPage,
    IdeaPatch,
    IdeaStatus,
    IdeaStatusIn,
    SimilarIdeas,
    Words,
)
from app.services import idea_answers, idea_finding, idea_merges, idea_votes, ideas

router = DeskRouter(prefix="/v1/ideas", tags=["Ideas"])


def _answer(idea: IdeaOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(idea.model_dump(), status, version=str(idea.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createIdea",
    summary="Propose an idea",
    response_model=IdeaOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: IdeaIn, actor: Annotated[Actor, agent(P.IDEAS_WRITE)], work: Work) -> Response:
    """Propose something; with `ticket_id` it is what a customer asks for there. Look for similar ones first."""
    made = await ideas.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/ideas/{made.id}")


@router.get("", operation_id="listIdeas", summary="List ideas", response_model=IdeaPage, responses=problems(401, 403))
async def list_ideas(
    actor: Annotated[Actor, agent(P.IDEAS_WRITE)],
    work: Work,
    *,
    order: Annotated[
        IdeaOrder, Query(description="What comes first: the newest, the most votes or askers.")
    ] = "newest",
    status: Annotated[IdeaStatus | None, Query()] = None,
    brand: Annotated[Key | None, Query()] = None,
    author_id: Annotated[UUID | None, Query()] = None,
    q: Annotated[Words | None, Query(description="All of these words, whatever their endings.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Ideas that are not part of another one. A page by votes or askers goes on from the count that was seen: one
    whose count moves meanwhile may be seen twice or not at all.
    """
    wanted = ideas.Wanted(order, status, brand, author_id, q, cursor, limit)
    return answer((await ideas.page(work.session, actor, wanted)).model_dump())


@router.get(
    "/similar",
    operation_id="findSimilarIdeas",
    summary="Find ideas that say the same",
    response_model=SimilarIdeas,
    responses=problems(401, 403),
)
async def similar(
    actor: Annotated[Actor, agent(P.IDEAS_WRITE)],
    work: Work,
    text: Annotated[Words, Query(description="What you want to propose.")],
) -> Response:
    """At most ten ideas that share words with a text, the nearest first: vote for one instead of proposing it again."""
    return answer((await idea_finding.alike(work.session, actor, text)).model_dump())


@router.get(
    "/{idea_id}",
    operation_id="getIdea",
    summary="Read an idea",
    response_model=IdeaOut,
    responses=problems(401, 403, 404),
)
async def read(idea_id: UUID, actor: Annotated[Actor, agent(P.IDEAS_WRITE)], work: Work) -> Response:
    """An idea with its counts; its ETag goes into `If-Match` when you change or answer it."""
    return _answer(await ideas.read(work.session, actor, idea_id))


@router.patch(
    "/{idea_id}",
    operation_id="updateIdea",
    summary="Change an idea",
    response_model=IdeaOut,
    responses=problems(401, 403, 404, 412, 415),
)
async def patch(
    idea_id: UUID, change: IdeaPatch, actor: Annotated[Actor, agent(P.IDEAS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Change its words: whoever proposed it, a lead or an admin."""
    return _answer(await ideas.patch(work.session, actor, idea_id, change, version=if_match))


@router.delete(
    "/{idea_id}",
    status_code=204,
    operation_id="deleteIdea",
    summary="Delete an idea",
    responses=problems(401, 403, 404, 409, 412),
)
async def delete(
    idea_id: UUID, actor: Annotated[Actor, agent(P.IDEAS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Delete an idea that nobody else has voted for, commented, answered or asked for; others are declined."""
    await ideas.delete(work.session, actor, idea_id, version=if_match)
    return Response(status_code=204)


@router.put(
    "/{idea_id}/vote",
    operation_id="voteForIdea",
    summary="Vote for an idea",
    response_model=IdeaOut,
    responses=problems(401, 403, 404, 409),
)
async def vote(idea_id: UUID, actor: Annotated[Actor, agent(P.IDEAS_WRITE)], work: Work) -> Response:
    """Say that you want it; twice is once, also where you voted for one that was merged into it."""
    return _answer(await idea_votes.give(work.session, actor, idea_id))


@router.delete(
    "/{idea_id}/vote",
    operation_id="takeBackIdeaVote",
    summary="Take your vote back",
    response_model=IdeaOut,
    responses=problems(401, 403, 404, 409),
)
async def take_back(idea_id: UUID, actor: Annotated[Actor, agent(P.IDEAS_WRITE)], work: Work) -> Response:
    """Want it no more; without a vote nothing changes."""
    return _answer(await idea_votes.take_back(work.session, actor, idea_id))


@router.post(
    "/{idea_id}/status",
    operation_id="answerIdea",
    summary="Say what becomes of an idea",
    response_model=IdeaOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def set_status(
    idea_id: UUID, asked: IdeaStatusIn, actor: Annotated[Actor, agent(P.IDEAS_MANAGE)], work: Work, if_match: IfMatch
) -> Response:
    """For leads and admins. Who proposed it, votes for it or commented gets the notification `idea.answered`."""
    return _answer(await idea_answers.give(work.session, actor, idea_id, asked, version=if_match))


@router.get(
    "/{idea_id}/answers",
    operation_id="listIdeaAnswers",
    summary="See what became of an idea",
    response_model=IdeaAnswerPage,
    responses=problems(401, 403, 404),
)
async def answers(
    idea_id: UUID,
    actor: Annotated[Actor, agent(P.IDEAS_WRITE)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Each change of its status with its words, newest first."""
    return answer((await idea_answers.page(work.session, actor, idea_id, cursor=cursor, limit=limit)).model_dump())


@router.post(
    "/{idea_id}/merge",
    operation_id="mergeIdea",
    summary="Merge an idea into another",
    response_model=IdeaOut,
    responses=problems(401, 403, 404, 409, 415),
)
async def merge(
    idea_id: UUID, asked: IdeaMergeIn, actor: Annotated[Actor, agent(P.IDEAS_MANAGE)], work: Work
) -> Response:
    """The other one says the same: votes, comments and tickets count there, and who voted for both counts once. The
    answer is that one. What was merged into this one goes with it.
    """
    return _answer(await idea_merges.merge(work.session, actor, idea_id, asked.into_id))


@router.post(
    "/{idea_id}/unmerge",
    operation_id="unmergeIdea",
    summary="Let a merged idea stand by itself",
    response_model=IdeaOut,
    responses=problems(401, 403, 404, 409),
)
async def unmerge(idea_id: UUID, actor: Annotated[Actor, agent(P.IDEAS_MANAGE)], work: Work) -> Response:
    """It has again what was its own; the answer is this idea."""
    return _answer(await idea_merges.unmerge(work.session, actor, idea_id))
