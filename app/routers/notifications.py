"""`/v1/notifications`: what an agent is to know, with what has been read. Each sees their own."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.answers import answer
from app.deps import Work, agent, problems
from app.requests import DeskRouter
from app.rules.actors import Actor
from app.rules.permissions import Permission as P
from app.schemas.notifications import NotificationCount, NotificationOut, NotificationPage, NotificationsReadIn
from app.services import notifications

router = DeskRouter(prefix="/v1/notifications", tags=["Notifications"])


@router.get(
    "",
    operation_id="listNotifications",
    summary="List your notifications",
    response_model=NotificationPage,
    responses=problems(401, 403),
)
async def list_notifications(
    actor: Annotated[Actor, agent(P.NOTIFICATIONS_OWN)],
    work: Work,
    unread: Annotated[bool, Query(description="Only those that are unread.")] = False,  # noqa: FBT002 - a query flag
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Your notifications, newest first. Follow the inbox `notifications` on the socket to hear of new ones."""
    found = await notifications.page(work.session, actor, unread=unread, cursor=cursor, limit=limit)
    return answer(found.model_dump())


@router.get(
    "/count",
    operation_id="countNotifications",
    summary="Count your unread notifications",
    response_model=NotificationCount,
    responses=problems(401, 403),
)
async def count(actor: Annotated[Actor, agent(P.NOTIFICATIONS_OWN)], work: Work) -> Response:
    """How many are unread, for a badge; counted up to 1,000."""
    return answer((await notifications.count(work.session, actor)).model_dump())


@router.post(
    "/read",
    operation_id="readNotifications",
    summary="Mark notifications as read",
    response_model=NotificationCount,
    responses=problems(401, 403, 415),
)
async def read_up_to(
    said: NotificationsReadIn, actor: Annotated[Actor, agent(P.NOTIFICATIONS_OWN)], work: Work
) -> Response:
    """Mark the one named and all older ones as read; answers how many are unread then. Twice changes nothing."""
    return answer((await notifications.read_up_to(work.session, actor, said.up_to)).model_dump())


@router.post(
    "/{notification_id}/read",
    operation_id="readNotification",
    summary="Mark a notification as read",
    response_model=NotificationOut,
    responses=problems(401, 403, 404),
)
async def read(notification_id: UUID, actor: Annotated[Actor, agent(P.NOTIFICATIONS_OWN)], work: Work) -> Response:
    """Mark one as read; `read_at` stays that of the first time."""
    return answer((await notifications.read(work.session, actor, notification_id)).model_dump())
