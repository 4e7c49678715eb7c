"""`/v1/contact-channels`: how customers reach the desk, for every page that shows it."""

import hashlib
from typing import Annotated

from fastapi import Header, Query, Request, Response

from app.deps import PUBLIC, Work, problems
from app.requests import DeskRouter
from app.rules.locales import accepted
from app.schemas.base import Key, Language
from app.schemas.contact_channels import ContactChannelsOut
from app.services import contact_channels
from app.services.lean.wire import dumps

router = DeskRouter(prefix="/v1/contact-channels", tags=["Contact channels"])

# Between an opening and a page that has not heard of it.
SECONDS = 60


@router.get(
    "",
    operation_id="getContactChannels",
    summary="How to reach the desk",
    response_model=ContactChannelsOut,
    responses={**problems(404), 304: {"description": "You have it: `If-None-Match`"}},
    openapi_extra=PUBLIC,
)
async def read(
    request: Request,
    work: Work,
    brand: Annotated[Key | None, Query(description="Only this brand.")] = None,
    locale: Annotated[Language | None, Query(description="Of titles and sentences, else as `Accept-Language`.")] = None,
    accept_language: Annotated[str | None, Header(alias="accept-language")] = None,
) -> Response:
    """Public: numbers, mail addresses, messengers with links, forms and the chat of each brand, and whether somebody is
    there now or when next. To be kept for a minute; then ask with `If-None-Match`.
    """
    languages = [locale] if locale else accepted(accept_language)
    body = dumps((await contact_channels.read(work.session, brand=brand, languages=languages)).model_dump())
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": etag, "cache-control": f"public, max-age={SECONDS}", "vary": "Accept-Language"}
    known = (each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(","))
    if etag in known:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/json")
