"""`/v1/help/sitemap.xml`: which pages of a help centre there are."""

from typing import Annotated

from fastapi import Query, Request, Response

from app.deps import PUBLIC, Work, problems
from app.reading import NOT_MODIFIED, answer_bytes
from app.requests import DeskRouter
from app.schemas.base import Key
from app.services import help_sitemap, rate_limits

router = DeskRouter(prefix="/v1/help/sitemap.xml", tags=["Help centre"])

SECONDS = 3600
# Of one network: a large one is some megabytes.
PER_MINUTE = 12
_XML = {"content": {"application/xml": {"schema": {"type": "string"}}}, "description": "A sitemap, or an index of some"}


@router.get(
    "",
    operation_id="getHelpSitemap",
    summary="The sitemap of a help centre",
    response_class=Response,
    responses={**problems(404, 429), **NOT_MODIFIED, 200: _XML},
    openapi_extra=PUBLIC,
)
async def read(
    request: Request,
    work: Work,
    brand: Annotated[Key | None, Query(description="By default the desk's first brand.")] = None,
    after: Annotated[str | None, Query(max_length=2000, description="As the index has it.")] = None,
) -> Response:
    """The pages of public articles in all their languages; of more than 50,000 an index of several sitemaps."""
    address = request.client.host if request.client else None
    rate_limits.check("sitemaps", rate_limits.network_of(address), limit=PER_MINUTE, seconds=60)
    body = await help_sitemap.read(work.session, brand=brand, after=after)
    return answer_bytes(request, body, "application/xml", private=False, seconds=SECONDS)
