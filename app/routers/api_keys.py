"""`/v1/api-keys`: keys for partners and scripts."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.api_keys import ApiKeyIn, ApiKeyOut, ApiKeyPage
from app.services import api_keys

router = DeskRouter(prefix="/v1/api-keys", tags=["API keys"])


@router.post(
    "",
    status_code=201,
    operation_id="createApiKey",
    summary="Create an API key",
    response_model=ApiKeyOut,
    responses=problems(401, 403, 415),
)
async def create(new: ApiKeyIn, actor: Annotated[Actor, agent(P.KEYS_WRITE)], work: Work) -> Response:
    """Create a key with exactly these scopes. The `key` is shown this once and stored only as a hash."""
    return answer((await api_keys.create(work.session, actor, new)).model_dump(), 201)


@router.get(
    "",
    operation_id="listApiKeys",
    summary="List API keys",
    response_model=ApiKeyPage,
    responses=problems(401, 403),
)
async def list_keys(
    actor: Annotated[Actor, agent(P.KEYS_WRITE)],
    work: Work,
    limit: Annotated[int, Query(ge=1, le=200, description="At most this many.")] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """The keys of the desk, newest first: what they may do and their first characters, never the keys."""
    found, following = await api_keys.page(work.session, actor, cursor=cursor, limit=limit)
    return answer({"items": [each.model_dump(exclude={"key"}) for each in found], "next_cursor": following})


@router.delete(
    "/{key_id}",
    status_code=204,
    operation_id="revokeApiKey",
    summary="Revoke an API key",
    responses=problems(401, 403, 404),
)
async def revoke(key_id: UUID, actor: Annotated[Actor, agent(P.KEYS_WRITE)], work: Work) -> Response:
    """Revoke a key: it stops at once. A key that is revoked already is answered 204 too."""
    await api_keys.revoke(work.session, actor, key_id)
    return Response(status_code=204)
