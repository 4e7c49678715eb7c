"""What routes ask for: the caller with the permission on the route's own line, the unit of work, preconditions."""

import re
from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request

from app.db import UnitOfWork
from app.errors import Forbidden, Unauthenticated
from app.requests import credential_of, work_of
from app.rules.actors import NOBODY, Actor, ActorKind
from app.rules.permissions import Permission
from app.schemas.base import Language
from app.services.lean.field_filters import Asked

MEDIA = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
MEANINGS = {
    400: "The request cannot be read",
    401: "No valid credential",
    403: "The caller may not do this",
    404: "Not there, or not the caller's to see",
    409: "The state does not allow it",
    412: "If-Match names an old version",
    413: "The body is too large",
    415: "The body is not JSON",
    416: "The file has no such bytes",
    422: "Some fields are not acceptable",
    429: "Too many requests",
    503: "The desk cannot answer right now; send it again",
}
# What any operation may answer: they are documented once here and not on every route.
ALWAYS = (400, 413, 422, 503)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses for these refusals and for those that every operation shares."""
    return {status: refusal(status) for status in sorted({*statuses, *ALWAYS})}


def refusal(status: int) -> dict[str, Any]:
    """The OpenAPI response for this refusal."""
    return {"description": MEANINGS[status], "content": MEDIA}


def _caller(permission: Permission, kinds: tuple[ActorKind, ...]) -> Any:  # noqa: ANN401 - what Depends returns
    async def resolve(request: Request) -> Actor:
        credential = await credential_of(request)
        if credential is None:
            raise Unauthenticated
        actor = credential.actor
        if actor.kind not in kinds or not actor.may(permission):
            detail = f"This needs {permission.value} as {' or '.join(kinds)}"
            raise Forbidden(detail, needs=permission.value)
        return actor

    resolve.otklik_permission = permission  # type: ignore[attr-defined]  # read by the convention tests
    return Depends(resolve)


def anyone(permission: Permission) -> Any:  # noqa: ANN401
    """Agents, customers and partners that hold the permission."""
    return _caller(permission, ("agent", "customer", "partner"))


def agent(permission: Permission) -> Any:  # noqa: ANN401
    """Agents (and leads and admins) that hold the permission."""
    return _caller(permission, ("agent",))


def staff(permission: Permission) -> Any:  # noqa: ANN401
    """Agents, and API keys of the company's own systems, that hold the permission."""
    return _caller(permission, ("agent", "partner"))


def partner(permission: Permission) -> Any:  # noqa: ANN401
    """API keys only."""
    return _caller(permission, ("partner",))


def person(permission: Permission) -> Any:  # noqa: ANN401
    """Agents and customers that hold the permission."""
    return _caller(permission, ("agent", "customer"))


def customer(permission: Permission) -> Any:  # noqa: ANN401
    """Customers only."""
    return _caller(permission, ("customer",))


# A public operation says so where its route is declared: `openapi_extra=PUBLIC`.
PUBLIC: dict[str, Any] = {"security": []}

# And one that works with a credential and without.
OR_NOBODY: dict[str, Any] = {"security": [{"bearer": []}, {}]}


async def or_nobody(request: Request, permission: Permission) -> Actor:
    """The caller, or `NOBODY` where no credential came. Raises `Forbidden` for one without the permission."""
    credential = await credential_of(request)
    if credential is None:
        return NOBODY
    if not credential.actor.may(permission):
        raise Forbidden(f"This needs {permission.value}", needs=permission.value)
    return credential.actor


async def _work(request: Request) -> UnitOfWork:
    # Every dependency is async: a plain function would be sent to a thread, which costs more than the whole request.
    return work_of(request)


Work = Annotated[UnitOfWork, Depends(_work)]


async def _if_match(
    if_match: Annotated[str | None, Header(description="The ETag that you have seen.")] = None,
) -> str | None:
    if if_match is None or if_match.strip() == "*":
        return None
    return if_match.strip().removeprefix("W/").strip('"')


IfMatch = Annotated[str | None, Depends(_if_match)]


# What agents read the thread with.
Translations = Annotated[
    Language | None, Query(description="Agents: each message with what there is of it in this language: `translation`.")
]

# In the description `field[region]=eu`; `field.region=eu` is the same.
FIELD_PARAMETER: dict[str, Any] = {
    "name": "field",
    "in": "query",
    "required": False,
    "style": "deepObject",
    "explode": True,
    "description": "By custom field: `field[region]=eu`, or `field.region=eu`. Repeated: any of its values. Of "
    "numbers, dates and times also from and up to: `field[seats.gte]=5`, `field.due.lte=2026-05-31`.",
    "schema": {"type": "object", "additionalProperties": {"type": "string"}},
}
_FIELD = re.compile(r"field(?:\.([^.\[\]]{1,100}(?:\.[gl]te)?)|\[([^\[\]]{1,104})\])")


async def _field_filters(request: Request) -> tuple[Asked, ...]:
    if "field" not in request.url.query:
        return ()
    named = [(_FIELD.fullmatch(name), value) for name, value in request.query_params.multi_items()]
    return tuple(_asked(found[1] or found[2], value[:2000]) for found, value in named if found is not None)


_field_filters.otklik_parameters = _FIELD  # type: ignore[attr-defined]  # read by the route, which knows the others


def _asked(name: str, value: str) -> Asked:
    key, _, how = name.rpartition(".")
    if key and how == "gte":
        return key, "gte", value
    if key and how == "lte":
        return key, "lte", value
    return name, "is", value


FieldFilters = Annotated[tuple[Asked, ...], Depends(_field_filters)]


async def _after(
    after_seq: Annotated[int, Query(ge=0, le=2_147_483_647, description="Only what comes after this `seq`.")] = 0,
    cursor: Annotated[
        int | None,
        Query(ge=0, le=2_147_483_647, description="The `next_cursor` of the page before, in place of `after_seq`."),
    ] = None,
) -> int:
    return after_seq if cursor is None else cursor


# Where a page of what has a `seq` begins. Every list takes its `next_cursor` as `cursor`, so these do as well.
After = Annotated[int, Depends(_after)]
