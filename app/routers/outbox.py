"""`/v1/outbox`: mails and webhooks on their way, and what became of them."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.outbox import OutboxItemOut, OutboxKind, OutboxPage, OutboxStatus, SigningSecretOut
from app.services import outbox

router = DeskRouter(prefix="/v1/outbox", tags=["Outbox"])


@router.get(
    "", operation_id="listOutbox", summary="List the outbox", response_model=OutboxPage, responses=problems(401, 403)
)
async def list_outbox(
    actor: Annotated[Actor, agent(P.SETTINGS_READ)],
    work: Work,
    status: Annotated[OutboxStatus | None, Query(description="Only those that stand so.")] = None,
    kind: Annotated[OutboxKind | None, Query(description="Only mails, or only webhooks.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Mails and webhooks, newest first: what waits, what was sent, and what failed and why."""
    found = await outbox.page(work.session, actor, status=status, kind=kind, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    "/signing-secret",
    operation_id="getSigningSecret",
    summary="Read the signing secret",
    response_model=SigningSecretOut,
    responses=problems(401, 403),
)
async def signing_secret(_actor: Annotated[Actor, agent(P.SETTINGS_WRITE)]) -> Response:
    """The secret that signs webhooks without one of their own: give it to whoever receives them. For admins."""
    return answer(outbox.signing_secret().model_dump())


@router.post(
    "/{item_id}/retry",
    operation_id="retryOutboxItem",
    summary="Send again now",
    response_model=OutboxItemOut,
    responses=problems(401, 403, 404, 409),
)
async def retry(item_id: UUID, actor: Annotated[Actor, agent(P.SETTINGS_WRITE)], work: Work) -> Response:
    """Send a mail or webhook again at once, with all its attempts before it: after a receiver was mended, say."""
    return answer((await outbox.retry(work.session, actor, item_id)).model_dump())
