"""`/v1/help/reads`: that an article was opened."""

from fastapi import Request, Response

from app.deps import OR_NOBODY, Work, problems
from app.reading import Reader
from app.requests import DeskRouter
from app.schemas.help_reads import HelpReadIn
from app.services import help_readers, help_reads, rate_limits

router = DeskRouter(prefix="/v1/help/reads", tags=["Help centre"])

PER_ADDRESS, SECONDS = 300, 60


@router.post(
    "",
    status_code=204,
    operation_id="recordHelpRead",
    summary="Say that an article was opened",
    responses=problems(401, 404, 415, 429),
    openapi_extra=OR_NOBODY,
)
async def record(new: HelpReadIn, request: Request, actor: Reader, work: Work) -> Response:
    """Say that a reader has opened an article; the same one again in a visit counts once. With it the desk knows which
    searches were answered, and how many readers need nobody any more. Limited per client address.
    """
    address = request.client.host if request.client else None
    rate_limits.check("help_reads", rate_limits.network_of(address), limit=PER_ADDRESS, seconds=SECONDS)
    await help_reads.record(work.session, help_readers.reader(actor, new.session), new)
    return Response(status_code=204)
