"""Responses of the hot paths: JSON bytes straight from orjson, with the resource's ETag."""

from typing import Any

from fastapi import Response

from app.services.lean.wire import dumps


def answer(content: Any, status: int = 200, *, version: str | None = None, location: str | None = None) -> Response:  # noqa: ANN401
    """A JSON response that is already in its wire shape; tests hold it against the declared response model."""
    headers = {"cache-control": "no-store"}
    if version is not None:
        headers["etag"] = f'"{version}"'
    if location is not None:
        headers["location"] = location
    return Response(dumps(content), status, headers, media_type="application/json")
