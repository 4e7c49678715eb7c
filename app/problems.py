"""Every refusal as RFC 9457 problem+json, from one place; never an exception's own text."""

from http import HTTPStatus
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from app.errors import AppError, words_of

log = structlog.get_logger("otklik.problems")

MEDIA_TYPE = "application/problem+json"
_CODES = {
    400: "bad_request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    413: "body_too_large",
    415: "unsupported_media_type",
    429: "rate_limited",
}
_DETAILS = {
    404: "There is nothing at this address",
    405: "This address does not take that method",
    413: "The request body is too large",
}


def problem(
    request: Request,
    status: int,
    code: str,
    title: str,
    detail: str,
    **members: Any,  # noqa: ANN401
) -> Response:
    """A problem+json response; `members` are added to it."""
    headers = {str(k): str(v) for k, v in (members.pop("headers", None) or {}).items()}
    body = {
        "type": f"urn:otklik:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": request.scope.get("otklik.request_id", ""),
        **{key: value for key, value in members.items() if value not in (None, [])},
    }
    return Response(orjson.dumps(body, default=str), status, headers, media_type=MEDIA_TYPE)


def from_app_error(request: Request, error: AppError) -> Response:
    """The problem of one of our own errors."""
    return problem(
        request, error.status, error.code, error.title, error.detail,
        errors=error.errors, headers=error.headers, **error.extra,
    )  # fmt: skip


async def on_app_error(request: Request, error: Exception) -> Response:
    """Our own refusals."""
    assert isinstance(error, AppError)  # noqa: S101 - registered for this class only
    return from_app_error(request, error)


async def on_validation(request: Request, error: Exception) -> Response:
    """A body, path or query that does not fit the schema: 400 when it is not JSON at all, else 422 with pointers."""
    assert isinstance(error, RequestValidationError)  # noqa: S101
    found = error.errors()
    if any(item["type"] == "json_invalid" for item in found):
        return problem(request, 400, "invalid_json", "The body is not JSON", "The request body is not valid JSON")
    errors = []
    for item in found[:50]:
        where, *path = item["loc"] or ("body",)
        if where == "body":
            path = _without_tags(path, error.body, item["type"])
        place = "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in path)
        if where == "body":
            entry = {"pointer": f"/{place}" if place else "", "detail": words_of(item)}
        else:
            entry = {"parameter": place, "in": str(where), "detail": words_of(item)}
        errors.append({**entry, "code": item["type"]})
    return problem(
        request, 422, "invalid", "Some fields are not acceptable", "See errors: each entry names a field", errors=errors
    )


def _without_tags(path: list[Any], body: Any, kind: str) -> list[Any]:  # noqa: ANN401 - any JSON value
    """A place in the body: Pydantic also names the shape that an object's `type` or `kind` chose, which is no place."""
    found: list[Any] = []
    for number, part in enumerate(path, 1):
        if isinstance(body, dict):
            if part in (body.get("type"), body.get("kind")):
                last = number == len(path)
                holds = isinstance(body.get(part), dict | list)
                if not (holds or (last and (part in body or kind == "missing"))):
                    continue
            body = body.get(part)
        else:
            body = body[part] if isinstance(body, list) and isinstance(part, int) and part < len(body) else None
        found.append(part)
    return found


async def on_http(request: Request, error: Exception) -> Response:
    """What the framework itself refuses: unknown paths, methods, bodies over the limit."""
    assert isinstance(error, HTTPException)  # noqa: S101
    if isinstance(error.__cause__, AppError):
        return from_app_error(request, error.__cause__)
    title = HTTPStatus(error.status_code).phrase
    code = _CODES.get(error.status_code, title.lower().replace(" ", "_"))
    detail = _DETAILS.get(error.status_code, title)
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_taken(request))
    return problem(request, error.status_code, code, title, detail, headers=headers)


def _taken(request: Request) -> list[str]:
    """The methods that the address takes: the framework knows of the first route only."""
    asked = {"type": "http", "path": request.scope["path"], "root_path": request.scope.get("root_path", "")}
    routes = request.app.routes
    return [
        method
        for method in ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
        if any(route.matches({**asked, "method": method, "headers": []})[0] is Match.FULL for route in routes)
    ]


async def on_anything(request: Request, error: Exception) -> Response:
    """What nobody foresaw: a logged 500 without details."""
    log.error("unhandled", path=request.url.path, method=request.method, exc_info=error)
    return problem(
        request, 500, "internal_error", "Something went wrong on our side",
        "The request id helps us to find out why. Sending it again with the same key is safe.",
        # This answer is made outside the envelope that gives every other one its id.
        headers={"X-Request-Id": request.scope.get("otklik.request_id", "")},
    )  # fmt: skip


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(AppError, on_app_error)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(Exception, on_anything)
