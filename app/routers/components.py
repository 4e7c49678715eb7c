"""`/v1/components`: the parts of the service, and how each is now."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.components import ComponentIn, ComponentOut, ComponentPage, ComponentPatch
from app.services import components

router = DeskRouter(prefix="/v1/components", tags=["Incidents"])


def _answer(shown: ComponentOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(shown.model_dump(), status, version=str(shown.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createComponent",
    summary="Make a component",
    response_model=ComponentOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: ComponentIn, actor: Annotated[Actor, staff(P.INCIDENTS_WRITE)], work: Work) -> Response:
    """A part of the service that customers know by name. Incidents and monitors name components."""
    made = await components.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/components/{made.id}")


@router.get(
    "",
    operation_id="listComponents",
    summary="List components",
    response_model=ComponentPage,
    responses=problems(401, 403),
)
async def list_components(
    actor: Annotated[Actor, staff(P.INCIDENTS_READ)],
    work: Work,
    archived: Annotated[bool, Query(description="Those that are archived.")] = False,  # noqa: FBT002
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """The components in their order, each as it is now by what open incidents say."""
    return answer(
        (await components.page(work.session, actor, archived=archived, cursor=cursor, limit=limit)).model_dump()
    )


@router.get(
    "/{component_id}",
    operation_id="getComponent",
    summary="Read a component",
    response_model=ComponentOut,
    responses=problems(401, 403, 404),
)
async def read(component_id: UUID, actor: Annotated[Actor, staff(P.INCIDENTS_READ)], work: Work) -> Response:
    """A component; its ETag goes into `If-Match` when you change it."""
    return _answer(await components.read(work.session, actor, component_id))


@router.patch(
    "/{component_id}",
    operation_id="updateComponent",
    summary="Change a component",
    response_model=ComponentOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    component_id: UUID,
    change: ComponentPatch,
    actor: Annotated[Actor, staff(P.INCIDENTS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change it, or archive it with `archived`: it is shown nowhere, and old incidents still name it."""
    return _answer(await components.patch(work.session, actor, component_id, change, version=if_match))
