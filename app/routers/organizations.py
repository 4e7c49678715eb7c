"""`/v1/organizations`: the companies that customers belong to."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import IfMatch, Work, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.base import Line
from app.schemas.organizations import OrganizationIn, OrganizationOut, OrganizationPage, OrganizationPatch
from app.services import organizations

router = DeskRouter(prefix="/v1/organizations", tags=["Organizations"])


def _answer(organization: OrganizationOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(organization.model_dump(), status, version=str(organization.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createOrganization",
    summary="Make an organization",
    response_model=OrganizationOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: OrganizationIn, actor: Annotated[Actor, staff(P.CUSTOMERS_WRITE)], work: Work) -> Response:
    """Make an organization; customers name it by `organization_id`."""
    made = await organizations.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/organizations/{made.id}")


@router.get(
    "",
    operation_id="listOrganizations",
    summary="List organizations",
    response_model=OrganizationPage,
    responses=problems(401, 403),
)
async def list_organizations(
    actor: Annotated[Actor, staff(P.CUSTOMERS_READ)],
    work: Work,
    external_id: Annotated[Line | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """Organizations by name; `external_id` finds one at most."""
    found = await organizations.page(work.session, actor, external_id=external_id, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    "/{organization_id}",
    operation_id="getOrganization",
    summary="Read an organization",
    response_model=OrganizationOut,
    responses=problems(401, 403, 404),
)
async def read(organization_id: UUID, actor: Annotated[Actor, staff(P.CUSTOMERS_READ)], work: Work) -> Response:
    """An organization; its ETag goes into `If-Match` when you change it."""
    return _answer(await organizations.read(work.session, actor, organization_id))


@router.patch(
    "/{organization_id}",
    operation_id="updateOrganization",
    summary="Change an organization",
    response_model=OrganizationOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    organization_id: UUID,
    change: OrganizationPatch,
    actor: Annotated[Actor, staff(P.CUSTOMERS_WRITE)],
    work: Work,
    if_match: IfMatch,
) -> Response:
    """Change fields; `domains` replaces all of them."""
    return _answer(await organizations.patch(work.session, actor, organization_id, change, version=if_match))
