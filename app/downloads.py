"""Files as they are sent: whole or the part that was asked for, never as a page that could run."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from app.errors import RangeNotSatisfiable
from app.rules.attachment_types import may_be_inline
from app.rules.file_names import disposition
from app.rules.ranges import Span, Unsatisfiable, wanted
from app.services import attachment_store, attachments

BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_OK = {"content": {"*/*": BYTES}}
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {**_OK, "description": "The whole file"},
    206: {**_OK, "description": "The part that `Range` asked for"},
    304: {"description": "You have it: `If-None-Match`"},
}


async def download(
    request: Request, row: dict[str, Any], attachment_id: UUID, *, inline: bool, cache: str, anywhere: bool
) -> Response:
    """The bytes of a file that the caller may see. `anywhere`: pages of other sites may show it.

    Raises `Conflict` for what the scanner has not found clean, `RangeNotSatisfiable`, `NotFound`, `Unavailable`.
    """
    attachments.refuse_unsafe(row)
    shows = inline and may_be_inline(row["content_type"])
    etag = f'"{row["sha256"]}"'
    headers = {
        "etag": etag,
        "accept-ranges": "bytes",
        "cache-control": cache,
        "content-disposition": disposition(row["name"], inline=shows),
        "content-security-policy": "sandbox; default-src 'none'",
        "cross-origin-resource-policy": "cross-origin" if anywhere else "same-origin",
    }
    if etag in [each.strip() for each in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    asked = request.headers.get("range")
    if request.headers.get("if-range", etag) != etag:
        asked = None
    try:
        span = wanted(asked, row["size"])
    except Unsatisfiable:
        raise RangeNotSatisfiable(row["size"]) from None
    headers["content-length"] = str(row["size"] if span is None else span.size)
    if span is not None:
        headers["content-range"] = f"bytes {span.start}-{span.end - 1}/{row['size']}"
    chunks = await attachment_store.read(attachment_id, span or Span(0, row["size"]))
    media = row["content_type"] + ("; charset=utf-8" if row["content_type"].startswith("text/") else "")
    return StreamingResponse(chunks, 200 if span is None else 206, headers, media_type=media)
