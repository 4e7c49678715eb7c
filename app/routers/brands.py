"""`/v1/brands`: the products or companies that one desk serves."""

from typing import Annotated

from fastapi import Query, Request, Response

from app.answers import answer
from app.deps import IfMatch, Work, agent, problems, staff
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.base import Key
from app.schemas.brands import BrandIn, BrandOut, BrandPage, BrandPatch, IdentitySecretOut
from app.schemas.pictures import UPLOAD
from app.services import brands

router = DeskRouter(prefix="/v1/brands", tags=["Brands"])


def _answer(brand: BrandOut, status: int = 200, *, location: str | None = None) -> Response:
    return answer(brand.model_dump(), status, version=str(brand.version), location=location)


@router.post(
    "",
    status_code=201,
    operation_id="createBrand",
    summary="Make a brand",
    response_model=BrandOut,
    responses=problems(401, 403, 409, 415),
)
async def create(new: BrandIn, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Make a brand. The first brand of a desk is the one that is meant when none is named."""
    made = await brands.create(work.session, actor, new)
    return _answer(made, 201, location=f"/v1/brands/{made.key}")


@router.get(
    "", operation_id="listBrands", summary="List brands", response_model=BrandPage, responses=problems(401, 403)
)
async def list_brands(
    actor: Annotated[Actor, staff(P.TICKETS_READ)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """All brands of the desk, by key."""
    return answer((await brands.page(work.session, actor, cursor=cursor, limit=limit)).model_dump())


@router.get(
    "/{key}",
    operation_id="getBrand",
    summary="Read a brand",
    response_model=BrandOut,
    responses=problems(401, 403, 404),
)
async def read(key: Key, actor: Annotated[Actor, staff(P.TICKETS_READ)], work: Work) -> Response:
    """A brand; its ETag goes into `If-Match` when you change it."""
    return _answer(await brands.read(work.session, actor, key))


@router.patch(
    "/{key}",
    operation_id="updateBrand",
    summary="Change a brand",
    response_model=BrandOut,
    responses=problems(401, 403, 404, 409, 412, 415),
)
async def patch(
    key: Key, change: BrandPatch, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """Change a brand's name or where its new tickets go; its key stays."""
    return _answer(await brands.patch(work.session, actor, key, change, version=if_match))


@router.put(
    "/{key}/logo",
    operation_id="setLogo",
    summary="Upload a brand's logo",
    response_model=BrandOut,
    responses=problems(401, 403, 404, 412),
    openapi_extra=UPLOAD,
)
async def set_logo(
    key: Key, request: Request, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """The body is the picture. It is made anew in 512 by 256 pixels, without what a camera wrote into it."""
    return _answer(await brands.set_logo(work.session, actor, key, await request.body(), version=if_match))


@router.delete(
    "/{key}/logo",
    operation_id="removeLogo",
    summary="Take a brand's logo away",
    response_model=BrandOut,
    responses=problems(401, 403, 404, 412),
)
async def remove_logo(
    key: Key, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work, if_match: IfMatch
) -> Response:
    """The brand has no logo any more, and the picture is gone."""
    return _answer(await brands.set_logo(work.session, actor, key, None, version=if_match))


@router.post(
    "/{key}/identity-secret",
    status_code=201,
    operation_id="createIdentitySecret",
    summary="Make an identity secret",
    response_model=IdentitySecretOut,
    responses=problems(401, 403, 404),
)
async def identity_secret(key: Key, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """A new secret for your own backend to sign identity tokens with; it is shown this once.

    Tokens signed with the secret before stay good for a day. To shut out a leaked one at once, do this twice.
    """
    return answer((await brands.new_identity_secret(work.session, actor, key)).model_dump(), 201)
