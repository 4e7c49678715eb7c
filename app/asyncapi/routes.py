"""Where the description is: `/asyncapi.json` for programs, `/asyncapi` for people. Public, like the code."""

import hashlib
from functools import cache

import orjson
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app.asyncapi.document import document
from app.asyncapi.page import POLICY, page


@cache
def _content(path: str) -> tuple[bytes, str, str]:
    """Content, type and entity tag."""
    if path.endswith(".json"):
        content, kind = orjson.dumps(document()), "application/json"
    else:
        content, kind = page().encode(), "text/html; charset=utf-8"
    return content, kind, f'"{hashlib.sha256(content).hexdigest()[:32]}"'


async def _serve(request: Request) -> Response:
    content, kind, tag = _content(request.url.path)
    headers = {"etag": tag, "cache-control": "no-cache", "content-security-policy": POLICY}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=kind, headers=headers)


def install(app: FastAPI) -> None:
    """Serve both."""
    for path in ("/asyncapi.json", "/asyncapi"):
        app.add_route(path, _serve, methods=["GET", "HEAD"], include_in_schema=False)
