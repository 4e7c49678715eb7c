"""Telling admins that a webhook was switched off: a notification, and a mail."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models import Agent, Webhook
from app.rules.webhooks import SWITCH_OFF
from app.services import notifications, outbox
from app.settings import settings

KIND = "webhook.disabled"
_WHY = {
    "gone": "its receiver answered 410 Gone",
    "failing": f"nothing could be delivered to it for {SWITCH_OFF.days} days",
}


async def disabled(session: AsyncSession, webhook: Webhook, *, now: datetime) -> None:
    """Tell every admin, once, that this webhook was switched off and why."""
    query = select(Agent.id, Agent.email).where(col(Agent.role) == "admin", col(Agent.status) == "active")
    admins = (await session.exec(query)).all()
    key = f"{KIND}:{webhook.id}:{webhook.version}"
    data = {"webhook_id": str(webhook.id), "url": webhook.url, "because": webhook.disabled_because}
    await notifications.tell(
        session, [each for each, _ in admins], kind=KIND, ticket_id=None, data=data, key=key, now=now
    )
    name = webhook.description or webhook.url
    why = _WHY[webhook.disabled_because or "failing"]
    text = (
        f"The webhook {name} was switched off: {why}.\n\n"
        f"It is sent nothing more until an admin switches it on again. What was missed can be sent again from there:\n"
        f"POST {settings().public_url.rstrip('/')}/v1/webhooks/{webhook.id}/replay\n"
    )
    for agent_id, email in admins:
        await outbox.mail(
            session, key=f"{key}:{agent_id}", to=email, subject=f"Webhook switched off: {name}", text=text, now=now
        )
