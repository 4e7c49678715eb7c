"""Named errors of the desk: each is one RFC 9457 problem with a stable code.

Services raise these; `app/problems.py` turns them into problem+json and the socket into `err` frames.
Every code is listed in `docs/guides/errors.md`, which a convention test keeps complete.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class AppError(Exception):
    """A refusal with a meaning: `status`, a stable `code`, a `title`, and a `detail` for people.

    `extra` members are added to the problem; `headers` to the response. Neither may hold secrets.
    """

    status: ClassVar[int] = 500
    code: str = "internal_error"
    title: str = "Something went wrong on our side"
    # Whether the same request may succeed when it is simply sent again.
    temporary: ClassVar[bool] = False

    def __init__(
        self,
        detail: str | None = None,
        *,
        code: str | None = None,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        **extra: Any,  # noqa: ANN401 - JSON members of the problem
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        if code is not None:
            self.code = code
        self.errors = list(errors)
        self.headers = dict(headers or {})
        self.extra = extra


class BadRequest(AppError):
    """The request cannot be read at all."""

    status = 400
    code = "bad_request"
    title = "The request cannot be read"


class Unauthenticated(AppError):
    """No valid credential came with the request."""

    status = 401
    code = "unauthenticated"
    title = "A valid credential is needed"

    def __init__(self, detail: str | None = None, *, code: str | None = None) -> None:
        said = detail or "Send a token or a key of this desk as `Authorization: Bearer ...`"
        super().__init__(said, code=code, headers={"WWW-Authenticate": "Bearer"})


class Forbidden(AppError):
    """The caller is known and may not do this."""

    status = 403
    code = "forbidden"
    title = "You may not do this"


class NotFound(AppError):
    """There is no such thing, or it is not the caller's to see: the two look the same."""

    status = 404
    code = "not_found"
    title = "There is no such thing, or it is not yours to see"


class Conflict(AppError):
    """The state of the thing does not allow this; the `code` says why."""

    status = 409
    code = "conflict"
    title = "The state of this thing does not allow that"


class PreconditionFailed(AppError):
    """`If-Match` names a version that is no longer current."""

    status = 412
    code = "stale"
    title = "This has changed since you read it"


class TooLarge(AppError):
    """The body is over the limit."""

    status = 413
    code = "body_too_large"
    title = "The request body is too large"


class UnsupportedMediaType(AppError):
    """The body is not JSON."""

    status = 415
    code = "unsupported_media_type"
    title = "Send the body as application/json"


class RangeNotSatisfiable(AppError):
    """`Range` asks for bytes that the file does not have."""

    status = 416
    code = "range_not_satisfiable"
    title = "The file has no such bytes"

    def __init__(self, size: int) -> None:
        super().__init__(headers={"Content-Range": f"bytes */{size}"})


class Invalid(AppError):
    """The request is understood and its content is not acceptable; `errors` points at the fields."""

    status = 422
    code = "invalid"
    title = "Some fields are not acceptable"


class TooMany(AppError):
    """A limit on how often was reached."""

    status = 429
    code = "rate_limited"
    title = "Too many requests"
    temporary = True

    def __init__(self, detail: str | None = None, *, code: str | None = None, retry_after: float = 1) -> None:
        super().__init__(detail, code=code, headers={"Retry-After": str(max(1, round(retry_after)))})


class Unavailable(AppError):
    """The database (or another part) is away for the moment: the outcome is unknown, retry with the same key."""

    status = 503
    code = "temporarily_unavailable"
    title = "The desk cannot answer right now; try again"
    temporary = True

    def __init__(
        self,
        detail: str | None = None,
        *,
        code: str | None = None,
        retry_after: float = 1,
        **extra: Any,  # noqa: ANN401 - JSON members of the problem
    ) -> None:
        super().__init__(detail, code=code, headers={"Retry-After": str(max(1, round(retry_after)))}, **extra)


class NotSetUp(AppError):
    """A part that this desk does not use: sending the same again does not help, an operator must set it up.

    A conflict with the state of the desk and no failure of it: nobody is to be alarmed, and no client to try again.
    """

    status = 409
    code = "not_set_up"
    title = "This desk does not use that"


class NotInstalled(NotSetUp):
    """A part of the desk that is optional is not installed where it was asked for."""

    code = "learning_not_installed"
    title = "What learns topics is not installed: the desk needs its extra `[ml]`"


class OutOfOrder(AppError):
    """Something that the desk is set up to use refuses to serve it: trying again does not help, somebody must look."""

    status = 503
    code = "out_of_order"
    title = "What the desk uses for that refuses to serve it"


class Away(Unavailable):
    """What the desk stands on (its database, the store of its files) is away or full, whatever it is asked."""


class Beaten(Unavailable):
    """Two pieces of work waited for each other and this one was given up: nothing of it is done.

    It may be done again at once, and is, by whoever has begun its transaction.
    """


def pointer(field: str, detail: str) -> dict[str, str]:
    """One entry of `errors[]`: a JSON pointer into the body and what is wrong there."""
    return {"pointer": "/" + field.replace(".", "/"), "detail": detail}


def parameter(name: str, detail: str) -> dict[str, str]:
    """One entry of `errors[]`: a parameter of the query and what is wrong with it."""
    return {"parameter": name, "in": "query", "detail": detail}


def words_of(problem: Mapping[str, Any]) -> str:
    """What a check of ours said, without the words that Pydantic puts before it."""
    if problem["type"] == "too_long" and isinstance(problem.get("input"), str):
        # Of a text behind a check of ours Pydantic only says that it is a value with too many items.
        return f"String should have at most {problem['ctx']['max_length']} characters"
    said: str = problem["msg"]
    return said.removeprefix("Value error, ")
