"""What the variables of templates stand for: for a ticket, the one who writes, and whose eyes it is for."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.models import (
    Agent,
    Brand,
    Calendar,
    CalendarVersion,
    Customer,
    FieldDefinition,
    Organization,
    Queue,
    Team,
    Ticket,
)
from app.rules import templates, wording
from app.rules.actors import Actor
from app.rules.greetings import first_name, greet
from app.rules.template_variants import choose
from app.services import template_greetings
from app.settings import settings

# What everybody may read.
PUBLIC: Final = frozenset(
    {
        "greeting", "today", "customer.name", "customer.first_name", "customer.email", "organization.name",
        "ticket.number", "ticket.subject", "ticket.link", "ticket.created_at", "agent.name", "agent.first_name",
        "team.name", "brand.name",
    }
)  # fmt: skip
# What is ours: for notes, and for mails to colleagues.
INTERNAL: Final = PUBLIC | {
    "ticket.status", "ticket.priority", "ticket.type", "ticket.topic", "ticket.language", "ticket.channel",
    "ticket.tags", "ticket.tier", "ticket.id", "queue.name", "assignee.name",
}  # fmt: skip
FIELDS: Final = "ticket.custom_fields."


def known(source: str, *, internal: bool, fields: Collection[str] = ()) -> frozenset[str]:
    """The names that a text may use. `fields` are the custom fields that customers may see; a note may use any."""
    names = INTERNAL if internal else PUBLIC
    asked = (each for each in templates.variables(source) if each.startswith(FIELDS))
    return names | {each for each in asked if internal or each.removeprefix(FIELDS) in fields}


async def public_fields(session: AsyncSession) -> frozenset[str]:
    """The keys of the custom fields that customers may see."""
    shown = col(FieldDefinition.definition)["visible_to"].astext == "customers"
    query = select(FieldDefinition.key).where(col(FieldDefinition.archived_at).is_(None), shown)
    return frozenset((await session.exec(query)).all())


async def of(
    session: AsyncSession, actor: Actor, ticket: Ticket, *, internal: bool, locale: str | None = None
) -> tuple[dict[str, Any], str | None]:
    """The values for a text about a ticket, and the locale that it is for. Values without a name are not in it."""
    customer = await session.get(Customer, ticket.requester_id)
    assert customer is not None  # noqa: S101 - a foreign key
    assignee = None if ticket.assignee_id is None else await session.get(Agent, ticket.assignee_id)
    team = None if ticket.team_id is None else await session.get(Team, ticket.team_id)
    brand = await _brand(session, ticket.brand)
    writer = actor.name if actor.kind == "agent" else None if assignee is None else assignee.name
    spoken = locale or ticket.language or customer.speaks
    now = await _local(session, team, brand)
    shown = public_part(ticket.custom_fields, None if internal else await public_fields(session))
    values: dict[str, Any] = {
        "today": now or clock.now(),
        "customer": {
            "name": _name(customer.name),
            "first_name": first_name(customer.name),
            "email": customer.email or customer.claimed_email,
        },
        "organization": {"name": _name(await _organization(session, customer.organization_id))},
        "ticket": {
            "number": ticket.number,
            "subject": wording.reason(ticket.subject),
            "link": _link(ticket),
            "created_at": ticket.created_at,
            "custom_fields": shown,
        },
        "agent": {"name": _name(writer), "first_name": first_name(writer)},
        "team": {"name": None if team is None else team.name},
        "brand": {"name": None if brand is None else brand.name},
    }
    if internal:
        queue = None if ticket.queue_id is None else await session.get(Queue, ticket.queue_id)
        values["ticket"] |= {
            name: getattr(ticket, name)
            for name in ("status", "priority", "type", "topic", "language", "channel", "tags", "tier")
        } | {"id": str(ticket.id)}
        values["queue"] = {"name": None if queue is None else queue.name}
        values["assignee"] = {"name": None if assignee is None else assignee.name}
    values["greeting"] = await _greeting(session, values, spoken, ticket.brand, None if now is None else now.hour)
    return values, spoken


def public_part(fields: Mapping[str, Any], keys: Collection[str] | None) -> dict[str, Any]:
    """The custom fields with these keys (None: all) as a text can hold them."""
    return {
        key: value
        for key, value in fields.items()
        if (keys is None or key in keys) and isinstance(value, str | int | float | list)
    }


async def _greeting(
    session: AsyncSession, values: Mapping[str, Any], locale: str | None, brand: str | None, hour: int | None
) -> str:
    own = await template_greetings.current(session)
    place = None if own is None else choose(own.variants, locale=locale, brand=brand)
    if own is not None and place is not None:
        names = PUBLIC - {"greeting"}
        try:
            made = templates.render(own.variants[place]["body"], values, known=names)
        except templates.TemplateError:
            made = None
        # One with a hole in it is worse than the built-in one, which knows what to do without a name.
        if made is not None and not made.unresolved:
            return made.text.strip()
    return greet(locale, hour=hour, customer=values["customer"]["first_name"], agent=values["agent"]["first_name"])


async def _local(session: AsyncSession, team: Team | None, brand: Brand | None) -> datetime | None:
    """The time where the ticket's team works, or the brand's; None: nobody has said where that is."""
    if team is None or team.calendar_id is None:
        team = (
            None if brand is None or brand.default_team_id is None else await session.get(Team, brand.default_team_id)
        )
    if team is None or team.calendar_id is None:
        return None
    query = (
        select(CalendarVersion.zone)
        .join(Calendar, col(Calendar.id) == col(CalendarVersion.calendar_id))
        .where(col(Calendar.id) == team.calendar_id, col(CalendarVersion.number) == col(Calendar.number))
    )
    zone = (await session.exec(query)).first()
    try:
        return None if zone is None else clock.now().astimezone(ZoneInfo(zone))
    except ZoneInfoNotFoundError:
        return None


async def _brand(session: AsyncSession, key: str | None) -> Brand | None:
    return None if key is None else (await session.exec(select(Brand).where(col(Brand.key) == key))).first()


async def _organization(session: AsyncSession, organization_id: UUID | None) -> str | None:
    found = None if organization_id is None else await session.get(Organization, organization_id)
    return None if found is None else found.name


def _link(ticket: Ticket) -> str | None:
    place = settings().ticket_link
    return place and place.replace("{number}", str(ticket.number)).replace("{id}", str(ticket.id))


def _name(name: str | None) -> str | None:
    return wording.name(name) or None if name else None
