"""`/v1/fields`: what tickets are asked beside their text, typed and checked."""

from typing import Annotated

from fastapi import Path, Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.fields import FieldIn, FieldOut, FieldPage, FieldPatch
from app.services import fields

router = DeskRouter(prefix="/v1/fields", tags=["Fields"])

FieldName = Annotated[str, Path(max_length=100, pattern=r"^[^\x00]*$")]


def _answer(field: FieldOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(field.model_dump(), status, version=str(field.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createField",
    summary="Define a custom field",
    response_model=FieldOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: FieldIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Define a field: from then on its values are checked wherever tickets are made or changed."""
    made = await fields.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/fields/{made.key}")


@router.get(
    "", operation_id="listFields", summary="List custom fields", response_model=FieldPage, responses=problems(401, 403)
)
async def list_fields(
    actor: Annotated[Actor, staff(P.TICKETS_READ)],
    work: Work,
    *,
    archived: Annotated[bool, Query(description="Those that are archived, and no others.")] = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """The fields by key. Customers get theirs in forms: `GET /v1/forms`."""
    return answer((await fields.page(work.session, actor, archived=archived, cursor=cursor, limit=limit)).model_dump())


@router.get(
    "/{key}",
    operation_id="getField",
    summary="Read a custom field",
    response_model=FieldOut,
    responses=problems(401, 403, 404),
)
async def read(key: FieldName, actor: Annotated[Actor, staff(P.TICKETS_READ)], work: Work) -> Response:
    """A field as it is defined; its ETag goes into `If-Match` when you change it."""
    return _answer(await fields.read(work.session, actor, key))


@router.patch(
    "/{key}",
    operation_id="updateField",
    summary="Change a custom field",
    response_model=FieldOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    key: FieldName, change: FieldPatch, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Change a field, or archive it. Values that tickets have stay as they are, and can be sent again as they are."""
    return _answer(await fields.patch(work.session, actor, key, change, version=if_match))
