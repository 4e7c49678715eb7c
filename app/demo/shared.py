"""What else there is on the demo desk: wishes of customers, an incident that is over, a list that agents share."""

# ruff: noqa: RUF001 - Russian text

from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from app import clock
from app.db import UnitOfWork
from app.models import Component
from app.rules.actors import Actor
from app.schemas.ideas import IdeaIn
from app.schemas.incident_updates import IncidentUpdateIn
from app.schemas.incidents import IncidentIn
from app.schemas.report_schedules import ReportScheduleIn
from app.schemas.views import ViewIn
from app.services import idea_votes, ideas, incident_updates, incidents, report_schedules, views

_AGO = timedelta(hours=3)
_INCIDENT: dict[str, Any] = {
    "texts": {"en": "Payment by card failed", "ru": "Не проходила оплата картой"},
    "impact": "major",
    "visibility": "public",
    "update": {"en": "Some payments fail. We are looking into it.", "ru": "Часть платежей не проходит. Разбираемся."},
}
_OVER: dict[str, Any] = {
    "texts": {
        "en": "The bank has mended its side; payments go through.",
        "ru": "Банк исправил ошибку на своей стороне, платежи проходят.",
    },
    "status": "resolved",
    "solve": True,
}
_IDEAS = (
    ("Выбирать час доставки", "Интервал с 10 до 18 слишком длинный: дайте выбрать час при заказе.", "meridian"),
    ("Scenes for a whole floor", "Copy the scenes of one room to all rooms of a floor at once.", "lumen"),
)
_VIEW: dict[str, Any] = {
    "name": "Срочное / Urgent",
    "scope": "shared",
    "conditions": {
        "all": [
            {"field": "priority", "operator": "in", "value": ["high", "urgent"]},
            {"field": "status", "operator": "in", "value": ["new", "open", "pending", "on_hold"]},
        ]
    },
}
_REPORT: dict[str, Any] = {
    "name": "Неделя поддержки / The week of support",
    "report": "volume",
    "period": "last_week",
    "every": "week",
    "at": "09:00",
    "zone": "Europe/Moscow",
}


async def seed(work: UnitOfWork, admin: Actor, voters: list[Actor]) -> None:
    """Make all of it, as this admin; the voters find every idea a good one."""
    session = work.session
    for title, body, brand in _IDEAS:
        idea = await ideas.create(session, admin, IdeaIn(title=title, body=body, brand=brand))
        await session.flush()
        for each in voters:
            await idea_votes.give(session, each, idea.id)
    await views.create(session, admin, ViewIn.model_validate(_VIEW))
    report = {**_REPORT, "recipients": {"agent_ids": [admin.id]}}
    await report_schedules.create(session, admin, ReportScheduleIn.model_validate(report))
    payments = (await session.exec(select(Component.id).where(col(Component.key) == "payments"))).one()
    when = {"started_at": clock.now() - _AGO, "components": [{"component_id": payments}]}
    new = IncidentIn.model_validate({**_INCIDENT, **when})
    incident = await incidents.create(work, admin, new)
    await session.flush()
    await incident_updates.create(session, admin, incident.id, IncidentUpdateIn.model_validate(_OVER))
    await session.flush()
