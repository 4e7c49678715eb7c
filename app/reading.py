"""What readers of public pages are answered: who they are, what they have already, and how long they may keep it."""

import hashlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request, Response

from app import clock
from app.requests import credential_of
from app.rules.actors import NOBODY, Actor
from app.rules.locales import accepted
from app.schemas.article_categories import Locale
from app.services.lean.wire import dumps

# Between a change and a reader who has not heard of it.
SECONDS = 60
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "You have it: `If-None-Match`"}}
# A time on the wire has no parts of seconds: within one, two changes would look the same.
_SETTLED = timedelta(seconds=2)


async def whoever(request: Request) -> Actor:
    """The caller, or nobody without a credential. Raises `Unauthenticated` for a credential that is not good."""
    credential = await credential_of(request)
    return NOBODY if credential is None else credential.actor


Reader = Annotated[Actor, Depends(whoever)]


async def _languages(
    locale: Annotated[Locale | None, Query(description="In this language, else as `Accept-Language` says.")] = None,
    accept_language: Annotated[str | None, Header(alias="accept-language")] = None,
) -> tuple[str | None, tuple[str, ...]]:
    return locale, tuple(accepted(accept_language))


# The locale that was asked for, and those that the reader would take.
Languages = Annotated[tuple[str | None, tuple[str, ...]], Depends(_languages)]


def answer(
    request: Request, content: object, *, private: bool, changed_at: datetime | None = None, seconds: int = SECONDS
) -> Response:
    """A page as JSON, or 304 when the reader has it. `private`: it is for this reader, who asks again each time."""
    return answer_bytes(
        request, dumps(content), "application/json", private=private, changed_at=changed_at, seconds=seconds
    )


def answer_bytes(
    request: Request,
    body: bytes,
    media_type: str,
    *,
    private: bool,
    changed_at: datetime | None = None,
    seconds: int = SECONDS,
) -> Response:
    """As `answer`, of bytes."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {
        "etag": etag,
        "cache-control": "private, no-cache" if private else f"public, max-age={seconds}",
        # Of the origin too: what was kept for a page of the desk's own does not say that other sites may have it.
        "vary": "Authorization, Accept-Language, Origin",
    }
    if changed_at is not None and clock.now() - changed_at > _SETTLED:
        headers["last-modified"] = format_datetime(changed_at.astimezone(UTC).replace(microsecond=0), usegmt=True)
    if _has(request, etag, headers.get("last-modified")):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)


def _has(request: Request, etag: str, modified: str | None) -> bool:
    """Whether the reader's copy is this one; its ETag says so, and its age only where it sent no ETag."""
    known = request.headers.get("if-none-match")
    if known is not None:
        return known.strip() == "*" or etag in (each.strip().removeprefix("W/") for each in known.split(","))
    since = request.headers.get("if-modified-since")
    if since is None or modified is None:
        return False
    try:
        seen = parsedate_to_datetime(since)
    except ValueError:
        return False
    return seen.replace(tzinfo=seen.tzinfo or UTC) >= parsedate_to_datetime(modified)
