"""What the desk serves beside its API: the JavaScript client at `/client/desk.js`, and the pages of the help centre."""

import hashlib
from functools import cache
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app.web import help_pages, opt_out_pages, status_pages, survey_pages

CLIENT = Path(__file__).resolve().parent / "client" / "desk.js"


@cache
def _read(path: Path) -> tuple[bytes, str]:
    """The bytes and their entity tag."""
    content = path.read_bytes()
    return content, f'"{hashlib.sha256(content).hexdigest()[:32]}"'


async def client(request: Request) -> Response:
    """The client; pages of any site may import it, for it holds no secret and acts as nobody."""
    content, tag = _read(CLIENT)
    headers = {
        "etag": tag,
        # Asked for again each time, which costs a 304: client and desk are then of one version.
        "cache-control": "no-cache",
        "access-control-allow-origin": "*",
        "cross-origin-resource-policy": "cross-origin",
    }
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="text/javascript; charset=utf-8", headers=headers)


def install(app: FastAPI) -> None:
    """Serve the files and the pages."""
    help_pages.install(app)
    survey_pages.install(app)
    opt_out_pages.install(app)
    status_pages.install(app)
    app.add_route("/client/desk.js", client, methods=["GET", "HEAD"], include_in_schema=False)
