"""`/v1/help/articles/{article_id}/feedback`: did this help?"""

from uuid import UUID

from fastapi import Request, Response

from app.answers import answer
from app.deps import OR_NOBODY, Work, problems
from app.reading import Reader
from app.requests import DeskRouter
from app.schemas.help_feedback import HelpFeedbackIn, HelpFeedbackOut
from app.services import help_feedback, help_readers, rate_limits

router = DeskRouter(prefix="/v1/help/articles/{article_id}/feedback", tags=["Help centre"])

PER_ADDRESS, SECONDS = 60, 60


@router.post(
    "",
    operation_id="giveHelpFeedback",
    summary="Say whether an article helped",
    response_model=HelpFeedbackOut,
    responses=problems(401, 403, 404, 415, 429),
    openapi_extra=OR_NOBODY,
)
async def give(article_id: UUID, new: HelpFeedbackIn, request: Request, actor: Reader, work: Work) -> Response:
    """Say whether an article helped: each reader has one answer for each article, and the latest counts.

    For everybody who may read it. Limited per client address.
    """
    address = request.client.host if request.client else None
    rate_limits.check("help_feedback", rate_limits.network_of(address), limit=PER_ADDRESS, seconds=SECONDS)
    reader = help_readers.reader(actor, new.session)
    return answer((await help_feedback.vote(work.session, reader, article_id, new)).model_dump())
