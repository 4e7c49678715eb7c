"""`/v1/pictures`: faces of agents and logos of brands, for any page to show."""

from uuid import UUID

from fastapi import Response

from app.deps import PUBLIC, Work, problems
from app.requests import DeskRouter
from app.schemas.pictures import SHOWN
from app.services import pictures

router = DeskRouter(prefix="/v1/pictures", tags=["Pictures"])

_HEADERS = {
    # Another picture has another address.
    "cache-control": "public, max-age=31536000, immutable",
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "content-security-policy": "sandbox; default-src 'none'",
}


@router.get(
    "/{picture_id}",
    operation_id="getPicture",
    summary="A face or a logo",
    response_class=Response,
    responses={**problems(404), **SHOWN},
    openapi_extra=PUBLIC,
)
async def read(picture_id: UUID, work: Work) -> Response:
    """Public, and to be kept for ever. One that was taken away is gone."""
    data, content_type = await pictures.read(await work.lean(), picture_id)
    return Response(data, headers=_HEADERS, media_type=content_type)
