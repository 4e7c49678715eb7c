"""`/v1/help/files`: the pictures, voice and video that published articles show."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from app.deps import OR_NOBODY, Work, problems
from app.downloads import RESPONSES, download
from app.reading import Reader
from app.requests import DeskRouter
from app.services import help_files

router = DeskRouter(prefix="/v1/help/files", tags=["Help centre"])

# A page that is taken away takes its pictures with it, soon.
SECONDS = 300


@router.get(
    "/{file_id}",
    operation_id="getHelpFile",
    summary="A picture, voice or video of an article",
    response_class=Response,
    responses={**problems(401, 404, 409, 416), **RESPONSES},
    openapi_extra=OR_NOBODY,
)
async def content(
    file_id: UUID,
    request: Request,
    actor: Reader,
    work: Work,
    download_it: Annotated[bool, Query(alias="download", description="As a file to keep, whatever it is.")] = False,  # noqa: FBT002 - FastAPI's way
) -> Response:
    """For who may read an article that shows it; with `Range` a part of it, so that voice and video can be moved in.

    Of what is not shown in a published text readers learn nothing.
    """
    row = await help_files.readable(await work.lean(), actor, file_id)
    public = row["visibility"] == "public" and "authorization" not in request.headers
    cache = f"public, max-age={SECONDS}" if public else "private, no-cache"
    answer = await download(request, row, file_id, inline=not download_it, cache=cache, anywhere=True)
    answer.headers["vary"] = "Authorization, Origin"
    return answer
