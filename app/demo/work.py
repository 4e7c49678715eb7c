"""How the demo desk works: hours, promises, ready answers, what happens by itself, and what its status page shows."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.rules.actors import Actor
from app.schemas.automations import AutomationIn
from app.schemas.calendars import CalendarIn
from app.schemas.components import ComponentIn
from app.schemas.macros import MacroIn
from app.schemas.sla_policies import SlaPolicyIn
from app.schemas.templates import TemplateIn
from app.services import automations, calendars, components, macros, sla_policies, templates

_DAY = [{"opens": "09:00", "closes": "20:00"}]
_HOURS: dict[str, Any] = {
    "name": "Office hours",
    "zone": "Europe/Moscow",
    "weekly": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), _DAY),
    "holidays": [{"country": "RU"}],
}
_HOUR = 3600


def _promise(metric: str, **seconds: int) -> list[dict[str, Any]]:
    return [{"metric": metric, "priority": priority, "seconds": each} for priority, each in seconds.items()]


_POLICIES: tuple[dict[str, Any], ...] = (
    {
        "name": "Urgent matters",
        "conditions": {"all": [{"field": "priority", "operator": "in", "value": ["high", "urgent"]}]},
        "targets": [
            *_promise("first_reply", high=2 * _HOUR, urgent=_HOUR),
            *_promise("resolution", high=24 * _HOUR, urgent=8 * _HOUR),
        ],
        "steps": [
            {
                "metrics": ["first_reply"],
                "before_seconds": 900,
                "actions": [{"type": "notify", "recipients": [{"kind": "assignee"}, {"kind": "leads"}]}],
            }
        ],
    },
    {
        "name": "Everybody",
        "targets": [
            *_promise("first_reply", low=24 * _HOUR, normal=8 * _HOUR),
            *_promise("next_reply", low=24 * _HOUR, normal=8 * _HOUR),
            *_promise("chat_accept", low=120, normal=120, high=60, urgent=60),
        ],
    },
)
_TEMPLATES: tuple[dict[str, Any], ...] = (
    {
        "title": "Refund is on its way",
        "shortcut": "/refund",
        "folder": "Money",
        "scope": "shared",
        "variants": [
            {"body": "{{ greeting }} Your refund for #{{ ticket.number }} is on its way: three working days at most."},
            {
                "locale": "ru",
                "body": "{{ greeting }} Деньги по обращению №{{ ticket.number }} уже в пути: до трёх дней.",
            },
        ],
    },
    {
        "title": "Ask for the order number",
        "shortcut": "/order",
        "folder": "Orders",
        "scope": "shared",
        "variants": [
            {"body": "{{ greeting }} Could you tell us the number of your order? It is in the letter of confirmation."},
            {"locale": "ru", "body": "{{ greeting }} Подскажите, пожалуйста, номер заказа: он есть в письме."},
        ],
    },
)
_MACROS: tuple[dict[str, Any], ...] = (
    {
        "title": "Refund and close",
        "description": "Says that the money is on its way, and solves",
        "scope": "shared",
        "actions": [
            {"type": "reply", "body": "{{ greeting }} Your refund is on its way."},
            {"type": "add_tags", "tags": ["refund"]},
            {"type": "set_status", "status": "solved"},
        ],
    },
)
# Not enabled: a newcomer tries them on the past first.
_AUTOMATIONS: tuple[dict[str, Any], ...] = (
    {
        "name": "Remind after two days",
        "trigger": {"kind": "time", "fact": "status_since", "after_seconds": 48 * _HOUR},
        "conditions": {"all": [{"field": "status", "operator": "is", "value": "pending"}]},
        "actions": [{"type": "reply", "body": "{{ greeting }} Do you still need us?"}],
    },
)
_COMPONENTS: tuple[dict[str, Any], ...] = (
    {"key": "shop", "section": "Meridian", "position": 10, "public": True, "texts": {"en": "Shop", "ru": "Магазин"}},
    {"key": "payments", "section": "Meridian", "position": 20, "public": True,
     "texts": {"en": "Payments", "ru": "Оплата"}},
    {"key": "cloud", "section": "Lumen", "position": 30, "public": True, "texts": {"en": "Cloud", "ru": "Облако"}},
)  # fmt: skip


async def seed(session: AsyncSession, admin: Actor) -> None:
    """Make all of it, as this admin."""
    hours = await calendars.create(session, admin, CalendarIn.model_validate(_HOURS))
    for policy in _POLICIES:
        new = SlaPolicyIn.model_validate({**policy, "calendar_id": hours.id})
        await sla_policies.create(session, admin, new)
    for template in _TEMPLATES:
        await templates.create(session, admin, TemplateIn.model_validate(template))
    for macro in _MACROS:
        await macros.create(session, admin, MacroIn.model_validate(macro))
    for automation in _AUTOMATIONS:
        await automations.create(session, admin, AutomationIn.model_validate(automation))
    for component in _COMPONENTS:
        await components.create(session, admin, ComponentIn.model_validate(component))
